"""Message events: what people write, change and delete; everything else in a channel is nobody's answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.chat import commands, typed
from bot.chat.slack import mrkdwn, rich
from bot.chat.slack.meanings import Command, File, Ignored, Known, Meaning, Place, PostGone, Said
from bot.chat.slack.reading import is_set, mapping, moment, number, objects, text
from bot.domain.heard import Deleted, Edited, Replied, Speaker
from bot.domain.redaction import Redacted, redact
from bot.domain.review import ThreadRef, person_key
from bot.domain.tree import Block, Paragraph, Quote, Tree, said

Event = Mapping[str, Any]

ANSWERS = ("", "file_share", "me_message", "thread_broadcast")
"""Subtypes that may carry an answer."""


def message(event: Event, known: Known) -> Meaning:
    """What a `message` or `app_mention` event means."""
    match text(event, "subtype"):
        case "message_changed":
            return _changed(event, known)
        case "message_deleted":
            return _deleted(event, text(event, "deleted_ts"), known)
        case subtype if subtype in ANSWERS or (subtype == "bot_message" and is_agent(event, known)):
            return _written(event, known)
        case _:
            return Ignored("subtype")


def is_ours(found: Event, known: Known) -> bool:
    """Whether a message is the bot's own."""
    return known.bot_user == text(found, "user") != "" or known.bot_id == text(found, "bot_id") != ""


def is_agent(found: Event, known: Known) -> bool:
    """Whether a message is of an agent's own bot."""
    return bool({text(found, "user"), text(found, "bot_id")} & known.agents)


def author(found: Event, known: Known) -> Speaker | None:
    """Who wrote a message; None for another bot, ourselves, and nobody."""
    agent = is_agent(found, known)
    user = text(found, "user") or (text(found, "bot_id") if agent else "")
    if not user or is_ours(found, known) or (text(found, "bot_id") and not agent):
        return None
    name = known.names.get(user) or text(found, "username") or text(found, "bot_profile", "name") or user
    return Speaker(person_key("slack", known.team, user), name, agent=agent)


def place(event: Event, message: Event) -> Place:
    """Where a message is; one that stands at the root is a thread of its own."""
    channel, kind = text(event, "channel"), text(event, "channel_type")
    direct = kind == "im" or channel.startswith("D")
    return Place(
        channel=channel,
        root=text(message, "thread_ts") or text(message, "ts"),
        private=direct or (kind in {"group", "mpim"} if kind else None),
        direct=direct,
        shared=is_set(event, "is_ext_shared_channel"),
    )


def thread(where: Place, known: Known) -> ThreadRef:
    """The thread a message stands in."""
    return ThreadRef("slack", known.team, where.channel, where.root)


def written(found: Event, known: Known) -> tuple[Redacted, Tree, bool]:
    """The words of a message without secrets, as text and as tree, and whether they name the bot.

    The text is the tree's words. Where a secret was taken out, the tree is what is left of them and nothing else: it
    could hold the secret in pieces.
    """
    blocks = objects(found, "blocks")
    raw, named = mrkdwn.without_mention(text(found, "text"), known.bot_user)
    tree = rich.tree(rich.without_mention(blocks, known.bot_user) if named else blocks, known.names)
    tree = (tree or _lines(mrkdwn.plain(raw, known.names))) + _shared(found, known)
    clean = redact(typed.words(tree).strip(), rules=known.rules)
    if clean.redactions or not clean.text:
        tree = _lines(clean.text)
    return replace(clean, text=typed.words(tree).strip()), Tree(*tree), named


def _lines(words: str) -> tuple[Block, ...]:
    """Words in which nothing is made of them."""
    return (Paragraph(said(words)),) if words else ()


def _shared(found: Event, known: Known) -> tuple[Block, ...]:
    """A message passed on into the thread is somebody's words: quoted."""
    passed = (one for one in objects(found, "attachments") if is_set(one, "is_share"))
    words = (mrkdwn.plain(text(one, "text"), known.names).strip() for one in passed)
    return tuple(Quote(_lines(some)) for some in words if some)


def files(found: Event, known: Known) -> tuple[File, ...]:
    """The files of a message that Slack still has."""
    return tuple(
        File(
            id=text(one, "id"),
            name=redact(text(one, "name") or text(one, "title"), rules=known.rules).text,
            media_type=text(one, "mimetype"),
            url=text(one, "url_private"),
            size=number(one, "size"),
        )
        for one in objects(found, "files")
        if text(one, "id") and text(one, "mode") not in {"tombstone", "hidden_by_limit"}
    )


def _written(event: Event, known: Known) -> Meaning:
    who, at, ts = author(event, known), moment(text(event, "ts")), text(event, "ts")
    where = place(event, event)
    if who is None or at is None or not where.channel:
        return Ignored("no author" if who is None else "no place")
    clean, tree, named = written(event, known)
    brought = files(event, known)
    key = f"slack:{known.team}:{where.channel}:{ts}"
    named = named or text(event, "type") == "app_mention"
    if not clean.text and not brought and not named:
        return Ignored("empty")
    asked = commands.addressed(clean.text) if clean.text or brought else ("help", "")
    if named and asked and not who.agent:
        return Command(id=key, at=at, by=who, place=where, kind=asked[0], argument=asked[1])
    heard = Replied(
        id=key,
        at=at,
        by=who,
        thread=thread(where, known),
        message=ts,
        text=clean.text,
        permalink=permalink(where, ts, known),
        redactions=clean.redactions,
        tree=tree,
    )
    under_us = known.bot_user == text(event, "parent_user_id") != ""
    return Said(heard, where, brought, addressed=named, reply=where.root != ts, under_us=under_us)


def _changed(event: Event, known: Known) -> Meaning:
    """An edit. Unfurled links come as one too, with the same text; a root with replies is deleted by one."""
    new, old = mapping(event, "message"), mapping(event, "previous_message")
    if text(new, "subtype") == "tombstone":
        return _deleted(event, text(new, "ts"), known)
    who = author(new, known)
    ts, edited = text(new, "ts"), text(new, "edited", "ts") or text(event, "ts")
    at = moment(edited)
    where = place(event, new)
    if who is None or at is None or moment(ts) is None or not where.channel:
        return Ignored("no author" if who is None else "no place")
    if text(new, "subtype") not in (*ANSWERS, "bot_message") or text(new, "text") == text(old, "text"):
        return Ignored("same words")
    clean, tree, named = written(new, known)
    heard = Edited(
        id=f"slack:{known.team}:{where.channel}:{ts}:edit:{edited}",
        at=at,
        by=who,
        thread=thread(where, known),
        message=ts,
        text=clean.text,
        redactions=clean.redactions,
        tree=tree,
    )
    return Said(heard, where, files(new, known), addressed=named, reply=where.root != ts)


def _deleted(event: Event, ts: str, known: Known) -> Meaning:
    """A message gone. Slack does not say who deleted it; it is taken for its author."""
    old = mapping(event, "previous_message")
    channel = text(event, "channel")
    if moment(ts) is None or not channel:
        return Ignored("no place")
    if is_ours(old, known):
        return PostGone(channel, ts)
    who, at = author(old, known), moment(text(event, "event_ts") or text(event, "ts")) or moment(ts)
    if who is None or at is None:
        return Ignored("no author")
    where = place(event, {**old, "ts": ts})
    heard = Deleted(
        id=f"slack:{known.team}:{channel}:{ts}:delete", at=at, by=who, thread=thread(where, known), message=ts
    )
    return Said(heard, where, reply=where.root != ts)


def permalink(where: Place, ts: str, known: Known) -> str:
    """The address of a message, empty where the workspace's is not known."""
    if not known.url:
        return ""
    link = f"{known.url.rstrip('/')}/archives/{where.channel}/p{ts.replace('.', '')}"
    return link if where.root == ts else f"{link}?thread_ts={where.root}&cid={where.channel}"
