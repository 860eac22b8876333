"""Points of kept traces that are asked for and not there: the sentence fits whoever asked, at a terminal or not."""

from dataclasses import replace

import pytest

from bot.chat import points
from bot.domain.errors import PersonError
from bot.domain.review import Review
from bot.domain.trace import Trace
from bot.domain.trace_vocabulary import Form
from bot.voice import load_voice
from storage.memory import MemoryStore
from tests.adapters.terminal.desk import DEMO_TRACE
from tests.domain.making import evidence, make_review

EMPTY = Trace(Form.OTLP_JSON)


def with_trace(store: MemoryStore) -> Review:
    """A review with one trace kept in the store."""
    kept = store.keep_blob(DEMO_TRACE.read_bytes())
    return make_review(evidence=(replace(evidence(), kind="trace", kept_sha256=kept),))


def said(error: PersonError) -> str:
    """The sentence of an error."""
    return load_voice(None).error(error.key, dict(error.values))


def read_empty(content: bytes, *, name: str) -> Trace:
    """A reader that finds nothing."""
    del content, name
    return EMPTY


def test_a_point_pressed_that_is_gone_is_told_without_what_only_a_terminal_knows() -> None:
    """Its key says nothing to people, and a button knows no commands."""
    store = MemoryStore()
    kept = with_trace(store).evidence[0]
    with pytest.raises(PersonError) as error:
        points.point_in(store, read_empty, kept, "4bf92f35:00f067aa")
    assert said(error.value) == "That decision point is not in this run any more."


def test_a_trace_that_is_named_and_not_there_is_told_by_its_name() -> None:
    """Never kept here, or kept and lost."""
    store = MemoryStore()
    review = with_trace(store)
    lost = replace(review.evidence[0], kept_sha256="0" * 64)
    for look in (
        lambda: points.trace_of(replace(review, evidence=()), "E1"),
        lambda: points.points_in(store, read_empty, lost),
    ):
        with pytest.raises(PersonError) as error:
            look()
        assert said(error.value) == (
            "There is no recorded run E1 here to look into, or what was kept of it is gone."
        )


def test_whoever_names_none_types_at_a_terminal_and_reads_what_adds_one() -> None:
    """A button always names its own."""
    with pytest.raises(PersonError) as error:
        points.trace_of(make_review(), "")
    assert "`trace FILE`" in said(error.value)
