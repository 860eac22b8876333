import copy
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from PIL import Image

from bot.chat.commands import command
from bot.chat.teams.package import ICONS, LINKS, MANIFEST, OURS, Installed, filled, packed
from bot.chat.teams.package_rules import of_icon, of_manifest
from bot.domain.errors import PersonError
from tests.adapters.teams.fake.openid import APP
from tests.examples import examples

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "teams-manifest-1.25.schema.json").read_text("utf-8")
)
JUDGE = Draft4Validator(SCHEMA)
SOURCE: dict[str, Any] = json.loads((OURS / MANIFEST).read_text("utf-8"))
BOT = Installed(app_id=APP, address="https://bot.example.org", version="1.2.3")
QUIET = replace(BOT, hears_replies=False)
BEGIN_A_THREAD = {"agent-incident", "answer", "next"}
"""Titles of commands that are no command by themselves: the name, and words of a thread."""

Json = dict[str, Any]


def unpacked(content: bytes) -> tuple[Json, dict[str, bytes]]:
    """The manifest of a package, and its other files by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files.pop(MANIFEST)), files


def own_folder(folder: Path, change: Callable[[Json], object] = lambda _: None) -> Path:
    """A copy of the folder that ships, its manifest changed."""
    manifest = copy.deepcopy(SOURCE)
    change(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    for _, name in ICONS:
        (folder / name).write_bytes((OURS / name).read_bytes())
    return folder


# -- what is packed


@pytest.mark.parametrize("bot", [BOT, QUIET])
def test_the_package_is_sound_by_microsofts_schema(bot: Installed) -> None:
    """With the right to hear replies, and without."""
    manifest, _ = unpacked(packed(bot))
    assert [error.message for error in JUDGE.iter_errors(manifest)] == []


def test_what_the_schema_does_not_look_at_is_right_too() -> None:
    """Every id is the app's, links are https, the version has three numbers, the right's name is one there is."""
    manifest, _ = unpacked(packed(BOT))
    ids = [manifest["id"], manifest["bots"][0]["botId"], manifest["webApplicationInfo"]["id"]]
    assert ids == [APP] * 3
    assert manifest["version"] == "1.2.3"
    assert all(manifest["developer"][link].startswith("https://") for link in LINKS)
    rights = manifest["authorization"]["permissions"]["resourceSpecific"]
    assert rights == [{"name": "ChannelMessage.Read.Group", "type": "Application"}]
    assert manifest["webApplicationInfo"]["resource"]
    assert manifest["supportsChannelFeatures"] == "tier1"
    assert manifest["bots"][0]["scopes"] == ["team", "personal"]


def test_a_package_is_three_files_at_its_root() -> None:
    """The manifest and both icons as it names them."""
    manifest, files = unpacked(packed(BOT))
    assert set(files) == set(manifest["icons"].values()) == {"color.png", "outline.png"}


def test_icons_have_the_sizes_teams_sets() -> None:
    """192 x 192 without a hole in it, and 32 x 32 in white on nothing."""
    _, files = unpacked(packed(BOT))
    color, outline = (Image.open(io.BytesIO(files[name])) for name in ("color.png", "outline.png"))
    assert (color.size, outline.size) == ((192, 192), (32, 32))
    assert color.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    pixels = [outline.convert("RGBA").getpixel((x, y)) for x in range(32) for y in range(32)]
    seen = [pixel for pixel in pixels if isinstance(pixel, tuple) and pixel[3]]
    assert {pixel[:3] for pixel in seen} == {(255, 255, 255)}
    assert 0 < len(seen) < len(pixels)


def test_the_icons_are_what_is_drawn() -> None:
    """`docs/teams_icons.py` makes them, to the shade that another version of the library may differ by."""
    from docs import teams_icons  # noqa: PLC0415 - of this test alone

    for drawn, name in ((teams_icons.color(), "color.png"), (teams_icons.outline(), "outline.png")):
        shipped = Image.open(OURS / name).convert("RGBA")
        worst = max(abs(a - b) for a, b in zip(drawn.tobytes(), shipped.tobytes(), strict=True))
        assert worst <= 8, name


def test_without_the_right_to_read_nobody_is_asked_for_it() -> None:
    """Neither the right nor the entry that consent hangs on."""
    manifest, _ = unpacked(packed(QUIET))
    assert {"authorization", "webApplicationInfo"} & set(manifest) == set()


def test_the_same_package_is_the_same_bytes() -> None:
    """Whenever it is made."""
    assert packed(BOT) == packed(BOT)


def test_commands_of_the_menu_are_the_bots() -> None:
    """Each is a command people can type, save for the name and two words of a thread."""
    for listed in SOURCE["bots"][0]["commandLists"]:
        for title in (one["title"] for one in listed["commands"]):
            assert title in BEGIN_A_THREAD or command(title)[0] == title


# -- a folder of somebody's own


def test_a_folder_of_ones_own_is_packed(tmp_path: Path) -> None:
    """Its names, links and version stay; ids are the bot's all the same."""

    def change(manifest: Json) -> None:
        manifest["developer"] = {"name": "Acme", "privacyUrl": "https://acme.example/privacy"}
        manifest["version"] = "4.0.0"
        manifest["id"] = "22222222-2222-4333-8444-555555555555"
        manifest["bots"][0]["botId"] = "not the bot"

    manifest, _ = unpacked(packed(BOT, own_folder(tmp_path, change)))
    assert (manifest["developer"]["name"], manifest["version"]) == ("Acme", "4.0.0")
    assert manifest["developer"]["privacyUrl"] == "https://acme.example/privacy"
    assert manifest["developer"]["websiteUrl"] == BOT.address
    assert [manifest["id"], manifest["bots"][0]["botId"]] == [APP, APP]
    assert [error.message for error in JUDGE.iter_errors(manifest)] == []


def put(path: str, value: object) -> Callable[[Json], None]:
    """A change: a value at a place."""

    def change(manifest: Json) -> None:
        *way, last = path.split(".")
        part: Any = manifest
        for name in way:
            part = part[int(name)] if name.isdigit() else part[name]
        part[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (put("version", "1.0"), "version"),
        (put("version", "01.0.0"), "version"),
        (put("manifestVersion", "1.26"), "manifestVersion"),
        (put("developer.websiteUrl", "http://acme.example/"), "developer.websiteUrl"),
        (put("developer.name", "A" * 33), "developer.name"),
        (put("name.short", "A" * 31), "name.short"),
        (put("description.short", " "), "description.short"),
        (put("description.full", "A" * 4001), "description.full"),
        (put("accentColor", "red"), "accentColor"),
        (put("bots", []), "bots"),
        (put("bots.0.scopes", ["groupChat"]), "bots[0].scopes"),
        (put("bots.0.isNotificationOnly", True), "bots[0].isNotificationOnly"),  # noqa: FBT003 - a value of JSON
        (
            put("bots.0.commandLists.0.commands.2.title", "A" * 129),
            "bots[0].commandLists[0].commands[2].title",
        ),
        (
            put("bots.0.commandLists.0.commands", [{"title": "a", "description": "b"}] * 13),
            "bots[0].commandLists[0].commands",
        ),
        (put("staticTabs", []), "staticTabs"),
        (put("authorization.permissions.resourceSpecific.0.name", "ChannelMessages.Read"), "authorization"),
    ],
)
def test_what_teams_would_refuse_is_named_by_its_place(
    change: Callable[[Json], None], where: str, tmp_path: Path
) -> None:
    """Nothing is packed then."""
    with pytest.raises(PersonError) as caught:
        packed(BOT, own_folder(tmp_path, change))
    assert (caught.value.key, caught.value.values["where"]) == ("teams_package_bad", where)
    assert caught.value.values["wants"]


@pytest.mark.parametrize("content", [b"{", b"[]", b'"a"', b"\xff"])
def test_a_manifest_that_is_none_is_told(content: bytes, tmp_path: Path) -> None:
    """No JSON, or no object."""
    (own_folder(tmp_path) / MANIFEST).write_bytes(content)
    with pytest.raises(PersonError) as caught:
        packed(BOT, tmp_path)
    assert (caught.value.key, caught.value.values["file"]) == ("teams_package_bad", MANIFEST)


@pytest.mark.parametrize("name", [MANIFEST, "color.png", "outline.png"])
def test_a_file_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    """By its path."""
    (own_folder(tmp_path) / name).unlink()
    with pytest.raises(PersonError) as caught:
        packed(BOT, tmp_path)
    assert caught.value.key == "teams_package_file"
    assert caught.value.values["path"] == str(tmp_path / name)


# -- icons


def png(size: int, color: tuple[int, int, int, int], form: str = "PNG") -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new("RGBA", (size, size), color).convert("RGB" if form == "JPEG" else "RGBA").save(made, form)
    return made.getvalue()


def dotted(ink: tuple[int, int, int, int]) -> bytes:
    """A clear picture with a square of a colour."""
    image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    image.paste(ink, (8, 8, 24, 24))
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("color", png(96, (0, 0, 0, 255))),
        ("color", png(192, (0, 0, 0, 255), "JPEG")),
        ("color", b"no picture"),
        ("color", png(192, (0, 0, 0, 255))[:60]),
        ("outline", png(192, (255, 255, 255, 255))),
        ("outline", png(32, (255, 255, 255, 255))),
        ("outline", png(32, (255, 255, 255, 0))),
        ("outline", dotted((40, 40, 40, 255))),
    ],
)
def test_an_icon_teams_would_refuse_is_found(kind: str, content: bytes) -> None:
    """Of another size or kind; an outline that is not white, fills its square, or is not there."""
    assert len(list(of_icon(kind, content))) == 1


def test_icons_as_teams_wants_them_pass() -> None:
    """Whatever is drawn in them."""
    assert list(of_icon("color", png(192, (1, 2, 3, 255)))) == []
    assert list(of_icon("outline", dotted((255, 255, 255, 255)))) == []


# -- our rules against Microsoft's


def places(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document, the whole left out."""
    children: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, dict):
        children = iter(value.items())
    elif isinstance(value, list):
        children = iter(enumerate(value))
    for name, child in children:
        yield (*at, name)
        yield from places(child, (*at, name))


ATOMS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    st.text(max_size=5),
    st.sampled_from([1, 31, 33, 81, 101, 129, 4001]).map(lambda size: "a" * size),
    st.sampled_from(["team", "personal", "copilot", "1.0.0", "https://a.example", "#123456", "Application"]),
)
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=14) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
)
TEXTS = st.text(max_size=140) | st.sampled_from([30, 32, 80, 128, 4000]).map(lambda size: "a" * size)


@st.composite
def changed(draw: st.DrawFn) -> Json:
    """Our manifest with one or two things in it changed, taken out or put in: most texts become other texts."""
    made = copy.deepcopy(SOURCE)
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(sorted(places(made), key=str)))
        part: Any = made
        for name in way:
            part = part[name]
        match draw(st.sampled_from(["text", "text", "text", "change", "take", "put"])):
            case "text" if isinstance(part[last], str):
                part[last] = draw(TEXTS)
            case "take":
                del part[last]
            case "put" if isinstance(part, dict):
                part[draw(st.sampled_from(["scopes", "extra", "url", "mpnId", "isFullScreen"]))] = draw(
                    VALUES
                )
            case _:
                part[last] = draw(VALUES)
    return made


@examples(1500)
@given(changed())
def test_what_our_rules_let_pass_passes_microsofts_schema(manifest: Json) -> None:
    """Whatever is changed in the manifest, and however it is filled in."""
    made = filled(manifest, BOT)
    if not list(of_manifest(made)):
        assert [error.message for error in JUDGE.iter_errors(made)] == []


@given(st.from_regex(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", fullmatch=True), st.integers(0, 10**8))
def test_every_bot_gets_a_sound_package(app_id: str, number: int) -> None:
    """Whatever its id and version."""
    made = Installed(app_id, "https://bots.example.org:8443/a", f"{number}.0.{number}")
    manifest, _ = unpacked(packed(made))
    assert [error.message for error in JUDGE.iter_errors(manifest)] == []
