"""Rollout files of Codex: JSON lines of `{timestamp, type, payload}`, the items of the conversation among them.

Of all forms read here it says best what was allowed: approval policy and sandbox stand in every `turn_context`.
"""

from collections.abc import Iterator, Sequence

import msgspec

from bot.domain.growing import Pieces
from bot.domain.trace import ContextItem, Fact, Span, Trace, Turn, Where, Window
from bot.domain.trace_vocabulary import FactKind, Flag, Form, Part
from bot.traces import session
from bot.traces.blocks import Fields, Place
from bot.traces.codex_items import chosen, item
from bot.traces.json_text import of_value, text
from bot.traces.session import Spot, Times, listed, members, moment, whole_number

_TYPES = frozenset({"session_meta", "turn_context", "response_item", "event_msg", "compacted"})
_META = {
    "id": FactKind.CONVERSATION,
    "originator": FactKind.AGENT,
    "cli_version": FactKind.AGENT_VERSION,
    "model_provider": FactKind.PROVIDER,
    "cwd": FactKind.DIRECTORY,
}
_CONTEXT = {
    "model": FactKind.MODEL,
    "approval_policy": FactKind.AUTHORISATION,
    "sandbox_policy": FactKind.AUTHORISATION,
    "cwd": FactKind.DIRECTORY,
}


def is_line(fields: Fields) -> bool:
    """Whether a JSON object is a line of such a file."""
    return text(fields.get("type")) in _TYPES and "payload" in fields


def read(texts: Sequence[msgspec.Raw], max_lines: int) -> Trace:
    """The session in these lines. PersonError trace_too_many_messages (cap, setting)."""
    session.counted(len(texts), max_lines)
    told = _Session()
    for number, raw in enumerate(texts, 1):
        fields = of_value(raw, Fields) or {}
        if is_line(fields):
            told.hear(number, fields)
    told.settle()
    trace_id = session.trace_id(text(told.meta.get("id")))
    spans = [span for line in told.answers for span in line.spans(trace_id)]
    facts = tuple(session.recorded(told.meta, _META, "session_meta"))
    return Trace(
        form=Form.CODEX, spans=(session.root(Spot(trace_id, session.ROOT, ""), spans, facts), *spans)
    )


class _Answer:
    """One answer while its lines are read: the window before it, its pieces, and the runs that follow."""

    def __init__(self, number: int, window: Window, facts: tuple[Fact, ...], flags: frozenset[Flag]) -> None:
        self.number, self.window, self.facts, self.flags = number, window, facts, flags
        self.output: list[ContextItem] = []
        self.used: tuple[Fact, ...] = ()
        self.lines: list[Fields] = []
        self.runs: list[tuple[int, ContextItem, ContextItem, Fields]] = []

    def spans(self, trace_id: str) -> Iterator[Span]:
        """Its span, then those of the tools that ran for it."""
        times = Times(moment(self.lines[0]), moment(self.lines[-1]))
        turn = Turn(self.window, tuple(self.output))
        facts = (*self.used, *self.facts)
        yield session.answer(Spot(trace_id, f"line-{self.number}"), times, turn, facts, self.flags)
        for number, call, result, fields in self.runs:
            run = session.execution(call, result)
            yield session.ran(Spot(trace_id, f"line-{number}"), Times(times.end, moment(fields)), run)


class _Session:
    """What the lines said so far."""

    def __init__(self) -> None:
        self.meta: Fields = {}
        self.answers: list[_Answer] = []
        self._window = Pieces()
        self._context: tuple[Fact, ...] = ()
        self._flags: frozenset[Flag] = frozenset()
        self._open: _Answer | None = None
        self._calls: dict[str, tuple[ContextItem, _Answer]] = {}

    def hear(self, number: int, fields: Fields) -> None:
        """Take in one line."""
        payload = members(fields, "payload")
        match text(fields.get("type")):
            case "session_meta":
                self.meta = self.meta or payload
            case "turn_context":
                self._context = tuple(session.recorded(payload, _CONTEXT, f"line {number}.payload"))
            case "response_item":
                self._item(number, fields, payload)
            case "event_msg" if text(payload.get("type")) == "token_count":
                self._tokens(number, payload)
            case "compacted":
                self._compacted(number, payload)

    def settle(self) -> None:
        """End the answer that is still open: what it said is part of the windows to come."""
        if self._open:
            self._window = self._window.and_more(self._open.output)
            self._open = None

    def _item(self, number: int, fields: Fields, payload: Fields) -> None:
        held = item(payload, Place(Where("", f"line {number}.payload"), number))
        if not chosen(payload):
            self.settle()
            self._window = self._window.and_more(held)
            for result in held:
                self._ran(number, result, fields)
            return
        if self._open is None:
            window = Window(self._instructions(), self._window)
            self._open = _Answer(number, window, self._context, self._flags)
            self.answers.append(self._open)
        self._open.lines.append(fields)
        self._open.output += held
        for piece in held:
            if piece.kind is Part.TOOL_CALL and piece.call_id:
                self._calls[piece.call_id] = (piece, self._open)

    def _ran(self, number: int, result: ContextItem, fields: Fields) -> None:
        call, asked = self._calls.pop(result.call_id, (None, None))
        if result.kind is Part.TOOL_RESULT and call and asked:
            asked.runs.append((number, call, result, fields))

    def _tokens(self, number: int, payload: Fields) -> None:
        """How much the last answer read and wrote: it is told right after it."""
        used = members(members(payload, "info"), "last_token_usage")
        kinds = {"input_tokens": FactKind.TOKENS_IN, "output_tokens": FactKind.TOKENS_OUT}
        where = Where("", f"line {number}.payload.info.last_token_usage")
        if used and self.answers and not self.answers[-1].used:
            self.answers[-1].used = tuple(
                Fact(kind, str(whole_number(used, name)), where)
                for name, kind in kinds.items()
                if name in used
            )

    def _compacted(self, number: int, payload: Fields) -> None:
        """The window begins anew: with the items that are kept, or with the summary alone."""
        self.settle()
        where = Where("", f"line {number}.payload")
        kept = listed(payload, "replacement_history")
        summary = text(payload.get("message"))
        self._window = Pieces().and_more(
            piece for raw in kept for piece in item(of_value(raw, Fields) or {}, Place(where, number))
        )
        if not kept and summary:
            self._window = Pieces((Place(where, number, "user").item(Part.TEXT, summary),))
        self._flags = self._flags | {Flag.COMPACTED}

    def _instructions(self) -> tuple[ContextItem, ...]:
        base = members(self.meta, "base_instructions")
        said = text(base.get("text")) or text(self.meta.get("instructions"))
        where = Where(
            "", "session_meta.payload.base_instructions" if base else "session_meta.payload.instructions"
        )
        return (Place(where, None, "system").item(Part.TEXT, said),) if said else ()
