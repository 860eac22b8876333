"""What a recorded run says of a decision's facets, word for word: offered to people, who take it or leave it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.reasons import AGENT_ROLES
from bot.domain.review import Recorded
from bot.domain.trace import ContextItem, DecisionPoint, Fact, ToolCall, Where
from bot.domain.trace_vocabulary import FactKind, Flag, Part, Provenance
from bot.domain.vocabulary import Facet

LONGEST = 1_500
"""Characters kept of one text: the record cites the beginning, the whole of it stays in the evidence."""

TRUSTED = Provenance.LOGGED
"""What the application emitted itself; of what it was shown, only this is offered."""

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
    """What it did; for what it acted on, also the directory in which it did so, where that was recorded.

    An act of which a part is cut, hidden or put together by a backend says so, and is not logged.
    """
    text = action(point)
    if not text.strip():
        return None
    facts = [f for f in point.facts if f.kind is FactKind.DIRECTORY][:1] if facet is Facet.TARGET else []
    found = _cited(facet, text, [*_places_of_act(point), *(fact.where for fact in facts)])
    whole = "\n".join([found.text, *map(_named, facts)])
    return replace(found, text=whole, provenance=_doubt(point))


def _places_of_act(point: DecisionPoint) -> list[Where]:
    """Where the calls stand, else the words; of a call without recorded arguments the span in which it ran."""
    if point.calls:
        return [c.arguments.where if c.arguments else Where(c.span_id, "") for c in point.calls]
    return [item.where for item in point.output if item.text]


def _doubt(point: DecisionPoint) -> Provenance | None:
    """What became of an act that is not wholly what the application sent: of several such things the gravest."""
    if point.calls:
        pieces = [c.arguments.provenance if c.arguments else Provenance.NOT_RECORDED for c in point.calls]
    else:
        pieces = [item.provenance for item in point.output if item.text]
    doubtful = [piece for piece in pieces if piece is not TRUSTED]
    return max(doubtful, key=tuple(Provenance).index, default=None)


def _facts(facet: Facet, facts: Sequence[Fact]) -> Recorded | None:
    if not facts:
        return None
    return _cited(facet, "\n".join(fact.value for fact in facts), [fact.where for fact in facts])


def _leave(point: DecisionPoint) -> Recorded | None:
    """What it might do without asking: the mode or policy of the session, under the name it has there."""
    facts = [fact for fact in point.facts if fact.kind is FactKind.AUTHORISATION]
    if not facts:
        return None
    return _cited(Facet.GRANT_APPROVAL, "\n".join(map(_named, facts)), [fact.where for fact in facts])


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
    return _cited(Facet.OPTIONS, ", ".join(tool.name for tool in tools), [tools[0].where])


def _of(facet: Facet, items: Iterable[ContextItem]) -> Recorded | None:
    listed = [item for item in items if item.text.strip()]
    if not listed:
        return None
    return _cited(facet, "\n".join(map(_text, listed)), [listed[0].where])


def _text(item: ContextItem) -> str:
    return f"{item.name}({item.text})" if item.kind is Part.TOOL_CALL else item.text


def _cited(facet: Facet, text: str, wheres: Iterable[Where]) -> Recorded:
    """The beginning of a text, how much follows it, and where it stands."""
    return Recorded(facet, text[:LONGEST], _places(wheres), left_out=max(0, len(text) - LONGEST))


def _places(wheres: Iterable[Where]) -> str:
    """Each span with its keys, as recorded: `a1b2 gen_ai.input.messages`; what has no span by its keys alone."""
    spans: dict[str, dict[str, None]] = {}
    for where in wheres:
        spans.setdefault(where.span_id, {})[where.key] = None
    return "; ".join(" ".join(filter(None, (span, ", ".join(keys)))) for span, keys in spans.items())
