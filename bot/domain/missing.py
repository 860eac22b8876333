"""What the record of a decision point does not say; what is only not understood here is not called absent."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from bot.domain.growing import Growing, Pieces
from bot.domain.trace import SYSTEM_ROLES, ContextItem, DecisionPoint, Span, Trace, Window
from bot.domain.trace_vocabulary import FactKind, Flag, Link, Part, Provenance, in_order

BYTES_PER_TOKEN = 2  # text in any common language needs more bytes than this for a token
TOKENS_PER_PIECE = 16  # what a vendor adds around a message, generously
TOKEN_SLACK = 64  # below this a difference says nothing


def missing(point: DecisionPoint, windows: "Windows | None" = None) -> tuple[Flag, ...]:
    """Every flag of a point, those seen while reading it included, in the order of `Flag`.

    `windows` is shared by the points of one run.
    """
    held = (windows or Windows()).held(point.window)
    shown = held.sorts
    found = {*point.flags, *_of_values(point, shown), *_of_calls(point), *_of_facts(point)}
    if Flag.UNREAD_FORM not in found:  # what cannot be read here is not called absent
        found |= _of_content(point, held)
    return in_order(found)


_Sort = tuple[str, Part, Provenance]
_SORT = attrgetter("role", "kind", "provenance")


@dataclass(frozen=True, slots=True)
class Held:
    """What a window holds: the sorts of its pieces, how many they are, and their bytes."""

    sorts: frozenset[_Sort] = frozenset()
    count: int = 0
    size: int = 0

    def and_more(self, items: Iterable[ContextItem]) -> "Held":
        """The same with more pieces."""
        more = tuple(items)
        sorts = self.sorts | frozenset(map(_SORT, more))
        return Held(sorts, self.count + len(more), self.size + sum(_bytes(item.text) for item in more))


class Windows:
    """What the windows of one run hold, each looked at from where it goes on from an earlier one."""

    def __init__(self) -> None:
        self._growing = Growing()
        self._held: dict[int, Held] = {}  # by the list they hold

    def held(self, window: Window) -> Held:
        """What a window holds."""
        messages = window.messages
        known = self._growing.known(messages)
        if not isinstance(messages, Pieces):
            return Held().and_more((*messages, *window.instructions))
        before = self._held[messages.line] if known else Held()
        held = self._held[messages.line] = before.and_more(messages[known:])
        return held.and_more(window.instructions)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))


def _of_content(point: DecisionPoint, held: Held) -> set[Flag]:
    shown = held.sorts
    no_tools = {Flag.NO_TOOL_DEFINITIONS} if not point.window.tools else set()
    if not shown and not point.output:
        return {Flag.NO_CONTENT} | no_tools
    known = {
        Flag.NO_INPUT: not shown,
        Flag.NO_OUTPUT: not point.output,
        Flag.NO_SYSTEM_PROMPT: not any(
            role in SYSTEM_ROLES or kind is Part.UNSPLIT for role, kind, _ in shown
        ),
        Flag.TOKEN_GAP: _token_gap(point, held),
    }
    return {flag for flag, holds in known.items() if holds} | no_tools


_BY_PROVENANCE = {
    Provenance.REDACTED: Flag.REDACTED,
    Provenance.BY_REFERENCE: Flag.BY_REFERENCE,
    Provenance.TRUNCATED: Flag.TRUNCATED,
    Provenance.DERIVED_BY_BACKEND: Flag.DERIVED_BY_BACKEND,
}


def _of_values(point: DecisionPoint, shown: frozenset[_Sort]) -> set[Flag]:
    answered = [value for call in point.calls for value in (call.arguments, call.result) if value]
    sorts = {sort[1:] for sort in shown} | {_SORT(item)[1:] for item in (*point.output, *answered)}
    tools = {(tool.provenance, bool(tool.name and not tool.parameters)) for tool in point.window.tools}
    stated = {provenance for _, provenance in sorts} | {provenance for provenance, _ in tools}
    found = {_BY_PROVENANCE[provenance] for provenance in stated if provenance in _BY_PROVENANCE}
    known = {
        Flag.MULTIMODAL_NOT_INLINED: (Part.MEDIA, Provenance.BY_REFERENCE) in sorts,
        Flag.UNREAD_FORM: (Part.UNSPLIT, Provenance.LOGGED) in sorts,
        Flag.TOOL_NAMES_ONLY: (Provenance.LOGGED, True) in tools,
    }
    return found | {flag for flag, holds in known.items() if holds}


def _of_calls(point: DecisionPoint) -> set[Flag]:
    flags = {
        Link.NONE: Flag.CALL_WITHOUT_EXECUTION,
        Link.UNASKED: Flag.EXECUTION_WITHOUT_CALL,
        Link.BY_ORDER: Flag.LINKED_BY_ORDER,
    }
    return {flags[call.link] for call in point.calls if call.link in flags}


def _of_facts(point: DecisionPoint) -> set[Flag]:
    kinds = {fact.kind for fact in point.facts}
    known = {
        Flag.NO_TIMES: point.at is None,
        Flag.NO_TOKENS: FactKind.TOKENS_IN not in kinds,
        Flag.NO_MODEL: kinds.isdisjoint({FactKind.MODEL, FactKind.MODEL_REQUESTED}),
        Flag.NO_PROMPT_VERSION: FactKind.PROMPT_VERSION not in kinds,
        Flag.NO_IDENTITY: FactKind.IDENTITY not in kinds,
        Flag.NO_AUTHORISATION_RECORD: FactKind.AUTHORISATION not in kinds,
    }
    return {flag for flag, holds in known.items() if holds}


def _token_gap(point: DecisionPoint, held: Held) -> bool:
    """Whether the model read far more tokens than the recorded text can hold: something was left out."""
    used = point.fact(FactKind.TOKENS_IN)
    if used is None or not used.value.isascii() or not used.value.isdecimal() or len(used.value) > 12:
        return False
    if not held.count or any(kind is Part.MEDIA for _, kind, _ in held.sorts):
        return False
    tools = [tool.definition for tool in point.window.tools]
    size = held.size + sum(map(_bytes, tools))
    return (
        int(used.value) > size // BYTES_PER_TOKEN + TOKENS_PER_PIECE * (held.count + len(tools)) + TOKEN_SLACK
    )


def structure(trace: Trace) -> dict[tuple[str, str], set[Flag]]:
    """Flags from the shape of the tree of spans, by trace id and span id."""
    held = {(span.trace_id, span.span_id): span for span in trace.spans}
    roots: dict[str, int] = {}
    for span in trace.spans:
        roots[span.trace_id] = roots.get(span.trace_id, 0) + (not span.parent_id)
    return {key: _shape(span, held, roots[span.trace_id], trace) for key, span in held.items()}


def _shape(span: Span, held: dict[tuple[str, str], Span], roots: int, trace: Trace) -> set[Flag]:
    parent = held.get((span.trace_id, span.parent_id))
    known = {
        Flag.ORPHAN_PARENT: bool(span.parent_id) and parent is None,
        Flag.SEVERAL_ROOTS: roots > 1,
        Flag.PARTIAL: trace.partial,
        Flag.CHILD_BEFORE_PARENT: bool(parent and parent.start and span.start and span.start < parent.start),
    }
    return {flag for flag, holds in known.items() if holds}
