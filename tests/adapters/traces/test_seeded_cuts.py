"""Every cause of silent loss, put into runs of any content and any era: always seen, and never in the whole twin."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decision_points import candidates
from bot.domain.trace_text import pieces
from bot.domain.trace_vocabulary import Flag, Part
from bot.traces.reading import read
from tests.adapters.traces.eras import ERAS
from tests.adapters.traces.forms import otlp_json, request
from tests.adapters.traces.seeds import CAUSES, Draw, stories
from tests.adapters.traces.sessions import (
    atif,
    claude_code,
    claude_code_compacted,
    codex,
    codex_compacted,
    lines,
)
from tests.adapters.traces.story import Story
from tests.examples import examples


@pytest.mark.parametrize("cause", CAUSES)
@given(story=stories(), data=st.data())
@examples(300, check=15)
def test_a_loss_is_always_seen_and_never_in_its_whole_twin(cause: str, story: Story, data: Draw) -> None:
    """The decision whose record is cut says so; the same run uncut says it nowhere."""
    eras, flag, seed = CAUSES[cause]
    run = ERAS[data.draw(st.sampled_from(eras))](story)
    seeded = seed(run, data)
    assert not any(flag in point.flags for point in candidates(read(otlp_json(run))))
    found = [
        point
        for point in candidates(read(seeded.content))
        if not seeded.span_id or seeded.span_id in {point.key, *(call.span_id for call in point.calls)}
    ]
    assert found
    assert all(flag in point.flags for point in found)


LOSSES = frozenset(
    {flag for _, flag, _ in CAUSES.values()} | {Flag.UNREAD_FORM, Flag.NO_CONTENT, Flag.NO_INPUT}
)


@pytest.mark.parametrize("era", ERAS)
@given(story=stories())
@examples(300, check=15)
def test_a_whole_run_of_any_content_shows_no_loss(era: str, story: Story) -> None:
    """Whatever the texts are, they are shown to the letter, and nothing is said to be lost."""
    found = {point.key: point for point in candidates(read(otlp_json(ERAS[era](story))))}
    assert not {flag for point in found.values() for flag in point.flags} & LOSSES
    assert found.keys() == set(story.asks)
    for number, key in enumerate(story.asks):
        shown = [item.text for item in pieces(found[key].window) if item.kind is not Part.TOOL_CALL]
        assert shown == [story.rules, story.question, *(call.result for call in story.calls[:number])]
        arguments = [item.text for item in found[key].output if item.kind is Part.TOOL_CALL]
        assert arguments == [call.arguments for call in story.calls[number : number + 1]]
    assert [item.text for item in found[story.asks[-1]].output] == [story.answer]


def test_a_session_says_its_compaction_and_its_whole_twin_does_not() -> None:
    """Claude Code, Codex and ATIF: the last decision after a summary is flagged, none in the session before."""
    copied = atif()
    steps = copied["steps"]
    assert isinstance(steps, list)
    copied["steps"] = [{**steps[0], "is_copied_context": True}, *steps[1:]]
    pairs = [
        (lines(claude_code_compacted()), lines(claude_code())),
        (lines(codex_compacted()), lines(codex())),
        (json.dumps(copied).encode(), json.dumps(atif()).encode()),
    ]
    for cut, whole in pairs:
        assert any(Flag.COMPACTED in point.flags for point in candidates(read(cut)))
        assert not any(Flag.COMPACTED in point.flags for point in candidates(read(whole)))


def test_dropped_events_are_counted_as_losses() -> None:
    """An SDK that dropped events dropped messages: the count on the span is believed."""
    run = ERAS["gen_ai 1.28 in span events"]()
    document = json.dumps(request(replace(run)))
    lossy = document.replace('"events": [{', '"droppedEventsCount": 2, "events": [{')
    assert lossy != document
    assert all(
        Flag.ATTRS_DROPPED in point.flags for point in candidates(read(lossy.encode())) if point.output
    )
    assert not any(Flag.ATTRS_DROPPED in point.flags for point in candidates(read(document.encode())))
