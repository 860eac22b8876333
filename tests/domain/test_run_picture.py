"""The layout of a run's picture: every mark has its place, the decision is never folded away."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.run_marks import DEEPEST, MOST, MarkKind, folded, marks
from bot.domain.run_picture import LANES, MOST_SLOTS, ROW, TOP, Picture, Placed, Sign, picture, signs
from bot.domain.trace import Span, Trace
from bot.domain.trace_vocabulary import Form, Operation
from tests.domain.recorded import START, call, came, model, run, said, span, talk

NAMES = st.sampled_from(["find_order", "issue_refund", "send mail", "", "支払う", "x" * 300])


@st.composite
def made_spans(draw: st.DrawFn) -> Span:
    """One span of any kind, at any time or none, under any other."""
    number = draw(st.integers(0, 30))
    second = draw(st.integers(0, 5000))
    lasts = draw(st.sampled_from([0, 1, 30, 4000]))
    more: dict[str, object] = {
        "parent_id": draw(st.sampled_from(["", "s0", "s1", "s2", "s3", "gone"])),
        "failed": draw(st.booleans()),
        "end": START + timedelta(seconds=second + lasts),
    }
    match draw(st.sampled_from(list(Operation))):
        case Operation.MODEL:
            asked = (call(0, draw(NAMES), "{}", draw(st.sampled_from(["", "c1", "c2"]))),)
            return model(f"s{number}", second, asked if draw(st.booleans()) else (), **more)
        case Operation.TOOL:
            return run(f"s{number}", second, draw(NAMES), "{}", draw(st.sampled_from(["", "c1"])), **more)
        case other:
            return span(f"s{number}", second, other, name=draw(NAMES), **more)


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    """A run of up to 31 spans, whole or with a missing start."""
    found = draw(st.lists(made_spans(), max_size=31, unique_by=lambda one: one.span_id))
    undated = draw(st.booleans())
    if found and undated:
        found[0] = replace(found[0], start=None)
    return Trace(Form.OTLP_JSON, spans=tuple(found))


def long_run(turns: int, *, failed: frozenset[int] = frozenset()) -> Trace:
    """An agent that asks and runs one tool a turn, ten seconds each."""
    spans: list[Span] = [span("a0", 0, Operation.AGENT, parent_id="", name="desk")]
    for n in range(turns):
        spans.append(model(f"m{n}", 10 * n, (call(0, "find", f'{{"n": {n}}}', f"c{n}"),)))
        spans.append(run(f"r{n}", 10 * n + 2, "find", f'{{"n": {n}}}', f"c{n}", failed=n in failed))
    return Trace(Form.OTLP_JSON, spans=tuple(spans))


def counted(drawn: Picture) -> tuple[int, int, int]:
    """Turns, tools and failures, those in folds included."""
    shown = [placed.mark for placed in drawn.marks]
    return (
        sum((mark.kind is MarkKind.TURN) + mark.turns for mark in shown),
        sum((mark.kind is MarkKind.TOOL) + mark.tools for mark in shown),
        sum(mark.failed + mark.failures for mark in shown),
    )


@given(traces())
def test_every_mark_has_a_place_of_its_own(trace: Trace) -> None:
    """Rows go down by at least their height, signs stand in the lanes, bars inside the picture."""
    drawn = picture(trace)
    rows = [placed.y for placed in drawn.marks]
    assert all(after - before >= ROW for before, after in pairwise(rows))
    for placed in drawn.marks:
        assert TOP <= placed.y <= placed.bottom <= drawn.bottom
        band = next(band for band in drawn.bands if band.depth == placed.mark.depth)
        assert LANES <= band.left < placed.x < band.right <= drawn.words_left < drawn.width


@given(traces())
def test_what_overlaps_stands_apart(trace: Trace) -> None:
    """Two bars of one column do not touch, save in the last column of a lane that is full."""
    drawn = picture(trace)
    columns: dict[int, list[Placed]] = {}
    for placed in drawn.marks:
        columns.setdefault(placed.x, []).append(placed)
    lanes: dict[tuple[int, bool], set[int]] = {}
    for placed in drawn.marks:
        of_tools = placed.mark.kind is MarkKind.TOOL
        lanes.setdefault((placed.mark.depth, of_tools), set()).add(placed.x)
    full = {max(lane) for lane in lanes.values() if len(lane) == MOST_SLOTS}
    for column, held in columns.items():
        assert column in full or all(above.bottom <= below.y for above, below in pairwise(held))


@given(traces())
def test_any_point_can_be_the_one_that_is_marked(trace: Trace) -> None:
    """Exactly one mark is the decision; it is that of the point."""
    for point in candidates(trace):
        chosen = [placed.mark for placed in picture(trace, point.key).marks if placed.mark.chosen]
        assert [mark.key for mark in chosen] == [point.key]
        assert picture(trace, point.key, points=candidates(trace)) == picture(trace, point.key)
    assert picture(trace).chosen is None


@given(traces())
def test_rows_stand_by_time_or_by_the_file(trace: Trace) -> None:
    """By their starts where each has one, else in the order of the file."""
    starts = [mark.start for mark in marks(trace, "") if mark.key and mark.start]
    if picture(trace).timed:
        assert starts == sorted(starts)
    else:
        order = [one.span_id for one in trace.spans]
        assert [mark.key for mark in marks(trace, "") if mark.key] == [
            key for key in order if key in {mark.key for mark in marks(trace, "")}
        ]


@given(traces(), st.integers(3, 12))
def test_folding_loses_no_count(trace: Trace, most: int) -> None:
    """Every mark is shown or counted, and there are no more than asked for."""
    found = marks(trace, "")
    shown = folded(found, most)
    assert len(shown) <= most
    assert sum(mark.agents + mark.turns + mark.tools or 1 for mark in shown) == len(found)


@pytest.mark.parametrize("chosen", [0, 7, 150, 299])
def test_a_long_run_is_folded_around_the_decision(chosen: int) -> None:
    """At most sixty marks; the decision, its neighbours, both ends and a failure far away are among them."""
    trace = long_run(300, failed=frozenset({77}))
    drawn = picture(trace, f"m{chosen}")
    keys = [placed.mark.key for placed in drawn.marks]
    assert len(drawn.marks) <= MOST
    assert {"a0", f"m{chosen}", f"r{chosen}", "r77", "r299"} <= set(keys)
    assert counted(drawn) == (drawn.turns, drawn.tools, drawn.failures) == (300, 300, 1)
    assert Sign.FOLD in signs(drawn)


def test_things_that_ran_at_once_stand_side_by_side() -> None:
    """Two tools of one turn that overlap have columns of their own; one after them goes back to the first."""
    trace = Trace(
        Form.OTLP_JSON,
        spans=(
            run("r1", 0, "one", end=START + timedelta(seconds=5)),
            run("r2", 1, "two", end=START + timedelta(seconds=6)),
            run("r3", 7, "three", end=START + timedelta(seconds=8)),
        ),
    )
    first, second, third = picture(trace).marks
    assert first.x == third.x < second.x
    assert first.bottom > second.y


def test_an_agent_below_another_stands_further_right() -> None:
    """Its turns and tools are in lanes of their own; a circle of parents is no endless climb."""
    trace = Trace(
        Form.OTLP_JSON,
        spans=(
            span("a0", 0, Operation.AGENT, parent_id=""),
            model("m0", 1, (), parent_id="a0"),
            span("a1", 2, Operation.AGENT, parent_id="a0"),
            model("m1", 3, (), parent_id="a1"),
            model("m2", 4, (), parent_id="m3"),
            model("m3", 5, (), parent_id="m2"),
        ),
    )
    depth = {placed.mark.key: placed.mark.depth for placed in picture(trace).marks}
    assert depth == {"a0": 0, "m0": 0, "a1": 1, "m1": 1, "m2": 0, "m3": 0}
    near, far = picture(trace).bands
    assert near.right < far.left


def test_very_deep_agents_share_the_last_depth() -> None:
    """The picture does not grow to the right without end."""
    spans = [
        span(f"a{n}", n, Operation.AGENT, parent_id=f"a{n - 1}" if n else "") for n in range(2 * DEEPEST)
    ]
    drawn = picture(Trace(Form.OTLP_JSON, spans=tuple(spans)))
    assert max(placed.mark.depth for placed in drawn.marks) == DEEPEST


def test_a_stretch_without_work_is_shortened_and_marked() -> None:
    """An hour of nothing takes one short stretch, and its length is known; a second is none."""
    trace = Trace(Form.OTLP_JSON, spans=(run("r1", 0, "a"), run("r2", 2, "b"), run("r3", 3 + 3600, "c")))
    drawn = picture(trace)
    (idle,) = drawn.idle
    _, second, third = drawn.marks
    assert idle.seconds == 3600
    assert second.y < idle.y < third.y <= second.y + 2 * ROW


def test_an_agent_that_waits_is_not_at_work() -> None:
    """The agent's own span spans the pause, and does not hide it."""
    root = span("a0", 0, Operation.AGENT, parent_id="", end=START + timedelta(hours=2))
    trace = Trace(Form.OTLP_JSON, spans=(root, run("r1", 1, "a"), run("r2", 3600, "b")))
    assert len(picture(trace).idle) == 1


def test_a_list_of_messages_stands_in_its_order() -> None:
    """Each message of the agent, then its calls; what failed by its result is a failure."""
    trace = talk(
        said(0, "system", "rules"),
        said(1, "user", "refund"),
        call(2, "find", "{}", "a"),
        came(3, "Error: no such order", "a"),
        said(4, "assistant", "I cannot find it."),
    )
    drawn = picture(trace, "4")
    shown = [placed.mark for placed in drawn.marks]
    assert [(mark.kind, mark.message) for mark in shown] == [
        (MarkKind.TURN, 2),
        (MarkKind.TOOL, None),
        (MarkKind.TURN, 4),
    ]
    assert [mark.failed for mark in shown] == [False, True, False]
    assert (shown[0].asks, shown[2].says, shown[2].chosen) == (("find",), "I cannot find it.", True)
    assert not drawn.timed


def test_secrets_are_not_drawn() -> None:
    """Neither in what a turn says nor in a tool's name, even where the short text would cut one in two."""
    secret = "sk-ant-api03-" + "a1B2" * 12
    trace = talk(said(0, "assistant", f"{'word ' * 21}{secret}"), call(1, secret))
    assert all(secret[:20] not in repr(placed.mark) for placed in picture(trace).marks)


def test_a_key_that_is_no_point_is_refused() -> None:
    """Nothing else is marked in its place."""
    with pytest.raises(PersonError) as refused:
        picture(long_run(2), "m9")
    assert refused.value.key == "no_such_point"


def test_a_run_of_nothing_is_a_picture_of_nothing() -> None:
    """Without marks, and without an error."""
    drawn = picture(Trace(Form.OTLP_JSON))
    assert (drawn.marks, drawn.idle, drawn.bands, signs(drawn)) == ((), (), (), ())
