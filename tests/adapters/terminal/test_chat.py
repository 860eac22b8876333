"""The chat as people use it: whatever is typed gets an answer, and nothing that was said is lost."""

import contextlib
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.chat.terminal import doing
from bot.chat.terminal.dialect import WIDTH
from bot.chat.terminal.house import House
from bot.chat.terminal.session import Session
from bot.domain.errors import Later
from bot.domain.heard import Heard
from bot.domain.review import StatementKind
from bot.domain.says import Reply
from storage.store import SqlStore
from tests.adapters.terminal.desk import DEMO_TRACE, OPENING, Desk, Step, sentence, words

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
    return doing.open_form(session, session.speaker, "no_wall", "", review=1)


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


def test_a_link_is_noted_as_not_captured(desk: Desk) -> None:
    """Nothing is fetched from a terminal."""
    desk.visit(OPENING, "link https://example.test/run/7")
    (evidence,) = desk.review().evidence
    assert (evidence.kind, evidence.captured, evidence.sha256) == ("link", False, "")


@pytest.mark.parametrize("command", ["window", "points", "points E9"])
def test_there_is_nothing_to_look_into_without_a_trace(command: str, desk: Desk) -> None:
    """One sentence that says what is missing."""
    key = "no_point_chosen" if command == "window" else "no_trace"
    assert desk.visit(OPENING, command).told()[-1] == sentence(key)


# -- a database in trouble


def on_the_writer(statement: str) -> Step:
    """A setting of SQLite for the one connection that writes."""

    async def step(session: Session) -> None:
        store = session.house.store
        assert isinstance(store, SqlStore)
        run: Callable[[Connection], object] = lambda connection: connection.exec_driver_sql(statement)  # noqa: E731 - typed
        store._database.write(run)  # noqa: SLF001 - only this connection can be made to fail

    return step


def test_a_locked_file_is_said_and_tried_again(desk: Desk) -> None:
    """What could not be kept is said so, and kept when it is said again; the rest stays."""
    path = desk.settings.database
    with contextlib.ExitStack() as stack:

        async def lock(_: Session) -> None:
            other = stack.enter_context(contextlib.closing(sqlite3.connect(path, isolation_level=None)))
            other.execute("BEGIN IMMEDIATE")

        async def unlock(_: Session) -> None:
            stack.close()

        steps = (OPENING, on_the_writer("PRAGMA busy_timeout = 0"), lock, ANSWER, unlock, ANSWER)
        visit = desk.visit(*steps)
    assert sentence("storage_locked", path=str(path)) in visit.told()
    assert said(desk) == [ANSWER]


@pytest.mark.parametrize(
    ("statement", "key"),
    [("PRAGMA max_page_count = 1", "storage_full"), ("PRAGMA query_only = ON", "storage_read_only")],
)
def test_a_file_that_takes_nothing_more_is_said(statement: str, key: str, desk: Desk) -> None:
    """Full, or read-only by now: one sentence a line, and what was kept can be looked up and goes on later."""
    steps = (OPENING, ANSWER, on_the_writer(statement), f"trace {DEMO_TRACE}", "It also mailed the board.")
    visit = desk.visit(*steps)
    assert sentence(key, path=str(desk.settings.database)) in visit.told()
    assert said(desk)[0] == ANSWER
    assert desk.visit("ana: It also mailed the board.").session.number == 1
    assert said(desk).count("It also mailed the board.") in {1, 2}


@dataclass
class Forgetful:
    """A house that keeps what it hears and fails to say so the first time."""

    house: House
    failed: bool = False

    def __getattr__(self, name: str) -> object:
        """Everything else is the house's."""
        return getattr(self.house, name)

    async def hear(self, heard: Heard) -> Reply | None:
        """Kept; the first answer is lost."""
        reply = await self.house.hear(heard)
        if not self.failed:
            self.failed = True
            raise Later("storage_locked", path="r.sqlite3")
        return reply


def test_what_is_said_again_after_an_error_is_the_same_message(desk: Desk) -> None:
    """Nobody knows whether it was kept: it is not kept twice, and keeps its number."""

    async def forgetful(session: Session) -> None:
        session.house = Forgetful(session.house)  # type: ignore[assignment]  # the rest is handed on by name

    visit = desk.visit(OPENING, forgetful, ANSWER, ANSWER, "It also mailed the board, at 10:05.")
    assert sentence("storage_locked", path="r.sqlite3") in visit.told()
    assert said(desk) == [ANSWER, "It also mailed the board, at 10:05."]
    assert [m.number for m in visit.session.screen.messages] == [1, 2]


def test_another_line_after_an_error_is_another_message(desk: Desk) -> None:
    """Only the same words by the same person are the same."""

    async def forgetful(session: Session) -> None:
        session.house = Forgetful(session.house)  # type: ignore[assignment]  # the rest is handed on by name

    desk.visit(OPENING, forgetful, ANSWER, f"lee: {ANSWER}")
    assert said(desk) == [ANSWER, ANSWER]


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    """The first start needs nothing but a place to write."""
    desk = Desk(tmp_path / "not" / "there")
    desk.visit(OPENING)
    assert desk.review().key == "AR-1"
