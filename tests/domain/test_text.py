"""Sentences, quotations, words and languages of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quoting import BLANK
from bot.domain.reading import ANY, entry_words, read
from bot.domain.script import Lexicon
from bot.domain.text import lexicon_for, mask, sentences, words

PIECES = st.sampled_from(
    [
        *"\"'`“”„«»‘’>\n\t .!?…:-*()[]{}@<\\1aZ",
        "```",
        "e.g. ",
        "it said ",
        "> x\n",
        "- ",
        "1. ",
        "ÄÖ",
        "\ufffc",
        "😀",
        "\r\n",
    ]
)
MESSAGES = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


def split(text: str) -> list[str]:
    """The sentences of a text as strings."""
    return [text[s.start : s.end] for s in sentences(text)]


def seen(text: str) -> str:
    """A text as a lint sees it, blanks as dots."""
    return mask(text).replace(BLANK, ".")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It paid. Then it told her.", ["It paid.", "Then it told her."]),
        ("it paid. then it told her", ["it paid.", "then it told her"]),
        ("Really? Yes! Go on.", ["Really?", "Yes!", "Go on."]),
        ("- hold it\n- pay it\n* ask", ["hold it", "pay it", "ask"]),
        ("1. hold\n2) pay", ["hold", "pay"]),
        ("first line\nsecond line", ["first line", "second line"]),
        (
            "It saw mails, e.g. the last one. Nothing else.",
            ["It saw mails, e.g. the last one.", "Nothing else."],
        ),
        ("Limit was 3.50 EUR per call. Fine.", ["Limit was 3.50 EUR per call.", "Fine."]),
        ("well... it just paid. Done.", ["well... it just paid.", "Done."]),
        ("row No. 5 was blank. End.", ["row No. 5 was blank.", "End."]),
        ("They met at 5 p.m. Nobody wrote.", ["They met at 5 p.m.", "Nobody wrote."]),
        ('Told: "Pay. Then ask." It paid.', ['Told: "Pay. Then ask."', "It paid."]),
        ('It read "Pay. Now." and paid.', ['It read "Pay. Now." and paid.']),
        ("before\n```\na. b.\nc\n```\nafter", ["before", "```\na. b.\nc\n```", "after"]),
        ("> one. two.\n> three\nfour", ["> one. two.\n> three", "four"]),
        ("   \n\n", []),
        ("", []),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, expected: list[str]) -> None:
    """Lines, list items and stops part sentences; abbreviations, numbers and quotations do not."""
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('it said "should have" twice', "it said ............. twice"),
        ("it said “should have” twice", "it said ............. twice"),
        ("es sagte „so nicht“ dazu", "es sagte .......... dazu"),
        ("il a dit «non» hier", "il a dit ..... hier"),
        ("it said 'do it' and did", "it said ....... and did"),
        ("the users' data wasn't Dana's", "the users' data wasn't Dana's"),
        ('a 19" rack, it said "go"', 'a 19" rack, it said ....'),
        ("ran `rm -rf` there", "ran ........ there"),
        ("one `tick\nnext `line", "one `tick\nnext `line"),
        ("> quoted\nmine", "........\nmine"),
        ("a\n```\nb\n```\nc", "a\n...\n.\n...\nc"),
        ("a\n```\nnever closed", "a\n...\n............"),
        ('open " only\n\nother " part', 'open " only\n\nother " part'),
    ],
)
def test_quotations_and_code_are_blanked(text: str, expected: str) -> None:
    """Somebody else's words and code are hidden, everything else stays where it is."""
    assert seen(text) == expected


@given(MESSAGES)
def test_sentences_lie_in_order_within_the_text(text: str) -> None:
    """Whatever is typed, sentences are in order, apart, not empty, and hold every visible character but list marks."""
    found = sentences(text)
    ends = [0, *(s.end for s in found)]
    assert all(before <= s.start < s.end <= len(text) for before, s in zip(ends, found, strict=False))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in found)


@given(MESSAGES)
def test_masking_keeps_every_offset(text: str) -> None:
    """A masked text is as long as the text, and differs from it in blanks alone."""
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(m in (t, BLANK) for m, t in zip(masked, text, strict=True))


@given(MESSAGES)
def test_words_stand_where_they_say(text: str) -> None:
    """The offsets of a word are those of its letters."""
    assert all(len(text[w.start : w.end]) > 0 and not text[w.start : w.end].isspace() for w in words(text))


def lexicon(**lists: tuple[str, ...]) -> Lexicon:
    """A lexicon of few lists."""
    return Lexicon("xx", lists)


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ("refund", "One refund, two refunds.", ["refund"]),
        ("refund*", "Refunded. No pre-refunds, prerefund.", ["Refunded", "refunds"]),
        ("*ed", "It waited and fed.", ["waited", "fed"]),
        ("read only", "READ-ONLY and read only, but read, only", ["READ-ONLY", "read only"]),
        ("don't know", "I don’t know", ["don’t know"]),
        ("took ... for", "It took the draft for final; it took it.", ["took the draft for"]),
        ("n/a", "n/a, na", ["n/a"]),
        ("or", "for order, or", ["or"]),
        ("should have", 'it said "should have" here', []),
        ("over two", "over\ntwo", []),
    ],
)
def test_an_entry_is_found_as_whole_words(entry: str, text: str, expected: list[str]) -> None:
    """Words, phrases, stems, endings and gaps are found without regard to case, hyphens and apostrophes."""
    reading = read(text, lexicon(some=(entry,)))
    assert [text[h.start : h.end] for h in reading.found("some")] == expected


def test_two_lexicons_are_never_mixed_up() -> None:
    """Word lists compiled for one lexicon are not used for another."""
    one, other = lexicon(some=("alpha",)), lexicon(some=("beta",))
    assert read("alpha beta", one).found("some") != read("alpha beta", other).found("some")


@pytest.mark.parametrize(
    "text",
    [
        "It was told to close the ticket and so it did.",
        "role: refunds-writer, limit 500 EUR, ticket 812",
        "OPS-123 ERR_TIMEOUT 14:02",
        "yes",
        "👍",
        "user: Renée, 08:14, wrote that she needs it",
    ],
)
def test_english_and_telegraphic_notes_are_english(text: str, english: Lexicon) -> None:
    """Ids and numbers speak for no language; a short note without any sign of another is English."""
    assert lexicon_for(text, (english,)) is english


@pytest.mark.parametrize(
    "text",
    [
        "Der Agent hatte den alten Preis im Fenster und nicht den neuen.",
        "El agente tenía que vaciar la cola antes de las ocho.",
        "Le rôle acheteur est attribué par la demande, les commandes étaient en dessous.",
        "Zustand: zweiter Lauf. Daten: Bestand aus der Nacht.",
        "Агент удалил все записи.",
    ],
)
def test_other_languages_have_no_word_lists(text: str, english: Lexicon) -> None:
    """An answer in a language without lists is read by none."""
    assert lexicon_for(text, (english,)) is None


def test_the_lexicon_with_most_common_words_is_taken(english: Lexicon) -> None:
    """With lists of several languages, the one whose common words are most frequent reads the text."""
    german = Lexicon("de", {"common": ("der", "hatte", "den", "im", "und", "nicht"), "foreign": ("the",)})
    text = "Der Agent hatte den alten Preis im Fenster und nicht den neuen."
    assert lexicon_for(text, (english, german)) is german


def test_without_lexicons_no_language_is_known() -> None:
    """No word lists at all, no language."""
    assert lexicon_for("It paid.", ()) is None


def test_every_entry_can_be_found(english: Lexicon) -> None:
    """No entry is empty, begins or ends with a gap, or holds a sign that would never match."""
    for name, entries in english.lists.items():
        for entry in entries:
            parts = entry_words(entry)
            assert parts, (name, entry)
            assert ANY not in (parts[0], parts[-1]), (name, entry)
            sample = " ".join("some" if part == ANY else part.replace("*", "x") for part in parts)
            assert read(sample, lexicon(some=(entry,))).found("some"), (name, entry)
