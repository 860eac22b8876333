"""The package that Teams is given to install the bot: a manifest filled in for one bot, and two icons, in a zip.

What is not of one bot (names, descriptions, commands, permissions) lies in `teams/`, or in a folder of somebody's own.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.chat.teams import package_rules as rules
from bot.domain.errors import PersonError

OURS = Path(__file__).parents[3] / "teams"
"""The folder as shipped."""

MANIFEST = "manifest.json"
ICONS = (("color", "color.png"), ("outline", "outline.png"))
"""Each icon by its key in the manifest, and its file."""

LINKS = ("websiteUrl", "privacyUrl", "termsOfUseUrl")
MADE = (1980, 1, 1, 0, 0, 0)  # the same package is the same bytes, whenever it is made


@dataclass(frozen=True)
class Installed:
    """What is of one bot: its registration in Entra, its address in the world, and the package's own version."""

    app_id: str
    address: str  # https, without a path of ours
    version: str
    hears_replies: bool = True  # False: the right to read the messages of a channel is not asked for


def packed(bot: Installed, folder: Path = OURS) -> bytes:
    """The zip. PersonError `teams_package_file` or `teams_package_bad`, which names the place and what is wanted."""
    icons = {file: _read(folder / file) for _, file in ICONS}
    manifest = filled(_manifest(folder / MANIFEST), bot)
    _judge(MANIFEST, rules.of_manifest(manifest))
    for kind, file in ICONS:
        _judge(file, rules.of_icon(kind, icons[file]))
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    return _zip({MANIFEST: text.encode(), **icons})


def filled(manifest: Mapping[str, Any], bot: Installed) -> dict[str, Any]:
    """The manifest of one bot. Links and the version are filled in only where the manifest has none of its own.

    What is not shaped as a manifest is left as it is, for the rules to name.
    """
    head = {name: manifest[name] for name in ("$schema", "manifestVersion") if name in manifest}
    made = {**head, "version": bot.version, "id": bot.app_id, **manifest}
    made["id"] = bot.app_id
    if isinstance(developer := made.get("developer"), Mapping):
        made["developer"] = {**dict.fromkeys(LINKS, bot.address), **developer}
    if isinstance(bots := made.get("bots"), list):
        made["bots"] = [{**one, "botId": bot.app_id} if isinstance(one, Mapping) else one for one in bots]
    made["icons"] = dict(ICONS)
    if bot.hears_replies:
        # Consent of a team's owner hangs on this entry; Teams wants a resource, and any text will do.
        made["webApplicationInfo"] = {"id": bot.app_id, "resource": bot.address}
    else:
        made.pop("authorization", None)
    return made


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PersonError("teams_package_file", path=str(path), reason=error.strerror or "") from error


def _manifest(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(_read(path).decode("utf-8-sig"))
    except ValueError as error:  # not UTF-8, or no JSON
        raise PersonError("teams_package_bad", file=path.name, where="", wants="JSON", unit="") from error
    if not isinstance(found, Mapping):
        raise PersonError("teams_package_bad", file=path.name, where="", wants="{…}", unit="")
    return found


def _judge(file: str, faults: Iterator[rules.Fault]) -> None:
    for where, wants, unit in faults:
        raise PersonError("teams_package_bad", file=file, where=where, wants=wants, unit=unit)


def _zip(files: Mapping[str, bytes]) -> bytes:
    """All at the root, where Teams looks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MADE), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
