"""What an author made of a text is kept beside it, follows its edits, and goes when the text goes."""

from bot.domain.review import RevisionKind
from bot.domain.tree import CodeSpan, Paragraph, Strong, Text, Tree
from bot.domain.vocabulary import Facet
from tests.domain.interview.answers import finished
from tests.domain.interview.thread import ANA, Thread

OPTIONS = "It could refund it, ask the shift lead, or close it."
OTHERS = "It could refund it, ask the shift lead, or wait."


def tree(text: str) -> Tree:
    """The text in bold."""
    return Tree(Paragraph((Strong((Text(text),)),)))


def test_a_statement_keeps_the_tree_of_its_message() -> None:
    """Facets keep the plain words."""
    thread = Thread.opened()
    thread.say(ANA, OPTIONS, tree=tree(OPTIONS))
    (statement,) = thread.review.statements
    assert (statement.text, statement.tree) == (OPTIONS, tree(OPTIONS))
    held = thread.review.finding(Facet.OPTIONS, "A")
    assert held is not None
    assert held.text == OPTIONS


def test_an_edit_keeps_the_old_tree_with_the_old_text() -> None:
    """The new one stands in its place."""
    thread = Thread.opened()
    thread.say(ANA, OPTIONS, tree=tree(OPTIONS))
    thread.edit(ANA, "m1", OTHERS, tree=tree(OTHERS))
    (statement,) = thread.review.statements
    assert (statement.text, statement.tree) == (OTHERS, tree(OTHERS))
    assert [(r.text, r.tree) for r in statement.revisions] == [(OPTIONS, tree(OPTIONS))]


def test_an_edit_of_looks_alone_is_kept_and_opens_nothing() -> None:
    """The words are the same: no facet is lost, nothing is asked, and the bot has nothing to say."""
    thread = Thread.opened()
    thread.say(ANA, OPTIONS, tree=tree(OPTIONS))
    before, code = thread.review.findings, Tree(Paragraph((CodeSpan(OPTIONS),)))
    assert thread.edit(ANA, "m1", OPTIONS, tree=code) == ()
    (statement,) = thread.review.statements
    assert (statement.text, statement.tree) == (OPTIONS, code)
    assert [(r.tree, r.kind) for r in statement.revisions] == [(tree(OPTIONS), RevisionKind.EDITED)]
    assert thread.review.findings == before


def test_the_same_words_that_look_the_same_are_no_edit() -> None:
    """As a platform tells of a preview it added."""
    thread = Thread.opened()
    thread.say(ANA, OPTIONS, tree=tree(OPTIONS))
    before = thread.review
    thread.edit(ANA, "m1", OPTIONS, tree=tree(OPTIONS))
    assert thread.review.statements == before.statements


def test_nothing_of_a_forgotten_text_stays_in_any_tree() -> None:
    """Neither in the statement nor in what it was before; also in a review that is finished."""
    for thread in (Thread.opened(), finished()):
        thread.say(ANA, OPTIONS, tree=tree(OPTIONS))
        message = thread.review.statements[-1].message
        thread.edit(ANA, message, OTHERS, tree=tree(OTHERS))
        thread.delete(ANA, message)
        statement = thread.review.statements[-1]
        assert statement.tree == Tree()
        assert [r.tree for r in statement.revisions] == [tree(OPTIONS), tree(OTHERS)]
        thread.press(ANA, "forget", str(statement.id))
        statement = thread.review.statements[-1]
        assert [(r.text, r.tree) for r in statement.revisions] == [("", Tree()), ("", Tree())]
        assert "shift lead" not in repr(statement)
