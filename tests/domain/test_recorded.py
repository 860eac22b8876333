"""What the window of a decision holds for facets: to the letter, each with its span and key, or nothing."""

from dataclasses import replace

from bot.domain.recorded import LONGEST, recorded
from bot.domain.trace import ContextItem, DecisionPoint, Tool, Where, Window
from bot.domain.trace_vocabulary import Flag, Part, Provenance
from bot.domain.vocabulary import Facet

AT = Where("a1b2", "gen_ai.input.messages")
TOOLS = Where("a1b2", "gen_ai.tool.definitions")


def item(role: str, text: str, kind: Part = Part.TEXT, **how: object) -> ContextItem:
    """A piece of the window."""
    return ContextItem(role, kind, text, AT, message=0, **how)  # type: ignore[arg-type]  # as named there


def point(*messages: ContextItem, tools: tuple[Tool, ...] = ()) -> DecisionPoint:
    """A decision with this window."""
    return DecisionPoint("a1b2", "t", "a1b2", None, None, None, Window((), messages, tools), (), ())


def texts(found: DecisionPoint) -> dict[Facet, str]:
    """What is offered, by facet."""
    return {each.facet: each.text for each in recorded(found)}


def test_a_whole_window_fills_seven_facets() -> None:
    """First the user's goal, last their newest word; the newest result is the state, those before it data."""
    tools = tuple(Tool(name, "", "", name, TOOLS) for name in ("refund", "escalate"))
    found = point(
        item("system", "Never refund above 200 EUR."),
        item("user", "My order came broken."),
        item("assistant", '{"id": 7}', Part.TOOL_CALL, name="look_up"),
        item("tool", "the policy of March", Part.TOOL_RESULT),
        item("tool", "order 7: open", Part.TOOL_RESULT),
        item("user", "I have waited two weeks!"),
        tools=tools,
    )
    assert texts(found) == {
        Facet.OPTIONS: "refund, escalate",
        Facet.OBJECTIVE_GIVEN: "My order came broken.",
        Facet.STATE: "order 7: open",
        Facet.USER: "I have waited two weeks!",
        Facet.DATA: "the policy of March",
        Facet.HISTORY: 'look_up({"id": 7})',
        Facet.RULES: "Never refund above 200 EUR.",
    }
    assert {each.where for each in recorded(found)} == {
        "a1b2 gen_ai.input.messages",
        "a1b2 gen_ai.tool.definitions",
    }


def test_an_empty_window_fills_nothing() -> None:
    """No facet is guessed."""
    assert recorded(point()) == ()


def test_what_is_not_as_it_was_emitted_is_not_offered_as_logged() -> None:
    """Cut, hidden, or put together by a backend."""
    doubtful = [p for p in Provenance if p is not Provenance.LOGGED]
    found = point(*(item("user", "words", provenance=each) for each in doubtful))
    assert recorded(found) == ()


def test_a_window_put_together_here_is_not_offered_as_logged() -> None:
    """Its texts are recorded, that they stood there together is not."""
    assert recorded(replace(point(item("user", "words")), flags=(Flag.WINDOW_REBUILT,))) == ()


def test_a_long_text_is_cited_by_its_beginning() -> None:
    """To the letter as far as it goes."""
    text = "".join(chr(97 + n % 26) for n in range(5 * LONGEST))
    assert texts(point(item("system", text)))[Facet.RULES] == text[:LONGEST]
