"""Values of a recorded run: what they say of themselves."""

from datetime import UTC, datetime, timedelta

from bot.domain.trace import ContextItem, DecisionPoint, Fact, Tool, ToolCall, Where, Window
from bot.domain.trace_text import pieces, rewritten
from bot.domain.trace_vocabulary import FactKind, Link, Part

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HERE = Where("b1", "gen_ai.input.messages")


def item(role: str, text: str, kind: Part = Part.TEXT) -> ContextItem:
    return ContextItem(role, kind, text, HERE)


def point(window: Window = Window(), output: tuple[ContextItem, ...] = (), **more: object) -> DecisionPoint:  # noqa: B008 - a frozen value
    held: dict[str, object] = {"key": "b1", "trace_id": "", "span_id": "b1", "message": None, "start": START}
    held |= {"end": START + timedelta(seconds=9), "window": window, "output": output, "calls": ()} | more
    return DecisionPoint(**held)  # type: ignore[arg-type] # fields come by name


def test_system_instructions_count_wherever_they_stand() -> None:
    """Instructions kept apart and messages of the system or developer are the system; the rest is conversation."""
    window = Window(
        instructions=(item("system", "a"),),
        messages=(item("developer", "b"), item("user", "c"), item("system", "d"), item("assistant", "e")),
    )
    assert [one.text for one in window.system] == ["a", "b", "d"]
    assert [one.text for one in window.conversation] == ["c", "e"]
    assert [one.text for one in pieces(window)] == ["a", "b", "c", "d", "e"]


def test_a_choice_was_made_when_its_answer_was_complete() -> None:
    """An answer dates a decision by its end; a tool that ran unasked by its start."""
    said = point(output=(item("assistant", "done"),))
    assert said.at == START + timedelta(seconds=9)
    assert point(output=(item("assistant", "done"),), end=None).at == START
    assert point().at == START
    assert point(start=None, end=None).at is None


def test_words_alone_are_text_only() -> None:
    """A text makes a decision text-only, a call beside it does not, and reasoning is no answer."""
    call = ToolCall("send", "c", None, None, Link.NONE)
    said = (item("assistant", "done"),)
    assert point(output=said).text_only
    assert not point(output=said, calls=(call,)).text_only
    assert not point(output=(item("assistant", "hm", Part.REASONING),)).text_only
    assert not point().text_only


def test_the_first_fact_of_a_kind_counts() -> None:
    """Of two models the first is the answer; a kind that is not there is None."""
    facts = tuple(Fact(FactKind.MODEL, name, HERE) for name in ("near", "far"))
    found = point(facts=facts).fact(FactKind.MODEL)
    assert found
    assert found.value == "near"
    assert point(facts=facts).fact(FactKind.IDENTITY) is None


def test_a_change_reaches_every_recorded_text() -> None:
    """Put through a redaction, no text of a point holds the secret any more, and nothing else differs."""
    secret = "s3cret"
    window = Window(
        (item("system", secret),), (item("user", secret),), (Tool("t", secret, secret, secret, HERE),)
    )
    call = ToolCall("send", "c", item("assistant", secret), item("tool", secret), Link.BY_ID)
    bare = ToolCall("send", "d", None, None, Link.NONE)
    before = point(
        window,
        (item("assistant", secret),),
        calls=(call, bare),
        facts=(Fact(FactKind.IDENTITY, secret, HERE),),
    )
    after = rewritten(before, lambda text: text.replace(secret, "[gone]"))
    assert secret in repr(before)
    assert secret not in repr(after)
    assert rewritten(after, lambda text: text.replace("[gone]", secret)) == before
