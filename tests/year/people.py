"""The people of the town, in twelve zones, and everybody's holidays."""

import random
from datetime import date, timedelta

from bot.domain.due import Diary
from bot.domain.review import PersonKey, person_key

WORKSPACE = "terminal:desk"
ZONES = (
    "Pacific/Chatham",  # +12:45, clocks change in the south
    "Australia/Lord_Howe",  # by half an hour
    "Australia/Adelaide",
    "Asia/Tokyo",  # clocks never change
    "Asia/Kathmandu",  # +5:45
    "Asia/Kolkata",
    "Africa/Casablanca",  # set back for Ramadan
    "Europe/Berlin",
    "America/Sao_Paulo",
    "America/St_Johns",  # -3:30
    "America/Santiago",
    "America/Los_Angeles",
)

CHANNELS = ("lobby", "refunds", "hiring")


def somebody(number: int) -> PersonKey:
    """The key of one of the town's people."""
    return person_key("terminal", "desk", f"p{number:02}")


def made_people(count: int, zones: tuple[str, ...]) -> dict[PersonKey, Diary]:
    """So many people, spread over the zones."""
    return {somebody(n): Diary(zone=zones[n % len(zones)]) for n in range(count)}


def made_holidays(rng: random.Random, first: date, days: int) -> frozenset[date]:
    """One day in twenty-five is everybody's holiday, now and then with the day after it."""
    found: set[date] = set()
    for n in range(0, days, 25):
        day = first + timedelta(n + rng.randrange(25))
        found |= {day, day + timedelta(rng.randrange(2))}
    return frozenset(found)
