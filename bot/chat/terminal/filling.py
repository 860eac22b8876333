"""Forms in the chat: opened for a person, filled line by line, sent once and with a number where they leave words."""

from dataclasses import replace

from bot.chat.terminal.form import CANCEL, Dialog, as_known
from bot.chat.terminal.proving import keep_long
from bot.chat.terminal.session import Session
from bot.domain.errors import OutsideError
from bot.domain.heard import FormSent, Speaker
from bot.domain.redaction import summed


async def open_form(session: Session, who: Speaker, form: str, target: str, *, review: int) -> Dialog | None:
    """A form filled with what the review holds; None where it may not be opened, which its person is told."""
    reply = await session.house.open_form(review, who.person, form, target)
    if reply.form is None:
        await session.replied(reply, who, review)
        return None
    version = (await session.review(who, review)).version
    return await session.opened(reply.form, who, review, version)


async def fill(session: Session, who: Speaker, dialog: Dialog, text: str) -> None:
    """One line typed into a form; after the last field it is sent."""
    if text.strip() == CANCEL:
        del session.forms[who.person]
        session.screen.note(session.words("form_cancelled"), who.person)
        return
    try:
        if session.is_long(text):
            await keep_long(session, who, text)
        reading = await session.reading()
        dialog.take(text, reading)
    finally:
        if not dialog.done:
            await session.asks(dialog, who)
    if dialog.done:
        await send(session, who, dialog, reading.people)


async def send(session: Session, who: Speaker, dialog: Dialog, people: tuple[Speaker, ...]) -> None:
    """A form as filled, without secrets. One that could not be kept stays open, with all that was filled in."""
    session.forms.pop(who.person, None)
    filled = _sent(session, who, dialog)
    heard = session.again(filled)
    if heard is None:
        session.screen.said(who.name, _filled(session, dialog, dict(filled.fields), people))
        heard = replace(filled, message=session.screen.numbered(f"AR-{dialog.review}", who.person).id)
    try:
        await session.send(heard)
    except OutsideError:
        if session.unkept is not None:
            session.forms[who.person] = dialog
            dialog.step_back()
            await session.asks(dialog, who)
        raise
    await _tell_number(session, who, heard.message, dialog.review)


async def _tell_number(session: Session, who: Speaker, message: str, review: int) -> None:
    """Words of a form are a message, which can be changed by its number; a form without any takes no number away."""
    found = next(each for each in session.screen.messages if each.id == message)
    if await session.is_kept(review, message):
        session.screen.note(session.words("form_number", number=found.number), who.person)
    else:
        session.screen.messages.remove(found)


def _sent(session: Session, who: Speaker, dialog: Dialog) -> FormSent:
    clean = {key: session.redact(value) for key, value in dialog.values.items()}
    return FormSent(
        **session.base(who, review=dialog.review),
        form=dialog.form.key,
        fields=tuple((key, found.text) for key, found in clean.items()),
        target=dialog.form.target,
        version=dialog.version,
        redactions=summed(one for found in clean.values() for one in found.redactions),
    )


def _filled(session: Session, dialog: Dialog, values: dict[str, str], people: tuple[Speaker, ...]) -> str:
    """A form as others see that it was filled: what changed in it."""
    changed = [
        session.words("filled_field", label=asked.label, value=as_known(asked, values[asked.key], people))
        for asked in dialog.form.fields
        if values[asked.key] != asked.value
    ]
    return "\n".join([session.words("fills", title=dialog.form.title), *changed])
