"""What sources have in common whose links name a trace by its id."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from bot.traces.sources.fetching import Door
from bot.traces.sources.sites import Site


@dataclass(frozen=True)
class ByTraceId(ABC):
    """A backend at its site; a link is recognised by the id that it leads to."""

    site: Site
    door: Door

    def recognises(self, link: str) -> bool:
        """Whether the link is one to a trace there."""
        return bool(self._trace_id(link))

    @abstractmethod
    def _trace_id(self, link: str) -> str:
        """The id in a link, in the form that is asked for; empty where it is no link of this backend."""
