"""Signs of a shallow answer: what each fires on, what comes near and is left alone, and what its probe asks for."""

import pytest

from bot.domain.lints import BLAME, Sign, Turn, probe_target, signs
from bot.domain.script import Lexicon
from bot.domain.text import lexicon_for
from bot.domain.vocabulary import FACETS, Facet, Question
from tests.corpus.measure import hints

DECISION, CONTEXT, AUTHORITY, WALL = Question.DECISION, Question.CONTEXT, Question.AUTHORITY, Question.WALL

FIRES = (
    (Sign.S1, DECISION, "It refunded all 40 orders and mailed the customers at 9:05."),
    (Sign.S1, DECISION, "Sent the letter to 212 people. Then closed the ticket."),
    (Sign.S1, CONTEXT, "It deleted the mailbox and then posted the summary."),
    (Sign.S2, DECISION, "Marek forgot to narrow the key, as always."),
    (Sign.S2, CONTEXT, "The file was misconfigured by Tom."),
    (Sign.S2, CONTEXT, "The platform team messed up the sync."),
    (Sign.S2, AUTHORITY, "This is my fault, I gave it the role."),
    (Sign.S2, WALL, "Nobody would need a wall if @lena did her job."),
    (Sign.S3, DECISION, "Plain human error in my eyes."),
    (Sign.S3, AUTHORITY, "It was misuse by the front desk."),
    (Sign.S3, WALL, "You can't stop people from clicking the wrong button."),
    (Sign.S4, DECISION, "It went rogue."),
    (Sign.S4, CONTEXT, "It hallucinated the account."),
    (Sign.S4, CONTEXT, "Prompt injection, that's all."),
    (Sign.S5, DECISION, "It should have asked, that much is clear to anyone who looks at this."),
    (Sign.S5, CONTEXT, "If only it had read the second page."),
    (Sign.S5, AUTHORITY, "It failed to check the limit of 500."),
    (Sign.S6, DECISION, "It could delete it, archive it or ask Marek, and it deleted all 40 at 9:05."),
    (Sign.S6, DECISION, "It told the customer to wait, though it could have asked Marek."),
    (Sign.S7, DECISION, "Its goal was to empty the queue by 18:00, so it closed 40 tickets."),
    (Sign.S7, DECISION, "Its goal was an empty queue and there was no other option than closing."),
    (Sign.S8, CONTEXT, "The data quality was poor and the instructions unclear."),
    (Sign.S8, AUTHORITY, "Access management is a mess with us."),
    (Sign.S9, DECISION, "It admitted that it wanted to be done early."),
    (Sign.S9, CONTEXT, "When asked, it said it never saw the note."),
    (Sign.S10, CONTEXT, "It probably saw the old price list, and maybe the new one."),
    (Sign.S10, AUTHORITY, "I assume it used the shared account."),
    (Sign.S10, DECISION, "It must have taken the first match since the list is sorted."),
    (Sign.S11, WALL, "We remind everybody to be careful."),
    (Sign.S11, WALL, "Put it into this prompt."),
    (Sign.S11, WALL, "Customer 5582 was refunded and I added an exception."),
    (Sign.S12, AUTHORITY, "It wasn't supposed to send anything."),
    (Sign.S12, AUTHORITY, "No, we told it not to."),
    (Sign.S13, DECISION, "Some kind of reply to her."),
    (Sign.S13, CONTEXT, "the usual things"),
    (Sign.S13, AUTHORITY, "as discussed"),
    (Sign.S13, AUTHORITY, "same as above"),
    (Sign.S13, WALL, "we will see"),
    (Sign.S14, DECISION, "The root cause is the cache."),
    (Sign.S14, AUTHORITY, "The only reason is the missing boundary."),
)

SPARED = (
    (Sign.S1, DECISION, "It could refund or hold the 40 orders; it refunded them at 9:05."),
    (Sign.S1, CONTEXT, "It saw the log before it deleted anything: 3 lines, no owner."),
    (Sign.S1, AUTHORITY, "It deleted 41 rows with the role editor."),
    (Sign.S2, DECISION, "Marek narrowed the key on 3 May; the job still used the old one."),
    (Sign.S2, CONTEXT, "The file was written by Tom on 3 May, line 4 says `prod`."),
    (Sign.S2, CONTEXT, "I never checked whether the note was in the window."),
    (Sign.S2, AUTHORITY, "I gave it the role editor on 3 May, ticket 812."),
    (Sign.S2, WALL, "@lena does the release at 18:00; the export runs at 17:50."),
    (Sign.S3, DECISION, 'The form has a field "human error", it picked that one.'),
    (Sign.S3, AUTHORITY, "Our misuse detection rule 14 does not cover service accounts."),
    (Sign.S4, DECISION, "The ticket type is rogue meter; it could close or ask, its goal was 0 open."),
    (Sign.S4, CONTEXT, "It hallucinated the account: it read row 12, which said 4471, as the customer."),
    (
        Sign.S5,
        DECISION,
        'Its rule says "you should have asked first". It could ask or pay; its goal is zero open.',
    ),
    (Sign.S5, CONTEXT, "Should not have been there: the file of another customer, 2 pages."),
    (Sign.S5, AUTHORITY, "The job failed to start at 9:05, so no approval was asked."),
    (Sign.S6, DECISION, "It could delete it, archive it or ask Marek; its task was to free 20 GB."),
    (Sign.S6, CONTEXT, "The mails of Monday, the price list, no note of the customer."),
    (Sign.S7, DECISION, "Its goal was an empty queue, so it closed 40 tickets rather than pass them on."),
    (Sign.S7, DECISION, "Its goal was an empty queue. a) close them b) pass them on"),
    (Sign.S8, CONTEXT, "The data was poor: 40 of 218 rows had no owner."),
    (Sign.S8, AUTHORITY, "The account with the bad debt is 1450, role refunds-writer."),
    (
        Sign.S9,
        DECISION,
        "The trace at 9:04 shows its plan: close first. It admitted that afterwards as well.",
    ),
    (Sign.S9, CONTEXT, 'The note says "when asked, refuse"; turn 12.'),
    (Sign.S10, CONTEXT, "It saw the old price list of 3 May, turn 12."),
    (Sign.S10, AUTHORITY, "This is a guess: I assume it used the shared account."),
    (
        Sign.S10,
        DECISION,
        'The user wrote "you must have my card"; it could charge it or ask, goal: close the sale.',
    ),
    (Sign.S10, WALL, "A daily limit in the bank portal would probably stop the sibling too."),
    (Sign.S11, WALL, "The gateway rejects more than 40 mails an hour; we also remind everybody."),
    (
        Sign.S11,
        WALL,
        "An agent that can pay can pay twice; ticket 812 builds a daily limit in the payment service.",
    ),
    (Sign.S11, CONTEXT, "The reminder to be careful was in its window, turn 3."),
    (Sign.S12, AUTHORITY, "It wasn't supposed to send. Its key has full send rights, set on 2 Oct."),
    (Sign.S12, DECISION, "It wasn't supposed to send."),
    (Sign.S13, CONTEXT, "ticket 4410, 3 mails"),
    (Sign.S13, CONTEXT, "data: price list and stock"),
    (Sign.S13, DECISION, "refund, hold or ask"),
    (Sign.S13, AUTHORITY, "role refunds-writer"),
    (Sign.S13, WALL, "daily limit in the bank portal"),
    (Sign.S14, DECISION, "The root cause analysis is due on 3 May; it could reboot or wait."),
    (Sign.S14, AUTHORITY, "That is not the only reason: the role editor has 40 rights."),
)

TARGETS = (
    (Sign.S1, DECISION, Facet.OPTIONS),
    (Sign.S2, DECISION, Facet.REASON),
    (Sign.S3, DECISION, None),
    (Sign.S4, DECISION, Facet.BELIEF),
    (Sign.S5, DECISION, Facet.REASON),
    (Sign.S6, DECISION, Facet.OBJECTIVE_GIVEN),
    (Sign.S7, DECISION, Facet.OPTIONS),
    (Sign.S8, DECISION, None),
    (Sign.S9, DECISION, Facet.REASON),
    (Sign.S10, CONTEXT, None),
    (Sign.S11, WALL, Facet.WALLS),
    (Sign.S12, AUTHORITY, Facet.GRANT_SYSTEM),
    (Sign.S13, WALL, None),
    (Sign.S14, DECISION, None),
)


def found(
    lexicon: Lexicon,
    text: str,
    question: Question,
    turn: Turn = Turn.FIRST,
    *,
    asked: Facet | None = None,
    examples: tuple[str, ...] = (),
) -> tuple[Sign, ...]:
    """The signs of an answer in English."""
    return signs(text, question, lexicon=lexicon, turn=turn, asked=asked, examples=examples)


@pytest.mark.parametrize(("sign", "question", "text"), FIRES)
def test_a_sign_fires(english: Lexicon, sign: Sign, question: Question, text: str) -> None:
    """Each sign is seen in the answers that carry it."""
    assert sign in found(english, text, question)


@pytest.mark.parametrize(("sign", "question", "text"), SPARED)
def test_a_near_miss_is_left_alone(english: Lexicon, sign: Sign, question: Question, text: str) -> None:
    """The same words in another sense, or with what the sign asks for, do not fire it."""
    assert sign not in found(english, text, question)


def test_every_sign_is_shown_firing_and_spared() -> None:
    """The tables above leave out no sign."""
    assert {row[0] for row in FIRES} == {row[0] for row in SPARED} == {row[0] for row in TARGETS} == set(Sign)


@pytest.mark.parametrize(("sign", "question", "facet"), TARGETS)
def test_a_probe_asks_for_its_facet(sign: Sign, question: Question, facet: Facet | None) -> None:
    """The reply to a probe belongs to this facet; None leaves it to what is empty."""
    assert probe_target(sign, question) is facet


@pytest.mark.parametrize("sign", Sign)
@pytest.mark.parametrize("question", Question)
def test_a_probe_asks_for_nothing_of_another_question(sign: Sign, question: Question) -> None:
    """A sign of one question seen in another asks for what is empty there."""
    target = probe_target(sign, question)
    assert target is None or target in FACETS[question]


def test_blame_is_shown_to_its_author_alone() -> None:
    """The signs about people are those that point at a person or at people in general."""
    assert set(BLAME) == {Sign.S2, Sign.S3}


@pytest.mark.parametrize(
    ("sign", "question", "text"), [row for row in FIRES if row[0] not in {Sign.S6, Sign.S7}]
)
@pytest.mark.parametrize("frame", ["its note says “{}”", "```\n{}\n```", "> {}\nturn 12, 9:05", "`{}`"])
def test_quoted_words_are_never_looked_at(
    english: Lexicon, sign: Sign, question: Question, text: str, frame: str
) -> None:
    """Words in quotation marks, code and quoted lines are somebody else's; goal and options may still be missing."""
    assert sign not in found(english, frame.format(text), question)


@pytest.mark.parametrize(
    "text",
    [
        "n/a, because the paper from the team was poor and it probably never was asked",
        "none, because it hallucinated nothing",
        "Unknown who approved it, Marek will find out by Friday.",
        "Nobody knows which one it saw; @lena finds out.",
        "I don't know",
        "no idea, sorry",
    ],
)
@pytest.mark.parametrize("question", [DECISION, CONTEXT, AUTHORITY, WALL])
def test_an_unknown_and_a_not_applicable_have_no_signs(
    english: Lexicon, text: str, question: Question
) -> None:
    """Answers all three: "n/a, because ...", an unknown with an owner, and "don't know"."""
    assert found(english, text, question) == ()


def test_words_that_fill_are_no_dont_know(english: Lexicon) -> None:
    """A message of fillers alone says nothing, not even that nobody knows."""
    assert found(english, "well, honestly, that", CONTEXT) == (Sign.S13,)


@pytest.mark.parametrize("sign", [Sign.S6, Sign.S7])
@pytest.mark.parametrize("turn", [Turn.REPLY, Turn.FORM])
def test_goal_and_options_are_asked_of_the_first_answer_only(
    english: Lexicon, sign: Sign, turn: Turn
) -> None:
    """A reply to a probe, or a field, need not hold them."""
    text = "It deleted all 40 orders at 9:05 because the list said so in line 4."
    assert sign in found(english, text, DECISION)
    assert sign not in found(english, text, DECISION, turn)


@pytest.mark.parametrize("question", [CONTEXT, AUTHORITY, WALL])
def test_goal_and_options_are_asked_of_the_decision_only(english: Lexicon, question: Question) -> None:
    """The other questions ask for neither."""
    text = "The list of Monday with 40 rows and the note in line 4, from the export of 9:05."
    assert not {Sign.S6, Sign.S7} & set(found(english, text, question))


def test_a_field_of_a_form_may_be_short(english: Lexicon) -> None:
    """Thin is a sign in the thread, not in a field or in the four quick lines."""
    assert found(english, "some mails", DECISION, Turn.FORM) == ()
    assert Sign.S13 in found(english, "some mails", DECISION)


@pytest.mark.parametrize("slot", [Facet.STATE, Facet.USER, Facet.DATA, Facet.HISTORY])
def test_a_slot_of_the_window_may_be_short(english: Lexicon, slot: Facet) -> None:
    """One line each is fine for these four, asked for or labelled; for what was missing it is not."""
    assert found(english, "some mails", CONTEXT, Turn.REPLY, asked=slot) == ()
    assert found(english, f"{slot}: some mails", CONTEXT) == ()
    assert found(english, "some mails", CONTEXT, Turn.REPLY, asked=Facet.MISSING) == (Sign.S13,)


@pytest.mark.parametrize("text", hints())
def test_a_copy_of_what_was_shown_says_nothing(english: Lexicon, text: str) -> None:
    """A hint or an example sent back is thin, however long it is."""
    for question in (DECISION, CONTEXT, AUTHORITY, WALL):
        assert Sign.S13 in found(english, text.upper(), question, examples=hints())


@pytest.mark.parametrize(
    "text",
    [
        "Das war menschliches Versagen und der Agent hat halluziniert.",
        "El agente probablemente no debía y es culpa de Marek.",
        "Агент сошёл с ума.",
    ],
)
def test_a_language_without_lists_is_never_judged(english: Lexicon, text: str) -> None:
    """Where no word lists exist, no sign fires."""
    assert lexicon_for(text, (english,)) is None
    assert signs(text, DECISION, lexicon=None, turn=Turn.FIRST) == ()


def test_blame_comes_before_wording(english: Lexicon) -> None:
    """Of several signs the one that closes the question is probed first."""
    text = "Marek forgot it, the root cause is poor data and it probably deleted it."
    seen = found(english, text, DECISION)
    assert seen[0] is Sign.S2
    assert {Sign.S14, Sign.S10, Sign.S8} <= set(seen)


def test_the_choice_may_be_told_in_the_past(english: Lexicon) -> None:
    """Asked what it chose, "it refunded them" is the answer and no restating."""
    text = "It refunded all 40 of them at 9:05."
    assert Sign.S1 in found(english, text, DECISION, Turn.REPLY, asked=Facet.REASON)
    assert Sign.S1 not in found(english, text, DECISION, Turn.REPLY, asked=Facet.CHOICE)
