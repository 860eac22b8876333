"""Session files of Claude Code: JSON lines that name their parents, answers written a block a line.

The file holds neither system prompt nor tool definitions. Its form is not documented by its vendor and changes:
what is not known here is passed over.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from bot.domain.trace import Fact, Span, Trace, Turn, Where, Window
from bot.domain.trace_vocabulary import FactKind, Form, Part
from bot.traces import session
from bot.traces.claude_chain import Chains
from bot.traces.claude_lines import Line, failed, in_a_row, lines
from bot.traces.json_text import text
from bot.traces.session import Spot, Times, members

_LINE = {
    "cwd": FactKind.DIRECTORY,
    "sessionId": FactKind.CONVERSATION,
    "version": FactKind.AGENT_VERSION,
    "agentId": FactKind.AGENT_ID,
}
_MESSAGE = {"model": FactKind.MODEL, "stop_reason": FactKind.FINISH}
_READ = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")  # together what it read
_MODES = ("permissionMode", "mode")  # on any line; on a line of type `permission-mode`


def read(texts: Sequence[msgspec.Raw], max_lines: int) -> Trace:
    """The session in these lines. PersonError trace_too_many_messages (cap, setting)."""
    session.counted(len(texts), max_lines)
    found = in_a_row(lines(texts))
    named = next((name for line in found if (name := text(line.fields.get("sessionId")))), "")
    trace_id = session.trace_id(named)
    spans = sorted([*_answers(trace_id, found), *_runs(trace_id, found)], key=lambda held: held[0])
    held = [span for _, span in spans]
    return Trace(
        form=Form.CLAUDE_CODE, spans=(session.root(Spot(trace_id, session.ROOT, ""), held, ()), *held)
    )


def _answers(trace_id: str, found: Sequence[Line]) -> Iterator[tuple[int, Span]]:
    chains, modes = Chains(found), _Modes(found)
    pieces: dict[str, list[Line]] = {}
    for line in found:
        if line.answer:
            pieces.setdefault(line.answer, []).append(line)
    for held in pieces.values():
        first, last = held[0], held[-1]
        chain = chains.before(first)
        output = tuple(item for line in held for item in line.items)
        turn = Turn(Window(messages=chain.items), output)
        facts = (*_facts(first, last), *modes.at(first.number))
        spot, times = Spot(trace_id, f"line-{first.number}"), Times(first.at, last.at)
        yield first.number, session.answer(spot, times, turn, facts, chain.flags)


def _facts(first: Line, last: Line) -> Iterator[Fact]:
    message = members(last.fields, "message")
    yield from session.recorded(first.fields, _LINE, first.place)
    yield from session.recorded(message, _MESSAGE, f"{last.place}.message")
    usage = members(message, "usage")
    where = Where("", f"{last.place}.message.usage")
    if "input_tokens" in usage:
        read = sum(session.whole_number(usage, name) for name in _READ)
        yield Fact(FactKind.TOKENS_IN, str(read), where)
    if "output_tokens" in usage:
        yield Fact(FactKind.TOKENS_OUT, str(session.whole_number(usage, "output_tokens")), where)


class _Modes:
    """Which permission mode held at a line: the last one named before it."""

    def __init__(self, found: Sequence[Line]) -> None:
        self._named = [(line.number, fact) for line in found for fact in _mode(line)]

    def at(self, number: int) -> tuple[Fact, ...]:
        """The fact that holds at this line, none where no mode was named yet."""
        after = bisect_right(self._named, number, key=lambda named: named[0])
        return (self._named[after - 1][1],) if after else ()


def _mode(line: Line) -> Iterator[Fact]:
    names = _MODES if text(line.fields.get("type")) == "permission-mode" else _MODES[:1]
    yield from session.recorded(line.fields, dict.fromkeys(names, FactKind.AUTHORISATION), line.place)


def _runs(trace_id: str, found: Sequence[Line]) -> Iterator[tuple[int, Span]]:
    """The runs of tools, by the first result of each call."""
    calls = {
        item.call_id: (item, line) for line in found for item in line.items if item.kind is Part.TOOL_CALL
    }
    seen: set[str] = set()
    for line in found:
        wrong = failed(line) if any(item.kind is Part.TOOL_RESULT for item in line.items) else frozenset()
        for place, result in enumerate(item for item in line.items if item.kind is Part.TOOL_RESULT):
            if result.call_id in seen:
                continue
            seen.add(result.call_id)
            call, asked = calls.get(result.call_id, (None, None))
            key = f"line-{line.number}" if place == 0 else f"line-{line.number}.{place}"
            times = Times(asked.at if asked else line.at, line.at)
            run = session.execution(call, result)
            yield line.number, session.ran(Spot(trace_id, key), times, run, failed=result.call_id in wrong)
