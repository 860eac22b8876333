"""What is heard of people's time and of where they are: kept, and what they are owed is planned anew."""

from dataclasses import replace

from bot.domain.absence import ShownAway
from bot.domain.away_words import first_day_back
from bot.domain.due import Diaries, Diary
from bot.domain.heard import (
    BOT,
    Heard,
    Membership,
    Resting,
    SaidAway,
    StatusShown,
    Unreachable,
    ZoneKnown,
)
from bot.domain.nudge_item import day_parts
from bot.domain.reminders import PLAN
from bot.domain.review import PersonKey
from bot.domain.says import Place, Reply, Say
from bot.journeys.desk import Desk
from bot.ports import Timer, Work


def zone_known(work: Work, heard: ZoneKnown, desk: Desk) -> None:
    """Somebody's zone, and whether their account is off."""
    diary = _diary(work, heard.person)
    _keep(work, heard.person, replace(diary, zone=heard.zone or diary.zone, gone=heard.gone), desk)


def resting(work: Work, heard: Resting, desk: Desk) -> None:
    """Somebody's do-not-disturb began, is to come, or ended."""
    known = _diary(work, heard.person)
    rest = replace(known, undisturbed_from=heard.begins, undisturbed_until=heard.until)
    _keep(work, heard.person, rest, desk)


def status_shown(work: Work, heard: StatusShown, desk: Desk) -> None:
    """What the chat shows beside a name: an absence where the policy reads it so, and where it is none, no more one."""
    known = _diary(work, heard.person)
    over = heard.until is not None and heard.until <= heard.at
    shown = None
    if heard.status in desk.policy.away_statuses and not over:
        same = known.shown_away is not None and known.shown_away.until == heard.until
        shown = known.shown_away if same else ShownAway(heard.at, heard.until)
    _keep(work, heard.person, replace(known, shown_away=shown), desk)


def said_away(work: Work, heard: SaidAway, desk: Desk) -> Reply:
    """Somebody says that they are away, or back. PersonError `away_*` for words that say no day to come."""
    person = heard.person or heard.by.person
    known = _diary(work, person)
    today = Diaries(desk.policy, {person: known}).today(person, desk.now)
    back = first_day_back(heard.until, today) if heard.until else None
    _keep(work, person, replace(known, away_until=back, away_said_at=heard.at), desk)
    values = {"day": day_parts(back, today) if back else ""}
    return Reply(say=Say("away", values, "away", Place.WHISPER, person))


def membership(work: Work, heard: Membership, desk: Desk) -> None:
    """Somebody left a channel: of its reviews, what they own goes back. Who comes in again is as before."""
    known, channel = _diary(work, heard.person), frozenset({heard.channel})
    left = known.left_channels - channel if heard.here else known.left_channels | channel
    _keep(work, heard.person, replace(known, left_channels=left), desk)


def unreachable(work: Work, heard: Unreachable, desk: Desk) -> None:
    """Somebody cannot be written to: the next plan gives what they own back, until the platform says otherwise."""
    _keep(work, heard.person, replace(_diary(work, heard.person), gone=True), desk)


def present(work: Work, heard: Heard, desk: Desk) -> None:
    """Whoever writes or presses is there: they can be reached again, and take part in that review again."""
    person = heard.by.person
    if heard.by == BOT:
        return
    known = _diary(work, person)
    if known.gone or known.left_channels:
        left = known.left_channels - {_channel(work, heard)}
        _keep(work, person, replace(known, gone=False, left_channels=left), desk)


def _channel(work: Work, heard: Heard) -> str:
    """The channel of the review something is heard about, "" for none."""
    if heard.thread is not None:
        return heard.thread.channel
    review = work.review(heard.review) if heard.review is not None else None
    return review.thread.channel if review is not None and review.thread is not None else ""


def _diary(work: Work, person: PersonKey) -> Diary:
    return work.diaries({person}).get(person, Diary())


def _keep(work: Work, person: PersonKey, diary: Diary, desk: Desk) -> None:
    """Nothing is planned anew where nothing is new: platforms tell of every change of a picture."""
    if diary == _diary(work, person):
        return
    work.keep_diary(person, diary)
    for number in work.concerning(person):
        work.wait(Timer(number, PLAN, desk.now))
