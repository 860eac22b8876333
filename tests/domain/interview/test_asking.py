import pytest

from bot.domain.errors import PersonError
from bot.domain.redaction import Redaction
from bot.domain.review import StatementKind
from bot.domain.says import Mark, Place, React, Wait
from bot.domain.vocabulary import EvidenceClass, Facet, FirstGuess, Question
from tests.domain.interview.answers import answer_until, at, fill, settle
from tests.domain.interview.thread import AGENT, ANA, BEA, Thread, alone


def test_the_first_thing_asked_is_the_first_question_in_its_own_words() -> None:
    """Opening asks for one line and puts question 1 at once; code, input and output are not asked for."""
    thread = Thread.opened("It mailed the wrong list")
    assert thread.keys == ["ask_decision"]
    assert "What decision did the agent make, and what was it trying to optimize for?" in thread.shown


def test_a_title_must_be_a_line() -> None:
    """Nothing to call it by: one kind sentence says what would do."""
    with pytest.raises(PersonError, match="line_needed"):
        Thread.opened("   ")


def test_agent_and_tool_are_asked_once_with_the_first_question() -> None:
    """Without a trace nobody else would say them; known agents are one tap away, and the same name is the same key."""
    thread = Thread.opened()
    assert "which agent was it, and which tool" in thread.shown
    thread.form(ANA, "agent", agent="  Refund Desk ", tool="issue_refund")
    assert (thread.review.agent, thread.review.tool) == ("refund desk", "issue_refund")
    fill(thread)
    thread.say(ANA, "edit 1")
    assert "which agent" not in thread.shown


def test_agent_and_tool_are_not_asked_again_with_a_further_decision() -> None:
    """Once means once: whoever left it open is not asked with each decision."""
    thread = Thread.opened()
    while thread.review.asking is not None:
        fill(thread)
        settle(
            thread, {"decision": "guessed", "context": "missing"}.get(thread.review.asking, "over_granted")
        )
    thread.tap(ANA, "earlier_yes")
    assert "Decision B" in thread.shown
    assert (thread.review.agent, thread.review.tool) == ("", "")
    assert "which agent" not in thread.shown
    assert "agent" not in {button.press for say in thread.last for button in say.buttons}


def test_a_secret_in_the_line_or_in_a_form_is_to_be_revoked() -> None:
    """Its author alone hears so, as with a message, and once."""
    found = (Redaction("password", 1),)
    thread = Thread.opened("It dumped password=[redacted]", redactions=found)
    assert [say.key for say in alone(thread.last, ANA)] == ["secret"]
    fields = {"versions": "gpt-5, token [redacted]"}
    said = thread.form_with(found, BEA, "answer_decision", "A:decision", **fields)
    assert [say.key for say in alone(said, BEA)] == ["secret"]
    assert thread.form_with(found, BEA, "answer_decision", "A:decision", **fields) == ()


def test_a_message_that_gave_nothing_is_talk_by_one_tap() -> None:
    """The probe after it carries the button, though nothing was taken."""
    thread = Thread.opened()
    thread.say(BEA, "The weather in the valley has been mild since the weekend.")
    assert thread.review.findings == ()
    thread.tap(BEA, "as_talk")
    assert thread.review.statements[0].kind is StatementKind.TALK


def test_agent_and_tool_come_from_a_chosen_point() -> None:
    """A trace names them, and what it holds is logged; another point takes its place."""
    thread = Thread.opened()
    thread.attach(ANA)
    thread.point(ANA, "s1", "refund(77)", agent="Refund Desk", tool="refund", versions="gpt-5")
    thread.point(ANA, "s2", "refund(78)", agent="other", tool="other", versions="gpt-5")
    point = thread.review.finding(Facet.POINT, "A")
    assert (thread.review.agent, thread.review.tool) == ("refund desk", "refund")
    assert point is not None
    assert (point.text, point.evidence_class) == ("refund(78)", EvidenceClass.LOGGED)


def test_the_first_guess_is_kept_and_is_no_verdict() -> None:
    """What the opener thought at first stays what it was."""
    thread = Thread.opened()
    thread.press(ANA, "guess", "unauthorized")
    thread.press(BEA, "guess", "wrong_ask")
    assert thread.review.first_guess is FirstGuess.UNAUTHORIZED
    assert thread.review.verdicts == ()


def test_an_answer_is_taken_shown_and_the_best_open_facet_is_asked_for() -> None:
    """One message says what was taken, what is open, and asks one thing."""
    thread = Thread.opened()
    thread.say(ANA, "It could refund it, ask the shift lead, or close it. It believed the parcel was lost.")
    options = thread.review.finding(Facet.OPTIONS, "A")
    assert options is not None
    assert options.text == "It could refund it, ask the shift lead, or close it."
    assert thread.keys == ["probe"]
    assert "What had it been told to achieve?" in thread.shown


def test_an_answer_that_restates_the_outcome_is_probed_for_what_else_was_open() -> None:
    """Not what it put out, but what else it could have done."""
    thread = Thread.opened()
    thread.say(ANA, "It refunded the whole order in twelve parts and closed the ticket at 10:42.")
    assert "At that moment, what else could it have done" in thread.shown


def test_the_reply_to_a_probe_belongs_to_what_it_asked_for() -> None:
    """A reply that speaks of nothing else by its words is filed where it was asked for."""
    thread = Thread.opened()
    fill(thread, belief="")
    thread.say(BEA, "Jo had moved the shelf labels the evening before, all of them.")
    belief = thread.review.finding(Facet.BELIEF, "A")
    assert belief is not None
    assert belief.author == BEA.person


def test_three_probes_then_one_unknown_with_one_owner_and_one_date() -> None:
    """What is empty after the third probe is one finding of the review's owner; its facets still count."""
    thread = Thread.opened()
    for line in ("Blue shelves, seven of them in all.", *["Seven more blue shelves over there."] * 3):
        thread.say(BEA, line)
    (unknown,) = thread.review.unknowns
    assert thread.review.step(Question.DECISION, "A").probes == 3
    assert unknown.owner == ANA.person
    assert len(unknown.facets) > 1
    assert thread.keys == ["verdict_decision"]


def test_no_probe_is_put_for_what_somebody_owns_or_what_does_not_apply() -> None:
    """An owned unknown and "n/a, because ..." are answers."""
    thread = at(Question.CONTEXT)
    fill(thread, missing="", excess="", rules="")
    thread.tap(ANA, "dont_know")
    thread.tap(ANA, "unknown_me")
    thread.say(ANA, "None, because the ticket held nothing else.")
    asked = [say.values["probe"] for say in thread.says if say.key == "probe"]
    assert len(asked) == len(set(asked))
    assert thread.review.unknowns[0].facets == (Facet.MISSING,)
    settled = thread.review.finding(Facet.RULES, "A")
    assert settled is not None
    assert settled.not_applicable


def test_what_was_missing_is_asked_whether_it_would_have_flipped_the_choice() -> None:
    """A gap alone does not say that it mattered."""
    thread = at(Question.CONTEXT)
    fill(thread, missing="It had no delivery date")
    assert "would it have chosen otherwise" in thread.shown


def test_a_class_sentence_with_a_number_is_asked_for_again_and_replaced() -> None:
    """A class fits another team; the old words stay in the log."""
    thread = at(Question.WALL)
    fill(thread, class_sentence="An agent that saw order 77 can refund it twice")
    assert "without numbers, dates and names" in thread.shown
    thread.say(ANA, "An agent that works on stale data can pay twice.")
    sentence = thread.review.finding(Facet.CLASS_SENTENCE)
    assert sentence is not None
    assert sentence.text == "An agent that works on stale data can pay twice."


def test_said_above_reuses_what_was_said() -> None:
    """One tap files the newest words under what was asked for, and an old tap does nothing more."""
    thread = Thread.opened()
    thread.say(ANA, "It could refund it, ask the shift lead, or close it.")
    button = thread.button("said_above")
    thread.press(ANA, "said_above", button.value)
    goal = thread.review.finding(Facet.OBJECTIVE_GIVEN, "A")
    assert goal is not None
    assert goal.spans[0].source == "S1"
    with pytest.raises(PersonError, match="nothing_above"):
        thread.press(ANA, "said_above", button.value)


def test_a_fix_offered_early_is_parked_and_handed_back_at_the_fourth_question() -> None:
    """It is kept aside, shown again there, and becomes a wall by one tap."""
    thread = Thread.opened()
    thread.say(ANA, "We should put a limit of one refund per order into the payment service.")
    assert not thread.review.walls
    answer_until(thread, Question.WALL)
    assert "handed back now" in thread.shown
    assert all(p.handed_back for p in thread.review.parked)
    thread.tap(ANA, "adopt")
    assert thread.review.walls[0].text.startswith("We should put a limit")


def test_words_that_answer_another_question_are_filed_there() -> None:
    """Nobody is asked to wait with what they know."""
    thread = Thread.opened()
    thread.say(ANA, "The role refund-writer of its service account granted it access to the payment gateway.")
    assert any(f.facet in {Facet.GRANT_SYSTEM, Facet.IDENTITY} for f in thread.review.findings)
    assert "Filed under the question it answers" in thread.shown


def test_talk_is_kept_as_talk_and_turned_into_an_answer_by_one_tap() -> None:
    """The bot stays silent on talk; a person decides otherwise."""
    thread = Thread.opened()
    thread.say(BEA, "thanks!")
    assert thread.last == ()
    assert thread.errands[-1] == React("m1", Mark.TALK)
    thread.press(BEA, "as_answer", "1")
    kinds = [thread.review.statements[0].kind]
    thread.press(BEA, "as_talk", "1")
    kinds.append(thread.review.statements[0].kind)
    assert kinds == [StatementKind.ANSWER, StatementKind.TALK]


def test_the_bot_waits_for_a_pause_and_speaks_once_for_two_people() -> None:
    """Both answers are kept; a burst is one answer, and never waits longer than its limit."""
    thread = Thread.opened(pace=25.0)
    thread.say(ANA, "It could refund it, ask the shift lead, or close it.")
    assert thread.last == ()
    assert thread.errands[-1] == Wait("speak", 25.0)
    thread.say(BEA, 'It was told "close within five minutes".')
    thread.press(BEA, "thats_all")
    assert thread.keys == ["probe"]
    assert thread.review.finding(Facet.OPTIONS, "A")
    assert thread.review.finding(Facet.OBJECTIVE_GIVEN, "A")


def test_an_answer_in_a_language_without_word_lists_is_kept_and_probed_for_empty_facets_only() -> None:
    """Facets have no language; words do."""
    thread = Thread.opened()
    thread.say(ANA, "Der Agent hat den Auftrag erstattet, weil die Regel fehlte und niemand gefragt wurde.")
    assert thread.review.finding(Facet.CHOICE, "A")
    assert thread.keys == ["probe"]
    assert all(not f.signs for f in thread.review.findings)


def test_the_agents_own_words_fill_nothing() -> None:
    """They are kept as its later account and answer for nobody; it presses nothing either."""
    thread = Thread.opened()
    thread.say(AGENT, "I refunded because the policy allowed it.")
    assert thread.review.statements[0].kind is StatementKind.SELF_REPORT
    assert thread.review.findings == ()
    with pytest.raises(PersonError, match="agent_may_not"):
        thread.press(AGENT, "quiet")


def test_a_confession_never_fills_the_reason_and_gives_way_to_a_person() -> None:
    """The agent's later account, told by somebody, is not evidence of its reason."""
    thread = Thread.opened()
    fill(thread, reason="It admitted that it panicked")
    assert "Kept as the agent's later account" in thread.shown or "From what it could see" in thread.shown
    thread.say(BEA, "From what it could see, the page said no data.")
    reason = thread.review.finding(Facet.REASON, "A")
    assert reason is not None
    assert reason.evidence_class is EvidenceClass.TESTIMONY
    assert reason.author == BEA.person


def test_blame_is_asked_about_alone_and_the_second_time_turns_to_the_set_up() -> None:
    """Its author alone sees the probe; twice, and the bot offers a call, once."""
    thread = Thread.opened()
    thread.say(BEA, "Human error, plain and simple, at 10:42.")
    (probe,) = thread.last
    assert (probe.place, probe.to) == (Place.WHISPER, BEA.person)
    thread.say(BEA, "Jo messed up the settings at 9:15, it is his fault.")
    assert thread.keys == ["heat"]
    assert "25 minutes together" in thread.shown


def test_an_example_is_that_of_the_nearest_trade() -> None:
    """One example, of the trade whose words are nearest to the review's."""
    thread = Thread.opened("It deleted the backups of the disk")
    thread.tap(BEA, "example")
    assert "infrastructure" in thread.shown
    assert thread.last[0].place is Place.WHISPER


def test_a_form_keeps_another_persons_words_beside_the_first() -> None:
    """Two readings, never an overwritten one; one's own words are replaced."""
    thread = Thread.opened()
    fill(thread, belief="")
    thread.form(BEA, "answer_decision", "A:decision", choice="It chose to ask nobody")
    assert [d.facet for d in thread.review.disagreements] == [Facet.CHOICE]
    thread.form(ANA, "answer_decision", "A:decision", reason="The page was empty, and asking costs time")
    reason = thread.review.finding(Facet.REASON, "A")
    assert reason is not None
    assert reason.text == "The page was empty, and asking costs time"
