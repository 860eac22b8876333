import json
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.cli.manifest import LONGEST_URL
from bot.settings import NAMES
from bot.voice import load_words
from tests.adapters.terminal.desk import sentence
from tests.cli.runs import ROOT, Ran, Shell

APP = "11111111-2222-4333-8444-555555555555"
WORDS = load_words()


def written(path: Path) -> dict[str, Any]:
    """The manifest in a package."""
    with zipfile.ZipFile(path) as archive:
        found: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return found


def packing(shell: Shell, *more: str, **settings: str) -> tuple[Path, Ran]:
    """Where the package is to be, and what the command said."""
    out = shell.folder / "made" / "bot.zip"
    return out, shell.run("teams-package", "--out", str(out), *more, **settings)


def test_the_package_is_written_for_the_bot_that_is_named(shell: Shell) -> None:
    """And what to do with it is said, the endpoint for Azure included."""
    out, ran = packing(shell, "--app-id", APP, "--url", "https://bot.example.org/")
    assert (ran.code, ran.error) == (0, "")
    manifest = written(out)
    assert (manifest["id"], manifest["webApplicationInfo"]["id"]) == (APP, APP)
    endpoint = "https://bot.example.org/teams/messages"
    said = {"path": str(out), "endpoint": endpoint, "version": manifest["version"], "replies": True}
    assert ran.out == WORDS("teams_package_written", **said) + "\n"
    assert endpoint in ran.out


def test_the_app_of_the_settings_is_the_default(shell: Shell) -> None:
    """The option wins over it."""
    other = "22222222-2222-4333-8444-555555555555"
    out, _ = packing(shell, "--url", "https://bot.example.org", TEAMS_APP_ID=APP)
    assert written(out)["id"] == APP
    packing(shell, "--url", "https://bot.example.org", "--app-id", other.upper(), TEAMS_APP_ID=APP)
    assert written(out)["id"] == other


def test_the_address_of_the_settings_is_the_default(shell: Shell) -> None:
    """The option wins over it; without both, it is asked for."""
    out, ran = packing(shell, "--app-id", APP, PUBLIC_URL="https://bot.example.org")
    assert "https://bot.example.org/teams/messages." in ran.out
    packing(
        shell, "--app-id", APP, "--url", "https://other.example.org", PUBLIC_URL="https://bot.example.org"
    )
    assert written(out)["developer"]["websiteUrl"] == "https://other.example.org"
    assert packing(shell, "--app-id", APP)[1].error.strip() == sentence("teams_package_url")


def test_version_and_rights_can_be_chosen(shell: Shell) -> None:
    """Teams takes a changed package only under a higher version; a tenant may forbid the right to read."""
    more = ("--package-version", "1.0.1", "--mentions-only")
    out, ran = packing(shell, "--app-id", APP, "--url", "https://bot.example.org", *more)
    assert ran.code == 0
    assert written(out)["version"] == "1.0.1"
    assert "authorization" not in written(out)
    assert "plain replies are not heard" in ran.out


def test_a_folder_of_ones_own_is_taken(shell: Shell) -> None:
    """What is wrong in it is told by its place, and nothing is written."""
    folder = shell.folder / "own"
    folder.mkdir()
    for file in ("manifest.json", "color.png", "outline.png"):
        (folder / file).write_bytes((ROOT / "teams" / file).read_bytes())
    more = ("--app-id", APP, "--url", "https://bot.example.org", "--from", str(folder))
    assert packing(shell, *more)[1].code == 0
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["name"]["short"] = "A" * 31
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    out = shell.folder / "second.zip"
    ran = shell.run("teams-package", "--out", str(out), *more)
    told = {"file": "manifest.json", "where": "name.short", "wants": "1 … 30", "unit": "characters"}
    assert (ran.code, ran.out, ran.error.strip()) == (2, "", sentence("teams_package_bad", **told))
    assert not out.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--url", "https://bot.example.org"), ("teams_package_app", {})),
        (
            ("--url", "https://bot.example.org", "--app-id", "mine"),
            ("teams_app_id", {"value": "mine", "wants": "00000000-0000-0000-0000-000000000000"}),
        ),
        (
            ("--url", "http://bot.example.org", "--app-id", APP),
            ("teams_address", {"url": "http://bot.example.org"}),
        ),
        (("--url", "https://localhost", "--app-id", APP), ("teams_address", {"url": "https://localhost"})),
        (
            ("--url", "https://bot.example.org/?a=b", "--app-id", APP),
            ("teams_address", {"url": "https://bot.example.org/?a=b"}),
        ),
        (
            ("--url", f"https://bot.example.org/{'a' * LONGEST_URL}", "--app-id", APP),
            ("teams_address", {"url": f"https://bot.example.org/{'a' * LONGEST_URL}"}),
        ),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    given: tuple[str, ...], told: tuple[str, dict[str, object]], shell: Shell
) -> None:
    """It says what would be good; nothing is written."""
    out, ran = packing(shell, *given)
    key, values = told
    assert (ran.code, ran.out) == (2, "")
    assert ran.error.strip() == sentence(key, **values)
    assert not out.exists()


def test_a_place_that_cannot_be_written_to_is_told(shell: Shell) -> None:
    """With the reason."""
    ran = shell.run(
        "teams-package", "--app-id", APP, "--url", "https://bot.example.org", "--out", str(shell.folder)
    )
    assert ran.code == 2
    assert str(shell.folder) in ran.error
    assert "--out" in ran.error


def test_an_endpoint_may_be_given_whole(shell: Shell) -> None:
    """As Azure shows it."""
    out, ran = packing(shell, "--app-id", APP, "--url", "https://bot.example.org/teams/messages")
    assert written(out)["developer"]["websiteUrl"] == "https://bot.example.org"
    assert "https://bot.example.org/teams/messages." in ran.out


def test_what_the_package_is_made_of_is_installed() -> None:
    """An installation that is no checkout has the folder beside the packages, where it is looked for."""
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    assert "teams" in packed["targets"]["wheel"]["only-include"]
    assert {file.name for file in (ROOT / "teams").iterdir()} == {"manifest.json", "color.png", "outline.png"}


def test_the_guide_names_what_there_is(shell: Shell) -> None:
    """Its command runs as it is written, and each setting in it is one."""
    guide = (ROOT / "docs" / "teams.md").read_text("utf-8")
    (line,) = re.findall(r"^ *agent-incident (teams-package .+)$", guide, re.MULTILINE)
    out = shell.folder / "guide.zip"
    assert shell.run(*line.split(), "--out", str(out)).code == 0
    assert set(re.findall(r"`((?:TEAMS|HTTP|PUBLIC)_[A-Z_]+)`", guide)) <= set(NAMES)
    asked = written(out)["authorization"]["permissions"]["resourceSpecific"]
    assert all(f"`{right['name']}`" in guide for right in asked)
