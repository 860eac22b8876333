"""What people do in the thread: say, open, change their words, press, look something up."""

from dataclasses import replace

from bot.chat.terminal import buttons, recall
from bot.chat.terminal.buttons import Found
from bot.chat.terminal.filling import open_form
from bot.chat.terminal.post import LOBBY, WORKSPACE
from bot.chat.terminal.proving import choose, keep_long, look_into
from bot.chat.terminal.screen import Message
from bot.chat.terminal.session import Session
from bot.chat.terminal.typed import NEWEST, Opens, SaysAway
from bot.domain import wall_filters
from bot.domain.errors import PersonError
from bot.domain.heard import AgentChanged, Deleted, Edited, Opened, Pressed, Replied, SaidAway, Speaker

FORM, POINT, WINDOW = "form:", "point:", "window"


async def say(session: Session, who: Speaker, text: str) -> None:
    """Words for the thread. More than fits one answer is kept as evidence, and its author is told."""
    thread = session.need_thread()
    if session.is_long(text):
        await keep_long(session, who, text)
        return
    clean = session.redact(text)
    heard = Replied(**session.base(who), message="", text=clean.text, redactions=clean.redactions)
    if again := session.again(heard):
        await session.send(again)
        return
    message = session.screen.numbered(thread, who.person)
    session.screen.said(who.name, clean.text, message)
    await session.send(replace(heard, message=message.id))


async def open_review(session: Session, who: Speaker, typed: Opens) -> None:
    """A new review, and its thread from here on."""
    clean = session.redact(typed.line)
    session.screen.said(who.name, session.words("opens", line=clean.text))
    session.screen.newest_thread = ""
    heard = Opened(
        **{**session.base(who), "thread": None, "review": None},
        line=clean.text,
        workspace=WORKSPACE,
        channel=LOBBY,
        quick=typed.quick,
        redactions=clean.redactions,
    )
    await session.send(heard)
    session.thread = session.screen.newest_thread or session.thread


async def edit(session: Session, who: Speaker, number: int, text: str) -> None:
    """One's own message in new words."""
    message = _own(session, who, number)
    if session.is_long(text):
        await keep_long(session, who, text)
        return
    clean = session.redact(text)
    session.screen.said(who.name, session.words("edits", number=message.number, text=clean.text))
    heard = Edited(**session.base(who), message=message.id, text=clean.text, redactions=clean.redactions)
    await session.send(heard)


async def delete(session: Session, who: Speaker, number: int) -> None:
    """One's own message taken back."""
    message = _own(session, who, number)
    session.screen.said(who.name, session.words("deletes", number=message.number))
    await session.send(Deleted(**session.base(who), message=message.id))


def _own(session: Session, who: Speaker, number: int) -> Message:
    """The message of that number, or the newest. PersonError where it is not there, or somebody else's."""
    screen, thread = session.screen, session.need_thread()
    found = screen.newest_of(thread, who.person) if number == NEWEST else screen.message(thread, number)
    if found is None:
        raise PersonError("no_such_message", number=number or "")
    if found.by != who.person:
        raise PersonError("not_your_message", number=number)
    return found


async def press(session: Session, who: Speaker, found: Found) -> None:
    """A button: a form opens, a decision point is chosen or its window shown, anything else is heard."""
    shown, button = found
    review = button.review or shown.review or session.number
    version = shown.version if button.review in {None, shown.review} else None
    session.screen.said(who.name, session.words("presses", label=button.label))
    if button.press.startswith(FORM):
        await open_form(session, who, button.press.removeprefix(FORM), button.value, review=review)
        return
    if button.press.startswith(POINT):
        await choose(session, who, button.press, review)
        return
    if button.press == WINDOW:
        await look_into(session, who, button.value, review)
        return
    base = session.base(who, review=review)
    await session.send(Pressed(**base, press=button.press, value=button.value, version=version))


async def look(session: Session, who: Speaker, kind: str, argument: str) -> None:
    """Something looked up, for this person alone; `show` without a number is the review of the thread."""
    if kind == "show" and not argument:
        argument = session.need_thread()
    if kind == "walls":
        argument = wall_filters.located(argument, LOBBY)
    await session.replied(await session.house.look(kind, argument, who.person), who, session.number or None)
    if kind == "help":
        session.screen.note(session.words("chat_help"), who.person)


async def tell_of_change(session: Session, who: Speaker, agent: str, what: str) -> None:
    """An agent is not what it was: its reviews hear so, and whoever told it hears how many do."""
    if not agent:
        raise PersonError("change_unread")
    clean = session.redact(what)
    base = {**session.base(who), "thread": None, "review": None}
    await session.send(AgentChanged(**base, workspace=WORKSPACE, agent=agent, what=clean.text))


async def tell_of_absence(session: Session, who: Speaker, said: SaysAway) -> None:
    """Somebody is away until a day, or back; they are told what was understood."""
    if not said.is_back and not said.until:
        raise PersonError("away_unread")
    base = {**session.base(who), "thread": None, "review": None}
    await session.send(SaidAway(**base, until=said.until))


async def use(session: Session, who: Speaker, number: int) -> None:
    """Another review's thread; what stands there last is shown again."""
    session.thread = (await session.review(who, number)).key
    await recall.thread(session, number)
    show_again(session, who)


def show_again(session: Session, who: Speaker | None) -> None:
    """Where the thread stands: its first card, and the last one that asks for something."""
    cards = [s for s in session.screen.shown if s.thread == session.thread and s.to is None]
    newest = [s for s in cards[1:] if s.card.buttons][-1:]
    if who is not None:
        alone = next((s for s in session.screen.seen(who.person, session.thread) if s.card.buttons), None)
        newest += [alone] if alone is not None and alone.to is not None else []
    for shown in [*cards[:1], *newest]:
        session.screen.draw(shown)


def by_number(session: Session, who: Speaker, number: int) -> Found | None:
    """The button of a bare number; None where no card with buttons is seen: then it is words."""
    if not buttons.has_buttons(session.screen, who.person, session.thread):
        return None
    return buttons.numbered(session.screen, who.person, session.thread, number)
