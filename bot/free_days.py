"""Public holidays by country, from the library `holidays`, imported when a day is asked for: that takes a while."""

from datetime import date
from functools import lru_cache

from bot.domain.calendar import NO_DAYS

BEFORE, AFTER = 1, 3
"""Years before and after one for which days off are known in it: what is reckoned reaches no further."""


class NoSuchCountry(ValueError):
    """No holidays are known for a country of this name."""


class NoSuchPart(ValueError):
    """The country has no such part; `known` are those it has."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__(*known)
        self.known = known


@lru_cache(maxsize=64)
def holidays(country: str, part: str, year: int) -> frozenset[date]:
    """The public holidays of a country, and of a part of it where one is named, in the years around one.

    `country` is a code of ISO 3166 (`DE`), `part` one of its subdivisions (`BY`). Empty for no country: none.
    NoSuchCountry or NoSuchPart where the library does not know it.
    """
    if not country:
        return NO_DAYS
    from holidays import country_holidays  # noqa: PLC0415 - takes longer to import than a help text to show

    try:
        whole = country_holidays(country)
    except NotImplementedError as error:
        raise NoSuchCountry(country) from error
    if part and part not in whole.subdivisions:
        raise NoSuchPart(tuple(whole.subdivisions))
    years = range(year - BEFORE, year + AFTER + 1)
    return frozenset(country_holidays(country, subdiv=part or None, years=years))
