"""The recorded texts of a decision point: in the order they were given, and put through a change."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.domain.trace import ContextItem, DecisionPoint, Tool, ToolCall, Window


def pieces(window: Window) -> tuple[ContextItem, ...]:
    """The window's pieces in the order the model was given them; each text is equal to the recorded one."""
    return (*window.instructions, *window.messages)


def rewritten(point: DecisionPoint, change: Callable[[str], str]) -> DecisionPoint:
    """The same point with every recorded text and name put through `change`, such as a redaction."""
    window = Window(
        instructions=_items(point.window.instructions, change),
        messages=_items(point.window.messages, change),
        tools=tuple(_tool(tool, change) for tool in point.window.tools),
    )
    return replace(
        point,
        window=window,
        output=_items(point.output, change),
        calls=tuple(_call(call, change) for call in point.calls),
        facts=tuple(replace(fact, value=change(fact.value)) for fact in point.facts),
    )


def _items(items: Iterable[ContextItem], change: Callable[[str], str]) -> tuple[ContextItem, ...]:
    return tuple(replace(item, name=change(item.name), text=change(item.text)) for item in items)


def _tool(tool: Tool, change: Callable[[str], str]) -> Tool:
    return replace(
        tool,
        name=change(tool.name),
        description=change(tool.description),
        parameters=change(tool.parameters),
        definition=change(tool.definition),
    )


def _call(call: ToolCall, change: Callable[[str], str]) -> ToolCall:
    arguments, result = call.arguments, call.result
    return replace(
        call,
        name=change(call.name),
        arguments=arguments and replace(arguments, text=change(arguments.text)),
        result=result and replace(result, text=change(result.text)),
    )
