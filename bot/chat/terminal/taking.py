"""One typed line, taken: who speaks is found, then done what they mean; trouble becomes a sentence."""

from dataclasses import replace

from bot.chat.terminal import buttons, doing, filling, proving
from bot.chat.terminal.form import Dialog
from bot.chat.terminal.listen import is_ours, meaning, speaker
from bot.chat.terminal.session import Session
from bot.chat.terminal.typed import (
    Arrives,
    AsksForm,
    Attaches,
    Deletes,
    Edits,
    IsAgent,
    Links,
    Looks,
    Mistyped,
    Opens,
    Pastes,
    PressesLabel,
    PressesNumber,
    Says,
    SaysAway,
    ShowsDiff,
    ShowsPoints,
    ShowsWindow,
    TellsOfChange,
    Typed,
    Uses,
)
from bot.domain.errors import Incident, PersonError
from bot.domain.heard import Speaker

END_OF_PASTE = "."


async def line(session: Session, typed: str) -> None:
    """Take a line as typed. Nothing is raised: what is wrong is said, and nothing is lost."""
    session.screen.burst += 1
    typed = typed.encode(errors="replace").decode()  # half a sign, which nothing can keep
    try:
        if session.pasting:
            await _paste(session, typed)
        elif typed.strip() or _form_of(session) is not None:
            await _spoken(session, typed)
    except Incident as error:
        who = session.speaker.person if session.speaker else None
        session.screen.note(session.sentence(error), who)


async def _spoken(session: Session, typed: str) -> None:
    people = frozenset(person.name.casefold() for person in await session.people())
    name, body = speaker(typed, opening_words(session), people)
    if name:
        session.speaker = await session.called(name)
    if session.speaker is None:
        raise PersonError("who_speaks")
    who = session.speaker
    dialog = _form_of(session)
    if dialog is not None and not is_ours(body):
        await filling.fill(session, who, dialog, body)
        return
    await perform(session, who, meaning(body), body)


def _form_of(session: Session) -> Dialog | None:
    """The form that whoever speaks has open: there, an empty line is a value too."""
    return session.forms.get(session.speaker.person) if session.speaker else None


def opening_words(session: Session) -> frozenset[str]:
    """Words that open a line of an answer ("Options: ..."), as in the word lists of every language the bot reads."""
    lexicons = session.house.voice.script.lexicons
    lists = (
        words for lexicon in lexicons for name, words in lexicon.lists.items() if name.endswith("_label")
    )
    return frozenset(word.casefold() for words in lists for word in words)


async def perform(session: Session, who: Speaker, typed: Typed, body: str = "") -> None:
    """Do what was meant. Incident where it cannot be done."""
    match typed:
        case Says(text):
            await doing.say(session, who, text)
        case PressesNumber(number):
            found = doing.by_number(session, who, number)
            await (doing.press(session, who, found) if found else doing.say(session, who, body))
        case PressesLabel(label, on):
            found = buttons.labelled(session.screen, who.person, session.thread, label, on)
            await doing.press(session, who, found)
        case Edits(number, text):
            await doing.edit(session, who, number, text)
        case Deletes(number):
            await doing.delete(session, who, number)
        case TellsOfChange(agent, what):
            await doing.tell_of_change(session, who, agent, what)
        case SaysAway():
            await doing.tell_of_absence(session, who, typed)
        case Arrives():
            session.screen.note(session.words("speaks_now", name=who.name))
        case IsAgent():
            session.speaker = replace(who, agent=True)
            await session.meet(session.speaker)
            session.screen.note(session.words("agent_now", name=who.name))
        case _:
            await _command(session, who, typed)


async def _command(session: Session, who: Speaker, typed: Typed) -> None:
    """What is typed with a command: reviews, forms, evidence."""
    match typed:
        case Opens():
            await doing.open_review(session, who, typed)
        case Looks(kind, argument):
            await doing.look(session, who, kind, argument)
        case AsksForm(form):
            session.need_thread()
            await filling.open_form(session, who, form, "", review=session.number)
        case Mistyped(word, nearest):
            raise PersonError("unknown_command", word=word, nearest=nearest)
        case Uses(number):
            await doing.use(session, who, number)
        case Attaches(path, kind):
            await proving.attach_file(session, who, path, kind)
        case Links(url):
            await proving.attach_link(session, who, url)
        case Pastes(name):
            session.need_thread()
            session.pasting, session.pasted = name, []
            session.screen.note(session.words("paste_now", name=name, end=END_OF_PASTE), who.person)
        case ShowsPoints(evidence):
            await proving.show_points(session, who, evidence)
        case ShowsWindow(number, evidence):
            await proving.show_window(session, who, number, evidence)
        case ShowsDiff(before, after, evidence):
            await proving.show_difference(session, who, (before, after), evidence)
        case _:
            raise TypeError(type(typed).__name__)


async def _paste(session: Session, typed: str) -> None:
    """A line of pasted text, or many at once as a terminal hands them over; a lone full stop ends it."""
    *further, last = (line.rstrip("\r") for line in typed.split("\n"))
    session.pasted += further
    if last != END_OF_PASTE:
        session.pasted.append(last)
        return
    name, text = session.pasting, "\n".join(session.pasted)
    session.pasting, session.pasted = "", []
    if session.speaker is not None:
        await proving.attach_text(session, session.speaker, name, text)
