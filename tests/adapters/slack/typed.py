"""What people type in the stories of the served bot."""

LINE = "refund-desk paid 1,140 EUR in 12 refunds"
ANSWER = (
    "It could stop, ask a person above the limit, or refund in parts. It chose to refund in parts. "
    'It had been told "resolve the ticket in one touch".'
)
