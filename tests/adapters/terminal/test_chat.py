"""The chat as people use it: whatever is typed gets an answer, and nothing that was said is lost."""

import contextlib
from collections.abc import Awaitable
from pathlib import Path

import pytest

from bot.chat.terminal import filling
from bot.chat.terminal.dialect import WIDTH
from bot.chat.terminal.session import Session
from bot.domain.review import StatementKind
from storage.store import open_store
from tests.adapters.terminal.desk import DEMO_TRACE, OPENING, Desk, Step, sentence, voice, words

ANSWER = "It could stop, ask a person, or mail the list; it chose to mail it."
CAP = 50_000


def said(desk: Desk) -> list[str]:
    """The texts of the log, in order."""
    return [statement.text for statement in desk.review().statements]


# -- who speaks, and what is asked for


def test_nobody_speaks_before_a_name(desk: Desk) -> None:
    """The sentence shows how."""
    assert desk.visit("hello").told() == [sentence("who_speaks")]


def test_a_name_holds_until_the_next(desk: Desk) -> None:
    """Somebody new is announced once, so that a slip of the keys shows."""
    visit = desk.visit(OPENING, ANSWER, "Lee: It had read the old list.", "And the new one was not there.")
    log = desk.review().statements
    assert [s.author.rsplit(":", 1)[1] for s in log] == ["ana", "lee", "lee"]
    assert visit.told().count(words("person_new", name="ana")) == 1
    assert visit.told().count(words("person_new", name="Lee")) == 1


def test_the_agent_is_marked_and_speaks_for_itself(desk: Desk) -> None:
    """What it says is kept as its own later account."""
    desk.visit(OPENING, "refund-desk is the agent", "refund-desk: I wanted to be fast.")
    assert [s.kind for s in desk.review().statements] == [StatementKind.SELF_REPORT]


@pytest.mark.parametrize(
    "command", ["list", "/agent-incident list", "show 1", "/agent-incident show AR-1", "show"]
)
def test_a_review_is_found_again(command: str, desk: Desk) -> None:
    """In the list, and shown by its number or as the one that is open."""
    visit = desk.visit(OPENING, command)
    to, text = visit.session.screen.heard[-1]
    assert to is not None
    assert "AR-1" in text
    assert "our agent mailed the wrong list" in text


@pytest.mark.parametrize("command", ["help", "/agent-incident help", "/agent-incident"])
def test_help_lists_what_a_terminal_takes(command: str, desk: Desk) -> None:
    """Also before any review is open."""
    assert desk.visit(f"ana: {command}").told()[-1] == words("chat_help")


@pytest.mark.parametrize("command", ["walls", "mine", "/agent-incident walls", "/agent-incident mine"])
def test_walls_are_looked_up_without_a_review(command: str, desk: Desk) -> None:
    """A whisper, and nothing is said in any thread."""
    assert desk.visit(f"ana: {command}").session.screen.heard[-1][0] == "terminal:desk:ana"


def test_quick_opens_a_review_of_its_own(desk: Desk) -> None:
    """With one line, as ever."""
    desk.visit("ana: /agent-incident quick it paid twice")
    assert (desk.review().quick, desk.review().title) == (True, "it paid twice")


@pytest.mark.parametrize(
    ("typed", "word", "nearest"),
    [
        ("/agent-incident lst", "lst", "/agent-incident list"),
        ("/agent-incidnt list", "/agent-incidnt", "/agent-incident"),
        ("/walls", "/walls", "/agent-incident walls"),
        ("/zzz", "/zzz", ""),
    ],
)
def test_an_unknown_command_is_offered_the_nearest(typed: str, word: str, nearest: str, desk: Desk) -> None:
    """It is no answer and opens no review."""
    visit = desk.visit(OPENING, typed)
    assert visit.told()[-1] == sentence("unknown_command", word=word, nearest=nearest)
    assert (said(desk), desk.review().title) == ([], "our agent mailed the wrong list")


@pytest.mark.parametrize("typed", ["It mailed everybody.", "show", "edit 1: no", "points", "trace run.json"])
def test_without_a_review_there_is_no_thread(typed: str, desk: Desk) -> None:
    """The sentence says how one is opened."""
    assert desk.visit(f"ana: {typed}").told()[-1] == sentence("no_review_open")


def test_a_number_without_a_button_is_said(desk: Desk) -> None:
    """With how many there are; the number is no answer."""
    visit = desk.visit(OPENING, "97")
    count = len(next(s.card.buttons for s in reversed(visit.session.screen.shown) if s.card.buttons))
    assert visit.told()[-1] == sentence("no_such_number", number=97, count=count)
    assert said(desk) == []


def test_another_review_is_gone_to_by_number(desk: Desk) -> None:
    """Words belong to the thread one is in."""
    visit = desk.visit(OPENING, "/agent-incident it paid twice", "use 1", ANSWER)
    assert visit.session.thread == "AR-1"
    assert (len(desk.review(1).statements), len(desk.review(2).statements)) == (1, 0)
    assert desk.visit("ana: use 9").told()[-1] == sentence("no_such_review", number=9)


# -- one's own words


def test_words_are_changed_and_taken_back(desk: Desk) -> None:
    """By their number or as the last ones; the older text stays in the record."""
    desk.visit(
        OPENING, "It paid thrice in one go.", "edit 1: It paid twice in one go.", ANSWER, "delete last"
    )
    first, second = desk.review().statements
    assert (first.text, first.revisions[0].text) == ("It paid twice in one go.", "It paid thrice in one go.")
    assert (second.text, second.deleted, second.revisions[0].text) == ("", True, ANSWER)


def test_words_of_somebody_else_stay(desk: Desk) -> None:
    """Only their author changes them or takes them back."""
    visit = desk.visit(OPENING, ANSWER, "lee: edit 1: something else", "delete 1", "edit 7: nothing")
    mine = sentence("not_your_message", number=1)
    assert visit.told()[-3:] == [mine, mine, sentence("no_such_message", number=7)]
    assert said(desk) == [ANSWER]


# -- forms


def test_a_form_asks_until_it_can_be_sent(desk: Desk) -> None:
    """Somebody who is not here is asked for again, and the form goes on."""
    visit = desk.visit(OPENING, "/agent-incident role", "@nobody", "@ana", "support lead")
    assert sentence("no_such_person", name="nobody") in visit.told()
    participant = desk.review().participant(desk.review().opener)
    assert participant is not None
    assert participant.role == "support lead"


def test_a_needed_field_is_asked_again(desk: Desk) -> None:
    """Nothing is sent without it."""
    visit = desk.visit(OPENING, no_wall, "")
    dialog = visit.session.forms[desk.review().opener]
    assert sentence("field_needed", field=dialog.form.fields[0].label) in visit.told()
    assert (dialog.at, desk.review().no_wall_yet) == (0, None)


def no_wall(session: Session) -> Awaitable[object]:
    """The form with a date, opened as its button does."""
    assert session.speaker is not None
    return filling.open_form(session, session.speaker, "no_wall", "", review=1)


def test_a_date_that_is_none_is_asked_again(desk: Desk) -> None:
    """With how one is written; what stood before it is kept."""
    visit = desk.visit(OPENING, no_wall, "nobody is free", "next spring", "31.02.2027")
    wrong = [sentence("not_a_date", text=text) for text in ("next spring", "31.02.2027")]
    assert [text for text in visit.told() if text in wrong] == wrong
    dialog = visit.session.forms[desk.review().opener]
    assert (dialog.at, dialog.values["why"]) == (1, "nobody is free")


def test_a_form_is_put_away_unsent(desk: Desk) -> None:
    """Then words are words again."""
    visit = desk.visit(OPENING, "/agent-incident withdraw", "cancel", ANSWER)
    assert words("form_cancelled") in visit.told()
    assert (said(desk), desk.review().status) == ([ANSWER], "open")


def test_an_empty_line_keeps_what_a_field_holds(desk: Desk) -> None:
    """Where no form is open, it is nothing."""
    visit = desk.visit(OPENING, "", "/agent-incident restrict", "")
    assert not visit.session.forms
    assert said(desk) == []


def test_a_path_is_a_value_of_a_form(desk: Desk) -> None:
    """Only the product's own command is taken out of a form."""
    visit = desk.visit(
        OPENING, no_wall, "/var/log/agent shows that nobody was on call", "/agent-incident list"
    )
    dialog = visit.session.forms[desk.review().opener]
    assert (dialog.values["why"], dialog.at) == ("/var/log/agent shows that nobody was on call", 1)
    assert said(desk) == []


def test_a_form_takes_a_number_where_it_leaves_words(desk: Desk) -> None:
    """They can be changed by it like any message; a form without words takes none away."""
    role = ("/agent-incident role", "@ana", "support lead")
    empty = [""] * (len(voice().form("answer_decision", {}).fields) - 1)
    visit = desk.visit(OPENING, *role, "[Answer by form]", "It could stop.", *empty, ANSWER)
    assert [text for text in visit.told() if text == words("form_number", number=1)]
    assert [(m.number, m.id) for m in visit.session.screen.messages] == [
        (number, statement.message) for number, statement in enumerate(desk.review().statements, 1)
    ]
    later = desk.visit("ana: here", *role, "It also mailed the board.", "delete 1")
    assert [m.number for m in later.session.screen.messages] == [1, 2, 3]
    assert [s.deleted for s in desk.review().statements] == [True, False, False]


# -- long, odd and hostile text


def test_the_longest_answer_is_taken_whole(desk: Desk) -> None:
    """50,000 characters."""
    text = ("It could stop, or ask. " * 2500)[:CAP].rstrip().ljust(CAP, ".")
    desk.visit(OPENING, text)
    assert said(desk) == [text]


def test_a_longer_answer_is_kept_as_evidence(desk: Desk) -> None:
    """One character more: its author is told, it is kept whole, and the chat goes on."""
    text = "x" * (CAP + 1)
    visit = desk.visit(OPENING, text, ANSWER)
    told = sentence("answer_too_long", cap=CAP, setting="ANSWER_MAX_CHARS", count=CAP + 1)
    assert told in visit.told()
    assert said(desk) == [ANSWER]
    assert (desk.review().evidence[0].kind, desk.review().evidence[0].size) == ("text", CAP + 1)


@pytest.mark.parametrize("typed", ["edit 1: {}", "{}"])
def test_the_cap_holds_for_edits_and_forms(typed: str, desk: Desk) -> None:
    """What is too long for an answer is too long for these."""
    desk.with_settings(answer_max_chars=100)
    steps: tuple[Step, ...] = (ANSWER,) if "edit" in typed else (ANSWER, no_wall)
    visit = desk.visit(OPENING, *steps, typed.format("y" * 101))
    told = sentence("answer_too_long", cap=100, setting="ANSWER_MAX_CHARS", count=101)
    assert told in visit.told()
    assert said(desk) == [ANSWER]
    assert desk.review().evidence[0].size == 101


@pytest.mark.parametrize(
    "text",
    [
        "It read a\x00b and \x1b[31mstopped\x07 there.",
        "היא יכלה לעצור או לשאול אדם.",
        "كان يمكنه أن يسأل شخصا.",
        "It 👩🏽‍💻 could stop 🛑 or ask 🙋.",
        "{{ review.title }} {% for x in y %} ${HOME} <b>bold</b> # Heading | a | b |",
        "┌ AR-1",
        "└ [1] Agree",
        "line one\x85line two\u2028line three",
    ],
)
def test_odd_text_is_kept_as_typed_and_shown_harmless(text: str, desk: Desk) -> None:
    """To the letter in the record; on the screen nothing that a terminal obeys, and never the bot's marks."""
    visit = desk.visit(OPENING, f"It could stop or ask. {text}")
    assert [kept.replace("\x00", "\ufffd") for kept in said(desk)] == [
        f"It could stop or ask. {text}".replace("\x00", "\ufffd")
    ]
    for line in visit.lines:
        assert len(line) <= WIDTH
        assert not any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in line)


def test_half_a_sign_is_replaced(desk: Desk) -> None:
    """No file and no database takes it."""
    desk.visit(OPENING, "It could stop \ud83d or ask.")
    assert said(desk) == ["It could stop ? or ask."]


def test_a_secret_is_not_written_anywhere(desk: Desk) -> None:
    """Neither to the screen nor to the file, and its author is told to revoke it."""
    secret = "sk_live_" + "EXAMPLEexample1234567890abcd"
    visit = desk.visit(OPENING, f"It could stop or ask; I used Authorization: Bearer {secret} here.")
    assert secret not in visit.text
    assert any(to == desk.review().opener for to, _ in visit.session.screen.heard[-4:])
    stored = b"".join(path.read_bytes() for path in desk.folder.glob("r.sqlite3*"))
    assert secret.encode() not in stored


# -- evidence


def test_a_trace_is_attached_and_looked_into(desk: Desk) -> None:
    """Its points are listed; the window of each is shown; one is chosen by its number."""
    visit = desk.visit(OPENING, f"trace {DEMO_TRACE}", "window 2", "window 9", "points", "1")
    assert sentence("no_such_point", number=9) in visit.told()
    evidence, decision = desk.review().evidence[0], desk.review().decisions[0]
    assert (evidence.id, evidence.kind, evidence.points) == ("E1", "trace", 3)
    assert (decision.evidence, bool(decision.point)) == ("E1", True)
    assert words("window_system") in visit.text


def test_the_window_is_looked_at_by_its_button(desk: Desk) -> None:
    """The strongest point, or the one that is chosen, and how the others are asked for; it chooses nothing."""
    look = "[Look at the window …]"
    visit = desk.visit(OPENING, f"trace {DEMO_TRACE}", look)
    card, note = visit.told()[-2:]
    assert words("window_system") in card
    assert note == words("window_which", number=1, count=3, evidence="E1")
    assert desk.review().decisions[0].point == ""
    again = desk.visit("ana: use 1", "2", look, "window E1 1", "window E1 9")
    assert words("window_which", number=2, count=3, evidence="E1") in again.told()
    assert card in again.told()
    assert again.told()[-1] == sentence("no_such_point", number=9)


def test_a_window_of_another_trace_than_the_newest_is_named(desk: Desk) -> None:
    """Each button shows the window of its own."""
    other = desk.folder / "other.json"
    other.write_bytes(DEMO_TRACE.read_bytes().replace(b"T-48213", b"T-99999"))
    visit = desk.visit(
        OPENING, f"trace {DEMO_TRACE}", f"trace {other}", "window E1", "window E2", "window E3"
    )
    first, _, second, _, none = visit.told()[-5:]
    assert "T-48213" in first
    assert "T-99999" in second
    assert none == sentence("no_trace", evidence="E3")


def test_an_unreadable_trace_is_said_and_kept(desk: Desk) -> None:
    """One sentence; the file stays as evidence."""
    path = desk.folder / "run.json"
    path.write_text('{"resourceSpans": "none"}')
    visit = desk.visit(OPENING, f"trace {path}", f"trace {desk.folder}/gone.json")
    assert visit.told()[-1] == sentence("file_missing", path=f"{desk.folder}/gone.json")
    assert [(e.kind, bool(e.kept_sha256)) for e in desk.review().evidence] == [("file", True)]


def test_a_trace_over_the_cap_names_its_setting(desk: Desk) -> None:
    """And is kept as a file."""
    desk.with_settings(trace_max_bytes=1000)
    visit = desk.visit(OPENING, f"trace {DEMO_TRACE}")
    told = sentence("trace_too_large", cap=1000, setting="TRACE_MAX_BYTES")
    assert "TRACE_MAX_BYTES" in told
    assert told in visit.told()
    assert desk.review().evidence[0].kind == "file"


def test_a_text_is_pasted_line_by_line(desk: Desk) -> None:
    """Until a lone full stop; nothing in it is a command."""
    desk.visit(OPENING, "paste ticket", "delete 1", "", "ana: hello", ".", ANSWER)
    (evidence,) = desk.review().evidence
    assert (evidence.what, evidence.kind, evidence.size) == ("ticket", "text", len("delete 1\n\nana: hello"))
    assert said(desk) == [ANSWER]


def test_a_text_pasted_at_once_ends_at_its_last_line(desk: Desk) -> None:
    """A terminal hands over many lines as one; the full stop may come with them, or later."""
    desk.visit(OPENING, "paste one", "first\nsecond\r\n.", "paste two", "third\n", "fourth", ".")
    review = desk.review()
    assert [evidence.what for evidence in review.evidence] == ["one", "two"]
    with contextlib.closing(open_store(desk.settings.database)) as store:
        kept = [store.blob(evidence.kept_sha256) for evidence in review.evidence]
    assert kept == [b"first\nsecond", b"third\n\nfourth"]


def test_a_link_is_noted_as_not_captured(desk: Desk) -> None:
    """Nothing is fetched from a terminal."""
    desk.visit(OPENING, "link https://example.test/run/7")
    (evidence,) = desk.review().evidence
    assert (evidence.kind, evidence.captured, evidence.sha256) == ("link", False, "")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("window", sentence("no_point_chosen")),
        ("points", sentence("no_trace")),
        ("points E9", sentence("no_trace", evidence="E9")),
    ],
)
def test_there_is_nothing_to_look_into_without_a_trace(command: str, told: str, desk: Desk) -> None:
    """One sentence that says what is missing."""
    assert desk.visit(OPENING, command).told()[-1] == told


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    """The first start needs nothing but a place to write."""
    desk = Desk(tmp_path / "not" / "there")
    desk.visit(OPENING)
    assert desk.review().key == "AR-1"


def test_a_change_of_an_agent_is_told_in_the_chat(desk: Desk) -> None:
    """An agent nobody reviewed is named in the sentence; without a colon the sentence shows how."""
    visit = desk.visit(OPENING, "/agent-incident changed mailer: model", "/agent-incident changed")
    assert "No review here is about an agent called mailer." in visit.text
    assert "with a colon between" in " ".join(visit.text.split())


def test_somebody_away_says_so_in_the_chat(desk: Desk) -> None:
    """They hear the day, and at their return that what waited comes; without a day the sentence shows how."""
    visit = desk.visit(OPENING, *(f"/agent-incident {said}" for said in ("away 2 weeks", "back", "away")))
    shown = " ".join(visit.text.split())
    assert "You are away until" in shown
    assert "Welcome back." in shown
    assert "Say until when" in shown


def test_the_register_is_shown_in_the_chat(desk: Desk) -> None:
    """The review just opened is one of which nobody knows."""
    visit = desk.visit(OPENING, "register", "walls overdue")
    assert "It would do the same tomorrow" in visit.text
    assert "unnamed agent" in visit.text
    assert "No such walls" not in visit.text
