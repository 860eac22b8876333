"""In which order moments are offered."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decision_points import candidates
from bot.domain.ranking import Weights, ranked
from bot.domain.trace import DecisionPoint
from bot.domain.trace_vocabulary import Reason
from tests.domain.recorded import call, came, said, talk

(SOME,) = candidates(talk(call(0, "find_order")))


def point(key: int, *reasons: Reason) -> DecisionPoint:
    """A moment that holds these reasons."""
    return replace(SOME, key=str(key), reasons=reasons)


def keys(points: tuple[DecisionPoint, ...]) -> list[str]:
    """The moments in their order."""
    return [one.key for one in points]


def test_what_reaches_beyond_the_conversation_stands_before_words_and_those_before_look_ups() -> None:
    """A change and a hand-off first, then the answer, then the look-up, whatever their time."""
    listed = (
        call(0, "lookup_order", call_id="a"),
        said(2, "assistant", "done"),
        call(4, "issue_refund", call_id="b"),
        came(5, "refunded", "b"),
        call(6, "transfer_to_person", call_id="c"),
    )
    assert keys(candidates(talk(*listed))) == ["4", "6", "2", "0"]


def test_more_signs_stand_first_and_time_breaks_ties() -> None:
    """What a moment merely is counts nothing."""
    points = (
        point(1, Reason.TEXT_ONLY),
        point(2, Reason.TOLD, Reason.TEXT_ONLY),
        point(3, Reason.TOOL_CALL),
        point(4, Reason.UNSAID, Reason.TOLD, Reason.TEXT_ONLY),
    )
    assert keys(ranked(points, Weights(again=0))) == ["4", "2", "1", "3"]


def test_many_moments_of_one_sort_do_not_hide_all_others() -> None:
    """Each further one counts one less: five changes alike are followed by the answer with two signs, then the rest."""
    acts = tuple(point(n, Reason.SIDE_EFFECT, Reason.TOOL_CALL) for n in range(5))
    words = point(9, Reason.UNSAID, Reason.TOLD, Reason.TEXT_ONLY)
    assert keys(ranked((*acts, words))) == ["0", "1", "2", "9", "3", "4"]


@given(st.lists(st.lists(st.sampled_from(Reason), unique=True), max_size=12))
def test_every_moment_is_offered_once_and_always_in_the_same_order(held: list[list[Reason]]) -> None:
    """Nothing is chosen, dropped or added, and a second look finds nothing else."""
    points = tuple(point(n, *reasons) for n, reasons in enumerate(held))
    found = ranked(points)
    assert sorted(keys(found), key=int) == keys(points)
    assert ranked(points) == found


@given(st.lists(st.sets(st.sampled_from([Reason.TOLD, Reason.UNSAID, Reason.LAST_WORDS])), max_size=12))
def test_among_moments_of_one_sort_fewer_signs_never_stand_before_more(held: list[set[Reason]]) -> None:
    """Mixing the sorts changes nothing within one."""
    points = tuple(point(n, *reasons, Reason.TEXT_ONLY) for n, reasons in enumerate(held))
    counts = [len(one.reasons) for one in ranked(points)]
    assert counts == sorted(counts, reverse=True)
