"""The document shows how each thing is known, never more than that, and nobody by name outside the log."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.review import (
    Disagreement,
    Evidence,
    Finding,
    PersonKey,
    Position,
    Review,
    Span,
    Statement,
    StatementKind,
)
from bot.domain.trace_vocabulary import Provenance
from bot.domain.tree import Emphasis, Heading, Inline, Strong, Table, plain
from bot.domain.vocabulary import EvidenceClass, Facet, Question
from tests.domain import making
from tests.domain.report.made import (
    ACCOUNT,
    AGENT,
    ANA,
    BEN,
    CEM,
    DEE,
    EVE,
    GUESS,
    NAMES,
    OPENED,
    SEEN,
    drawn,
    entries,
    held,
    rich,
    under,
    voice,
    whole,
)

CALLED_A_GUESS = "Inferred, a guess:"


def with_finding(finding: Finding) -> Review:
    return making.with_findings(making.full_review(), [finding])


def without_log(review: Review) -> str:
    found = drawn(review)
    return whole(found).replace(under(found, "Statement log"), "")


# -- people


def test_people_stand_by_role_and_by_name_only_in_the_statement_log() -> None:
    """Body and front matter hold no name; the log holds those who spoke."""
    review = rich()
    log = under(drawn(review), "Statement log")
    for name in NAMES:
        assert name not in without_log(review)
        assert name not in str(drawn(review).front)
    assert [name for name in NAMES if name in log] == list(NAMES[:4])


def test_no_key_of_a_person_is_ever_shown() -> None:
    """Not even of somebody who is not among the participants, as a hand-over to a stranger leaves them."""
    stranger = PersonKey("terminal:desk:fay")
    acted = replace(rich().acts[0], kind="handed_over", values=(("to", stranger),))
    review = replace(rich(), owner=stranger, acts=(acted,))
    assert "terminal:desk" not in whole(drawn(review))
    assert "terminal:desk" not in str(drawn(review).front)
    assert "somebody not listed" in whole(drawn(review))


@pytest.mark.parametrize(
    ("person", "called"),
    [
        (ANA, "billing lead"),
        (BEN, "billing engineer (participant 2)"),
        (EVE, "billing engineer (participant 5)"),
        (CEM, "participant 3"),
        (AGENT, "the agent (participant 6)"),
    ],
)
def test_a_role_names_one_person(person: PersonKey, called: str) -> None:
    """A role alone, two people of one role by their numbers, no role by number, the agent as the agent."""
    assert f"Owner: {called} ·" in whole(drawn(replace(rich(), owner=person)))


def test_a_name_typed_in_an_answer_stays_as_typed() -> None:
    """People's words are never rewritten."""
    review = with_finding(held(Facet.MEANT, 9, "Ana Kovač set the limit in March."))
    assert "Ana Kovač set the limit in March." in without_log(review)


# -- guesses, accounts, disagreements


@pytest.mark.parametrize(
    "facet",
    [
        facet
        for facet in Facet
        if facet not in {Facet.OPTIONS, Facet.WALLS, Facet.SAME_TOMORROW, Facet.VERSIONS}
    ],
)
def test_a_guess_is_marked_wherever_it_is_shown(facet: Facet) -> None:
    """Whatever facet it fills, it stands in italics behind the word that it is one, each time it is shown."""
    words = "there was zorbium in the queue"
    shared = facet in {Facet.CLASS_SENTENCE, Facet.SIBLING, Facet.EXISTING, Facet.GETS_PAST}
    review = with_finding(held(facet, 1, words, GUESS, "" if shared else "A"))
    text = whole(drawn(review))
    assert text.count(words) == text.count(f"{CALLED_A_GUESS} {words}") >= 1


def test_a_guess_among_the_options_is_marked_in_every_row() -> None:
    """A table of options has no room for a class; the mark stands in each."""
    review = with_finding(held(Facet.OPTIONS, 1, "stop\nask", GUESS))
    section = under(drawn(review), f"1. {FIRST}")
    assert f"{CALLED_A_GUESS} stop" in section
    assert f"{CALLED_A_GUESS} ask" in section


def test_a_guess_stays_one_in_the_timeline_and_in_the_log() -> None:
    """A sentence with a clock time is copied there; it does not become a fact on the way."""
    words = "At 07:10 it presumably read the old list."
    review = with_finding(held(Facet.DATA, 1, words, GUESS))
    review = replace(review, statements=(making.statement(1, words),))
    assert f"{CALLED_A_GUESS} {words}" in under(drawn(review), "Timeline")
    assert [(head.split(" · ")[-1], text) for head, text in entries(review)] == [("held as a guess", words)]


def test_a_guess_looks_unlike_a_fact() -> None:
    """The word is bold and the guess in italics, so that nobody reads past it."""
    review = with_finding(held(Facet.DATA, 1, "an old list", GUESS))
    cells = [cell for b in drawn(review).blocks if isinstance(b, Table) for row in b.rows for cell in row]
    (guess,) = [cell for cell in cells if "an old list" in plain(cell)]
    assert kinds(guess)[:3] == [Strong, None, Emphasis]


def kinds(parts: tuple[Inline, ...]) -> list[type[Inline] | None]:
    return [type(part) if isinstance(part, Strong | Emphasis) else None for part in parts]


def test_the_agents_later_account_is_named_as_such_and_is_no_reason() -> None:
    """It is kept beside the reason, which stays as unknown as it was."""
    section = under(drawn(rich()), f"1. {FIRST}")
    assert (
        "From the inside: I panicked because the deadline was close. (S4, the agent's own later account) "
        "The agent said so afterwards, which does not show its reason: unknown (U2)" in section
    )


def test_the_agents_words_are_marked_in_the_log() -> None:
    """Its statements are not read as a person's."""
    head, words = entries(rich())[3]
    assert head == "S4 · dunner-bot · 2026-09-14 08:44 UTC\nThe agent's own later account:"
    assert words == "I panicked because the deadline was close."


def test_an_account_in_another_facet_keeps_its_class() -> None:
    """Only as the reason it is turned away; elsewhere its class says what it is."""
    review = with_finding(held(Facet.DATA, 4, "the list", ACCOUNT))
    assert "the list (S4) | the agent's own later account |" in under(drawn(review), f"2. {SECOND}")


def test_two_accounts_are_kept_as_two_and_neither_is_called_right() -> None:
    """Both stand with their authors, sources and classes, and what would settle it."""
    ends = under(drawn(rich()), "Unknowns and disagreements")
    assert "D1, 2 accounts: was it meant to be so wide, decision A" in ends
    assert "billing lead: It was meant for reminders, not for final notices. (S9, testimony)" in ends
    assert (
        f"security: {CALLED_A_GUESS} No: the ticket of March says final notices too. (S10, inferred)" in ends
    )
    assert "What would settle it: the ticket of March" in ends


@pytest.mark.parametrize("facet", [Facet.CHOICE, Facet.OPTIONS, Facet.BELIEF, Facet.DATA, Facet.SIBLING])
def test_a_disputed_facet_points_at_the_two_accounts(facet: Facet) -> None:
    """Whoever reads only the section learns that there is another reading."""
    letter = "" if facet is Facet.SIBLING else "A"
    positions = (
        Position((Span("S1", "one"),), SEEN, ANA, OPENED),
        Position((Span("S2", "two"),), SEEN, DEE, OPENED),
    )
    review = replace(making.full_review(), disagreements=(Disagreement("D1", facet, positions, letter),))
    body = whole(drawn(review)).partition("Unknowns and disagreements")[0]
    assert "(there are two accounts: D1)" in body


def test_a_thin_answer_is_shown_with_what_makes_it_thin() -> None:
    """A sign that still fires stays visible."""
    assert "not to ask (S2, testimony) (thin: restates what it did)" in whole(drawn(rich()))


def test_nothing_known_is_said_and_never_left_blank() -> None:
    """An empty facet, an owned unknown and one that cannot be known are three different sentences."""
    text = whole(drawn(rich()))
    assert "Rules in force: cannot be known, it was not logged (U1)" in text
    assert "From the outside: unknown (U2)" in text
    assert "Rules in force: not answered" in whole(drawn(with_finding_gone(Facet.RULES)))


def with_finding_gone(facet: Facet) -> Review:
    review = making.full_review()
    return replace(review, findings=tuple(f for f in review.findings if f.facet is not facet))


def test_not_applicable_gives_its_reason_and_claims_no_class() -> None:
    """Its own "n/a" is not said a second time."""
    section = under(drawn(rich()), f"2. {SECOND}")
    assert "What the user had said | not applicable: because nobody was in the loop (S6) |  |  | " in section


# -- what nobody said


def test_our_own_words_are_marked_and_accepted_by_somebody() -> None:
    """A wall in the bot's words says so, and who took it; the acceptance stands among the approvals."""
    walls = under(drawn(rich()), f"4. {FOURTH}")
    assert "(the bot's words) (taken by billing engineer (participant 2), 2026-09-14 09:20 UTC)" in walls
    approvals = under(drawn(rich()), "Approvals")
    assert "2026-09-14 09:20 UTC | billing engineer (participant 2) | took W3 in the bot's words" in approvals


def test_every_claim_names_a_source_that_stands_in_the_appendix() -> None:
    """What is cited as S or E is listed there."""
    found = drawn(rich())
    evidence = under(found, "Evidence").splitlines()
    listed = {head.split(" · ")[0] for head, _ in entries(rich())} | {row.split(" | ")[0] for row in evidence}
    assert {s.source for f in rich().findings for s in f.spans} <= listed


def test_a_class_raised_with_a_source_alone_leaves_no_empty_line() -> None:
    """A source may carry no words of its own: it proves those that are there."""
    spans = (Span("S1", "the list"), Span("E1", ""))
    review = with_finding(replace(held(Facet.BELIEF, 1, "x", EvidenceClass.LOGGED), spans=spans))
    assert "The belief it rested on: the list (S1, E1, logged)" in whole(drawn(review))


# -- evidence that is not shown yet


def picture(looked_at_by: PersonKey | None) -> Evidence:
    return Evidence(
        "E1",
        "screen.png",
        "picture",
        EvidenceClass.RECONSTRUCTED,
        CEM,
        OPENED,
        "https://files.example/screen.png",
        sha256="4d" * 32,
        looked_at_by=looked_at_by,
    )


def test_a_picture_is_published_only_after_a_person_looked() -> None:
    """Before that there is its hash, and neither its name nor the way to it."""
    unseen = making.full_review(evidence=(picture(None),))
    text = whole(drawn(unseen))
    assert "a picture nobody has looked at yet" in text
    assert "4d" * 32 in text
    assert "screen.png" not in text
    assert "files.example" not in str(drawn(unseen).blocks)


def test_a_picture_somebody_looked_at_names_them_by_role() -> None:
    """Then it is listed as anything else is."""
    seen = replace(rich(), evidence=(picture(DEE),))
    assert "screen.png · source · looked at by security" in under(drawn(seen), "Evidence")


def test_deleted_and_forgotten_words_are_nowhere_in_the_document() -> None:
    """Who and when stay."""
    text = whole(drawn(rich()))
    assert "my own fault" not in text
    assert entries(rich())[-1] == ("S16 · Cem Yıldız · 2026-09-14 08:45 UTC\n(deleted by its author)", "")


def test_talk_is_not_in_the_record() -> None:
    """It stays in the thread."""
    assert "thanks all" not in whole(drawn(rich()))
    assert "S15" not in whole(drawn(rich()))


# -- any words at all

words = st.text(min_size=1, max_size=40)


@given(words, st.sampled_from(EvidenceClass), st.sampled_from(Facet))
def test_any_words_are_drawn_to_the_letter_and_in_one_way(
    text: str, known: EvidenceClass, facet: Facet
) -> None:
    """Holes, braces and marks in what people typed are text; the same review gives the same document."""
    review = making.full_review(title=text, statements=(spoken(text),))
    made = making.with_findings(review, [making.finding(facet, text, evidence_class=known)])
    assert drawn(made) == drawn(made)
    ((_, kept),) = entries(made)
    assert kept.replace("\n", "") == text.replace("\r", "").replace("\n", "")


def spoken(text: str) -> Statement:
    return Statement(1, "m1", ANA, OPENED, text, StatementKind.ANSWER, Question.DECISION, "A")


def test_a_hole_typed_by_somebody_is_not_filled() -> None:
    """Our labels have holes; people's words do not."""
    review = making.full_review(title="{id} {{7*7}} {nothing}")
    assert "Decision review AR-7: {id} {{7*7}} {nothing}" in whole(drawn(review))


def test_only_headings_of_ours_are_headings() -> None:
    """Hostile words change no structure of the tree."""
    plain_one, hostile = making.full_review(title="x"), making.full_review(title="# x\n## y")
    assert len(only_headings(plain_one)) == len(only_headings(hostile))


def only_headings(review: Review) -> list[Any]:
    return [block for block in drawn(review).blocks if isinstance(block, Heading)]


def test_a_disagreed_verdict_names_who_reads_it_otherwise() -> None:
    """By role, beside who settled it."""
    section = under(drawn(rich()), f"3. {THIRD}")
    assert "Settled by billing lead, 2026-09-14 09:30 UTC. Read otherwise by security." in section


def test_a_missing_verdict_is_said() -> None:
    """Where nothing was proposed either."""
    review = replace(making.full_review(), verdicts=())
    assert under(drawn(review), f"1. {FIRST}").count("Verdict: none yet.") == 1


FIRST = "What decision did the agent make, and what was it trying to optimize for?"
SECOND = "What context was in its window at that moment?"
THIRD = "Was it authorized to take that action?"
FOURTH = "Could the operation have caught this class of error before it landed on live work?"


# -- words from a trace


def test_words_cut_out_of_a_trace_say_how_much_is_left_out() -> None:
    """What is cited in part is never taken for the whole; words that are whole have no such mark."""
    part = replace(held(Facet.RULES, "E1", "Never refund"), spans=(Span("E1", "Never refund", 4500),))
    mark = "(… 4500 more characters; the window shows all)"
    assert mark in whole(drawn(with_finding(part)))
    assert "more characters" not in whole(drawn(with_finding(held(Facet.RULES, "E1", "Never refund"))))


@pytest.mark.parametrize("provenance", [p for p in Provenance if p is not Provenance.LOGGED])
def test_words_that_are_not_what_was_sent_say_what_became_of_them(provenance: Provenance) -> None:
    """A cut, a hand of the backend, a reference: each in words, beside the words it concerns."""
    spans = (Span("E1", 'refund({"to": "acc', 0, provenance),)
    doubtful = replace(held(Facet.TARGET, "E1", "refund"), spans=spans)
    named = voice().labels[f"provenance.{provenance}"]
    assert f"({named})" in whole(drawn(with_finding(doubtful)))
