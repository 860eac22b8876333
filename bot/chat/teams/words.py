"""What a person wrote to Teams: without the bot's own name where it is a mention, as text and as tree."""

import html
import re
from dataclasses import replace

from bot.chat import typed
from bot.chat.payload import objects, text
from bot.chat.teams import markup
from bot.chat.teams.meanings import Activity, File, Known
from bot.domain.redaction import Redacted, redact
from bot.domain.tree import Block, Paragraph, Tree, said

PAGE = "text/html"
FILE = "application/vnd.microsoft.teams.file.download.info"
_AT = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>(&nbsp;| )?", re.DOTALL)
"""A mention, and the space it is set off with."""

_FIRST = re.compile(r"(?:\s|&nbsp;|<(?:div|p)\b[^>]*>)*(<(at|span)\b[^>]*>(.*?)</\2>)?", re.DOTALL)
"""What stands at the beginning of a message, in its text or in its HTML."""


def ours(activity: Activity) -> frozenset[str]:
    """The names under which a message mentions the bot; empty where it does not.

    A mention may come without its entity; it is ours where it shows the bot's name and no entity names somebody by it.
    """
    bot = text(activity, "recipient", "id")
    named = [one for one in objects(activity, "entities") if text(one, "type") == "mention"]
    found = {_name(one) for one in named if bot and text(one, "mentioned", "id") == bot}
    own = _shown(text(activity, "recipient", "name"))
    marks = {_shown(mark[1]) for mark in _AT.finditer(text(activity, "text"))}
    if own in marks - {_name(one) for one in named}:
        found.add(own)
    return frozenset(found - {""})


def _name(mention: object) -> str:
    """The name a mention shows; its text may be missing."""
    marked = _AT.fullmatch(text(mention, "text").strip())
    return _shown(marked[1] if marked else text(mention, "mentioned", "name"))


def _shown(name: str) -> str:
    return " ".join(html.unescape(name).split())


def is_called_first(activity: Activity) -> bool:
    """Whether a message that mentions the bot begins with that; True too where it does not show where it does."""
    us, wrote, page = ours(activity), text(activity, "text"), _html(activity)
    shown = wrote if _AT.search(wrote) else page
    if not _is_marked(shown):
        return True
    first = _FIRST.match(shown)
    return first is not None and first[3] is not None and _shown(first[3]) in us


def written(activity: Activity, known: Known) -> tuple[Redacted, Tree]:
    """The words without secrets, as text and as tree; the text is the tree's words.

    Where a secret was taken out, the tree is what is left of them and nothing else: it could hold it in pieces.
    """
    us = ours(activity)
    tree = markup.tree(_page(activity, us), us.__contains__) or _lines(_plain(activity, us))
    clean = redact(typed.words(tree).strip(), rules=known.rules)
    if clean.redactions or not clean.text:
        tree = _lines(clean.text)
    return replace(clean, text=typed.words(tree).strip()), Tree(*tree)


def _page(activity: Activity, us: frozenset[str]) -> str:
    """The message as HTML; empty where the bot is mentioned, and the HTML does not show where."""
    found = _html(activity)
    return "" if us and not _is_marked(found) else found


def _is_marked(found: str) -> bool:
    """Whether a text shows where anybody is mentioned."""
    return markup.MENTION in found or _AT.search(found) is not None


def _html(activity: Activity) -> str:
    page = next((one for one in objects(activity, "attachments") if text(one, "contentType") == PAGE), {})
    return text(page, "content")


def _plain(activity: Activity, us: frozenset[str]) -> str:
    """The text without mentions of the bot; those of people become `@Name`. Nothing else is touched but hard spaces."""

    def shown(found: re.Match[str]) -> str:
        name = _shown(found[1])
        return "" if name in us else f"@{name} " if found[2] else f"@{name}"

    return _AT.sub(shown, text(activity, "text")).replace("\u00a0", " ").strip()


def _lines(words: str) -> tuple[Block, ...]:
    """Words in which nothing is made of them."""
    return (Paragraph(said(words)),) if words else ()


def files(activity: Activity, known: Known) -> tuple[File, ...]:
    """The files that came with a message, their names without secrets."""
    found = (one for one in objects(activity, "attachments") if text(one, "contentType") == FILE)
    return tuple(
        File(
            id=text(one, "content", "uniqueId") or str(place),
            name=redact(text(one, "name"), rules=known.rules).text,
            url=text(one, "content", "downloadUrl"),
        )
        for place, one in enumerate(found)
    )
