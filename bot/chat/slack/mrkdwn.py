"""Slack's own text: ours written so that nothing in it is obeyed, people's read as they meant it."""

import re
from collections.abc import Mapping

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_HIDDEN = [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
_SEEN = _CONTROLS | dict.fromkeys([*_HIDDEN, *range(0xD800, 0xE000)], 0xFFFD)
"""Controls as their pictures; what turns the direction of text, and lone surrogates, as U+FFFD."""

_CHANNEL = re.compile(r"<#([CG][A-Z0-9]{1,40})(?:\|[^<>]*)?>")
_SPECIAL = re.compile(r"<([^<>\n]{0,3000})>")
_BROADCASTS = ("here", "channel", "everyone")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("|".join(_ENTITIES))
_MENTION = r"<@{user}(?:\|[^<>]*)?>"
AROUND = " \t\n,:;"
"""Signs between the bot's name and what it is told."""

Names = Mapping[str, str]
"""Names of people, channels and groups by their Slack id, as far as they are known."""


def clean(text: str) -> str:
    """A text with every control character seen; line breaks of any kind become one."""
    return re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text).translate(_SEEN)


def is_sendable(text: str) -> bool:
    """Whether a text can be sent to the letter: half a sign cannot."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def escaped(text: str) -> str:
    """Text in which Slack sees no mention, link or group, whatever people typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, names: Names) -> str:
    """What a person wrote, from Slack's text of it: mentions by name, links as their address, signs as typed."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], _SPECIAL.sub(lambda m: _special(m[1], names), text))


def channels_by_id(text: str) -> str:
    """Slack's text of a command with channels by their id, where it asks for the walls of one."""
    word, _, rest = text.strip().partition(" ")
    return f"{word} {_CHANNEL.sub(lambda found: found[1], rest)}" if word.casefold() == "walls" else text


def mentioned(text: str) -> frozenset[str]:
    """Ids of the people a text of Slack's mentions."""
    return frozenset(re.findall(r"<@([UW][A-Z0-9]{1,40})[|>]", text))


def without_mention(text: str, user: str) -> tuple[str, bool]:
    """The text without mentions of one user at its ends, and whether there was one anywhere in it."""
    mention = _MENTION.format(user=re.escape(user))
    if not user or re.search(mention, text) is None:
        return text, False
    text = re.sub(rf"\A\s*{mention}[{AROUND}]*", "", text)
    return re.sub(rf"\s*{mention}\s*\Z", "", text), True


def person_shown(user: str, names: Names, label: str = "") -> str:
    """A mention as it reads: the name as it is known at this moment, else the id."""
    return f"@{names.get(user) or label.lstrip('@') or user}"


def _special(inner: str, names: Names) -> str:
    """What stands between angle brackets: a person, a channel, a group, a date, or a link."""
    body, bar, label = inner.partition("|")
    if body.startswith("@"):
        return person_shown(body[1:], names, label)
    if body.startswith("#"):
        return f"#{names.get(body[1:]) or label or body[1:]}"
    if body.startswith("!subteam^"):
        return person_shown(body.removeprefix("!subteam^"), names, label)
    if body.startswith("!"):
        word = body[1:]
        return f"@{word}" if word in _BROADCASTS else label if bar else f"<{inner}>"
    return _link(body, label)


def _link(address: str, label: str) -> str:
    """An address, with the words it stood under where they say something else."""
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in {address, bare} or address.endswith(f"://{label}"):
        return bare
    return f"{label} ({bare})"
