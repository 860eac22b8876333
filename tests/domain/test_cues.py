"""From free text to facets, fixes, guesses and disagreements: what a person's words are taken for."""

import pytest

from bot.domain.cues import (
    clock_times,
    confession,
    disagrees,
    dont_know,
    existing_why,
    flip_answered,
    guess_words,
    not_applicable,
    options_named,
    propose,
)
from bot.domain.script import Lexicon
from bot.domain.vocabulary import FACETS, Facet, Question, WhyNot, question_of

DECISION, CONTEXT, AUTHORITY, WALL = Question.DECISION, Question.CONTEXT, Question.AUTHORITY, Question.WALL


def taken(lexicon: Lexicon, text: str, question: Question) -> list[tuple[str, Facet | None]]:
    """Each proposed sentence with its facet."""
    return [(text[p.start : p.end], p.facet) for p in propose(text, question, lexicon)]


def facets(lexicon: Lexicon, text: str, question: Question) -> list[Facet | None]:
    """The facets of the proposed sentences, in order."""
    return [facet for _, facet in taken(lexicon, text, question)]


@pytest.mark.parametrize(
    ("question", "sentence", "facet"),
    [
        (DECISION, "The decision was made at 14:02, when the list came back empty.", Facet.POINT),
        (DECISION, "It could refund, hold, or ask a person.", Facet.OPTIONS),
        (DECISION, "It refunded all of them.", Facet.CHOICE),
        (DECISION, 'Its instructions say "close every ticket within a day".', Facet.OBJECTIVE_GIVEN),
        (DECISION, "In effect it optimised for an empty queue.", Facet.OBJECTIVE_EFFECT),
        (DECISION, "From the inside closing looked right, since asking counts as open.", Facet.REASON),
        (DECISION, "In reality the list was from last year.", Facet.OUTSIDE),
        (DECISION, "It believed that the list was complete.", Facet.BELIEF),
        (DECISION, "Model version 4.1, prompt 12, tools as of May.", Facet.VERSIONS),
        (CONTEXT, "The workflow was at step 3 of 5, waiting for a release.", Facet.STATE),
        (CONTEXT, 'The customer wrote "please hurry".', Facet.USER),
        (CONTEXT, "The tool returned 40 rows and the price list.", Facet.DATA),
        (CONTEXT, "Earlier in the same session it had a summary of the morning.", Facet.HISTORY),
        (CONTEXT, "It did not know that the price had changed.", Facet.MISSING),
        (CONTEXT, "The salary sheet should not have been there.", Facet.EXCESS),
        (CONTEXT, "The rule on refunds was still in the window.", Facet.RULES),
        (AUTHORITY, "The action in question is the deletion of 40 rows.", Facet.TARGET),
        (AUTHORITY, "It ran as the service account of the runner.", Facet.IDENTITY),
        (AUTHORITY, "The role editor allows it to delete rows.", Facet.GRANT_SYSTEM),
        (AUTHORITY, "Customer data is readable with the same key.", Facet.GRANT_DATA),
        (AUTHORITY, "It may approve its own requests.", Facet.GRANT_APPROVAL),
        (AUTHORITY, "The key was only meant for a test in May.", Facet.MEANT),
        (AUTHORITY, "Nobody was asked, the approval step was skipped.", Facet.APPROVAL),
        (AUTHORITY, "The key was revoked this morning.", Facet.PATH_OPEN),
        (WALL, "An agent that can write prices can sell at a loss.", Facet.CLASS_SENTENCE),
        (WALL, "The same could happen with the shipping fees.", Facet.SIBLING),
        (WALL, "There was a check, but it ran after the send.", Facet.EXISTING),
        (WALL, "We want a daily limit in the payment service.", Facet.WALLS),
        (WALL, "A slow drift would still get through.", Facet.GETS_PAST),
    ],
)
def test_a_sentence_is_taken_for_its_facet(
    english: Lexicon, question: Question, sentence: str, facet: Facet
) -> None:
    """A plain sentence for each facet, whole, is proposed for it."""
    assert taken(english, sentence, question) == [(sentence, facet)]


@pytest.mark.parametrize(
    ("sentence", "facet"),
    [
        ("The point was 14:02:18, when it sent the refund.", Facet.POINT),
        ("The last point at which stopping was cheap was the preview at 9:12.", Facet.POINT),
        ("What made asking less attractive was the timer.", Facet.OPTIONS),
        ("Of these it chose the refund.", Facet.CHOICE),
        ("What it had been told to achieve was an empty queue.", Facet.OBJECTIVE_GIVEN),
        ("What it was really serving was an empty queue.", Facet.OBJECTIVE_EFFECT),
        ("Going by what it did, the goal was an empty queue.", Facet.OBJECTIVE_EFFECT),
        ("Told to do it safely, it would have asked.", Facet.OBJECTIVE_EFFECT),
        ("From what it could see then, both orders were the same.", Facet.REASON),
        ("What made it look right was the green tick on the order.", Facet.REASON),
        ("How things really stood: the order had been sent on Monday.", Facet.OUTSIDE),
        ("What it took to be true was that the list was current.", Facet.BELIEF),
        ("The model running then was the one of 3 May.", Facet.VERSIONS),
        ("On its screen in the last turn before the action was the ticket, open.", Facet.STATE),
        ("Whoever gave it the task had said only the number.", Facet.USER),
        ("Anyone in sales could write into what it read.", Facet.DATA),
        ("What it still had of earlier turns was one summary.", Facet.HISTORY),
        ("What it did not know was that the price had changed.", Facet.MISSING),
        ("What should not have been there was the salary sheet.", Facet.EXCESS),
        ("The oldest instruction was the ban on refunds, and it was still there.", Facet.RULES),
        ("The action was exactly the refund of 40 orders.", Facet.TARGET),
        ("It acted under the service account of the runner.", Facet.IDENTITY),
        ("What let it reach the system was the role of clerk.", Facet.GRANT_SYSTEM),
        ("What gave it the right to the user's data was the same role.", Facet.GRANT_DATA),
        ("The approval step let it do refunds up to 100 by itself.", Facet.GRANT_APPROVAL),
        (
            "It was meant so wide: ines granted the role in March in ticket M-12 for every region.",
            Facet.MEANT,
        ),
        ("Meant so wide by nobody, Jo granted the role for tests.", Facet.MEANT),
        ("The prompt showed them a number and nothing else.", Facet.APPROVAL),
        ("If it tried again now, the role would stop it.", Facet.PATH_OPEN),
        ("The category is agents acting on stale lists.", Facet.CLASS_SENTENCE),
        ("One other case of the same class is the voucher service.", Facet.SIBLING),
        ("What kept it from holding was the exception for clerks.", Facet.EXISTING),
        ("What would have stopped it is a limit in the payment service.", Facet.WALLS),
        ("Only the platform team can switch this wall off.", Facet.WALLS),
        ("With these walls in place, a slow drift would go on.", Facet.GETS_PAST),
        ("We would notice by the weekly count if someone took this wall down.", Facet.GETS_PAST),
    ],
)
def test_the_words_of_a_probe_at_the_beginning_decide(english: Lexicon, sentence: str, facet: Facet) -> None:
    """Whoever begins with the words they were asked in answers that facet, whatever else the sentence says."""
    assert taken(english, sentence, question_of(facet)) == [(sentence, facet)]


def test_the_words_of_a_probe_further_in_decide_nothing(english: Lexicon) -> None:
    """Only the beginning of a sentence takes up a probe."""
    sentence = "It believed that the words in its instructions allow it."
    assert facets(english, sentence, DECISION) == [Facet.BELIEF]


def test_the_words_of_another_questions_probe_file_the_sentence_there(english: Lexicon) -> None:
    """Where nothing speaks for the open question, the probe's words tell which one is answered."""
    (proposal,) = propose("The right to reach the system: Ines, in March.", WALL, english)
    assert (proposal.facet, proposal.question) == (Facet.GRANT_SYSTEM, AUTHORITY)


@pytest.mark.parametrize("question", [DECISION, CONTEXT, AUTHORITY, WALL])
def test_every_facet_has_a_label(english: Lexicon, question: Question) -> None:
    """A facet's first label with a colon makes its line that facet, whatever else the line says."""
    for facet in FACETS[question]:
        line = f"{english.words(f'{facet}_label')[0].capitalize()}: xyz"
        assert facets(english, line, question) == [facet]


@pytest.mark.parametrize(
    ("line", "facet"),
    [
        ("Options = pay, hold", Facet.OPTIONS),
        ("**Goal:** empty queue", Facet.OBJECTIVE_GIVEN),
        ("Goal in effect: empty queue", Facet.OBJECTIVE_EFFECT),
        ("options (all of them): pay, hold", Facet.OPTIONS),
        ("my options: pay, hold", Facet.OPTIONS),
        ("Options - pay or hold", Facet.OPTIONS),
    ],
)
def test_a_label_wins(english: Lexicon, line: str, facet: Facet) -> None:
    """Colon, equals sign or dash behind a label; the longest label of a line counts."""
    assert facets(english, line, DECISION) == [facet]


def test_lines_below_a_label_belong_to_it(english: Lexicon) -> None:
    """A label alone on its line names what stands in the list below."""
    text = "Options:\n- pay\n- hold"
    assert facets(english, text, DECISION) == [Facet.OPTIONS] * 3


def test_a_label_of_another_question_files_the_line_there(english: Lexicon) -> None:
    """Whoever labels a line knows where it belongs."""
    (proposal,) = propose("Identity: the runner's service account", DECISION, english)
    assert (proposal.facet, proposal.question) == (Facet.IDENTITY, AUTHORITY)


def test_a_sentence_of_another_question_is_filed_there(english: Lexicon) -> None:
    """Strong words of another question, and none of the open one, file the sentence under it."""
    (proposal,) = propose("It ran as the service account of the runner.", WALL, english)
    assert (proposal.facet, proposal.question) == (Facet.IDENTITY, AUTHORITY)


def test_a_sentence_without_cues_is_proposed_for_nothing(english: Lexicon) -> None:
    """What nothing tells is kept without a facet and belongs to whatever was asked."""
    assert taken(english, "Blue and round.", DECISION) == [("Blue and round.", None)]


def test_greetings_and_thanks_are_left_out(english: Lexicon) -> None:
    """Courtesies belong to no facet and are not proposed at all."""
    text = "Hi all! It could pay or hold. Thanks everyone!"
    assert taken(english, text, DECISION) == [("It could pay or hold.", Facet.OPTIONS)]


def test_a_sentence_that_goes_on_stays_with_the_facet_before(english: Lexicon) -> None:
    """A sentence that begins with "also" and has no cue of its own continues what was said."""
    text = "It believed that the list was complete. Also the second one."
    assert facets(english, text, DECISION) == [Facet.BELIEF, Facet.BELIEF]


@pytest.mark.parametrize(
    "text",
    [
        "We should add a limit.",
        "Revoke the token.",
        "Maybe we should limit it to 40 a day.",
        "Walls: a limit",
    ],
)
@pytest.mark.parametrize("question", [DECISION, CONTEXT, AUTHORITY])
def test_a_fix_offered_early_is_marked(english: Lexicon, text: str, question: Question) -> None:
    """Before the wall question a remedy is proposed as a fix, to be kept aside."""
    (proposal,) = propose(text, question, english)
    assert (proposal.fix, proposal.facet, proposal.question) == (True, Facet.WALLS, WALL)


@pytest.mark.parametrize(
    "text",
    [
        "We should have added a limit.",
        "It added a limit of 40.",
        "Should we add a limit?",
        'Its plan says "add a limit".',
        "We should ask Marek.",
    ],
)
def test_hindsight_and_telling_are_no_fix(english: Lexicon, text: str) -> None:
    """What was not done, what it did, a question and a quotation propose no change."""
    assert not any(p.fix for p in propose(text, DECISION, english))


def test_at_the_wall_question_a_fix_is_a_wall(english: Lexicon) -> None:
    """There it is the answer and not kept aside."""
    (proposal,) = propose("We should add a limit.", WALL, english)
    assert (proposal.fix, proposal.facet) == (False, Facet.WALLS)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It could pay, hold or ask.", 3),
        ("It paid rather than ask.", 2),
        ("a) pay b) hold c) ask", 3),
        ("It could:\n- pay\n- hold\n- ask\n- wait", 4),
        ("Options: pay, hold, ask", 3),
        ("It had no other option than paying.", 1),
        ("It paid 3,204.50 at 17:20.", 0),
        ("It paid.", 0),
    ],
)
def test_ways_out_are_counted(english: Lexicon, text: str, count: int) -> None:
    """Options told by "or", by commas after a colon, by list, by letter; none where only an act is told."""
    assert options_named(text, english) == count


@pytest.mark.parametrize(
    "text",
    [
        "I don't know",
        "no idea, sorry",
        "Honestly, not sure",
        "dunno",
        "nobody knows",
        "I really can't say right now",
        "No idea what else to say here.",
        "I don't know why",
    ],
)
def test_a_message_may_only_say_that_nobody_knows(english: Lexicon, text: str) -> None:
    """The usual shapes of "don't know", alone in a message."""
    assert dont_know(text, english)


@pytest.mark.parametrize(
    "text",
    [
        "I don't know who gave it the role, Marek did the others",
        "well, so",
        "it did not know",
        'it said "no idea"',
        "",
    ],
)
def test_more_than_not_knowing_is_an_answer(english: Lexicon, text: str) -> None:
    """Anything said besides is kept as an answer."""
    assert not dont_know(text, english)


@pytest.mark.parametrize(
    "text",
    [
        "n/a, because it has no users",
        "None, since it was a new session",
        "history: none, as it was a new session",
        "There was none because the step has no approval.",
        "Not applicable due to the test system",
    ],
)
def test_not_applicable_needs_its_reason(english: Lexicon, text: str) -> None:
    """It is told by "n/a, because" or "none, because", a label before them left aside."""
    assert not_applicable(text, english)


@pytest.mark.parametrize(
    "text",
    [
        "n/a",
        "none",
        "It had access because none of the roles was narrowed",
        "Because of the freeze there was none.",
        'it says "n/a, because"',
        "The list of last week was in the window, none of it current, because nobody had loaded it",
    ],
)
def test_without_a_reason_behind_it_nothing_is_settled(english: Lexicon, text: str) -> None:
    """A bare "none", or a none in the middle of a sentence, settles no facet."""
    assert not not_applicable(text, english)


@pytest.mark.parametrize(
    "text",
    [
        "I disagree, it was 14:02",
        "That's not how it happened",
        "Sorry, but I don't agree",
        "not true, it had the note",
    ],
)
def test_a_message_that_opens_so_disagrees(english: Lexicon, text: str) -> None:
    """Disagreement is told by how a message begins."""
    assert disagrees(text, english)


@pytest.mark.parametrize(
    "text",
    [
        "I agree",
        "The two rules in its window disagree",
        'She wrote "I disagree"',
        "It refunded what is not true to plan",
    ],
)
def test_disagreement_further_in_is_about_something_else(english: Lexicon, text: str) -> None:
    """The agent's rules, or a quotation, may disagree without its author doing so."""
    assert not disagrees(text, english)


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        ("It probably saw the old list", True),
        ("Inferred from the plan: it saw the old list", True),
        ("I assume it was the runner", True),
        ("It saw the old list, trace 14:02", False),
        ('The user wrote "probably fine"', False),
    ],
)
def test_guess_words_are_heard(english: Lexicon, text: str, guessed: bool) -> None:  # noqa: FBT001 - a column
    """A guess, marked as one or not, lowers the evidence class; a quoted one does not."""
    assert guess_words(text, english) is guessed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It admitted that it had skipped the rule", True),
        ("When asked, it said it panicked", True),
        ("The trace shows its plan; when asked, it said the same", False),
        ("It skipped the rule", False),
        ('The mail says "it admitted nothing"', False),
    ],
)
def test_the_agents_later_account_is_heard(english: Lexicon, text: str, told: bool) -> None:  # noqa: FBT001 - a column
    """A confession is one unless something from before the act stands beside it."""
    assert confession(text, english) is told


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("With that note it would have stopped", True),
        ("It would not have changed anything", True),
        ("yes, and it flips it", True),
        ("It makes no difference", True),
        ("The note was missing", False),
    ],
)
def test_the_flip_is_heard(english: Lexicon, text: str, answered: bool) -> None:  # noqa: FBT001 - a column
    """Whether the missing would have changed the choice, said either way."""
    assert flip_answered(text, english) is answered


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("there was no check at all", WhyNot.ABSENT),
        ("the check was bypassed with a force flag", WhyNot.BYPASSED),
        ("the alert did not fire", WhyNot.FAILED),
        ("an audit, but only the next day", WhyNot.TOO_LATE),
        ("it sits on the deploy job, another path", WhyNot.NOT_IN_PATH),
        ("price tolerance of 10 %", WhyNot.UNKNOWN),
        ("it did not fire and was later switched off", WhyNot.FAILED),
    ],
)
def test_why_a_wall_did_not_hold(english: Lexicon, text: str, why: WhyNot) -> None:
    """The earliest words say which of the five reasons it was; without any it is unknown."""
    assert existing_why(text, english) is why


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("at 9:05 and 14:02:31", ["9:05", "14:02:31"]),
        ("at 2:15 pm, or 9 am", ["2:15 pm", "9 am"]),
        ("vers 14h30, um 14 Uhr", ["14h30", "14 Uhr"]),
        ("0915Z", ["0915Z"]),
        ("ratio 3:1, version 1.12:30, 25:10, 12:60", []),
        ("port 127.0.0.1:8080, 2024-05-03", []),
        ("I am 9", []),
    ],
)
def test_clock_times_are_found(text: str, times: list[str]) -> None:
    """Times in figures as people write them; ratios, versions, ports and dates are none."""
    assert [text[a:b] for a, b in clock_times(text)] == times


def test_an_answer_in_its_own_order_is_taken_apart(english: Lexicon) -> None:
    """Each whole sentence goes to its facet, in the order it was written."""
    text = (
        'It refunded all 40. Its instructions say "close every ticket within a day". '
        "It could refund, hold, or ask. It believed that the list was complete."
    )
    expected = [Facet.CHOICE, Facet.OBJECTIVE_GIVEN, Facet.OPTIONS, Facet.BELIEF]
    assert facets(english, text, DECISION) == expected
    assert all(question_of(facet) is DECISION for facet in expected)
