"""The pieces of a window as blocks: each text to the letter, and how it came to be what the record holds."""

from collections.abc import Iterable, Iterator, Mapping

from bot.chat.words import Words
from bot.domain.recorded import called
from bot.domain.trace import SYSTEM_ROLES, ContextItem, Tool, ToolCall, Window
from bot.domain.trace_vocabulary import Link, Part, Provenance
from bot.domain.tree import Block, CodeBlock, Paragraph, Strong, Text


def tool_names(items: Iterable[ContextItem]) -> dict[str, str]:
    """The tool behind each call's id: a result often carries the id alone."""
    return {i.call_id: i.name for i in items if i.kind is Part.TOOL_CALL and i.call_id}


def items_shown(items: Iterable[ContextItem], words: Words, names: Mapping[str, str]) -> list[Block]:
    """Each under who said it, its text to the letter; `names` are the tools behind the ids of calls."""
    return [block for item in items for block in _item(item, words, names)]


def _item(item: ContextItem, words: Words, names: Mapping[str, str]) -> list[Block]:
    what = "" if item.kind is Part.TEXT else words(f"part_{item.kind}")
    name = item.name or names.get(item.call_id, "")
    named = " ".join(part for part in (item.role, what, name) if part)
    told = note(item, words)
    head = Paragraph((Strong((Text(named),)), *((Text(f" · {told}"),) if told else ())))
    return [head, *exact(item.text)]


def note(recorded: ContextItem | Tool, words: Words) -> str:
    """How a text came to be what the record holds, in words; nothing of one that is as it was sent."""
    if recorded.provenance is Provenance.LOGGED:
        return ""
    return words(f"provenance_{recorded.provenance}", limit=recorded.limit or "")


def exact(text: str) -> list[Block]:
    """A recorded text to the letter; JSON on one line stays one line."""
    return [CodeBlock(text or "—")]


def with_gaps(window: Window, words: Words, names: Mapping[str, str]) -> list[Block]:
    """The conversation; where numbers of messages are missing, that stands in their place."""
    present = sorted({item.message for item in window.messages if item.message is not None})
    lost = {after: _lost(before + 1, after - 1, words) for before, after in _gaps(present)}
    blocks: list[Block] = []
    for item in window.messages:
        if item.message is not None and (told := lost.pop(item.message, None)):
            blocks.append(told)
        if item.role not in SYSTEM_ROLES:
            blocks += _item(item, words, names)
    return blocks


def _gaps(present: list[int]) -> Iterator[tuple[int, int]]:
    """The numbers on both sides of each gap; the list is numbered from 0."""
    return ((one, other) for one, other in zip([-1, *present], present, strict=False) if other > one + 1)


def _lost(first: int, last: int, words: Words) -> Paragraph:
    return Paragraph((Text(words("window_lost", first=first, last=last)),))


def tool_shown(tool: Tool, words: Words) -> list[Block]:
    """A tool on offer with its schema."""
    schema = tool.parameters or tool.definition
    told = tool.description or ("" if schema else words("tool_name_only"))
    rest = " · ".join(part for part in (told, note(tool, words)) if part)
    head = Paragraph((Strong((Text(tool.name),)), Text(f": {rest}" if rest else "")))
    return [head, *(exact(schema) if schema else [])]


def call_shown(call: ToolCall, words: Words) -> list[Block]:
    """A call, what came back, and how the two were joined."""
    blocks: list[Block] = [CodeBlock(called(call))]
    asked = note(call.arguments, words) if call.arguments else words("no_arguments")
    blocks += [_line(asked)] if asked else []
    blocks += _came_back(call, words)
    how = words(f"link_{call.link}") if call.link is not Link.BY_ID else ""
    failed = words("call_failed") if call.failed else ""
    said = " ".join(part for part in (how, failed) if part)
    return [*blocks, _line(said)] if said else blocks


def _came_back(call: ToolCall, words: Words) -> list[Block]:
    if call.result is None:
        return [] if call.link is Link.NONE else [_line(words("no_result"))]  # that link says so itself
    head = " · ".join(part for part in (words("came_back"), note(call.result, words)) if part)
    return [_line(head), *exact(call.result.text)]


def _line(text: str) -> Paragraph:
    return Paragraph((Text(text),))
