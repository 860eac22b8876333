"""Words in the thread that are a command and nothing else: the whole message, or one line that names a person."""

import re
from collections.abc import Callable, Mapping

from bot.domain.errors import PersonError
from bot.domain.heard import Replied
from bot.domain.interview import closing, hearing, notes, proceeding, proving, steering, unknowns
from bot.domain.interview.room import Room, joined
from bot.domain.review import PersonKey, Review
from bot.domain.says import Place, Say, Step
from bot.domain.script import Lexicon

Act = Callable[[Review, Replied, str, Room], Step]

LONGEST = 80
"""A command is one line of at most this many characters; longer text is an answer."""

WITH_ARGUMENT = ("hand_over", "hand_to", "edit", "built", "verify", "agent_is")
"""Commands followed by something: a person, a question, a wall."""


def parse(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The command a message is, and its argument; None for an answer."""
    line = text.strip()
    if "\n" in line or len(line) > LONGEST:
        return None
    bare = _bare(line)
    for name in lexicon.lists:
        if not name.startswith("command_"):
            continue
        command = name.removeprefix("command_")
        for phrase in lexicon.words(name):
            if command not in WITH_ARGUMENT and bare == phrase:
                return command, ""
            if command in WITH_ARGUMENT and _begins(bare, phrase):
                return command, line[len(phrase) :].strip()
    return None


def _bare(line: str) -> str:
    """The line in lower case, without a closing mark, quotes made straight."""
    return line.casefold().replace("’", "'").rstrip(" .!")


def _begins(bare: str, phrase: str) -> bool:
    """Whether a line is a phrase and one more word or two."""
    rest = bare.removeprefix(phrase)
    return rest != bare and re.fullmatch(r"\s+@?\S+(\s\S+)?", rest) is not None


def obey(review: Review, heard: Replied, room: Room) -> Step | None:
    """What a command does; None where the message is none, or nothing it could mean is there."""
    lexicon = room.lexicon(heard.text) or room.script.lexicons[0]
    found = parse(heard.text, lexicon)
    if found is None or found[0] not in COMMANDS:
        return None
    try:
        return COMMANDS[found[0]](joined(review, heard.by), heard, found[1], room)
    except PersonError as error:
        values = {"error": error.key, "values": error.values}
        said = Say("refused", values, f"refused:{heard.message}", Place.WHISPER, heard.by.person)
        return Step(review).saying(said)


def person_named(name: str, room: Room) -> PersonKey:
    """The person meant by `@ana`; PersonError where nobody here has that name."""
    wanted = name.strip().lstrip("@").casefold()
    for known in room.people:
        if wanted in {known.name.casefold(), known.person.casefold()}:
            return known.person
    raise PersonError("no_such_person", name=name.strip().lstrip("@"))


def _agent_is(review: Review, heard: Replied, name: str, room: Room) -> Step:
    """Mark somebody's messages as the agent's own: from now on kept as its later account."""
    del heard
    person = person_named(name, room)
    known = next(s for s in room.people if s.person == person)
    return Step(joined(review, hearing.as_agent(known)))


def _done(review: Review, heard: Replied, _: str, room: Room) -> Step:
    return closing.finish(review, heard.by, room)


def _dont_know(review: Review, heard: Replied, _: str, room: Room) -> Step:
    del heard
    return unknowns.ask_owner(review, room) if review.asking else Step(review)


def _help(review: Review, heard: Replied, _: str, room: Room) -> Step:
    del room
    return Step(review).saying(Say("help", {}, f"help:{heard.message}"))


COMMANDS: Mapping[str, Act] = {
    "agent_is": _agent_is,
    "back": lambda r, _h, _a, room: steering.back(r, room),
    "built": lambda r, h, wall, room: proving.built(r, wall.upper(), h.by, room),
    "done": _done,
    "dont_know": _dont_know,
    "edit": lambda r, _h, target, room: steering.go_to(r, target, room),
    "go_on": lambda r, _h, _a, room: steering.go_on(r, room),
    "hand_over": lambda r, h, name, room: steering.hand_over(r, person_named(name, room), h.by, room),
    "hand_to": lambda r, h, name, room: steering.hand_question(r, person_named(name, room), h.by, room),
    "help": _help,
    "next": lambda r, h, _a, room: steering.show_open(r, h.by, room),
    "quiet": lambda r, h, _a, room: steering.hush(r, h.by, room),
    "skip": lambda r, _h, _a, room: proceeding.skip(r, room),
    "thats_all": lambda r, _h, _a, room: hearing.work_off(r, room),
    "verify": lambda r, h, wall, room: proving.verified(r, wall.upper(), h.by, room),
    "continue": lambda r, _h, _a, room: proceeding.proceed(r, notes.NOTHING, room),
}
"""Every command of the thread; its phrases are the lists `command_*` of `prompts/words.yml`."""
