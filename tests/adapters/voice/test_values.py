"""What people type is shown to the letter, wherever a template puts it: never as Markdown, never as a template."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.says import Button, Say
from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    plain,
)
from bot.voice.speaking import SpokenVoice
from tests.adapters.publishers.hostile import FRAGMENTS, SIGNS
from tests.adapters.voice.words import spoken_from

PLACEHOLDERS = ["\ue000\ue010\ue001", "\ue000", "\ue001", "\ue011", "&#xE000;", "\ue000\ue019\ue019\ue001"]
TEMPLATES = [
    "{{ by }}",
    "{% for x in y %}",
    "{# note #}",
    "{{ ''.__class__ }}",
    "{% raw %}",
    "}}",
    "${by}",
    "{by}",
]
MARKUP = [
    "<script>alert(1)</script>",
    "<!channel>",
    "@here",
    "[x](javascript:alert(1))",
    "\u202eabc\u202c",
    "\x00",
]

values = (
    st.lists(st.text(SIGNS, max_size=8) | st.sampled_from(FRAGMENTS + PLACEHOLDERS + TEMPLATES + MARKUP), max_size=5)
    .map("".join)
    .filter(bool)
)  # fmt: skip

BODY = """\
{{ by }}

{{ by }}{{ by }} and {{ by }}.

# {{ by }}

- {{ by }}
- **{{ by }}** *{{ by }}*

> {{ by }}

> [!NOTE]
> {{ by }}

| one | two |
|---|---|
| {{ by }} | x |

Look: [{{ by }}]({{ by }})

`{{ by }}`

```{{ by }}
{{ by }}
```
"""
FRONT = """\
---
buttons:
  - {press: "p:{{ by }}", value: "{{ by }}", label: "Take {{ by }}."}
  - from: say
---
"""


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> SpokenVoice:
    """Speaks one message that shows a value in every place a template has."""
    folder: Path = tmp_path_factory.mktemp("prompts")
    return spoken_from(folder, {"say/approved.md.j2": FRONT + BODY})


@given(value=values)
def test_a_value_is_text_wherever_it_stands(voice: SpokenVoice, value: str) -> None:
    """The blocks are those of the template, and each holds the value to the letter, line breaks as breaks."""
    seen = re.sub("\r\n|\r", "\n", value)
    blocks = voice.speak(Say("approved", {"by": value})).blocks
    first, twice, heading, listing, quote, panel, table, link, span, fence = blocks
    assert texts(first) == [seen]
    assert texts(twice) == [f"{seen}{seen} and {seen}."]
    assert isinstance(heading, Heading)
    assert plain(heading.parts) == seen
    assert isinstance(listing, Listing)
    assert [texts(*item) for item in listing.items] == [[seen], [f"{seen} {seen}"]]
    assert isinstance(quote, Quote)
    assert texts(*quote.blocks) == [seen]
    assert isinstance(panel, Panel)
    assert texts(*panel.blocks) == [seen]
    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row] for row in table.rows] == [[seen, "x"]]
    assert isinstance(link, Paragraph)
    assert isinstance(span, Paragraph)
    assert span.parts == (CodeSpan(value),)
    assert fence == CodeBlock(value, value)


def texts(*blocks: Block) -> list[str]:
    """The text of paragraphs. Fails where one is another block, or holds more than text, strong and emphasis."""
    out = []
    for block in blocks:
        assert isinstance(block, Paragraph)
        assert {type(part) for part in inside(block.parts)} <= {Text, Break, Strong, Emphasis}
        out.append(plain(block.parts))
    return out


def inside(parts: tuple[Inline, ...]) -> Iterator[Inline]:
    """Every inline, inner ones included."""
    for part in parts:
        yield part
        if isinstance(part, Strong | Emphasis | Link):
            yield from inside(part.parts)


@given(value=values)
def test_no_value_becomes_a_mark(voice: SpokenVoice, value: str) -> None:
    """Strong, emphasis and code are only where the template has them."""
    blocks = voice.speak(Say("approved", {"by": value})).blocks
    assert isinstance(blocks[0], Paragraph)
    assert {type(part) for part in blocks[0].parts} <= {Text, Break}
    assert all("\n" not in part.text for part in blocks[0].parts if isinstance(part, Text))


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("https://a.example/x_(y)?b=[c]", True),
        ("mailto:a@b.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://a.example/ x", False),
        ("https://a.example/\nx", False),
        ("//a.example", False),
    ],
)
def test_an_address_of_somebodys_is_a_link_only_where_that_is_safe(
    voice: SpokenVoice,
    address: str,
    is_link: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    """Any other address stands there as text, in brackets behind the words."""
    block = voice.speak(Say("approved", {"by": address})).blocks[7]
    assert isinstance(block, Paragraph)
    links = [part for part in block.parts if isinstance(part, Link)]
    assert [link.href for link in links] == ([address] if is_link else [])
    if not is_link:
        assert plain(block.parts) == f"Look: {address} ({address})"


@given(value=values)
def test_buttons_show_values_to_the_letter(voice: SpokenVoice, value: str) -> None:
    """Code, value and label are plain text; white space around the whole is dropped."""
    brought = Button("expect", "A:0", value)
    fixed, found = voice.speak(Say("approved", {"by": value}, buttons=(brought,))).buttons
    assert (fixed.press, fixed.value, fixed.label) == (f"p:{value}".strip(), value.strip(), f"Take {value}.")
    assert (found.press, found.value, found.label) == ("expect", "A:0", value)


@given(value=values)
def test_sentences_show_values_to_the_letter(voice: SpokenVoice, value: str) -> None:
    """The sentence of an error is text and nothing else."""
    assert voice.error("file_missing", {"path": value}) == f"There is no file {value}."


@given(value=values)
def test_forms_hold_values_to_the_letter(voice: SpokenVoice, value: str) -> None:
    """What a field already holds is not looked into."""
    assert [f.value for f in voice.form("decline", {"why": value, "other": "x"}).fields] == [value]


@pytest.mark.parametrize(
    ("value", "seen"), [(None, "x."), ("", "x."), (0, "0x."), (7, "7x."), (1.5, "1.5x.")]
)
def test_numbers_are_shown_and_nothing_is_nothing(tmp_path: Path, value: object, seen: str) -> None:
    """Nought is a number; None shows as nothing."""
    voice = spoken_from(tmp_path, {"say/approved.md.j2": "{{ by }}x."})
    assert texts(*voice.speak(Say("approved", {"by": value})).blocks) == [seen]


def test_a_paragraph_of_nothing_is_left_out(tmp_path: Path) -> None:
    """A value that is empty leaves no empty paragraph, and no empty mark."""
    voice = spoken_from(tmp_path, {"say/approved.md.j2": "{{ by }}\n\n**{{ by }}**\n\nx"})
    assert texts(*voice.speak(Say("approved", {"by": ""})).blocks) == ["x"]
