"""Which button somebody means, by its number or its label, among the cards they see."""

import pytest

from bot.chat.terminal import buttons
from bot.chat.terminal.dialect import Ink
from bot.chat.terminal.screen import Screen
from bot.domain.errors import PersonError
from bot.domain.review import PersonKey
from bot.domain.tree import Card, CardButton, Paragraph, Text
from tests.adapters.terminal.desk import voice

ANA, LEE = PersonKey("terminal:desk:ana"), PersonKey("terminal:desk:lee")


@pytest.fixture
def screen() -> Screen:
    """An empty window."""
    return Screen(lambda _: None, voice().words, Ink.PLAIN)


def show(screen: Screen, text: str, *labels: str, to: PersonKey | None = None, review: int = 1) -> None:
    """A card of a review's thread, a button for each label; each card is the answer to an act of its own."""
    screen.burst += 1
    more(screen, text, *labels, to=to, review=review)


def more(screen: Screen, text: str, *labels: str, to: PersonKey | None = None, review: int = 1) -> None:
    """Another card of the same answer."""
    made = tuple(CardButton(f"press:{text}:{label}", label, text) for label in labels)
    card = Card((Paragraph((Text(text),)),), made)
    screen.card(card, key=f"review:{review}:v{len(screen.shown)}:x", thread=f"AR-{review}", to=to)


def key_of(refusal: pytest.ExceptionInfo[PersonError]) -> str:
    """The key of what was refused."""
    return refusal.value.key


def test_a_number_is_that_of_the_newest_card_with_buttons(screen: Screen) -> None:
    """A card without buttons takes nothing away."""
    show(screen, "old", "Agree", "Change")
    show(screen, "new", "Skip")
    show(screen, "only words")
    shown, button = buttons.numbered(screen, ANA, "AR-1", 1)
    assert (button.label, shown.review, shown.version) == ("Skip", 1, 1)
    with pytest.raises(PersonError) as refusal:
        buttons.numbered(screen, ANA, "AR-1", 2)
    assert (key_of(refusal), refusal.value.values["count"]) == ("no_such_number", 1)
    with pytest.raises(PersonError):
        buttons.numbered(screen, ANA, "AR-1", 0)


def test_a_card_for_one_person_is_nobody_elses(screen: Screen) -> None:
    """Nor is another thread's."""
    show(screen, "to all", "Agree")
    show(screen, "to lee", "I have read the thread", to=LEE)
    show(screen, "elsewhere", "Withdraw", review=2)
    assert buttons.numbered(screen, ANA, "AR-1", 1)[1].label == "Agree"
    assert buttons.numbered(screen, LEE, "AR-1", 1)[1].label == "I have read the thread"
    with pytest.raises(PersonError) as refusal:
        buttons.labelled(screen, ANA, "AR-1", "Withdraw")
    assert (key_of(refusal), refusal.value.values["known"]) == ("no_such_button", "[Agree]")


def test_one_label_of_two_reviews_is_ambiguous(screen: Screen) -> None:
    """In one message about several: what it would do in each is something else."""
    made = tuple(CardButton("go_on", "Go on", "", review) for review in (1, 2))
    screen.card(Card((Paragraph((Text("These wait for you"),)),), made), key="person:ana", to=ANA)
    with pytest.raises(PersonError) as refusal:
        buttons.labelled(screen, ANA, "AR-1", "Go on")
    assert key_of(refusal) == "button_ambiguous"
    assert buttons.numbered(screen, ANA, "AR-1", 2)[1].review == 2


def test_a_window_without_buttons_has_none(screen: Screen) -> None:
    """A bare number is words then."""
    show(screen, "only words")
    assert not buttons.has_buttons(screen, ANA, "AR-1")


def test_a_label_is_found_on_the_newest_card_that_has_it(screen: Screen) -> None:
    """Case, blanks and the shape of an apostrophe do not matter."""
    show(screen, "first", "Don't know")
    show(screen, "second", "Don't know")
    show(screen, "third", "Agree")
    shown, _ = buttons.labelled(screen, ANA, "AR-1", "don’t  KNOW")
    assert shown.version == 1


def test_words_of_a_card_choose_among_several(screen: Screen) -> None:
    """`[Agree] on W1`."""
    show(screen, "W1 is weak", "Agree")
    show(screen, "W2 is strong", "Agree")
    assert buttons.labelled(screen, ANA, "AR-1", "Agree", "w1")[0].version == 0
    with pytest.raises(PersonError) as refusal:
        buttons.labelled(screen, ANA, "AR-1", "Agree", "W3")
    assert key_of(refusal) == "no_such_button"


def test_cards_that_came_together_must_be_told_apart(screen: Screen) -> None:
    """The beginnings of the cards are named; with words of one of them it is clear."""
    show(screen, "W1 is weak", "Agree")
    more(screen, "W2 is strong", "Agree")
    with pytest.raises(PersonError) as refusal:
        buttons.labelled(screen, ANA, "AR-1", "Agree")
    assert key_of(refusal) == "button_ambiguous"
    assert "W1 is weak" in str(refusal.value.values["cards"])
    assert buttons.labelled(screen, ANA, "AR-1", "Agree", "W1")[1].value == "W1 is weak"


def test_a_card_drawn_anew_has_its_new_buttons(screen: Screen) -> None:
    """An update takes the old ones away."""
    show(screen, "first", "Open")
    message = screen.shown[0].message
    screen.update(message, Card((Paragraph((Text("first"),)),), (CardButton("close", "Close"),)))
    assert buttons.numbered(screen, ANA, "AR-1", 1)[1].label == "Close"
