"""What a person types, as Slack sends it: markup text with mentions and links, and a rich_text block beside it."""

import re

from tests.adapters.slack.fake.values import Json
from tests.adapters.slack.fake.world import World

TOKEN = re.compile(
    r"(?P<given><(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+(?:\|[^>]*)?|![a-z]+|https?://[^>]+)>)|(?P<link>https?://[^\s<>]+)"
    r"|(?<![\w@])@(?P<who>[a-z][a-z0-9._-]*[a-z0-9])|(?P<code>`[^`\n]+`)|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)"
    r"|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)|(?<!\w)~(?P<strike>[^~\n]+)~(?!\w)|:(?P<emoji>[a-z0-9_+-]+):"
)
FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
BULLET = re.compile(r"^(?:[•*-]|\d+\.) ")


def markup(world: World, text: str) -> str:
    """The `text` of the message: `&`, `<` and `>` escaped, `@name` of a member a mention, addresses in brackets."""
    parts, at = [], 0
    for match in TOKEN.finditer(text):
        parts.append(_escaped(text[at : match.start()]))
        parts.append(_marked(world, match))
        at = match.end()
    return "".join([*parts, _escaped(text[at:])])


def rich_text(world: World, text: str) -> Json:
    """The block Slack's own editor makes of it: sections, lists, quotes, code."""
    elements: list[Json] = []
    at = 0
    for fence in FENCE.finditer(text):
        elements += _flow(world, text[at : fence.start()])
        elements.append({"type": "rich_text_preformatted", "elements": [_text(fence[1])]})
        at = fence.end()
    elements += _flow(world, text[at:])
    return {"type": "rich_text", "block_id": f"b{world.number()}", "elements": elements}


def _flow(world: World, text: str) -> list[Json]:
    """Lines that belong together: bullets make a list, `> ` a quote, the rest sections."""
    made: list[Json] = []
    for line in text.strip("\n").split("\n") if text.strip("\n") else []:
        if bullet := BULLET.match(line):
            style = "ordered" if line[0].isdigit() else "bullet"
            item = {"type": "rich_text_section", "elements": _inline(world, line[bullet.end() :])}
            if made and made[-1].get("style") == style:
                made[-1]["elements"].append(item)
            else:
                made.append({"type": "rich_text_list", "style": style, "indent": 0, "elements": [item]})
            continue
        kind = "rich_text_quote" if line.startswith("> ") else "rich_text_section"
        inline = _inline(world, line.removeprefix("> ") if kind == "rich_text_quote" else line)
        if made and made[-1]["type"] == kind:
            made[-1]["elements"] += [_text("\n"), *inline]
        else:
            made.append({"type": kind, "elements": inline})
    return made


def _inline(world: World, line: str) -> list[Json]:
    found: list[Json] = []
    at = 0
    for match in TOKEN.finditer(line):
        found += [_text(line[at : match.start()])] if match.start() > at else []
        found.append(_element(world, match))
        at = match.end()
    return found + ([_text(line[at:])] if at < len(line) else [])


def _element(world: World, match: re.Match[str]) -> Json:
    given = match["given"] or (_marked(world, match) if match["who"] else "")
    if given.startswith("<@"):
        return {"type": "user", "user_id": given[2:-1]}
    if given.startswith("<#"):
        return {"type": "channel", "channel_id": given[2:-1].split("|")[0]}
    if given.startswith("<!"):
        return {"type": "broadcast", "range": given[2:-1]}
    if given.startswith("<http"):
        address, _, label = given[1:-1].partition("|")
        return {"type": "link", "url": address} | ({"text": label} if label else {})
    if match["link"]:
        return {"type": "link", "url": match["link"]}
    if match["emoji"]:
        return {"type": "emoji", "name": match["emoji"]}
    for style in ("bold", "italic", "strike"):
        if match[style]:
            return _text(match[style]) | {"style": {style: True}}
    return _text(match["code"].strip("`")) | {"style": {"code": True}} if match["code"] else _text(match[0])


def _marked(world: World, match: re.Match[str]) -> str:
    if match["given"]:
        return match[0]
    if match["link"]:
        return f"<{_escaped(match['link'])}>"
    member = next((u for u in world.users.values() if match["who"] and u.name == match["who"]), None)
    return f"<@{member.id}>" if member else _escaped(match[0])


def _text(text: str) -> Json:
    return {"type": "text", "text": text}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
