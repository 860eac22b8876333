"""A message as a person reads it: its blocks as lines, its buttons in brackets."""

from typing import Any

from tests.adapters.slack.fake.values import Json, Message

INLINE = ("rich_text_section", "rich_text_quote", "rich_text_preformatted")


def read(message: Message) -> str:
    """Everything it shows, a line for each paragraph, item and button."""
    if not message.blocks:
        return message.text
    return "\n".join(line for block in message.blocks for line in _block(block))


def folded(text: str) -> str:
    """As labels are compared: white space, case and the shape of apostrophes do not matter."""
    return " ".join(text.replace("’", "'").casefold().split())


def _block(block: Json) -> list[str]:
    match block["type"]:
        case "rich_text":
            return [line for element in block["elements"] for line in _rich(element)]
        case "actions":
            return [f"[{element['text']['text']}]" for element in block["elements"]]
        case "divider":
            return []
        case _:
            return [_text(block)]


def _rich(element: Json) -> list[str]:
    if element["type"] in INLINE:
        return "".join(_run(run) for run in element["elements"]).split("\n")
    first = element.get("offset", 0) + 1
    ordered = element["style"] == "ordered"
    items = ("".join(_run(run) for run in item["elements"]) for item in element["elements"])
    return [f"{number}. {item}" if ordered else f"- {item}" for number, item in enumerate(items, first)]


def _run(run: Json) -> str:
    return str(run.get("text") or run.get("url") or "")


def _text(block: Json) -> str:
    held: Any = block.get("text") or {}
    return str(held.get("text", ""))
