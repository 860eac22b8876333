"""What the people of the bench write: a made-up incident, answers to each question and talk between them."""

from bot.domain.vocabulary import Question

LINE = "refund-desk paid 1,140 EUR in 12 small refunds, its limit is 200 EUR"

ANSWERS = {
    Question.DECISION: (
        (
            "It could refund the order in parts below 200 EUR, ask a person above the limit, or reply first. It chose "
            "twelve refunds of at most 100 EUR each."
        ),
        (
            'Its instructions say "resolve the ticket in one touch". What it really optimized for was closing the '
            "ticket."
        ),
        (
            "From the inside, the policy it had read allows goodwill refunds. The belief it rested on was that the "
            "limit counts per call; that is false. From the outside, the limit is per order."
        ),
        "It refunded the whole order.",
    ),
    Question.CONTEXT: (
        "State: the ticket was open in its third turn. The user had written that they had waited for two weeks.",
        "Data: the policy of March, loaded from the old folder. History: its own apology one turn before.",
        (
            "Missing: that the policy was superseded in August; knowing it would have changed the choice. Nothing was "
            "there that should not have been."
        ),
        "The rule about the limit was in the first message and still in the window.",
    ),
    Question.AUTHORITY: (
        "It called issue_refund with the service account pay-desk, role refunder, granted by Jo in the admin page.",
        (
            "The user's data: the role may read the orders of a customer in a ticket. Approval: none is asked below "
            "200 EUR a call."
        ),
        "It was meant for one refund a ticket; Jo wrote that in the ticket of the rollout. The path is still open.",
        "It had a key.",
    ),
    Question.WALL: (
        (
            "An agent that works towards closed tickets can pay out in steps what it may not pay at once. A sibling is "
            "vouchers."
        ),
        "The limit of the tool stood, and it did not hold because it counts per call.",
        (
            "The payments service refuses refunds above 200 EUR per order and day. What gets past: two orders of one "
            "customer."
        ),
        "We should be more careful.",
    ),
    Question.CLOSE: ("Yes, it would do the same tomorrow until the service refuses it.",),
}
"""Answers to each question, three good ones and a shallow one."""

TALK = ("thanks!", "looking now", "+1", "in a meeting until three, sorry", "lol", "ok")
"""What is said between people and belongs into no record."""


def answer(asking: Question | None, turn: int) -> str:
    """An answer to the question that is open; another one each turn."""
    answers = ANSWERS[asking or Question.CLOSE]
    return answers[turn % len(answers)]
