"""A configured backend: where people look at it, where it is read, and the credentials that belong there alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from yarl import URL

from bot.domain.errors import PersonError
from bot.traces.sources.links import Link, parsed


@dataclass(frozen=True)
class Site:
    """One backend. `name` is what people call it, `setting` what holds its credentials, as a sentence needs them."""

    name: str
    api: URL
    setting: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    pages: tuple[Link, ...] = ()  # where people look; a link is recognised by these alone

    def steps(self, link: str) -> tuple[Link, tuple[str, ...]] | None:
        """The link, and the steps of its path below this site; None where it is no link of this site."""
        found = parsed(link)
        if found is None:
            return None
        above = [len(page.steps) for page in self.pages if _is_below(found, page)]
        return (found, found.steps[max(above) :]) if above else None

    def address(self, steps: tuple[str, ...], query: tuple[tuple[str, str], ...] = ()) -> URL:
        """An address of its API, made of ids and never of a pasted link."""
        path = "/".join([self.api.raw_path.rstrip("/"), *(quote(step, safe="") for step in steps)])
        return self.api.with_path(path, encoded=True).with_query(list(query) or None)


def site(
    name: str, url: str, setting: str, *, headers: Mapping[str, str] | None = None, api: str = ""
) -> Site:
    """The site at the address of a setting. PersonError `setting_bad` where that is no address."""
    page = parsed(url)
    if page is None or parsed(api or url) is None:
        raise PersonError("setting_bad", name=setting, value=api or url, wants="https://…/")
    return Site(name, URL(api or url), setting, headers or {}, (page,))


def _is_below(link: Link, page: Link) -> bool:
    """One host, one port, a path below; plain and encrypted links are the same, for neither is ever called."""
    usual = link.has_usual_port and page.has_usual_port
    is_there = link.host == page.host and (link.port == page.port or usual)
    return is_there and link.steps[: len(page.steps)] == page.steps
