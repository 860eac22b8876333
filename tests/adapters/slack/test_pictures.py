"""The pictures of Slack in the README: drawn from what the bot sends, whole, and nothing over anything else."""

import asyncio
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.slack.fake.values import Json, texts_of
from tests.adapters.slack.pictures import blocks, frames
from tests.adapters.slack.pictures.letters import Run, lines
from tests.adapters.slack.pictures.paper import svg
from tests.adapters.slack.pictures.scenes import TITLES, Scenes, drawn, scenes

ROOT = Path(__file__).parents[3]
NAMES = ("thread", "form", "home", "nudge")
SVG = "{http://www.w3.org/2000/svg}"
TEXT: Json = {"type": "plain_text", "text": "words", "emoji": False}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    """What the bot sent while the demo was played."""
    return asyncio.run(scenes(tmp_path_factory.mktemp("pictures")))


@pytest.fixture(scope="module")
def pictures(seen: Scenes) -> dict[str, str]:
    """Drawn now."""
    return drawn(seen)


@dataclass(frozen=True)
class Box:
    """Where a text stands in a picture, in pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether they overlap by more than half a pixel."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0.5 and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5


def texts(node: Tree.Element, x: float = 0, y: float = 0) -> Iterator[Box]:
    """Every text of a picture, in order."""
    dx, dy = map(float, re.findall(r"[-\d.]+", node.get("transform", "translate(0 0)")))
    x, y = x + dx, y + dy
    if node.tag == f"{SVG}text":
        left, base = x + float(node.attrib["x"]), y + float(node.attrib["y"])
        size, wide = float(node.attrib["font-size"]), float(node.attrib["textLength"])
        yield Box(node.text or "", left, base - 0.75 * size, left + wide, base + 0.2 * size)
    for child in node:
        yield from texts(child, x, y)


def shown(picture: str) -> str:
    """The words of a picture without spaces, which are where lines break."""
    return "".join("".join(one.text.split()) for one in texts(Tree.fromstring(picture)))  # noqa: S314 - our own


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_what_the_bot_sends(name: str, pictures: dict[str, str]) -> None:
    """`make picture` draws it anew after a word has changed."""
    assert (ROOT / "docs" / f"slack-{name}.svg").read_text("utf-8") == pictures[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_stands_in_the_readme_with_its_words(name: str) -> None:
    """Whoever cannot see it reads what it shows."""
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert f"![{TITLES[name]}](docs/slack-{name}.svg)" in readme


@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_and_nothing_is_cut(name: str, pictures: dict[str, str]) -> None:
    """Every text stands inside the picture's edges, and none over another."""
    root = Tree.fromstring(pictures[name])  # noqa: S314 - our own
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    found = list(texts(root))
    assert [
        one for one in found if one.left < 0 or one.right > wide or one.top < 0 or one.bottom > high
    ] == []
    assert [(a.text, b.text) for a, b in itertools.combinations(found, 2) if a.meets(b)] == []


def test_every_word_of_the_thread_is_drawn(seen: Scenes, pictures: dict[str, str]) -> None:
    """Block for block, with buttons, files and what people wrote."""
    picture = shown(pictures["thread"])
    sent = [text for post in seen.thread for text in (*texts_of(list(post.blocks)), *post.files)]
    assert len(seen.thread) > 5
    assert [text for text in sent if "".join(text.split()) not in picture] == []


def test_every_word_of_the_home_tab_is_drawn(seen: Scenes, pictures: dict[str, str]) -> None:
    """Headings, lines and buttons."""
    picture = shown(pictures["home"])
    assert [text for text in texts_of(seen.home["blocks"]) if "".join(text.split()) not in picture] == []


def test_every_word_of_the_direct_message_is_drawn(seen: Scenes, pictures: dict[str, str]) -> None:
    """Its lines and every button."""
    picture = shown(pictures["nudge"])
    sent = texts_of(list(seen.nudge.blocks))
    assert "Later ▾" in " ".join(sent)
    assert [text for text in sent if "".join(text.split()) not in picture] == []


def test_the_form_shows_what_its_fields_hold(seen: Scenes, pictures: dict[str, str]) -> None:
    """Every label and every value; a long one up to where it would have to be scrolled."""
    picture = shown(pictures["form"])
    fields = [block for block in seen.form["blocks"] if block["type"] == "input"]
    held = [text for field in fields for text in (field["label"]["text"], value(field))]
    assert len([field for field in fields if value(field)]) > 3
    assert [text for text in held if "".join(text.split())[:80] not in picture] == []


def value(field: Json) -> str:
    """What a typed field opens with."""
    return str(field["element"].get("initial_value", ""))


@pytest.mark.parametrize(
    "block",
    [
        {"type": "image", "image_url": "https://acme.test/a.png", "alt_text": "a"},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*words*"}},
        {"type": "section", "text": TEXT, "accessory": {"type": "overflow", "options": []}},
        {"type": "actions", "elements": [{"type": "overflow", "options": []}]},
        {"type": "actions", "elements": [{"type": "button", "text": TEXT, "badge": "new"}]},
        {"type": "input", "label": TEXT, "element": {"type": "checkboxes", "options": []}},
        {"type": "input", "label": TEXT, "element": {"type": "datepicker", "placeholder": TEXT}},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "emoji"}]}]},
        {"type": "rich_text", "elements": [{"type": "text", "text": "words"}]},
        {"type": "button", "text": TEXT},
    ],
)
def test_what_there_is_no_drawing_for_is_refused(block: Json) -> None:
    """A picture never leaves out what was sent."""
    with pytest.raises(ValueError, match="no drawing for"):
        blocks.blocks([block], 500, {}, 8)


def option(word: str) -> Json:
    """A choice of a menu."""
    return {"text": {**TEXT, "text": word}, "value": word}


CHOICES: Json = {"options": [option("one"), option("two")]}


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ({"type": "plain_text_input", "initial_value": "typed"}, "typed"),
        ({"type": "static_select", **CHOICES, "initial_option": option("two")}, "two"),
        (
            {"type": "multi_static_select", **CHOICES, "initial_options": [option("one"), option("two")]},
            "one,two",
        ),
        ({"type": "users_select", "initial_user": "U1"}, "@mia"),
        ({"type": "multi_users_select", "initial_users": ["U1", "U2"]}, "@mia,@ana"),
        ({"type": "datepicker", "initial_date": "2026-09-18"}, "2026-09-18"),
        ({"type": "datepicker"}, ""),
        ({"type": "radio_buttons", **CHOICES, "initial_option": option("two")}, "onetwo"),
    ],
)
def test_a_field_shows_its_label_its_value_and_its_hint(element: Json, expected: str) -> None:
    """Of radio buttons all choices are seen."""
    field = {"type": "input", "label": {**TEXT, "text": "label"}, "element": element, "optional": False}
    made = blocks.blocks([{**field, "hint": {**TEXT, "text": "hint"}}], 500, {"U1": "mia", "U2": "ana"}, 8)
    assert shown(svg(made, "title")) == f"label{expected}hint"


def section(*elements: Json) -> Json:
    """Some text of people's."""
    return {"type": "rich_text_section", "elements": list(elements)}


def text(words: str, **style: bool) -> Json:
    """Text of one style."""
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def test_rich_text_is_drawn_in_its_order() -> None:
    """Styles, mentions by name, links by their words, lists counted on, quotes and code."""
    elements = [
        section(text("a", bold=True), {"type": "user", "user_id": "U1"}, text("b", italic=True, strike=True)),
        section({"type": "link", "url": "https://acme.test"}, {"type": "link", "url": "x", "text": "c"}),
        {"type": "rich_text_list", "style": "ordered", "offset": 1, "elements": [section(text("d"))]},
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section(text("e"))]},
        {"type": "rich_text_quote", "elements": [text("f")]},
        {"type": "rich_text_preformatted", "elements": [text("g  h")]},
    ]
    made = blocks.blocks([{"type": "rich_text", "elements": elements}], 500, {"U1": "mia"}, 8)
    picture = svg(made, "title")
    assert shown(picture) == "a@miabhttps://acme.testc2.d•efgh"
    assert ">g  h<" in picture


def test_a_style_there_is_no_drawing_for_is_refused() -> None:
    """As blocks are."""
    run = {"type": "text", "text": "words", "style": {"highlight": True}}
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run]}]}
    with pytest.raises(ValueError, match="no drawing for"):
        blocks.blocks([block], 500, {}, 8)


@pytest.mark.parametrize("view", [{"type": "home", "blocks": []}, {"type": "modal", "blocks": [], "x": 1}])
def test_a_view_there_is_no_drawing_for_is_refused(view: Json) -> None:
    """A home tab is no form, and a property nobody knows is drawn by nobody."""
    with pytest.raises(ValueError, match="no drawing for"):
        frames.form(view, {}, "title")


LOOKS = st.sampled_from(["", "bold", "code", "italic"])
RUNS = st.lists(st.builds(Run, st.text(st.sampled_from("ab Wm.\n—漢"), max_size=30), LOOKS), max_size=6)


@given(RUNS, st.integers(40, 300))
def test_lines_keep_every_sign_and_their_width(runs: list[Run], wide: int) -> None:
    """Broken wherever it has to be: no sign is lost or moved, no line is wider than it may be."""
    found = lines(runs, wide, 14)
    kept = "".join(run.text for line in found for run in line)
    assert "".join(kept.split()) == "".join("".join(run.text for run in runs).split())
    assert all(sum(run.wide(14) for run in line) <= wide + 0.01 for line in found)
