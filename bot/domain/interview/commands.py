"""Words in the thread that are a command and nothing else: the whole message, or one line that names what it is about.

What only looks like one ("edit the template", "hand to support") is an answer.
"""

import re
from collections.abc import Callable, Mapping

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Replied, Speaker
from bot.domain.interview import (
    closing,
    dontknow,
    hearing,
    identifying,
    owning,
    proceeding,
    proving,
    pushing,
    quick,
    steering,
)
from bot.domain.interview.gaps import letter_for
from bot.domain.interview.rights import is_agent, is_in
from bot.domain.interview.room import Room, invited, joined
from bot.domain.review import PersonKey, Review
from bot.domain.says import Place, Say, Step
from bot.domain.script import Lexicon
from bot.domain.vocabulary import Question

Act = Callable[[Review, Replied, str, Room], Step]

LONGEST = 80
"""A command is one line of at most this many characters; longer text is an answer."""

QUESTION = re.compile(r"[a-z]?\s?\d{1,2}", re.IGNORECASE)
WALL = re.compile(r"w\d{1,3}", re.IGNORECASE)
NAME = re.compile(r"@?\S+(\s\S+)?")

WITH_ARGUMENT: Mapping[str, re.Pattern[str]] = {
    "hand_over": NAME,
    "hand_to": NAME,
    "agent_is": NAME,
    "agent_is_not": NAME,
    "edit": QUESTION,
    "built": WALL,
    "verify": WALL,
}
"""Commands followed by something, and what it looks like: a person, a question, a wall."""


def parse(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The command a message is, and its argument; None for an answer. Of two that fit, the longer phrase is meant."""
    line = text.strip()
    if "\n" in line or len(line) > LONGEST:
        return None
    names = (name for name in lexicon.lists if name.startswith("command_"))
    phrases = ((name.removeprefix("command_"), phrase) for name in names for phrase in lexicon.words(name))
    found = [
        (phrase, command, said)
        for command, phrase in phrases
        if (said := _said(line, command, phrase)) is not None
    ]
    if not found:
        return None
    _, command, argument = max(found, key=lambda each: len(each[0]))
    return command, argument


def _said(line: str, command: str, phrase: str) -> str | None:
    """What a line says after the phrase of a command, empty where nothing belongs there; None where it is not that."""
    bare = _bare(line)
    if command not in WITH_ARGUMENT:
        return "" if bare == phrase else None
    argument = line[len(phrase) :].strip(" .!")
    fits = bare.startswith(f"{phrase} ") and WITH_ARGUMENT[command].fullmatch(argument)
    return argument if fits else None


def _bare(line: str) -> str:
    """The line in lower case, without a closing mark, quotes made straight."""
    return line.casefold().replace("’", "'").rstrip(" .!")


def obey(review: Review, heard: Replied, room: Room) -> Step | None:
    """What a command does; None where the message is none, or nothing it could mean is there."""
    lexicon = room.lexicon(heard.text) or room.script.lexicons[0]
    found = parse(heard.text, lexicon)
    if found is None or found[0] not in COMMANDS or is_agent(review, heard.by):
        return None
    if WITH_ARGUMENT.get(found[0]) is NAME and not _could_be_a_name(found[1], room):
        return None
    try:
        if not is_in(review, heard):
            raise NotAllowed("not_reader")
        return COMMANDS[found[0]](joined(review, heard.by), heard, found[1], room)
    except PersonError as error:
        values = {"error": error.key, "values": error.values}
        said = Say("refused", values, f"refused:{heard.message}", Place.WHISPER, heard.by.person)
        return Step(review).saying(said)


def _could_be_a_name(text: str, room: Room) -> bool:
    return text.startswith("@") or _found(text, room) is not None


def _found(name: str, room: Room) -> Speaker | None:
    wanted = name.strip().lstrip("@").casefold()
    return next((s for s in room.people if wanted in {s.name.casefold(), s.person.casefold()}), None)


def person_named(name: str, room: Room) -> PersonKey:
    """The person meant by `@ana`; PersonError where nobody here has that name."""
    if (known := _found(name, room)) is None:
        raise PersonError("no_such_person", name=name.strip().lstrip("@"))
    return known.person


def _agent_is(review: Review, heard: Replied, name: str, room: Room) -> Step:
    """Mark somebody's messages as the agent's own, those it wrote before included."""
    del heard
    person = person_named(name, room)
    if person in {review.opener, review.owner, *(who for who, _ in owning.owed(review))}:
        raise PersonError("owner_is_no_agent")
    return identifying.as_agent(invited(review, person, room), person, room)


def _agent_is_not(review: Review, heard: Replied, name: str, room: Room) -> Step:
    """The mark taken off again: it stood on the wrong person, whose words answer like anybody's."""
    del heard
    known = review.participant(person_named(name, room))
    if known is None or not known.agent:
        return Step(review)
    step = identifying.as_person(review, known, room)
    return step.then(lambda r: hearing.work_off(r, room))


def _done(review: Review, heard: Replied, _: str, room: Room) -> Step:
    return closing.finish(hearing.absorb(review, room), heard.by, room)


def _dont_know(review: Review, heard: Replied, _: str, room: Room) -> Step:
    return dontknow.about_what_is_asked(review, heard.by, room)


def _skip(review: Review, heard: Replied, argument: str, room: Room) -> Step:
    """What is open comes back later; where that cannot be, it is not known."""
    if review.asking is None and review.quick and quick.left(review):
        return quick.skip(review, room)
    if review.asking is None or review.asking is Question.CLOSE:
        return _dont_know(review, heard, argument, room)
    return proceeding.skip(review, review.asking, letter_for(review.asking, review.current), room)


def _thats_all(review: Review, heard: Replied, _: str, room: Room) -> Step:
    """The burst is over; where none is going on, the walls are."""
    del heard
    if dontknow.is_checking_walls(review) and not any(s.pending for s in review.statements):
        return pushing.walls_done(review, room)
    return hearing.work_off(review, room)


def _help(review: Review, heard: Replied, _: str, room: Room) -> Step:
    del room
    return Step(review).saying(Say("help", {}, f"help:{heard.message}"))


COMMANDS: Mapping[str, Act] = {
    "agent_is": _agent_is,
    "agent_is_not": _agent_is_not,
    "back": lambda r, _h, _a, room: steering.back(r, room),
    "built": lambda r, h, wall, room: proving.built(r, wall.upper(), h.by, room),
    "done": _done,
    "dont_know": _dont_know,
    "edit": lambda r, _h, target, room: steering.go_to(r, target.replace(" ", ""), room),
    "go_on": lambda r, _h, _a, room: steering.go_on(r, room),
    "hand_over": lambda r, h, name, room: owning.hand_over(r, person_named(name, room), h.by, room),
    "hand_to": lambda r, h, name, room: steering.hand_question(r, person_named(name, room), h.by, room),
    "help": _help,
    "next": lambda r, h, _a, room: steering.show_open(r, h.by, room),
    "quiet": lambda r, h, _a, room: steering.hush(r, h.by, room),
    "skip": _skip,
    "thats_all": _thats_all,
    "verify": lambda r, h, wall, room: proving.verified(r, wall.upper(), h.by, room),
    "continue": lambda r, _h, _a, room: steering.resume(r, room),
}
"""Every command of the thread; its phrases are the lists `command_*` of `prompts/commands.yml`."""
