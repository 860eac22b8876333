"""`diff 1 2` in the terminal chat: what entered and left the context between two points of a trace."""

from bot.domain.heard import Speaker
from tests.adapters.terminal.desk import DEMO_TRACE, OPENING, Desk, sentence, voice

WORDS = voice().words


def test_two_points_of_the_newest_trace_are_compared(desk: Desk) -> None:
    """Its card is for the one who asked, and chooses nothing; a trace may be named."""
    visit = desk.visit(OPENING, f"trace {DEMO_TRACE}", "diff 1 2", "diff 1 2 E1")
    first, second = visit.told()[-2:]
    assert first == second
    assert WORDS("diff_title", before=1, after=2) in first
    assert desk.review().decisions[0].point == ""
    card = visit.session.screen.shown[-1]
    assert isinstance(visit.session.speaker, Speaker)
    assert card.to == visit.session.speaker.person


def test_what_cannot_be_compared_is_said(desk: Desk) -> None:
    """A number that is no point, a trace that is not there, no trace at all, and no review."""
    visit = desk.visit(OPENING, "diff 1 2", f"trace {DEMO_TRACE}", "diff 1 9", "diff 1 2 E7")
    for key, values in (
        ("no_trace", {}),
        ("no_such_point", {"number": 9}),
        ("no_trace", {"evidence": "E7"}),
    ):
        assert sentence(key, **values) in visit.told()
