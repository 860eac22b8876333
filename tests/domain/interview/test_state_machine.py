"""Anybody does anything in any order: nothing is lost, nothing is asked too often, nothing falls over."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from bot.domain import interview
from bot.domain.errors import PersonError
from bot.domain.heard import Changed, Heard, Published, Repeated, Speaker, ThreadOpened, Ticked
from bot.domain.interview.filling import FORMS, prefill
from bot.domain.interview.pressing import ACTIONS
from bot.domain.interview.proceeding import awaits_earlier, unfinished
from bot.domain.interview.rights import may_read
from bot.domain.register import Earlier
from bot.domain.review import Review, RevisionKind, Stage, StatementKind
from bot.domain.tree import CardButton
from bot.domain.verdict import missing_facets
from bot.domain.vocabulary import MAX_DECISIONS, MAX_PROBES, Question, Status
from tests.domain.interview.thread import AGENT, HERE, PEOPLE, Thread, own_words, spoken, voice
from tests.examples import examples

GOOD = (
    "It could refund the order, ask the shift lead, or close the ticket. It refunded the order.",
    'It was told "resolve every ticket within five minutes"; stopping resets the timer.',
    "It believed that the parcel was lost; in fact it was delivered on Monday.",
    'State: ticket 881 open. User: "where is my parcel". Data: the carrier\'s page. History: none.',
    "It did not know the delivery date. With it, it would not have refunded: the test of May shows that.",
    'System: the role "refunds", up to 100 EUR. Approval: none is asked below that.',
    "An agent that is measured on closed tickets can give money away.",
    "The refund service should refuse a second refund of one order, whoever asks.",
    "No, because the refund service refuses it since Tuesday.",
    "Yes, the same thing.",
    "None, because the ticket held nothing else.",
    "I disagree: the page said delivered.",
)
SHALLOW = (
    "It refunded.",
    "Human error, Bea should have read it.",
    "The model hallucinated.",
    "It admitted that it panicked.",
    "Probably the cache.",
    "same as above",
    "We will tell it to be careful.",
    "Are you kidding me? It could ask or refund, and it refunded. WHOSE IDEA WAS ALL OF THIS!!!",
)
TALK = ("ok", "thanks!", ":+1:", "@bea can you look?", "brb")
COMMANDS = (
    "back",
    "skip",
    "done",
    "don't know",
    "no idea, sorry",
    "quiet",
    "go on",
    "next",
    "that's all",
    "continue",
    "help",
    "edit 1",
    "edit 2",
    "edit B3",
    "edit the template",
    "hand to @bea",
    "hand to support",
    "hand over to @cem",
    "the agent is @dev",
    "the agent is not @dev",
    "built W1",
    "verify W1",
)
OTHER = (
    "Der Agent hat den Auftrag zweimal erstattet, weil die Regel fehlte.",
    "رد المبلغ مرتين",
    "\x00\x07{{ 7 * 7 }} <b>**x**</b> [a](javascript:1)",
    "😀😀 \u202eabc",
    " ",
    "a" * 3000,
    "- one\n- two\n> three",
)
TEXTS = st.sampled_from((*GOOD, *SHALLOW, *TALK, *COMMANDS, *OTHER))
WHO = st.sampled_from((*PEOPLE, AGENT))
NONSENSE = ("", "Z", "A:", "A:decision", "B:context", "A:decision:options,belief", ":wall", "W1", "W9:both")
VALUES = st.sampled_from(
    (*NONSENSE, "0", "1", "no:W1", "yes", "6:yes", "A:0", "A:7", "W1:both", "learned:no", "test:T1:bea")
)
FIELDS = st.sampled_from(
    (
        "",
        "yes",
        "no",
        "unknown",
        "2027-03-29",
        "29.3.27",
        "test:T1:bea",
        "test:T1:cem",
        "E1",
        "W1",
        "AR-6",
        "x",
    )
)
PRESSES = st.sampled_from((*ACTIONS, "nothing", "form:"))
FORM = "form:"
WHOLE = {
    "options": "It could refund it, ask the shift lead, or close it",
    "choice": "It chose to refund it",
    "missing": "It did not know the date; with it, it would not have refunded, as in May",
    "target": "It refunded an order by the token it had found, which no role allows",
}
"""Fields whose words matter later: a cold reader picks one of the options, a verdict is read from them."""
FORWARD = ("agree", "check", "own_wall", "walls_done", "tomorrow", "unknown_me", "deepen", "publish")
"""Buttons that answer what the bot asks, in the order in which they are looked for."""
MOST_WORDS = 90
CASES, PARTS = ("incident", "sibling"), ("blocked", "recorded", "told")
WINDOW = 6
"""How many of the newest messages have buttons that somebody may still press."""


class InterviewMachine(RuleBasedStateMachine):
    """A thread in which everything that can be heard is heard, from buttons really drawn and from strays."""

    thread: Thread
    said: dict[int, list[str]]  # every text a statement ever had

    @initialize(
        pace=st.sampled_from((0.0, 25.0)),
        private=st.booleans(),
        restricted=st.booleans(),
        quick=st.sampled_from((False, False, True)),
        far=st.sampled_from((0, 0, 1, 3, 6, 9, 12, 15, 20)),
    )
    def opens(self, *, pace: float, quick: bool, private: bool, restricted: bool, far: int) -> None:
        """A review, quick or whole, in a private channel or not, and perhaps well on its way."""
        self.thread = Thread.opened(pace=pace, quick=quick, private=private)
        self.thread.earlier = (Earlier(6, "It mailed twice", ("W1",), restricted=restricted, readers=()),)
        last = tuple(zip(Question, PEOPLE, strict=False))
        self.thread.known = {"answered_last": lambda _: last, "last_owner": lambda _: PEOPLE[1]}
        self.said = {}
        self._goes_on(far, by_form=True, yes=False)

    # -- what people do

    @rule(who=WHO, text=TEXTS)
    def says_something(self, who: Speaker, text: str) -> None:
        """A message; what is no command becomes a statement, whoever wrote it."""
        before = self.thread.review
        self.thread.say(who, text)
        after = self.thread.review
        if after.statement_count > before.statement_count:
            assert after.statements[-1].text == text
        else:
            assert text.strip() in COMMANDS, "a message was lost"

    @rule(who=WHO, text=st.sampled_from(GOOD))
    def answers(self, who: Speaker, text: str) -> None:
        """A good answer is filed under the question that is open, by whoever may take part."""
        asking, current = self.thread.review.asking, self.thread.review.current
        self.thread.say(who, text)
        statement = self.thread.review.statements[-1]
        assert statement.text == text
        if asking is not None and not self.thread.review.quick and who in PEOPLE:
            assert statement.question is asking
            assert statement.decision in {"", current}

    @rule(who=WHO, which=st.integers(0, 40), fields=st.lists(FIELDS, min_size=12, max_size=12))
    def presses_what_is_drawn(self, who: Speaker, which: int, fields: list[str]) -> None:
        """A button of one of the last messages; a form is filled with anything."""
        if not (buttons := self._drawn()):
            return
        button = buttons[which % len(buttons)]
        note(f"presses {button.press} {button.value}")
        if button.press.startswith(FORM):
            self._fills(who, button.press.removeprefix(FORM), button.value, fields)
        else:
            self._twice(lambda: self.thread.press(who, button.press, button.value))

    @rule(who=WHO, press=PRESSES, value=VALUES)
    def presses_a_stray(self, who: Speaker, press: str, value: str) -> None:
        """A button of another version, of another review, or of nobody's making."""
        self._twice(lambda: self.thread.press(who, press, value))

    @rule(
        who=WHO,
        form=st.sampled_from((*FORMS, "nothing")),
        value=VALUES,
        fields=st.lists(FIELDS, min_size=12, max_size=12),
    )
    def fills_a_stray(self, who: Speaker, form: str, value: str, fields: list[str]) -> None:
        """A form about anything, filled with anything."""
        self._fills(who, form, value, fields)

    @rule(
        who=WHO,
        which=st.integers(0, 3),
        letter=st.sampled_from("ABC"),
        texts=st.lists(st.sampled_from((*GOOD, *SHALLOW, *OTHER, "")), min_size=9, max_size=9),
    )
    def answers_by_form(self, who: Speaker, which: int, letter: str, texts: list[str]) -> None:
        """All facets of a question at once."""
        question = tuple(Question)[which]
        target = f"{letter if which < 3 else ''}:{question}"
        names = (f.key for f in voice().forms[f"answer_{question}"].fields)
        fields = dict(zip(names, texts, strict=False))
        self._twice(lambda: self.thread.form(who, f"answer_{question}", target, **fields))

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0, 60), text=TEXTS)
    def edits(self, which: int, text: str) -> None:
        """A message in new words; the old ones stay in the log."""
        statement = self.thread.review.statements[which % len(self.thread.review.statements)]
        who = self._speaker(statement.author)
        self._twice(lambda: self.thread.edit(who, statement.message, text))

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0, 60), forget=st.booleans())
    def deletes(self, *, which: int, forget: bool) -> None:
        """A message taken back, and perhaps forgotten."""
        statement = self.thread.review.statements[which % len(self.thread.review.statements)]
        who = self._speaker(statement.author)
        self._twice(lambda: self.thread.delete(who, statement.message))
        if forget:
            self._twice(lambda: self.thread.press(who, "forget", str(statement.id)))

    @rule(who=WHO, kind=st.sampled_from(("trace", "file", "link", "picture")), which=st.integers(0, 3))
    def attaches(self, who: Speaker, kind: str, which: int) -> None:
        """Something to keep as proof, or a link that gave nothing."""
        sha = "" if kind == "link" else f"{which:064d}"
        self._twice(lambda: self.thread.attach(who, f"{kind}{which}", kind, sha256=sha))

    @rule(who=WHO, which=st.integers(0, 2))
    def chooses_a_point(self, who: Speaker, which: int) -> None:
        """A decision point of the newest evidence."""
        if self.thread.review.evidence:
            how = {"agent": "Refundo", "tool": "issue_refund", "versions": "m1", "identity": "svc"}
            self._twice(lambda: self.thread.point(who, f"span{which}", f"refund {which}", **how))

    # -- what brings a review further

    @rule(steps=st.integers(1, 6), by_form=st.booleans(), yes=st.booleans())
    def goes_on(self, *, steps: int, by_form: bool, yes: bool) -> None:
        """Its owner does what the bot asks for, a few times."""
        self._goes_on(steps, by_form=by_form, yes=yes)

    def _goes_on(self, steps: int, *, by_form: bool, yes: bool) -> None:
        for _ in range(steps):
            owner = self._speaker(self.thread.review.owner)
            self._attempt(partial(self.thread.press, owner, "go_on"))
            if not (self._taps(owner, yes=yes) or self._fills_all(owner, by_form=by_form)):
                return

    def _taps(self, who: Speaker, *, yes: bool) -> bool:
        """The button that answers the newest message."""
        wanted = ("earlier_yes" if yes else "earlier_no", "same" if yes else "different", *FORWARD)
        drawn = {b.press: b for say in self.thread.last for b in voice().speak(say).buttons}
        found = next((drawn[press] for press in wanted if press in drawn), None)
        return found is not None and self._twice(lambda: self.thread.press(who, found.press, found.value))

    def _fills_all(self, who: Speaker, *, by_form: bool) -> bool:
        """The open question answered: every field of its form, or one line."""
        review = self.thread.review
        if review.asking in {None, Question.CLOSE}:
            return False
        target = f"{review.current if review.asking is not Question.WALL else ''}:{review.asking}"
        keys = (f.key for f in voice().forms[f"answer_{review.asking}"].fields)
        fields = {key: WHOLE.get(key, f"{key} was as it was") for key in keys}
        if by_form:
            return self._twice(lambda: self.thread.form(who, f"answer_{review.asking}", target, **fields))
        return self._attempt(lambda: self.thread.say(who, GOOD[len(review.findings) % len(GOOD)]))

    @precondition(lambda self: self.thread.review.walls)
    @rule(which=st.integers(0, 3), owner=st.sampled_from(PEOPLE), held=st.booleans())
    def a_wall_goes_on(self, *, which: int, owner: Speaker, held: bool) -> None:
        """Accepted, built, drilled, verified, by whoever may."""
        wall = self.thread.review.walls[which % len(self.thread.review.walls)]
        by = owner if wall.owner is None else self._speaker(wall.owner)
        done = {f"{case}_{part}": "yes" if held else "no" for case in CASES for part in PARTS}
        self._twice(lambda: self.thread.press(by, "own_wall", wall.id))
        self._twice(lambda: self.thread.form(by, "accept_wall", wall.id, before_effect="yes"))
        self._twice(lambda: self.thread.press(by, "built", wall.id))
        self._twice(
            lambda: self.thread.form(by, "drill", wall.id, environment="a copy", evidence="E1", **done)
        )
        self._twice(lambda: self.thread.press(owner, "verify", wall.id))

    @rule(reader=st.sampled_from(PEOPLE), letter=st.sampled_from("AB"), place=st.integers(0, 3))
    def a_reader_is_asked(self, reader: Speaker, letter: str, place: int) -> None:
        """Somebody who was not there, and what they expect."""
        owner = self._speaker(self.thread.review.owner)
        self._twice(lambda: self.thread.form(owner, "cold_reader", letter, reader=reader.person))
        self._twice(lambda: self.thread.press(reader, "expect", f"{letter}:{place}"))

    # -- what machines do

    @rule(timer=st.sampled_from(("speak", "nudge", "wall:W1")))
    def ticks(self, timer: str) -> None:
        """A timer is due."""
        self._twice(lambda: self._heard(Ticked, timer=timer))

    @rule(version=st.integers(1, 3), trouble=st.sampled_from(("", "publish_unknown_target")))
    def is_published(self, version: int, trouble: str) -> None:
        """A target answers."""
        how = {"target": "markdown", "version": version, "digest": "d", "link": "l", "trouble": trouble}
        self._twice(lambda: self._heard(Published, **how))

    @rule(what=st.sampled_from(("prompt", "model")))
    def agent_changes(self, what: str) -> None:
        """The agent's model or prompt changed."""
        self._twice(lambda: self._heard(Changed, agent=self.thread.review.agent, what=what))

    @rule(walls=st.sampled_from(((), ("W1",), ("W1", "W9"))))
    def happens_again(self, walls: tuple[str, ...]) -> None:
        """Another review has the same class."""
        self._twice(lambda: self._heard(Repeated, other=9, walls=walls))

    @rule()
    def thread_opens(self) -> None:
        """The platform made the thread."""
        self._twice(lambda: self._heard(ThreadOpened))

    # -- how it is done

    def _heard(self, kind: Callable[..., Heard], **how: Any) -> None:
        bot = Speaker(PEOPLE[0].person, "bot")
        self.thread.hear(kind(id="x", at=self.thread.now, by=bot, thread=HERE, **how))

    def _fills(self, who: Speaker, form: str, target: str, typed: list[str]) -> None:
        written = voice().forms.get(form)
        keys = [f.key for f in written.fields] if written else ["text"]
        choices = {f.key: f.choices for f in written.fields} if written else {}
        fields = {
            key: choices[key][len(text) % len(choices[key])][0] if choices.get(key) and text != "x" else text
            for key, text in zip(keys, typed, strict=False)
        }
        self._attempt(lambda: prefill(self.thread.review, form, target))
        self._twice(lambda: self.thread.form(who, form, target, **fields))

    def _attempt(self, act: Callable[[], object]) -> bool:
        before = self.thread.review
        refused = None
        try:
            act()
        except PersonError as error:
            refused = error
        if refused is None:
            return True
        note(f"refused: {refused.key}")
        assert self.thread.review == before, "what was refused has changed something"
        unexpected = voice().error("unexpected", {"key": refused.key})
        assert voice().error(refused.key, dict(refused.values)) != unexpected, "refused without its own words"
        return False

    def _twice(self, act: Callable[[], object]) -> bool:
        """Do it, and do it again: the second time changes nothing."""
        done = self._attempt(act)
        first = self.thread.review
        self._attempt(act)
        assert _bare(self.thread.review) == _bare(first), "the second time changed something"
        return done

    def _drawn(self) -> list[CardButton]:
        says = [interview.card(self.thread.review, PEOPLE[1]), *self.thread.says[-WINDOW:]]
        return [button for say in says for button in voice().speak(say).buttons]

    def _speaker(self, person: str) -> Speaker:
        return next(who for who in (*PEOPLE, AGENT) if who.person == person)

    # -- what always holds

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every statement is there, with every text it ever had, unless its author had it forgotten."""
        review = self.thread.review
        assert [s.id for s in review.statements] == list(range(1, review.statement_count + 1))
        for statement in review.statements:
            texts = self.said.setdefault(statement.id, [])
            if statement.text and statement.text not in texts:
                texts.append(statement.text)
            if any(r.kind is RevisionKind.FORGOTTEN for r in statement.revisions):
                continue
            held = {statement.text, *(r.text for r in statement.revisions)}
            assert set(texts) <= held
        assert set(self.said) == {s.id for s in review.statements}

    @invariant()
    def a_finished_review_has_no_gap(self) -> None:
        """Filed or reviewed: every facet is filled, or somebody owns that it is not."""
        if self.thread.review.status in {Status.FILED, Status.REVIEWED, Status.CLOSED}:
            assert missing_facets(self.thread.review) == ()

    @invariant()
    def no_question_has_more_than_three_probes(self) -> None:
        """Three probes a question, however often somebody comes back to it."""
        assert all(p.probes <= MAX_PROBES for p in self.thread.review.progress)
        assert len(self.thread.review.decisions) <= MAX_DECISIONS

    @invariant()
    def every_word_can_be_said(self) -> None:
        """What the bot says, and the card, are made of words that ship; of its own, never more than ninety."""
        for say in (*self.thread.last, interview.card(self.thread.review, PEOPLE[1])):
            assert spoken(say).strip()
            assert own_words(say) <= MOST_WORDS, spoken(say)

    @invariant()
    def ids_are_never_given_twice(self) -> None:
        """Unknowns, disagreements, walls and evidence keep their ids apart."""
        review = self.thread.review
        for ids in (
            [u.id for u in review.unknowns],
            [d.id for d in review.disagreements],
            [w.id for w in review.walls],
            [e.id for e in review.evidence],
        ):
            assert len(set(ids)) == len(ids)

    @invariant()
    def the_review_never_stands_still(self) -> None:
        """Something is asked, or everything was: a question, the choice before, the summary."""
        review = self.thread.review
        if review.status is not Status.OPEN or review.quiet or review.quick:
            return
        if review.asking is None and not awaits_earlier(review):
            left = unfinished(review)
            assert left is None or left.stage is Stage.SKIPPED or review.same_tomorrow is not None

    @invariant()
    def the_agents_word_is_its_own(self) -> None:
        """What the agent writes is kept as its account, and fills nothing."""
        review = self.thread.review
        agents = {p.person for p in review.participants if p.agent}
        accounts = {f"S{s.id}" for s in review.statements if s.kind is StatementKind.SELF_REPORT}
        assert not any(span.source in accounts for f in review.findings for span in f.spans)
        assert review.owner not in agents

    @invariant()
    def strangers_own_nothing_of_a_restricted_review(self) -> None:
        """Whoever may not read it is neither its owner nor asked as its reader."""
        assert may_read(self.thread.review, self.thread.review.owner)


def _bare(review: Review) -> Review:
    """The review without the number that counts what was said about it."""
    return replace(review, version=0)


TestAnyOrderOfAnything = InterviewMachine.TestCase
TestAnyOrderOfAnything.settings = settings(
    examples(250),
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
