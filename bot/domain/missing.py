"""What the record of a decision point does not say; what is only not understood here is not called absent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from bot.domain.growing import Growing, Pieces, anywhere
from bot.domain.trace import SYSTEM_ROLES, ContextItem, DecisionPoint, Span, Tool, Trace, Window
from bot.domain.trace_vocabulary import FactKind, Flag, Link, Part, Provenance, in_order

BYTES_PER_TOKEN = 2  # text in any common language needs more bytes than this for a token
TOKENS_PER_PIECE = 16  # what a vendor adds around a message, generously
TOKEN_SLACK = 64  # below this a difference says nothing


def missing(point: DecisionPoint, windows: "Windows | None" = None) -> tuple[Flag, ...]:
    """Every flag of a point, those seen while reading it included, in the order of `Flag`.

    `windows` is shared by the points of one run.
    """
    windows = windows or Windows()
    held, offered = windows.held(point.window), windows.offered(point.window)
    found = {*point.flags, *_of_values(point, held, offered), *_of_calls(point), *_of_facts(point)}
    if Flag.UNREAD_FORM not in found:  # what cannot be read here is not called absent
        found |= _of_content(point, held, offered)
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


@dataclass(frozen=True, slots=True)
class Offered:
    """The tools of a window: how far they can be trusted, whether one is a name alone, how many, and their bytes."""

    provenances: frozenset[Provenance]
    names_only: bool
    count: int
    size: int


class Windows:
    """What the windows of one run hold, each looked at from where it goes on from an earlier one."""

    def __init__(self) -> None:
        self._growing = Growing()
        self._held: dict[int, Held] = {}  # by the list they hold
        self._offered: dict[tuple[int, int], Offered] = {}  # by the list they hold, and how much of it
        self._kept: list[Pieces[Tool]] = []  # a list is known again as long as it is there

    def held(self, window: Window) -> Held:
        """What a window holds."""
        messages = window.messages
        known = self._growing.known(messages)
        if not isinstance(messages, Pieces):
            return Held().and_more((*messages, *window.instructions))
        before = self._held[messages.line] if known else Held()
        held = self._held[messages.line] = before.and_more(anywhere(messages)[known:])
        return held.and_more(window.instructions)

    def offered(self, window: Window) -> Offered:
        """What a window offers."""
        tools = window.tools
        if not isinstance(tools, Pieces):
            return _offered(tools)
        key = (tools.line, len(tools))
        if key not in self._offered:
            self._offered[key] = _offered(anywhere(tools))
            self._kept.append(tools)
        return self._offered[key]


def _offered(tools: Sequence[Tool]) -> Offered:
    return Offered(
        provenances=frozenset(tool.provenance for tool in tools),
        names_only=any(
            tool.provenance is Provenance.LOGGED and tool.name and not tool.parameters for tool in tools
        ),
        count=len(tools),
        size=sum(_bytes(tool.definition) for tool in tools),
    )


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))


def _of_content(point: DecisionPoint, held: Held, offered: Offered) -> set[Flag]:
    shown = held.sorts
    no_tools = set() if offered.count else {Flag.NO_TOOL_DEFINITIONS}
    if not shown and not point.output:
        return {Flag.NO_CONTENT} | no_tools
    known = {
        Flag.NO_INPUT: not shown,
        Flag.NO_OUTPUT: not point.output,
        Flag.NO_SYSTEM_PROMPT: not any(
            role in SYSTEM_ROLES or kind is Part.UNSPLIT for role, kind, _ in shown
        ),
        Flag.TOKEN_GAP: _token_gap(point, held, offered),
    }
    return {flag for flag, holds in known.items() if holds} | no_tools


_BY_PROVENANCE = {
    Provenance.REDACTED: Flag.REDACTED,
    Provenance.BY_REFERENCE: Flag.BY_REFERENCE,
    Provenance.TRUNCATED: Flag.TRUNCATED,
    Provenance.DERIVED_BY_BACKEND: Flag.DERIVED_BY_BACKEND,
}


def _of_values(point: DecisionPoint, held: Held, offered: Offered) -> set[Flag]:
    answered = [value for call in point.calls for value in (call.arguments, call.result) if value]
    sorts = {sort[1:] for sort in held.sorts | set(map(_SORT, (*point.output, *answered)))}
    stated = offered.provenances.union(provenance for _, provenance in sorts)
    found = {_BY_PROVENANCE[provenance] for provenance in stated if provenance in _BY_PROVENANCE}
    known = {
        Flag.MULTIMODAL_NOT_INLINED: (Part.MEDIA, Provenance.BY_REFERENCE) in sorts,
        Flag.UNREAD_FORM: (Part.UNSPLIT, Provenance.LOGGED) in sorts,
        Flag.TOOL_NAMES_ONLY: offered.names_only,
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


def _token_gap(point: DecisionPoint, held: Held, offered: Offered) -> bool:
    """Whether the model read far more tokens than the recorded text can hold: something was left out."""
    used = point.fact(FactKind.TOKENS_IN)
    if used is None or not used.value.isascii() or not used.value.isdecimal() or len(used.value) > 12:
        return False
    if not held.count or any(kind is Part.MEDIA for _, kind, _ in held.sorts):
        return False
    size, count = held.size + offered.size, held.count + offered.count
    return int(used.value) > size // BYTES_PER_TOKEN + TOKENS_PER_PIECE * count + TOKEN_SLACK


class Tree:
    """The spans of a trace by trace id and span id, and what the tree that they are lacks."""

    def __init__(self, trace: Trace) -> None:
        self.spans = {(span.trace_id, span.span_id): span for span in trace.spans}
        self._roots = Counter(span.trace_id for span in trace.spans if not span.parent_id)
        self._partial = trace.partial

    def losses(self, span: Span) -> set[Flag]:
        """Flags from the place of a span in the tree."""
        parent = self.spans.get((span.trace_id, span.parent_id))
        known = {
            Flag.ORPHAN_PARENT: bool(span.parent_id) and parent is None,
            Flag.SEVERAL_ROOTS: self._roots[span.trace_id] > 1,
            Flag.PARTIAL: self._partial,
            Flag.CHILD_BEFORE_PARENT: bool(
                parent and parent.start and span.start and span.start < parent.start
            ),
        }
        return {flag for flag, holds in known.items() if holds}
