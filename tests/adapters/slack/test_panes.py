"""A window as a view: inside every limit of Slack's whatever was recorded, and what is cut is said."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.looked import Looked, document
from bot.chat.pressing import WINDOW, About, Press
from bot.chat.slack import limits
from bot.chat.slack.buttons import read as carried
from bot.chat.slack.panes import changes, pane
from bot.chat.window import clean
from bot.domain.decision_points import candidates
from bot.domain.review import Evidence, PersonKey, Review
from bot.domain.trace import DecisionPoint
from bot.domain.vocabulary import EvidenceClass
from bot.publishers.gfm import markdown
from bot.traces.reading import read
from bot.voice import load_voice
from tests.adapters.publishers.hostile import texts
from tests.adapters.slack.fake.blocks import of_view
from tests.adapters.slack.fake.values import Json, pressables, texts_of
from tests.adapters.terminal.desk import DEMO_TRACE
from tests.adapters.traces.runs import NO_SHARED, SHARED
from tests.domain.recorded import call, came, said, talk

WORDS = load_voice(None).words
NOON = datetime(2026, 12, 30, 12, 0, tzinfo=UTC)
MIA = PersonKey("slack:T1:U1")
EVIDENCE = Evidence("E1", "run.json", "trace", EvidenceClass.LOGGED, MIA, NOON, sha256="a" * 64)
REVIEW = Review(
    number=7, workspace="slack:T1", title="", opener=MIA, owner=MIA, opened_at=NOON, evidence=(EVIDENCE,)
)


def looked(found: tuple[DecisionPoint, ...], place: int = 0) -> Looked:
    """Somebody looks at one of these points."""
    return Looked(REVIEW, EVIDENCE, found, place)


def drawn(found: tuple[DecisionPoint, ...], place: int = 0) -> Json:
    """What they see."""
    return pane(looked(found, place), WORDS, title="AR-7 · E1")


def window(view: Json) -> str:
    """The texts of a view."""
    return "\n".join(texts_of(view["blocks"]))


def run(*texts_of_people: str) -> tuple[DecisionPoint, ...]:
    """The points of a run in which people said this, and each time a refund was made."""
    items = []
    for number, text in enumerate(texts_of_people):
        at = 3 * number
        items += [said(at, "user", text), call(at + 1, "refund", "{}", f"c{number}")]
        items.append(came(at + 2, "done", f"c{number}"))
    return candidates(talk(*items))


@given(st.lists(texts, min_size=1, max_size=6), st.data())
def test_any_window_is_inside_every_limit(people: list[str], data: st.DataObject) -> None:
    """Whatever was said in it."""
    found = run(*people)
    view = drawn(found, data.draw(st.integers(0, len(found) - 1)))
    assert of_view(view) == []


@pytest.mark.parametrize("text", ["x" * 400_000, "é" * 400_000, '"\\\n' * 100_000, "<&>" * 100_000])
def test_a_window_longer_than_a_view_is_cut_and_says_so(text: str) -> None:
    """What was not recorded stands before what may be cut."""
    view = drawn(run(text))
    assert of_view(view) == []
    shown = texts_of(view["blocks"])
    assert shown[-1] == WORDS("slack_window_cut")
    assert WORDS("window_missing") in shown[: shown.index(WORDS("window_system"))]
    assert len(json.dumps(view)) > limits.VIEW_BYTES // 2


def test_a_window_of_very_many_messages_is_cut_between_them() -> None:
    """A view has 100 blocks, however short each message is."""
    found = run(*(f"order {number}" for number in range(400)))
    last = max(found, key=lambda point: point.message or 0)
    view = drawn(found, found.index(last))
    assert of_view(view) == []
    assert texts_of(view["blocks"])[-1] == WORDS("slack_window_cut")
    assert "order 9" in window(view)


def test_a_short_window_is_whole() -> None:
    """Nothing says that it is cut."""
    view = drawn(run("refund order 7"))
    assert "refund order 7" in window(view)
    assert WORDS("slack_window_cut") not in window(view)


def test_a_point_beyond_the_menu_is_offered_while_it_is_shown() -> None:
    """A menu holds 100; how many are not in it is said."""
    found = run(*(f"order {number}" for number in range(150)))
    view = drawn(found, 140)
    options = [(element, option) for _, element, _, option in pressables(view["blocks"]) if option]
    assert len(options) == limits.OPTIONS
    menu = options[0][0]
    chosen = carried(menu["initial_option"]["value"])
    assert chosen == Press(f"{WINDOW}:E1", found[140].key, About(7))
    assert WORDS("slack_window_more", count=len(found) - limits.OPTIONS) in window(view)


def test_one_point_needs_no_menu() -> None:
    """There is nothing to choose from."""
    assert [label for _, _, label, _ in pressables(drawn(run("x"))["blocks"])] == [WORDS("slack_window_put")]


def test_a_window_that_was_not_recorded_says_so() -> None:
    """A tool ran, and nothing is on record of what the agent was shown."""
    trace = read(DEMO_TRACE.read_bytes(), name=DEMO_TRACE.name)
    found = candidates(replace(trace, spans=tuple(replace(span, turn=None) for span in trace.spans)))
    assert found
    view = drawn(found)
    text = window(view)
    assert of_view(view) == []
    assert [
        WORDS(f"trace_flag.{flag}") for flag in found[0].flags if WORDS(f"trace_flag.{flag}") not in text
    ] == []
    assert text.count(WORDS("none_recorded")) >= 3


def test_the_file_holds_every_recorded_text_whole() -> None:
    """Longer than a view or not, with the review, the evidence and its hash."""
    [point] = run("x" * 400_000)
    text = markdown(document(looked((point,)), WORDS))
    assert "x" * 400_000 in text
    assert all(part in text for part in ("review: AR-7", "evidence: E1", "a" * 64, "moment: 1"))


@pytest.mark.skipif(not SHARED.is_dir(), reason=NO_SHARED)
def test_windows_of_recorded_runs_are_inside_every_limit() -> None:
    """Of some runs that nobody here wrote; the strongest and the last point of each."""
    runs = json.loads((SHARED / "agentrx_tau" / "tau_dataset_failed.json").read_bytes())
    for run_of_others in runs[::5]:
        found = tuple(clean(point) for point in candidates(read(json.dumps(run_of_others).encode())))
        for place in (0, len(found) - 1):
            view = drawn(found, place)
            assert of_view(view) == []
            assert found[place].calls == () or found[place].calls[0].name in window(view)


def test_what_changed_since_the_decision_before_is_a_button_away() -> None:
    """Its view is inside every limit, names both moments, and leads back; the first decision has nothing before it."""
    found = run("refund order 7", "x" * 400_000)
    first, second = sorted(range(2), key=lambda place: found[place].message or 0)
    labels = [label for _, _, label, option in pressables(drawn(found, second)["blocks"]) if not option]
    assert labels == [WORDS("slack_window_put"), WORDS("slack_changes")]
    assert WORDS("slack_changes") not in [
        label for _, _, label, _ in pressables(drawn(found, first)["blocks"])
    ]
    view = changes(looked(found, second), WORDS, title="AR-7 · E1")
    assert of_view(view) == []
    assert WORDS("diff_title", before=first + 1, after=second + 1) in window(view)
    assert texts_of(view["blocks"])[-1] == WORDS("slack_changes_cut")
    labels = [label for _, _, label, option in pressables(view["blocks"]) if not option]
    assert labels == [WORDS("slack_window_put"), WORDS("slack_changes_back")]
