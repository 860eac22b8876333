"""What a recorded run says of a decision's facets, word for word: offered to people, who take it or leave it."""

from collections.abc import Iterable

from bot.domain.reasons import AGENT_ROLES
from bot.domain.review import Recorded
from bot.domain.trace import ContextItem, DecisionPoint, Where
from bot.domain.trace_vocabulary import Flag, Part, Provenance
from bot.domain.vocabulary import Facet

LONGEST = 1_500
"""Characters kept of one text: the record cites the beginning, the whole of it stays in the evidence."""

TRUSTED = Provenance.LOGGED
"""Only what the application emitted itself is offered as logged."""


def recorded(point: DecisionPoint) -> tuple[Recorded, ...]:
    """The facets of a decision that its window fills, in the order of the document; none that holds nothing.

    The goal as it was told is the first thing a user asked; the state is the newest result it was shown. A window
    that was put together from the lines of a session was not recorded as sent: nothing of it is offered as logged.
    """
    if Flag.WINDOW_REBUILT in point.flags:
        return ()
    items = [item for item in point.window.conversation if item.provenance is TRUSTED]
    said = [item for item in items if item.role == "user" and item.kind is Part.TEXT]
    results = [item for item in items if item.kind is Part.TOOL_RESULT]
    own = [item for item in items if item.role in AGENT_ROLES and item.kind in {Part.TEXT, Part.TOOL_CALL}]
    rules = [item for item in point.window.system if item.provenance is TRUSTED]
    found = (
        _tools(point),
        _of(Facet.OBJECTIVE_GIVEN, said[:1]),
        _of(Facet.STATE, results[-1:]),
        _of(Facet.USER, said[1:][-1:]),
        _of(Facet.DATA, results[:-1]),
        _of(Facet.HISTORY, own),
        _of(Facet.RULES, rules),
    )
    return tuple(each for each in found if each is not None)


def _tools(point: DecisionPoint) -> Recorded | None:
    """The tools on offer, by name: what it could have called instead."""
    tools = [tool for tool in point.window.tools if tool.name and tool.provenance is TRUSTED]
    if not tools:
        return None
    return Recorded(Facet.OPTIONS, ", ".join(tool.name for tool in tools)[:LONGEST], _where(tools[0].where))


def _of(facet: Facet, items: Iterable[ContextItem]) -> Recorded | None:
    listed = [item for item in items if item.text.strip()]
    if not listed:
        return None
    text = "\n".join(_text(item) for item in listed)
    return Recorded(facet, text[:LONGEST], _where(listed[0].where))


def _text(item: ContextItem) -> str:
    return f"{item.name}({item.text})" if item.kind is Part.TOOL_CALL else item.text


def _where(where: Where) -> str:
    return " ".join(filter(None, (where.span_id, where.key)))
