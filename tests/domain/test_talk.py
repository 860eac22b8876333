"""Talk between people, told by form alone; everything else is taken as an answer."""

import pytest

from bot.domain.script import Lexicon
from bot.domain.talk import is_talk

TALK = (
    "👍",
    ":eyes: :pray:",
    "🙏🙏",
    "+1",
    "+1 to what @carla said",
    ":)",
    "...",
    "@lena",
    "<@U123ABC>",
    "<at>Lena</at> ?",
    "thanks!",
    "Thanks Ana and Tom!",
    "thank you for digging that out",
    "hi all",
    "good morning everyone 👋",
    "haha yes",
    "ok, will check",
    "sorry, wrong thread",
    "let me check the logs",
    "hold on, I'll ask",
    "in a meeting until 3, will read after",
    "back in 10 min",
    "anyone from billing here?",
    "who was on call that night?",
    "does anybody know where the traces are kept",
    "can we do this tomorrow?",
    "@lena can you take this one",
    "@lena your turn I think 😄",
    "@lena what do you think?",
    "I think @petra should answer this",
    "thanks @pia, sounds good",
)

ANSWERS = (
    "no",
    "yes",
    "none",
    "nope",
    "nobody",
    "my token",
    "the API key from the pilot, full write",
    "yes, and it flips it",
    "We don't know. Window was never logged.",
    "Could it have asked? Yes, there is a tool for it.",
    "did it see the note?",
    "why did it stop? because the score counts closed tickets",
    "Thanks for asking, I looked it up: it is in the group since 9 February.",
    "thanks to the token it got in",
    "Thanks! The goal was an empty queue.",
    "agreed in March with legal",
    "back in March we gave it admin",
    "in a call with the customer she said yes",
    "looking for the cheapest match",
    "checking with a person was possible too",
    "logging in with my token",
    "signing off payments without a second look",
    "will send whatever it is told",
    "@henrik approved it at 16:02",
    "@lena's token",
    "@ana would sign whatever came",
    "@ravi could approve it alone",
    "who pressed it was @tom",
    "+2 days on the deadline, that's what it saw",
    "+1 day on every invoice was its rule, 30 days became 31",
    "👍 the two-person rule, it sits in the portal",
    '"thanks"',
    "`ok`",
    "> thanks",
    "sure it was allowed, it is admin",
)


@pytest.mark.parametrize("text", TALK)
def test_talk_is_told_by_its_form(english: Lexicon, text: str) -> None:
    """Emoji, thanks, +1, a word of what comes next, a message that only addresses or asks a person."""
    assert is_talk(text, english)


@pytest.mark.parametrize("text", ANSWERS)
def test_everything_else_is_taken(english: Lexicon, text: str) -> None:
    """An answer that begins like talk, is one word long, or quotes talk is not lost."""
    assert not is_talk(text, english)


@pytest.mark.parametrize("first", ["thanks!", "👍", "@lena can you take this one?", "hold on"])
@pytest.mark.parametrize("second", ["It refunded 40 orders.", "the goal was zero overdue"])
def test_an_answer_beside_talk_is_an_answer(english: Lexicon, first: str, second: str) -> None:
    """One part that says something is enough."""
    assert not is_talk(f"{first}\n{second}", english)
    assert not is_talk(f"{second}\n{first}", english)


def test_a_long_message_is_never_talk(english: Lexicon) -> None:
    """Beyond eighty words nothing is turned away, whatever it is made of."""
    assert is_talk("thanks " * 80, english)
    assert not is_talk("thanks " * 81, english)


@pytest.mark.parametrize(
    ("text", "expected"), [("👍", True), ("@lena", True), ("danke", False), ("thanks", False)]
)
def test_without_word_lists_only_marks_are_talk(text: str, expected: bool) -> None:  # noqa: FBT001 - a column
    """In a language without lists, emoji and bare mentions are talk and every word is taken."""
    assert is_talk(text, None) is expected
