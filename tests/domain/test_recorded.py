"""What the window of a decision holds for facets: to the letter, each with its span and key, or nothing."""

from dataclasses import replace

import pytest

from bot.domain.recorded import LONGEST, recorded
from bot.domain.trace import ContextItem, DecisionPoint, Fact, Tool, ToolCall, Where, Window
from bot.domain.trace_vocabulary import FactKind, Flag, Link, Part, Provenance
from bot.domain.vocabulary import EvidenceClass, Facet

AT = Where("a1b2", "gen_ai.input.messages")
TOOLS = Where("a1b2", "gen_ai.tool.definitions")
LINE = Where("", "line 4.message")


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
    shown = [item("system", "rules"), item("user", "goal"), item("tool", "order 7", Part.TOOL_RESULT)]
    assert recorded(replace(point(*shown), flags=(Flag.WINDOW_REBUILT,))) == ()


REBUILT = replace(
    point(item("user", "Tidy up."), tools=(Tool("delete_files", "", "", "{}", Where("", "agent.tools")),)),
    flags=(Flag.WINDOW_REBUILT,),
    calls=(
        ToolCall(
            "delete_files", "c1", ContextItem("assistant", Part.TOOL_CALL, "{}", LINE), None, Link.BY_ID
        ),
    ),
    facts=(
        Fact(FactKind.MODEL, "example-model-1", Where("", "line 4.message.model")),
        Fact(FactKind.AGENT_VERSION, "2.0.1", Where("", "line 4.version")),
        Fact(FactKind.DIRECTORY, "/srv/backup", Where("", "line 4.cwd")),
        Fact(FactKind.AUTHORISATION, "acceptEdits", Where("", "line 1.permissionMode")),
    ),
)
"""A call of a session, and what its lines hold beside it."""


def test_what_stands_in_the_lines_of_a_session_is_offered_with_line_and_key() -> None:
    """The act and where it was done, the versions, the tools, and what it might do without asking."""
    assert {each.facet: (each.text, each.where) for each in recorded(REBUILT)} == {
        Facet.POINT: ("delete_files({})", "line 4.message"),
        Facet.OPTIONS: ("delete_files", "agent.tools"),
        Facet.VERSIONS: ("example-model-1\n2.0.1", "line 4.message.model, line 4.version"),
        Facet.TARGET: ("delete_files({})\ncwd: /srv/backup", "line 4.message, line 4.cwd"),
        Facet.GRANT_APPROVAL: ("permissionMode: acceptEdits", "line 1.permissionMode"),
    }


def test_what_a_session_does_not_record_is_not_offered() -> None:
    """Without facts and tools the act is left, and without its arguments its name, which says what it lacks."""
    bare = replace(REBUILT, facts=(), window=Window())
    assert [each.facet for each in recorded(bare)] == [Facet.POINT, Facet.TARGET]
    unheard = tuple(replace(call, arguments=None, span_id="a1b2") for call in bare.calls)
    assert {(each.text, each.where, each.provenance) for each in recorded(replace(bare, calls=unheard))} == {
        ("delete_files(…)", "a1b2", Provenance.NOT_RECORDED)
    }


def test_an_act_without_words_fills_nothing() -> None:
    """Neither a call nor a word: nobody can say from this what it did."""
    assert recorded(replace(point(), output=(item("assistant", " "),))) == ()


DOUBTFUL = [p for p in Provenance if p is not Provenance.LOGGED]


@pytest.mark.parametrize("provenance", DOUBTFUL)
def test_an_act_that_is_not_as_it_was_emitted_says_so_and_is_not_logged(provenance: Provenance) -> None:
    """Cut, hidden or put together: moment and target are reconstructed, and tell what became of them."""
    (call,) = REBUILT.calls
    assert call.arguments is not None
    doubtful = replace(call, arguments=replace(call.arguments, provenance=provenance))
    found = {each.facet: each for each in recorded(replace(REBUILT, calls=(doubtful,)))}
    for facet in (Facet.POINT, Facet.TARGET):
        assert found[facet].provenance is provenance
        assert found[facet].evidence_class is EvidenceClass.RECONSTRUCTED
    assert found[Facet.VERSIONS].evidence_class is EvidenceClass.LOGGED


@pytest.mark.parametrize("provenance", DOUBTFUL)
def test_words_that_are_not_as_they_were_emitted_say_so(provenance: Provenance) -> None:
    """An answer in words is an act like a call; one doubtful part makes the whole of it doubtful."""
    said = (item("assistant", "I cannot do this."), item("assistant", "Sorry.", provenance=provenance))
    found = recorded(replace(point(), output=said))
    assert [(each.facet, each.provenance) for each in found] == [
        (Facet.POINT, provenance),
        (Facet.TARGET, provenance),
    ]


def test_of_two_doubts_the_graver_is_told() -> None:
    """A cut hides more than the hand of a backend."""
    kinds = (Provenance.TRUNCATED, Provenance.DERIVED_BY_BACKEND)
    said = tuple(item("assistant", "Words.", provenance=each) for each in kinds)
    assert {each.provenance for each in recorded(replace(point(), output=said))} == {Provenance.TRUNCATED}


def test_a_scope_of_a_whole_run_is_no_leave_to_act_without_asking() -> None:
    """What a token allowed is told elsewhere; only a session's own mode says what went without asking."""
    whole = replace(REBUILT, flags=())
    assert Facet.GRANT_APPROVAL not in texts(whole)


def test_a_value_recorded_twice_is_told_once() -> None:
    """At its first place: the model asked for is mostly the one that answered."""
    twice = (
        Fact(FactKind.MODEL, "m-1", Where("a1b2", "gen_ai.response.model")),
        Fact(FactKind.MODEL_REQUESTED, "m-1", Where("a1b2", "gen_ai.request.model")),
        Fact(FactKind.SERVICE_VERSION, "7", Where("", "service.version")),
    )
    (found,) = recorded(replace(point(), facts=twice))
    assert (found.text, found.where) == ("m-1\n7", "a1b2 gen_ai.response.model; service.version")


def test_a_long_text_is_cited_by_its_beginning() -> None:
    """To the letter as far as it goes, with how much follows."""
    text = "".join(chr(97 + n % 26) for n in range(5 * LONGEST))
    (found,) = recorded(point(item("system", text)))
    assert (found.text, found.left_out) == (text[:LONGEST], 4 * LONGEST)


def test_a_text_that_fits_leaves_nothing_out() -> None:
    """At the limit itself no mark is due."""
    (found,) = recorded(point(item("system", "x" * LONGEST)))
    assert (len(found.text), found.left_out) == (LONGEST, 0)


def test_a_directory_is_told_behind_an_act_that_was_cut() -> None:
    """What it acted on is told whole even where the call is long."""
    (call,) = REBUILT.calls
    assert call.arguments is not None
    long = replace(call, arguments=replace(call.arguments, text="y" * 2 * LONGEST))
    found = {each.facet: each for each in recorded(replace(REBUILT, calls=(long,)))}
    assert found[Facet.TARGET].text.endswith("y\ncwd: /srv/backup")
    assert found[Facet.TARGET].left_out == len("delete_files()") + LONGEST
