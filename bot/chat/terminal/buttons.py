"""Which button somebody means, by its number or its label."""

from collections.abc import Iterable

from bot.chat.terminal.dialect import plain_text
from bot.chat.terminal.screen import Screen, Shown
from bot.domain.errors import PersonError
from bot.domain.review import PersonKey
from bot.domain.tree import CardButton

Found = tuple[Shown, CardButton]


def has_buttons(screen: Screen, person: PersonKey, thread: str) -> bool:
    """Whether there is a card with buttons that somebody sees."""
    return _newest(screen, person, thread) is not None


def numbered(screen: Screen, person: PersonKey, thread: str, number: int) -> Found:
    """A button of the newest card that has some. PersonError `no_such_number`."""
    card = _newest(screen, person, thread)
    count = len(card.card.buttons) if card else 0
    if card is None or not 1 <= number <= count:
        raise PersonError("no_such_number", number=number, count=count)
    return card, card.card.buttons[number - 1]


def labelled(screen: Screen, person: PersonKey, thread: str, label: str, on: str = "") -> Found:
    """A button by its label, on the newest card that has it, or on the one that holds the words of `on`.

    PersonError `no_such_button`; `button_ambiguous` where cards that came together mean different things by it.
    """
    cards = [shown for shown in screen.seen(person, thread) if shown.card.buttons]
    if on:
        cards = [shown for shown in cards if folded(on) in folded(plain_text(shown.card))]
    hits = [(s, b) for s in cards for b in s.card.buttons if folded(b.label) == folded(label)]
    if not hits:
        raise PersonError("no_such_button", label=label, known=_labels(cards[:1]))
    together = [hit for hit in hits if hit[0].burst == hits[0][0].burst]
    if len({(b.press, b.value, b.review or s.review) for s, b in together}) > 1:
        raise PersonError("button_ambiguous", label=label, cards=_beginnings(shown for shown, _ in together))
    return hits[0]


def containing(screen: Screen, person: PersonKey, thread: str, words: str, press: str) -> Found:
    """The first button of a kind whose label holds these words. PersonError `no_such_button`."""
    cards = [shown for shown in screen.seen(person, thread) if shown.card.buttons]
    for shown in cards:
        for button in shown.card.buttons:
            if button.press.startswith(press) and folded(words) in folded(button.label):
                return shown, button
    raise PersonError("no_such_button", label=words, known=_labels(cards[:1]))


def opening(screen: Screen, person: PersonKey, thread: str, form: str) -> Found | None:
    """The newest button that opens a form, None where none does."""
    press = f"form:{form}"
    seen = screen.seen(person, thread)
    return next(((s, b) for s in seen for b in s.card.buttons if b.press == press), None)


def folded(text: str) -> str:
    """Text as it is compared: white space, case and the shape of apostrophes do not matter."""
    return " ".join(text.replace("’", "'").casefold().split())


def _newest(screen: Screen, person: PersonKey, thread: str) -> Shown | None:
    return next((shown for shown in screen.seen(person, thread) if shown.card.buttons), None)


def _labels(cards: list[Shown]) -> str:
    return " ".join(f"[{button.label}]" for shown in cards for button in shown.card.buttons)


def _beginnings(cards: Iterable[Shown]) -> str:
    texts = (" ".join(plain_text(shown.card).split())[:60] for shown in cards)
    return " / ".join(dict.fromkeys(texts))
