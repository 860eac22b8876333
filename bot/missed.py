"""Word for people about what could not be done for them: rows of their own, tried until they arrive."""

import zlib
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Incident
from bot.domain.review import PersonKey, Review, ThreadRef
from bot.domain.says import Place, Say
from bot.outcome import reason
from bot.ports import Claim, OpenThread, Outgoing, Store, Voice


@dataclass(frozen=True)
class Missed:
    """Tells the owner of a review, whose words were given up."""

    store: Store
    voice: Voice

    def thread(
        self, claim: Claim, what: OpenThread, review: Review, error: BaseException, now: datetime
    ) -> None:
        """No thread could be made."""
        key, told = _sentence(error)
        values = {
            "review": review.key,
            "why": self.voice.error(key, told),
            "moves": what.leaves is not None,
        }
        say = Say("not_opened", values, "not_opened", Place.ALONE, review.owner)
        row = claim.outgoing
        self._leave(Outgoing(f"{row.key}:told", row.review, say, now, lane="alone"))

    def words(self, claim: Claim, what: Say, review: Review, error: BaseException, now: datetime) -> None:
        """Something could not be said: told once a day for each reason."""
        place, to = _another_way(review, what, claim.thread)
        if not is_missed(what) or (place is Place.ALONE and to is None):
            return
        key, values = _sentence(error)
        name = next((p.name for p in review.participants if p.person == what.to), "")
        told = {"review": review.key, "to": name, "why": self.voice.error(key, values)}
        id_ = f"not_said:{now:%Y-%m-%d}:{zlib.crc32(reason(error).encode()):08x}:{to or place.value}"
        say = Say("not_said", told, id_, place, to)
        lane = "alone" if to else "words"
        self._leave(Outgoing(f"review:{review.number}:{id_}", review.number, say, now, lane))

    def _leave(self, row: Outgoing) -> None:
        with self.store.unit() as work:
            work.say(row)


def is_missed(what: Say) -> bool:
    """Whether anybody misses it.

    A card is drawn again with the next word, a place that was left has no readers, and nobody is told of words that
    told of others.
    """
    return what.id != "card" and what.key != "not_said" and what.thread is None


def _another_way(review: Review, what: Say, thread: ThreadRef | None) -> tuple[Place, PersonKey | None]:
    """Who hears that something could not be said: the owner, the thread for want of them, else the opener."""
    if what.to != review.owner:
        return Place.ALONE, review.owner
    if thread is not None and what.key != "place_lost":
        return Place.THREAD, None
    return Place.ALONE, review.opener if review.opener != review.owner else None


def _sentence(error: BaseException) -> tuple[str, dict[str, object]]:
    """The key and values of the sentence for an error of any kind."""
    if isinstance(error, Incident):
        return error.key, dict(error.values)
    return "unexpected", {"key": type(error).__name__}
