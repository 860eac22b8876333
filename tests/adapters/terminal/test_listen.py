"""What a typed line means: who speaks, and whether it is words, a button, a command or a file."""

import pytest

from bot.chat.terminal.listen import meaning, speaker
from bot.chat.terminal.taking import opening_words
from bot.chat.terminal.typed import (
    NEWEST,
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
from tests.adapters.terminal.desk import Desk

LABELS = frozenset({"option*", "user"})


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("ana: it mailed the wrong list", "ana", "it mailed the wrong list"),
        ("Ana:  two blanks", "Ana", "two blanks"),
        ("zoë.b-2: hello", "zoë.b-2", "hello"),
        ("ana:", "ana", ""),
        ("it mailed the wrong list", "", "it mailed the wrong list"),
        ("two words: not a name", "", "two words: not a name"),
        ("https://example.test/run", "", "https://example.test/run"),
        ("09:30 it began", "", "09:30 it began"),
        ("ana:no blank behind", "", "ana:no blank behind"),
        ("Options: stop, or ask", "", "Options: stop, or ask"),
        ("OPTION: stop", "", "OPTION: stop"),
        ("User: the customer wrote", "", "User: the customer wrote"),
        ("usher: not a label", "usher", "not a label"),
        ("lee is here", "lee", "here"),
        ("lee is here.", "lee", "here"),
        ("refund-desk is the agent", "refund-desk", "the agent"),
        ("the log of lee is here", "", "the log of lee is here"),
        (f"{'a' * 41}: too long for a name", "", f"{'a' * 41}: too long for a name"),
    ],
)
def test_a_name_and_a_colon_say_who_speaks(line: str, name: str, rest: str) -> None:
    """Without them, whoever spoke last does; a word that opens a line of an answer is no name."""
    assert speaker(line, LABELS, frozenset()) == (name, rest)


def test_somebody_who_has_the_name_of_a_label_can_speak() -> None:
    """A person met as "user" is that person."""
    assert speaker("User: hello", LABELS, frozenset({"user"})) == ("User", "hello")


@pytest.mark.parametrize("label", ["Options", "User", "Data", "History", "Belief", "Wall"])
def test_labels_of_the_word_lists_open_an_answer(label: str, desk: Desk) -> None:
    """The lines of an answer typed one by one belong to whoever speaks."""
    line = f"{label}: it had the ticket"
    assert speaker(line, opening_words(desk.visit().session), frozenset()) == ("", line)


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("", Arrives()),
        ("here", Arrives()),
        ("the agent", IsAgent()),
        ("It could have asked.", Says("It could have asked.")),
        ("  set in  ", Says("  set in  ")),
        ("2", PressesNumber(2)),
        ("[2]", PressesNumber(2)),
        ("2026", Says("2026")),
        ("2 of them", Says("2 of them")),
        ("[Don't know]", PressesLabel("Don't know")),
        ("[Agree] on W1", PressesLabel("Agree", "W1")),
        ("[Agree] and more", Says("[Agree] and more")),
        ("edit 3: in new words", Edits(3, "in new words")),
        ("edit #3: in new words", Edits(3, "in new words")),
        ("edit last: in new words", Edits(NEWEST, "in new words")),
        ("edit 2", Says("edit 2")),
        ("edit A2", Says("edit A2")),
        ("delete 3", Deletes(3)),
        ("delete last", Deletes(NEWEST)),
        ("delete the key", Says("delete the key")),
        ("use 7", Uses(7)),
        ("use AR-7", Uses(7)),
        ("use cases were missing", Says("use cases were missing")),
        ("points", ShowsPoints()),
        ("points e2", ShowsPoints("E2")),
        ("window", ShowsWindow()),
        ("window 2", ShowsWindow(2)),
        ("window E1", ShowsWindow(0, "E1")),
        ("window E1 2", ShowsWindow(2, "E1")),
        ("diff 1 2", ShowsDiff(1, 2)),
        ("diff 10 2 E1", ShowsDiff(10, 2, "E1")),
        ("diff 1", Says("diff 1")),
        ("diff 1 and 2", Says("diff 1 and 2")),
        ("window of the call", Says("window of the call")),
        ("link https://example.test/run", Links("https://example.test/run")),
        ("link it to the ticket", Says("link it to the ticket")),
        ("paste ticket", Pastes("ticket")),
        ("trace run.json", Attaches("run.json", "trace")),
        ("trace 'my run.json'", Attaches("my run.json", "trace")),
        ("attach /var/log/agent", Attaches("/var/log/agent")),
        ("trace the call back", Says("trace the call back")),
        ("trace it's open.json", Says("trace it's open.json")),
        ("attach nothing", Says("attach nothing")),
        ("back", Says("back")),
        ("skip", Says("skip")),
        ("don't know", Says("don't know")),
        ("hand to @lee", Says("hand to @lee")),
        ("done", Says("done")),
        ("help", Looks("help")),
        ("list", Looks("list")),
        ("walls", Looks("walls")),
        ("mine", Looks("mine")),
        ("show 2", Looks("show", "2")),
        ("show AR-2", Looks("show", "2")),
        ("show", Looks("show")),
        ("show me the log", Says("show me the log")),
    ],
)
def test_what_a_line_means(body: str, meant: Typed) -> None:
    """What is no command to the letter is words for the thread."""
    assert meaning(body) == meant


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("/agent-incident", Looks("help")),
        ("/agent-incident our agent mailed the wrong list", Opens("our agent mailed the wrong list")),
        ("/agent-incident   blanks around  ", Opens("blanks around")),
        ("/agent-incident quick it paid twice", Opens("it paid twice", quick=True)),
        ("/agent-incident list", Looks("list")),
        ("/agent-incident LIST", Looks("list")),
        ("/agent-incident list of customers mailed", Opens("list of customers mailed")),
        ("/agent-incident show 2", Looks("show", "2")),
        ("/agent-incident show AR-2", Looks("show", "AR-2")),
        ("/agent-incident show", Looks("show")),
        ("/agent-incident show stopper in billing", Opens("show stopper in billing")),
        ("/agent-incident walls", Looks("walls")),
        ("/agent-incident walls mine Overdue", Looks("walls", "mine Overdue")),
        ("/agent-incident walls of text went out", Opens("walls of text went out")),
        ("/agent-incident register", Looks("register")),
        ("/agent-incident changed", TellsOfChange()),
        ("/agent-incident changed refund desk: model", TellsOfChange("refund desk", "model")),
        ("/agent-incident changed the price", Opens("changed the price")),
        ("/agent-incident away until 3 Dec", SaysAway("until 3 Dec")),
        ("/agent-incident away", SaysAway()),
        ("/agent-incident away team was mailed", Opens("away team was mailed")),
        ("/agent-incident back", SaysAway(is_back=True)),
        ("/agent-incident back pay was sent twice", Opens("back pay was sent twice")),
        ("/agent-incident mine", Looks("mine")),
        ("/agent-incident help", Looks("help")),
        ("/agent-incident restrict", AsksForm("restrict")),
        ("/agent-incident close the account", Opens("close the account")),
        ("/agent-incident lst", Mistyped("lst", "/agent-incident list")),
        ("/agent-incident shwo 2", Mistyped("shwo", "/agent-incident show")),
        ("/agent-incidnt", Mistyped("/agent-incidnt", "/agent-incident")),
        ("/agent-incidnt list", Mistyped("/agent-incidnt", "/agent-incident")),
        ("/agent-incidnt our agent did it", Mistyped("/agent-incidnt", "/agent-incident")),
        ("/list", Mistyped("/list", "/agent-incident list")),
        ("/quit", Mistyped("/quit", "/agent-incident quick")),
        ("/zzz", Mistyped("/zzz", "")),
        ("/var/log/agent held the reason", Says("/var/log/agent held the reason")),
        ("/var/log", Says("/var/log")),
        ("/ or nothing", Says("/ or nothing")),
    ],
)
def test_what_a_slash_means(body: str, meant: Typed) -> None:
    """A command that there is not is offered the nearest one; a path is words."""
    assert meaning(body) == meant
