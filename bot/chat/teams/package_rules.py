"""What Teams asks of the package: the lengths and kinds of manifest 1.25, and what its schema says in words only.

Source: Microsoft's page of the app manifest, and its schema for 1.25.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from PIL import Image

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json"
VERSION = "1.25"
"""The first with `supportsChannelFeatures`, without which a bot is in no shared channel."""

REPLIES = "ChannelMessage.Read.Group"
"""The one right the bot knows to use: hearing replies that do not mention it."""

SCOPES = ("team", "personal")
MOST_LISTS, MOST_COMMANDS = 3, 12
LONGEST_LINK = 2048
SIZES = {"color": 192, "outline": 32}
LARGEST = max(SIZES.values())
NEARLY_WHITE = 250  # of 255

KNOWN = frozenset(
    {
        "$schema",
        "manifestVersion",
        "version",
        "id",
        "developer",
        "name",
        "description",
        "icons",
        "accentColor",
        "bots",
        "webApplicationInfo",
        "authorization",
        "supportsChannelFeatures",
        "defaultInstallScope",
        "defaultGroupCapability",
        "publisherDocsUrl",
    }
)
"""What the manifest of a bot may hold here; other parts name files or pages that the package does not have."""

GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
SEMVER = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}", re.ASCII)
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
LINK = re.compile(rf"(?=.{{1,{LONGEST_LINK}}}$)https://[^\s/?#@]+\.[^\s@]+")
ABSENT = object()


class Fault(NamedTuple):
    """Something Teams would refuse: where, as `bots[0].scopes`, and the form of what is wanted."""

    where: str
    wants: str
    unit: str = ""  # of what `wants` counts, as the words know it


class Rule(NamedTuple):
    """What holds of a good value, and its form."""

    holds: Callable[[object], bool]
    wants: str
    unit: str = ""


def _text(longest: int) -> Rule:
    def holds(found: object) -> bool:
        return isinstance(found, str) and bool(found.strip()) and len(found) <= longest

    return Rule(holds, f"1 … {longest}", "characters")


def _form(pattern: re.Pattern[str], wants: str) -> Rule:
    return Rule(lambda found: isinstance(found, str) and pattern.fullmatch(found) is not None, wants)


def _same(*wanted: object) -> Rule:
    return Rule(lambda found: found in wanted, " | ".join(str(one) for one in wanted))


LINKED = _form(LINK, "https://…")
PLACES: Mapping[str, Rule] = {
    "$schema": _same(SCHEMA),
    "manifestVersion": _same(VERSION),
    "version": _form(SEMVER, "1.0.0"),
    "id": _form(GUID, "00000000-0000-0000-0000-000000000000"),
    "developer.name": _text(32),
    "developer.websiteUrl": LINKED,
    "developer.privacyUrl": LINKED,
    "developer.termsOfUseUrl": LINKED,
    "name.short": _text(30),
    "description.short": _text(80),
    "description.full": _text(4000),
    "accentColor": _form(COLOR, "#24292f"),
}
"""What must be there, by its place."""

OPTIONAL: Mapping[str, Rule] = {
    "name.full": _text(100),
    "publisherDocsUrl": LINKED,
    "supportsChannelFeatures": _same("tier1"),
    "defaultInstallScope": _same(*SCOPES),
    "defaultGroupCapability": Rule(lambda found: found == {"team": "bot"}, '{"team": "bot"}'),
}
COMMAND = {"title": _text(128), "description": _text(4000)}
PARTS = {
    "developer": {"name", "websiteUrl", "privacyUrl", "termsOfUseUrl"},
    "name": {"short", "full"},
    "description": {"short", "full"},
}
"""Keys that a part may have."""

RIGHTS = {"permissions": {"resourceSpecific": [{"name": REPLIES, "type": "Application"}]}}


def of_manifest(manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with a manifest that was filled in."""
    yield from (Fault(name, " | ".join(sorted(KNOWN))) for name in manifest if name not in KNOWN)
    for where, rule in {**PLACES, **OPTIONAL}.items():
        found = _at(manifest, where)
        if not (rule.holds(found) or (found is ABSENT and where in OPTIONAL)):
            yield Fault(where, rule.wants, rule.unit)
    for part, keys in PARTS.items():
        yield from _only(_at(manifest, part), part, keys)
    yield from _bots(manifest.get("bots"))
    yield from _rights(manifest.get("authorization", ABSENT))


def of_icon(kind: str, content: bytes) -> Iterator[Fault]:
    """What is wrong with an icon, `color` or `outline`."""
    size = SIZES[kind]
    image = _image(content)
    if image is None or image.size != (size, size):
        yield Fault("", f"PNG {size} x {size}")
    elif kind == "outline" and not _is_white_on_nothing(image):
        yield Fault("", "#ffffff / #00000000")


def _image(content: bytes) -> Image.Image | None:
    """A PNG no larger than an icon is, None for anything else."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            return image.convert("RGBA") if max(image.size) <= LARGEST else None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _is_white_on_nothing(image: Image.Image) -> bool:
    """Whether there is something to see, something to see through, and all that is seen is white."""
    alpha = image.getchannel("A")
    seen = Image.new("L", image.size, 255)
    seen.paste(image.convert("L"), mask=alpha)
    darkest, _ = cast("tuple[int, int]", seen.getextrema())  # a pair, for an image of one channel
    return darkest >= NEARLY_WHITE and alpha.getextrema() == (0, 255)


def _at(whole: object, where: str) -> object:
    """What lies at a place, `ABSENT` where nothing does."""
    for name in where.split("."):
        whole = whole.get(name, ABSENT) if isinstance(whole, Mapping) else ABSENT
    return whole


def _only(part: object, where: str, keys: set[str]) -> Iterator[Fault]:
    """Keys that are none of a part's."""
    if isinstance(part, Mapping):
        yield from (Fault(f"{where}.{key}", " | ".join(sorted(keys))) for key in part if key not in keys)


def _bots(bots: object) -> Iterator[Fault]:
    if not isinstance(bots, list) or len(bots) != 1 or not isinstance(bots[0], Mapping):
        yield Fault("bots", "[{…}]")
        return
    keys = {"botId", "scopes", "commandLists", "isNotificationOnly", "supportsFiles"}
    yield from _only(bots[0], "bots[0]", keys)
    yield from _scopes(bots[0].get("scopes"), "bots[0].scopes")
    for name, wanted in (("isNotificationOnly", False), ("supportsFiles", True)):
        if bots[0].get(name, wanted) is not wanted:
            yield Fault(f"bots[0].{name}", str(wanted).lower())
    lists = bots[0].get("commandLists", [])
    if not isinstance(lists, list) or len(lists) > MOST_LISTS:
        yield Fault("bots[0].commandLists", f"[0 … {MOST_LISTS}]")
        return
    for number, one in enumerate(lists):
        yield from _commands(one, f"bots[0].commandLists[{number}]")


def _commands(listed: object, where: str) -> Iterator[Fault]:
    if not isinstance(listed, Mapping):
        yield Fault(where, "{…}")
        return
    yield from _only(listed, where, {"scopes", "commands"})
    yield from _scopes(listed.get("scopes"), f"{where}.scopes")
    commands = listed.get("commands")
    if not isinstance(commands, list) or not 1 <= len(commands) <= MOST_COMMANDS:
        yield Fault(f"{where}.commands", f"[1 … {MOST_COMMANDS}]")
        return
    for number, command in enumerate(commands):
        place = f"{where}.commands[{number}]"
        yield from _only(command, place, {"title", "description"})
        for name, rule in COMMAND.items():
            if not rule.holds(_at(command, name)):
                yield Fault(f"{place}.{name}", rule.wants, rule.unit)


def _scopes(scopes: object, where: str) -> Iterator[Fault]:
    good = isinstance(scopes, list) and scopes and all(scope in SCOPES for scope in scopes)
    if not good:
        yield Fault(where, " | ".join(SCOPES))


def _rights(authorization: object) -> Iterator[Fault]:
    """Rights a team's owner is asked for; Teams takes any name at first, and refuses an unknown one at the install."""
    if authorization is not ABSENT and authorization != RIGHTS:
        yield Fault("authorization", REPLIES)
