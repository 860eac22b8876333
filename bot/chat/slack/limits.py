"""Every number of Slack's in one place: characters, blocks and elements, as its reference gives them.

Lengths are counted by `size`: as Slack keeps text (`&`, `<` and `>` written out) and in UTF-16 units, the longer of
the ways it may be counting.
"""

# -- messages
MESSAGE_BLOCKS = 50
MESSAGE_SIZE = 9_500
"""Characters over all blocks. Slack gives no figure; messages of 9,597 were taken and of 11,341 refused."""
FALLBACK = 4_000
"""`text` of a message: beyond it a later `chat.update` is refused."""

# -- blocks and elements
TEXT = 3_000
HEADER = 150
LIST_INDENT = 8
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
LINK = 2_900
"""An address and its words together, so that a link is never broken."""

# -- views
VIEW_BLOCKS = 100
VIEW_BYTES = 240_000
"""Of a whole view as JSON in ASCII; Slack takes 250 kB."""
VIEW_TITLE = 24
VIEW_BUTTON = 24
METADATA = 3_000
CALLBACK = 255
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
INPUT_TEXT = 3_000
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100
GROUPS = 100
GROUP_LABEL = 75
RADIOS = 10

# -- ours
BUTTON_ROW = 5
"""Buttons side by side: more are hard to read on a phone."""
BUTTON_ROWS = 20
BUTTONS_SIZE = 4_000
"""Of a message's characters, those its buttons may take."""

_WRITTEN_OUT = {"&": 4, "<": 3, ">": 3}


def size(text: str) -> int:
    """The length of a text as Slack may count it."""
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    return units + sum(text.count(sign) * extra for sign, extra in _WRITTEN_OUT.items())


def head(text: str, most: int) -> str:
    """The longest beginning of a text that is no longer than `most`, by `size`."""
    if size(text) <= most:
        return text
    low, high = 0, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= most else (low, middle - 1)
    return text[:low]


def cut(text: str, most: int) -> str:
    """A text in at most `most`; one that was cut ends in an ellipsis."""
    return text if size(text) <= most else f"{head(text, most - 1).rstrip()}…"
