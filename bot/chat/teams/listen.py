"""A checked activity of Teams', and what it means: nothing is looked up, stored or sent, and nothing is raised."""

import hashlib
import re
from datetime import datetime

from bot.chat import commands
from bot.chat.payload import text
from bot.chat.teams import acts, news, words
from bot.chat.teams.meanings import Activity, Asked, Command, Handed, Ignored, Known, Meaning, Said
from bot.chat.teams.reading import author, is_group, key, moment, permalink, place, thread
from bot.domain.heard import Deleted, Edited, Replied
from bot.domain.redaction import Redacted
from bot.domain.tree import Tree

_NAME = re.compile(r"\A[ \t:,]*/?agent-incident(?![\w-])[ \t:,]*", re.IGNORECASE)
"""The bot's name as its menu of commands writes it, in front of a command."""

_ANSWER = re.compile(r"answer\b[ \t:,]*", re.IGNORECASE)
"""What begins words of the review that name the bot, so that they are not taken for a question to it."""


def meaning(activity: Activity, known: Known, now: datetime) -> Meaning:
    """What an activity means; `now` is when it came, for those that do not tell when they were made."""
    if is_group(activity):
        return Ignored("group chat")
    match text(activity, "type"):
        case "message" if isinstance(activity.get("value"), dict):
            return acts.submitted(activity, known, now)
        case "message":
            return _written(activity, known, now)
        case "messageUpdate":
            return _changed(activity, known, now)
        case "messageDelete":
            return _deleted(activity, known, now)
        case "invoke":
            return acts.invoked(activity, known, now)
        case "installationUpdate":
            return news.installed(activity)
        case "conversationUpdate":
            return news.moved(activity, known, now)
        case _:
            return Ignored("type")


def _written(activity: Activity, known: Known, now: datetime) -> Meaning:
    who, where = author(activity, known), place(activity)
    if who is None or not text(activity, "id"):
        return Ignored("no author")
    clean, tree = words.written(activity, known)
    addressed = bool(words.ours(activity))
    if not clean.text and not addressed and not where.direct:
        return Ignored("empty")
    asked = Asked(id=key(activity, known), at=moment(activity) or now, by=who, place=where)
    if where.direct:
        brought = words.files(activity, known)
        return Handed(**vars(asked), files=brought, text=clean.text) if brought else _alone(asked, clean)
    if addressed and where.root in {"", text(activity, "id")}:
        return _at_root(asked, clean, first=words.is_called_first(activity))
    return _in_thread(activity, asked, clean, tree, addressed=addressed, known=known)


def _alone(asked: Asked, clean: Redacted) -> Meaning:
    """Words in the personal chat: a command, else all that waits for the person.

    A line opens a review only behind the bot's name: what somebody answers to a reminder there must not.
    """
    line = _NAME.sub("", clean.text, count=1)
    kind, argument = commands.command(line)
    if kind == "open" and line == clean.text:
        kind, argument = "mine", ""
    return _command(asked, kind, argument, clean)


def _at_root(asked: Asked, clean: Redacted, *, first: bool) -> Meaning:
    """A new post that mentions the bot: a command, or the line that opens a review.

    One that says something before it calls the bot may only speak of it: it is asked whether a review is meant.
    """
    kind, argument = commands.command(_NAME.sub("", clean.text, count=1))
    if kind == "open" and argument and not first:
        kind = "offer"
    return _command(asked, kind, argument, clean)


def _command(asked: Asked, kind: str, argument: str, clean: Redacted) -> Command:
    return Command(**vars(asked), kind=kind, argument=argument, redactions=clean.redactions)


def _in_thread(
    activity: Activity, asked: Asked, clean: Redacted, tree: Tree, *, addressed: bool, known: Known
) -> Meaning:
    """A reply: a question to the bot, or words of the review; `answer …` and nothing before it is the latter."""
    line = clean.text
    if addressed:
        answer = _answer(clean.text)
        called = ("help", "") if answer == "" else _called(clean.text) if answer is None else None
        if called is not None:
            return _command(asked, *called, clean)
        line = answer or line
    return Said(_replied(activity, asked, clean, line, tree, known), asked.place, addressed=addressed)


def _answer(line: str) -> str | None:
    """What follows `answer`; None where a line does not begin with it."""
    line = _NAME.sub("", line, count=1)
    found = _ANSWER.match(line)
    return None if found is None else line[found.end() :]


def _called(line: str) -> tuple[str, str] | None:
    """What the bot is asked for by its name in a thread; None for words of the review."""
    line = _NAME.sub("", line, count=1)
    return commands.addressed(line) if line else ("help", "")


def _replied(
    activity: Activity, asked: Asked, clean: Redacted, line: str, tree: Tree, known: Known
) -> Replied:
    message = text(activity, "id")
    return Replied(
        id=asked.id,
        at=asked.at,
        by=asked.by,
        thread=thread(asked.place, known),
        message=message,
        text=line,
        permalink=permalink(asked.place, message, known),
        redactions=clean.redactions,
        tree=tree if line == clean.text else Tree(),
    )


def _changed(activity: Activity, known: Known, now: datetime) -> Meaning:
    """New words, or words that are back after they were deleted.

    The id tells the moment and the words: Teams may tell of two edits within the same millisecond.
    """
    asked = _of_message(activity, known, now)
    if isinstance(asked, Ignored):
        return asked
    clean, tree = words.written(activity, known)
    addressed = bool(words.ours(activity))
    answer = _answer(clean.text) if addressed else None
    new = _replied(activity, asked, clean, answer or clean.text, tree, known)
    digest = hashlib.sha256(new.text.encode()).hexdigest()[:12]
    restored = text(activity, "channelData", "eventType") == "undeleteMessage"
    heard = Edited(
        id=f"{asked.id}:{'restored' if restored else 'edit'}:{asked.at.isoformat()}:{digest}",
        at=asked.at,
        by=asked.by,
        thread=new.thread,
        message=new.message,
        text=new.text,
        redactions=new.redactions,
        tree=new.tree,
        restored=restored,
    )
    is_for_us = addressed and (answer is not None or _called(clean.text) is None)
    return Said(heard, asked.place, addressed=addressed, unheard=new if is_for_us and new.text else None)


def _deleted(activity: Activity, known: Known, now: datetime) -> Meaning:
    asked = _of_message(activity, known, now)
    if isinstance(asked, Ignored):
        return asked
    heard = Deleted(
        id=f"{asked.id}:delete:{asked.at.isoformat()}",
        at=asked.at,
        by=asked.by,
        thread=thread(asked.place, known),
        message=text(activity, "id"),
    )
    return Said(heard, asked.place)


def _of_message(activity: Activity, known: Known, now: datetime) -> Asked | Ignored:
    """Who changed which message of a channel, when and where."""
    who, where = author(activity, known), place(activity)
    if who is None or not text(activity, "id"):
        return Ignored("no author")
    if where.direct:
        return Ignored("no thread")
    return Asked(id=key(activity, known), at=moment(activity) or now, by=who, place=where)
