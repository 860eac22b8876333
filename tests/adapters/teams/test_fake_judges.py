"""What the judges of cards and messages stand for, and each thing they do not."""

from typing import Any

import pytest

from tests.adapters.teams.fake import activities, cards
from tests.adapters.teams.fake.stage import attached, card, message, submit, text_block

Json = dict[str, Any]
PEOPLE = {"29:Mia"}


def text_field(**more: Any) -> Json:
    """A field for words."""
    return {"type": "Input.Text", "id": "f.what", "label": "What"} | more


def choice_field(**more: Any) -> Json:
    """A field with one choice."""
    one = {"title": "A", "value": "a"}
    return {"type": "Input.ChoiceSet", "id": "f.which", "label": "Which", "choices": [one]} | more


def form(*fields: Json) -> Json:
    """A card with fields and a button."""
    return card(*fields, actions=[submit()])


def mention(text: str = "<at>Mia</at>", id_: str = "29:Mia") -> Json:
    """Somebody named."""
    return {"type": "mention", "text": text, "mentioned": {"id": id_, "name": "Mia"}}


GOOD = [
    card(),
    card({"type": "FactSet", "facts": [{"title": "Agent", "value": "refunds"}]}),
    card({"type": "Container", "style": "emphasis", "items": [text_block()]}),
    card({"type": "ActionSet", "actions": [submit(str(n)) for n in range(6)]}, actions=[submit(fetch=True)]),
    card(actions=[{"type": "Action.OpenUrl", "title": "Open", "url": "https://acme.test"}]),
    card(msteams={"width": "Full"}),
    form(text_field(isRequired=True, errorMessage="Say what")),
    form(choice_field(value="a"), {"type": "Input.Date", "id": "f.day", "label": "Day"}),
    form(choice_field(**{"choices.data": {"type": "Data.Query", "dataset": cards.PICKERS[0]}})),
    card(text_block("<at>Mia</at> owes an answer"), msteams={"entities": [mention()]}),
]
BAD = [
    (card(version="1.6"), "version"),
    (card(body="text"), "schema"),
    (card({"type": "TextBlok", "text": "x"}), "TextBlok"),
    (card(text_block(wrapp=True)), "wrapp"),
    (card({"type": "TextBlock"}), "required"),
    (card(text_block(" ")), "empty TextBlock"),
    (card({"type": "Table", "columns": [], "rows": []}), "Table is not"),
    (card({"type": "Image", "url": "https://acme.test/x.png"}), "Image is not"),
    (card({"type": "Container", "items": []}), "empty Container"),
    (card(text_block("x" * cards.LARGEST)), "bytes"),
    (card(text_block(id="a"), text_block(id="a")), "stands twice"),
    (card(actions=[submit(str(n)) for n in range(7)]), "7 actions"),
    (card(actions=[submit(" ")]), "without a title"),
    (card(actions=[{"type": "Action.Submit", "title": "Go"}]), "no object"),
    (card(actions=[submit(msteams={"type": "imBack"})]), "msteams"),
    (card(actions=[{"type": "Action.ShowCard", "title": "More", "card": card()}]), "ShowCard is not"),
    (card(actions=[{"type": "Action.OpenUrl", "title": "x", "url": "javascript:alert(1)"}]), "opens"),
    (card(text_field()), "nothing to send"),
    (form(text_field(), text_field()), "stands twice"),
    (form(text_field(isRequired=True)), "without label and errorMessage"),
    (form({"type": "Input.Text"}), "required property"),
    (form(choice_field(choices=[])), "no choices"),
    (form(choice_field(value="b")), "no choice of it"),
    (form(choice_field(choices=[{"title": "A", "value": "a,b"}], isMultiSelect=True)), "comma"),
    (form(choice_field(**{"choices.data": {"type": "Data.Query", "dataset": "x"}})), "choices.data"),
    (card(msteams={"colour": "red"}), "colour"),
    (card(text_block("<at>Mia</at>")), "mentions nobody"),
    (card(msteams={"entities": [mention()]}), "does not stand"),
    (card(text_block("<at>Mia</at>"), msteams={"entities": [mention(id_="29:Zoe")]}), "nobody known"),
]
MESSAGES = [
    (message(text="and words"), "text and card"),
    (message(summary=""), "summary"),
    (message() | {"attachments": [attached(card()), attached(card())]}, "2 attachments"),
    (message() | {"attachments": [{"contentType": "image/png", "contentUrl": "https://acme.test"}]}, "type"),
    ({"type": "message", "text": "x" * activities.LARGEST}, "bytes"),
    ({"type": "typing", "text": "x"}, "typing"),
    ({"type": "message", "text": "<at>Mia</at>, hello"}, "mentions nobody"),
    ({"type": "message", "text": "Mia, hello", "entities": [mention("Mia")]}, "does not stand"),
]


@pytest.mark.parametrize("good", GOOD)
def test_what_teams_draws_passes(good: Json) -> None:
    """Nothing is found in a card as the project may send it."""
    assert list(activities.findings(message(good), PEOPLE)) == []


@pytest.mark.parametrize(("bad", "why"), BAD)
def test_a_broken_card_is_named_by_its_fault(bad: Json, why: str) -> None:
    """Each fault is found, by the schema or by what it misses."""
    assert why in "\n".join(activities.findings(message(bad), PEOPLE))


@pytest.mark.parametrize(("bad", "why"), MESSAGES)
def test_a_broken_message_is_named_by_its_fault(bad: Json, why: str) -> None:
    """A message is one card with its summary, or words alone."""
    assert why in "\n".join(activities.findings(bad, PEOPLE))


def test_words_with_a_mention_of_somebody_pass() -> None:
    """The text of the entity stands in the text, and names a person there is."""
    said = {"type": "message", "text": "<at>Mia</at>, hello", "entities": [mention()]}
    assert list(activities.findings(said, PEOPLE)) == []
