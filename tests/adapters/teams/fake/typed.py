"""What a person types, as Teams writes it down: mentions as `<at>` and entities, the rest to the letter.

Whether `<` and `&` of the text arrive as they were typed was not seen; here they do.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.adapters.teams.fake.elements import Json

MENTION = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="{}">{}</span>'
"""A mention in the HTML of a message, its place among them and its name, which is escaped already."""


class Mentions(StrEnum):
    """How mentions arrive: as a rule, and in the ways that were seen beside it."""

    USUAL = "usual"
    NBSP = "nbsp"  # followed by &nbsp;
    WITHOUT_TEXT = "without text"  # the entity has none
    WITHOUT_ENTITY = "without entity"  # plain replies brought by RSC
    SPLIT = "split"  # one for each word of the name


@dataclass
class Typed:
    """A text as it is brought to the bot, and who is named in it."""

    text: str
    entities: list[Json] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    def page(self) -> str:
        """The same as HTML, which comes along as an attachment."""
        parts = re.split("<at>(.*?)</at>", self.text)
        told = [
            MENTION.format(nr // 2, part)
            if nr % 2
            else re.sub(r"\A&amp;(?=nbsp;)", "&", html.escape(part, quote=False))  # after a mention, a space
            for nr, part in enumerate(parts)
        ]
        return f"<div><div>{''.join(told)}</div></div>".replace("\n", "<br>")


def typed(text: str, names: Mapping[str, str], how: Mentions = Mentions.USUAL) -> Typed:
    """The text with every `@Name` a mention; `names` are ids by name."""
    found = Typed("")
    longest = sorted(names, key=len, reverse=True)
    pattern = "|".join(re.escape(name) for name in longest)

    def mention(match: re.Match[str]) -> str:
        name = match[1]
        found.named.add(names[name])
        words = name.split(" ") if how is Mentions.SPLIT else [name]
        marks = [f"<at>{html.escape(word, quote=False)}</at>" for word in words]
        if how is not Mentions.WITHOUT_ENTITY:
            found.entities += [_entity(names[name], name, mark, how) for mark in marks]
        return " ".join(marks) + ("&nbsp;" if how is Mentions.NBSP else "")

    found.text = re.sub(rf"(?<!\w)@({pattern})(?!\w)", mention, text) if names else text
    return found


def _entity(id_: str, name: str, mark: str, how: Mentions) -> Json:
    entity: Json = {"type": "mention", "mentioned": {"id": id_, "name": name}}
    return entity if how is Mentions.WITHOUT_TEXT else entity | {"text": mark}
