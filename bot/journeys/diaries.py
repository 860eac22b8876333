"""What a chat platform says of people's time: kept, and what they are owed is planned anew."""

from dataclasses import replace

from bot.domain.due import Diary
from bot.domain.heard import Resting, Unreachable, ZoneKnown
from bot.domain.reminders import PLAN
from bot.domain.review import PersonKey
from bot.journeys.desk import Desk
from bot.ports import Timer, Work


def zone_known(work: Work, heard: ZoneKnown, desk: Desk) -> None:
    """Somebody's zone, and whether their account is off."""
    diary = _diary(work, heard.person)
    _keep(work, heard.person, replace(diary, zone=heard.zone or diary.zone, gone=heard.gone), desk)


def resting(work: Work, heard: Resting, desk: Desk) -> None:
    """Somebody's do-not-disturb began, or ended."""
    _keep(work, heard.person, replace(_diary(work, heard.person), undisturbed_until=heard.until), desk)


def unreachable(work: Work, heard: Unreachable, desk: Desk) -> None:
    """Somebody cannot be written to: the next plan gives what they own back, until the platform says otherwise."""
    _keep(work, heard.person, replace(_diary(work, heard.person), gone=True), desk)


def _diary(work: Work, person: PersonKey) -> Diary:
    return work.diaries({person}).get(person, Diary())


def _keep(work: Work, person: PersonKey, diary: Diary, desk: Desk) -> None:
    """Nothing is planned anew where nothing is new: platforms tell of every change of a picture."""
    if diary == _diary(work, person):
        return
    work.keep_diary(person, diary)
    for number in work.concerning(person):
        work.wait(Timer(number, PLAN, desk.now))
