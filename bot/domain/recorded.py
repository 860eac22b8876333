"""What a recorded run says of a decision's facets, word for word: offered to people, who take it or leave it."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.reasons import AGENT_ROLES
from bot.domain.review import Recorded
from bot.domain.trace import ContextItem, DecisionPoint, Fact, ToolCall, Where
from bot.domain.trace_vocabulary import FactKind, Flag, Part, Provenance
from bot.domain.vocabulary import Facet

LONGEST = 1_500
"""Characters kept of one text: the record cites the beginning, the whole of it stays in the evidence."""

TRUSTED = Provenance.LOGGED
"""Only what the application emitted itself is offered as logged."""

VERSIONS = (
    FactKind.MODEL,
    FactKind.MODEL_REQUESTED,
    FactKind.PROMPT,
    FactKind.PROMPT_VERSION,
    FactKind.AGENT_VERSION,
    FactKind.SERVICE_VERSION,
)
"""The facts that say which model, prompt and configuration it was."""


def recorded(point: DecisionPoint) -> tuple[Recorded, ...]:
    """The facets of a decision that its record fills, in the order of the document; none that holds nothing.

    The goal as it was told is the first thing a user asked; the state is the newest result it was shown. A window
    that was put together from the lines of a session was not recorded as sent: of it nothing is offered, only what
    stands in those lines by itself - what it did and where, on which versions, with which tools and under which leave.
    """
    rebuilt = Flag.WINDOW_REBUILT in point.flags
    found = (
        _act(point, Facet.POINT),
        _tools(point),
        _facts(Facet.VERSIONS, _versions(point)),
        _act(point, Facet.TARGET),
        _facts(Facet.IDENTITY, [fact] if (fact := point.fact(FactKind.IDENTITY)) else []),
        _leave(point) if rebuilt else None,
        *(() if rebuilt else _of_window(point)),
    )
    order = tuple(Facet)
    return tuple(sorted((each for each in found if each), key=lambda each: order.index(each.facet)))


def action(point: DecisionPoint) -> str:
    """What it did, as recorded: the calls, else its words."""
    if point.calls:
        return "\n".join(called(call) for call in point.calls)
    return "\n".join(item.text for item in point.output if item.text)


def called(call: ToolCall) -> str:
    """A call with its arguments as recorded."""
    return f"{call.name}({call.arguments.text if call.arguments else '…'})"


def versions(point: DecisionPoint) -> str:
    """Model, prompt and configuration, a recorded value a line."""
    return "\n".join(fact.value for fact in _versions(point))


def _versions(point: DecisionPoint) -> list[Fact]:
    """One fact for each value: the model asked for is mostly the one that answered."""
    firsts: dict[str, Fact] = {}
    for kind in VERSIONS:
        if fact := point.fact(kind):
            firsts.setdefault(fact.value, fact)
    return list(firsts.values())


def _act(point: DecisionPoint, facet: Facet) -> Recorded | None:
    """What it did; for what it acted on, also the directory in which it did so, where that was recorded."""
    pieces = [call.arguments for call in point.calls] if point.calls else [i for i in point.output if i.text]
    if not pieces or any(piece is None or piece.provenance is not TRUSTED for piece in pieces):
        return None
    where = [piece.where for piece in pieces if piece]
    facts = [f for f in point.facts if f.kind is FactKind.DIRECTORY][:1] if facet is Facet.TARGET else []
    text = "\n".join([action(point)[:LONGEST], *map(_named, facts)])
    return Recorded(facet, text, _places([*where, *(fact.where for fact in facts)]))


def _facts(facet: Facet, facts: Sequence[Fact]) -> Recorded | None:
    if not facts:
        return None
    text = "\n".join(fact.value for fact in facts)
    return Recorded(facet, text[:LONGEST], _places(fact.where for fact in facts))


def _leave(point: DecisionPoint) -> Recorded | None:
    """What it might do without asking: the mode or policy of the session, under the name it has there."""
    facts = [fact for fact in point.facts if fact.kind is FactKind.AUTHORISATION]
    if not facts:
        return None
    text = "\n".join(map(_named, facts))
    return Recorded(Facet.GRANT_APPROVAL, text[:LONGEST], _places(fact.where for fact in facts))


def _named(fact: Fact) -> str:
    """A value under the last part of its key, without which it says little."""
    return f"{fact.where.key.rpartition('.')[2]}: {fact.value}"


def _of_window(point: DecisionPoint) -> Iterator[Recorded | None]:
    """What it was shown."""
    items = [item for item in point.window.conversation if item.provenance is TRUSTED]
    said = [item for item in items if item.role == "user" and item.kind is Part.TEXT]
    results = [item for item in items if item.kind is Part.TOOL_RESULT]
    own = [item for item in items if item.role in AGENT_ROLES and item.kind in {Part.TEXT, Part.TOOL_CALL}]
    rules = [item for item in point.window.system if item.provenance is TRUSTED]
    yield _of(Facet.OBJECTIVE_GIVEN, said[:1])
    yield _of(Facet.STATE, results[-1:])
    yield _of(Facet.USER, said[1:][-1:])
    yield _of(Facet.DATA, results[:-1])
    yield _of(Facet.HISTORY, own)
    yield _of(Facet.RULES, rules)


def _tools(point: DecisionPoint) -> Recorded | None:
    """The tools on offer, by name: what it could have called instead."""
    tools = [tool for tool in point.window.tools if tool.name and tool.provenance is TRUSTED]
    if not tools:
        return None
    return Recorded(
        Facet.OPTIONS, ", ".join(tool.name for tool in tools)[:LONGEST], _places([tools[0].where])
    )


def _of(facet: Facet, items: Iterable[ContextItem]) -> Recorded | None:
    listed = [item for item in items if item.text.strip()]
    if not listed:
        return None
    text = "\n".join(_text(item) for item in listed)
    return Recorded(facet, text[:LONGEST], _places([listed[0].where]))


def _text(item: ContextItem) -> str:
    return f"{item.name}({item.text})" if item.kind is Part.TOOL_CALL else item.text


def _places(wheres: Iterable[Where]) -> str:
    """Each span with its keys, as recorded: `a1b2 gen_ai.input.messages`; what has no span by its keys alone."""
    spans: dict[str, dict[str, None]] = {}
    for where in wheres:
        spans.setdefault(where.span_id, {})[where.key] = None
    return "; ".join(" ".join(filter(None, (span, ", ".join(keys)))) for span, keys in spans.items())
