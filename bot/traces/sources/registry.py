"""Every installed trace source, ours and guests', found by its entry point and built where it is configured."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from bot.domain.errors import PersonError
from bot.ports import TraceSource
from bot.traces.sources.given import Given
from bot.traces.sources.recognised import Known, known

GROUP = "agent_incident.trace_sources"
"""The group of entry points; each names a function of `Given` that gives a source, or None where it is not set."""

Factory = Callable[[Given], TraceSource | None]


@dataclass(frozen=True)
class Sources:
    """The sources that are configured, in the order of their names, and what is wrong with those that cannot be."""

    active: tuple[TraceSource, ...] = ()
    refused: tuple[PersonError, ...] = ()

    def of(self, link: str) -> TraceSource | None:
        """The source that reads a link, None where none does."""
        return next((source for source in self.active if source.recognises(link)), None)

    def known(self, link: str) -> Known | None:
        """What a link leads to that no source reads: an export is to be asked for. None for any other link."""
        return None if self.of(link) else known(link)


def sources(given: Given, found: Iterable[EntryPoint] | None = None) -> Sources:
    """The sources of the settings. A setting that cannot be used leaves its source out, and is told of."""
    active: list[TraceSource] = []
    refused: list[PersonError] = []
    installed = entry_points(group=GROUP) if found is None else found
    for entry in sorted(installed, key=lambda entry: entry.name):
        try:
            source = _loaded(entry)(given)
        except PersonError as error:
            refused.append(error)
            continue
        if source is not None:
            active.append(source)
    return Sources(tuple(active), tuple(refused))


def _loaded(entry: EntryPoint) -> Factory:
    """The function of an entry point. PersonError `source_not_loaded` (source, why) where it is not there."""
    try:
        factory: Factory = entry.load()
    except (ImportError, AttributeError) as error:
        raise PersonError("source_not_loaded", source=entry.name, why=str(error)) from error
    return factory
