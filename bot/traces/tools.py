"""Definitions of tools on offer, in the shapes that vendors write them."""

import msgspec

from bot.domain.trace import Tool, Where
from bot.domain.trace_vocabulary import Provenance
from bot.traces.cuts import trust
from bot.traces.json_text import of_value, text


def tool(definition: str, where: Where, provenance: Provenance, limit: int | None = None) -> Tool:
    """One tool from its JSON; a JSON string is its name, and what is no definition is kept without a name."""
    raw = msgspec.Raw(definition.encode())
    fields = of_value(raw, dict[str, msgspec.Raw])
    if fields is None:
        return Tool(of_value(raw, str) or "", "", "", definition, where, provenance, limit)
    inner = of_value(fields.get("function", raw), dict[str, msgspec.Raw]) or fields
    schemas = [text(inner.get(key)) for key in ("parameters", "input_schema", "inputSchema")]
    return Tool(
        name=text(inner.get("name")),
        description=text(inner.get("description")),
        parameters=next(filter(None, schemas), ""),
        definition=definition,
        where=where,
        provenance=provenance,
        limit=limit,
    )


def tools(definitions: str, where: Where, provenance: Provenance, limit: int | None) -> tuple[Tool, ...]:
    """The tools in a JSON list; a list that cannot be taken apart is kept whole, as one without a name."""
    listed = of_value(definitions.encode(), list[msgspec.Raw])
    if listed is None:
        return (Tool("", "", "", definitions, where, provenance, limit),)
    return tuple(tool(bytes(definition).decode(), where, provenance) for definition in listed)


def stated(definitions: str, where: Where) -> tuple[Tool, ...]:
    """As `tools`, its provenance and limit being what the text itself states."""
    return tools(definitions, where, *trust(definitions))
