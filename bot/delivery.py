"""One try of one row of the outbox: what it means is done through a port, and what became of it is sorted."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot import addressing, ports
from bot.domain.errors import Incident, Later, PersonLost, PlaceLost, Refused
from bot.domain.heard import BOT, Fetched, Published, ThreadOpened
from bot.domain.review import Review, ThreadRef
from bot.domain.says import Draw, Fetch, Invite, Place, Publish, React, Say
from bot.domain.tree import Card
from bot.missed import Missed
from bot.outcome import outcome, reason, still_unclear
from bot.ports import Claim, Dead, OpenThread, Result, RetryAt, Sendable, Sent, Unclear
from bot.unseen import is_said_again

Told = tuple[tuple[str, str], ...]

CALL_S = 25.0  # looking, and doing: both together shorter than the lease
FETCH_S = 50.0  # a large run is fetched, read, cleaned and kept; nothing is looked for before it
NUDGE = "nudge"  # what is said to remind somebody, who is not told in vain twice
REACTION_LIVES = timedelta(minutes=1)
FETCHED_FOR = timedelta(days=1)
"""How long a run is tried for that is not there, or whose backend is down."""

TOLD_AT = 2
"""The failed try at which people hear of it: most runs are there at the first or the second."""


@dataclass(frozen=True)
class Delivery:
    """Knows the way to every chat and target. Platforms and publishers are found by name."""

    store: ports.Store
    chats: Mapping[str, ports.Chat]
    voice: ports.Voice
    publishers: Mapping[str, ports.Publisher]
    clock: ports.Clock
    runs: ports.RunFetcher | None = None
    drawer: ports.RunDrawer | None = None

    async def deliver(self, claim: Claim) -> Result:
        """Do it once, or find that it was done; a result for every error this house has a name for."""
        if claim.ambiguous:
            try:
                async with asyncio.timeout(CALL_S):
                    found = await self._look(claim)
            except (Incident, TimeoutError) as error:
                return await self._told(claim, still_unclear(claim, error, self.clock.now()), error)
            if found is not None:
                return found
        try:
            async with asyncio.timeout(FETCH_S if isinstance(claim.outgoing.what, Fetch) else CALL_S):
                return await self._do(claim)
        except (Incident, TimeoutError) as error:
            return await self._told(claim, outcome(claim, error, self.clock.now()), error)

    async def failed(self, claim: Claim, fault: BaseException) -> Result:
        """What a fault of ours in a try means for its row."""
        return await self._told(claim, outcome(claim, fault, self.clock.now()), fault)

    async def _told(self, claim: Claim, result: Result, error: BaseException) -> Result:
        """The result, once those who wait for a row that is given up know of it.

        A publication is heard of like one that came through; so is a thread that takes no more words. Whoever asked
        for a thread that could not be made is told; so is the owner of words that could not be said.
        """
        what = claim.outgoing.what
        if isinstance(what, Fetch):
            return self._not_fetched(claim, what, result, error)
        if not isinstance(result, Dead):
            return result
        if isinstance(what, Publish):
            trouble = error.key if isinstance(error, Incident) else type(error).__name__
            return replace(result, then=self._published(claim, what, trouble=trouble, told=_values(error)))
        if isinstance(what, OpenThread):
            await asyncio.to_thread(self._not_opened, claim, what, error)
        elif isinstance(error, PersonLost) and isinstance(what, Say) and what.key == NUDGE:
            return replace(result, then=addressing.unreachable(claim, what, self.clock.now()))
        elif isinstance(error, PlaceLost) and claim.thread is not None and not _was_left(what):
            return replace(result, then=addressing.lost(claim, claim.thread, error.key, self.clock.now()))
        elif isinstance(what, Say):
            await asyncio.to_thread(self._not_said, claim, what, error)
        return result

    def _not_fetched(self, claim: Claim, what: Fetch, result: Result, error: BaseException) -> Result:
        """Said when it fails a second time, and when it is given up; between them it is tried in silence."""
        trouble = error.key if isinstance(error, Incident) else "source_unreachable"
        is_late = self.clock.now() - claim.outgoing.due_at > FETCHED_FOR
        match result:
            case RetryAt(at=at, why=why) | Unclear(at=at, why=why) if (
                not is_late
            ):  # asking again does no harm
                heard = self._fetched(claim, what, trouble=trouble)
                return RetryAt(at, why, heard if claim.attempt == TOLD_AT else None)
            case _:
                given_up = "source_given_up" if is_late else trouble
                return Dead(reason(error), self._fetched(claim, what, trouble=given_up))

    def _not_opened(self, claim: Claim, what: OpenThread, error: BaseException) -> None:
        review = self._review(claim.outgoing.review)
        Missed(self.store, self.voice).thread(claim, what, review, error, self.clock.now())

    def _not_said(self, claim: Claim, what: Say, error: BaseException) -> None:
        review = self._review(claim.outgoing.review)
        Missed(self.store, self.voice).words(claim, what, review, error, self.clock.now())

    async def _look(self, claim: Claim) -> Sent | None:
        """Find what an earlier try made; None where nothing is found, or doing it twice does no harm."""
        what, place = claim.outgoing.what, addressing.looked_in(claim)
        if place is None:
            return None
        chat = self._chat(place.platform)
        if not chat.looks:
            return None if is_said_again(what) else Sent()
        found = await chat.find(place, claim.outgoing.key)
        if found is None:
            return None
        if isinstance(what, OpenThread):
            return self._opened(claim, what, replace(place, thread=found))
        return Sent(found)

    async def _do(self, claim: Claim) -> Result:
        match claim.outgoing.what:
            case OpenThread() as opening:
                return await self._open(claim, opening)
            case Publish() as publish:
                return await self._publish(claim, publish)
            case Draw() as draw:
                return await self._draw(claim, draw)
            case Fetch() as fetch:
                return await self._fetch(claim, fetch)
            case Invite() as invite:
                return await self._invite(claim, invite)
            case React(message, mark):
                if self.clock.now() - claim.outgoing.due_at <= REACTION_LIVES:  # later it would only startle
                    thread = addressing.thread(claim)
                    await self._chat(thread.platform).react(thread, message, mark)
                return Sent()
            case Say() as say:
                return Sent(await self._say(claim, say))

    async def _say(self, claim: Claim, say: Say) -> str:
        card, key = self._spoken(say), claim.outgoing.key
        if say.place is Place.ALONE:
            person = addressing.person(say)
            return await self._chat(addressing.alone(person).platform).direct(person, card, key)
        thread = say.thread or addressing.thread(claim)
        chat = self._chat(thread.platform)
        if say.id == "card":
            await chat.update(thread, thread.thread, card)
            return thread.thread
        if say.place is Place.CHANNEL:
            return await chat.announce(thread.channel, card, key)
        if say.place is Place.WHISPER:
            return await chat.whisper(thread, addressing.person(say), card, key)
        return await chat.post(thread, card, key)

    async def _open(self, claim: Claim, what: OpenThread) -> Sent:
        if claim.thread is not None and claim.thread != what.leaves:
            return Sent(claim.thread.thread)  # an earlier try was heard of; only its result was not written
        root = addressing.root(claim, what)
        chat = self._chat(root.platform)
        thread = await chat.open_thread(root.channel, self._spoken(what.card), claim.outgoing.key)
        return self._opened(claim, what, thread)

    def _opened(self, claim: Claim, what: OpenThread, thread: ThreadRef) -> Sent:
        row = claim.outgoing
        heard = ThreadOpened(
            id=f"opened:{row.key}",
            at=self.clock.now(),
            by=BOT,
            review=row.review,
            thread=thread,
            private=what.private,
        )
        return Sent(thread.thread, heard)

    async def _fetch(self, claim: Claim, what: Fetch) -> Sent:
        if self.runs is None:
            raise Refused("source_not_configured")
        return Sent(
            then=self._fetched(claim, what, **await self.runs.fetch(what.link, claim.outgoing.review))
        )

    async def _draw(self, claim: Claim, what: Draw) -> Sent:
        """A picture in the thread, where pictures are shown at all."""
        if self.drawer is None:
            return Sent()
        thread = addressing.thread(claim)
        chat = self._chat(thread.platform)
        review = await asyncio.to_thread(self._review, claim.outgoing.review)
        found = next((each for each in review.evidence if each.id == what.evidence), None)
        if found is None:
            raise Refused("no_trace", evidence=what.evidence)
        drawn = await asyncio.to_thread(self.drawer.draw, review, found, what.point, chat.shows)
        name = f"{review.key}-{what.evidence}.{chat.shows}"
        return Sent(await chat.upload(thread, name, drawn.content, drawn.described))

    async def _invite(self, claim: Claim, what: Invite) -> Sent:
        """The calendar file, in the thread: whoever comes along needs it too."""
        thread, now = addressing.thread(claim), self.clock.now()
        review = await asyncio.to_thread(self._review, claim.outgoing.review)
        content = self.voice.invitation(review, what.about, what.at or now, now)
        return Sent(await self._chat(thread.platform).upload(thread, f"{review.key}-call.ics", content))

    def _fetched(self, claim: Claim, wanted: Fetch, **fields: Any) -> Fetched:
        row = claim.outgoing
        return Fetched(
            id=f"fetched:{row.key}:{claim.attempt}",
            at=self.clock.now(),
            by=BOT,
            review=row.review,
            thread=claim.thread,
            evidence=wanted.evidence,
            **{"what": wanted.link, "kind": "link", "source": wanted.link, **fields},
        )

    async def _publish(self, claim: Claim, publish: Publish) -> Sent:
        publisher = self.publishers.get(publish.target)
        if publisher is None:
            raise Refused("publish_unknown_target", target=publish.target)
        review = await asyncio.to_thread(self._review, claim.outgoing.review)
        publication = await publisher.publish(review, _previous(review, publish.target), publish.choice)
        done = self._published(claim, publish, digest=publication.digest, link=publication.link)
        return Sent(publication.link, done)

    def _published(
        self,
        claim: Claim,
        publish: Publish,
        *,
        digest: str = "",
        link: str = "",
        trouble: str = "",
        told: Told = (),
    ) -> Published:
        row = claim.outgoing
        return Published(
            id=f"published:{row.key}",
            at=self.clock.now(),
            by=BOT,
            review=row.review,
            thread=claim.thread,
            target=publish.target,
            version=publish.version,
            digest=digest,
            link=link,
            trouble=trouble,
            told=told,
        )

    def _review(self, number: int) -> Review:
        """The review with its whole statement log."""
        with self.store.unit() as work:
            review, statements = work.review(number), work.log(number)
        if review is None:
            raise Refused("review_unknown", number=number)
        return replace(review, statements=statements)

    def _chat(self, platform: str) -> ports.Chat:
        """The chat of a platform. A row for one this process does not serve waits for a process that does."""
        if (chat := self.chats.get(platform)) is None:
            raise Later("chat_not_served_here", platform=platform)
        return chat

    def _spoken(self, say: Say) -> Card:
        """The words; what cannot be rendered now will not be rendered by waiting."""
        try:
            return self.voice.speak(say)
        except Incident as error:
            raise Refused(error.key, **error.values) from error


def _values(error: BaseException) -> Told:
    """What the sentence of a trouble shows."""
    if not isinstance(error, Incident):
        return ()
    return tuple((name, str(value)) for name, value in error.values.items() if value is not None)


def _was_left(what: Sendable) -> bool:
    """Whether this was said where the review moved away from: nobody misses that place."""
    return isinstance(what, Say) and what.thread is not None


def _previous(review: Review, target: str) -> ports.Publication | None:
    """What stands on a target: the newest publication there that came through."""
    done = [p for p in review.publications if p.target == target and not p.trouble]
    return ports.Publication(done[-1].link, done[-1].digest) if done else None
