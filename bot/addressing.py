"""Where a row of the outbox goes: a thread, a channel, one person; and what is heard when it is gone."""

from dataclasses import replace
from datetime import datetime

from bot.domain.errors import Later, Refused
from bot.domain.heard import BOT, ThreadLost, Unreachable, thread_lost_id
from bot.domain.review import PersonKey, ThreadRef
from bot.domain.says import Place, Say
from bot.ports import Claim, OpenThread


def lost(claim: Claim, thread: ThreadRef, why: str, now: datetime) -> ThreadLost:
    """Heard once for each place, however many rows fail there."""
    number = claim.outgoing.review
    return ThreadLost(id=thread_lost_id(thread), at=now, by=BOT, review=number, thread=thread, why=why)


def unreachable(claim: Claim, say: Say, now: datetime) -> Unreachable:
    """Heard once for each message that could not be brought to its person."""
    return Unreachable(id=f"unreachable:{claim.outgoing.key}", at=now, by=BOT, person=person(say))


def root(claim: Claim, what: OpenThread) -> ThreadRef:
    """The channel a thread is to be opened in, as a place to look in: its thread is still empty."""
    platform, _, workspace = claim.workspace.partition(":")
    return ThreadRef(platform, workspace, what.channel or claim.channel, "")


def thread(claim: Claim) -> ThreadRef:
    """Where the review lives by now; Later while it has no thread yet."""
    if claim.thread is None:
        raise Later("chat_no_thread_yet")
    return claim.thread


def person(say: Say) -> PersonKey:
    """Whom it is said to alone; Refused where nobody is named."""
    if say.to is None:
        raise Refused("say_to_nobody", say=say.key)
    return say.to


def alone(to: PersonKey) -> ThreadRef:
    """Where a direct message to somebody is looked for: the channel is the person."""
    platform, workspace, _ = to.split(":", 2)
    return ThreadRef(platform, workspace, to, "")


def looked_in(claim: Claim) -> ThreadRef | None:
    """Where an earlier try would have left something; None where doing it twice does no harm."""
    match claim.outgoing.what:
        case OpenThread() as opening:
            return root(claim, opening) if claim.thread == opening.leaves else None
        case Say(id="card"):
            return None
        case Say(place=Place.ALONE | Place.WHISPER) as say:  # a whisper may have gone out as a direct message
            return alone(person(say))
        case Say(place=Place.CHANNEL):
            return replace(thread(claim), thread="")
        case Say() as say:
            return say.thread or thread(claim)
        case _:
            return None
