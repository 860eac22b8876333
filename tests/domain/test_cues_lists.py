"""Word lists and the rules that read them: none is read that is not there, none is there that nothing reads."""

from collections import Counter

import yaml

from bot.domain import lints, talk, text, verdict_cues
from bot.domain.cues import acts, courtesy, echoes, fixes, options, phrases, proposing, scoring
from tests.corpus.measure import PROMPTS

READERS = (
    lints,
    talk,
    text,
    verdict_cues,
    acts,
    courtesy,
    echoes,
    fixes,
    options,
    phrases,
    proposing,
    scoring,
)


def shipped() -> dict[str, list[str]]:
    """The English lists of signs and cues, as they stand in their files."""
    lists: dict[str, list[str]] = {}
    for name in ("lints.yml", "words.yml"):
        parsed = yaml.load((PROMPTS / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings
        lists.update(parsed["en"])
    return lists


def twice(entries: list[str]) -> list[str]:
    """Entries that stand more than once."""
    return [entry for entry, count in Counter(entries).items() if count > 1]


def test_every_list_is_read_and_every_list_read_is_there() -> None:
    """What the rules declare and what the files hold are the same names."""
    declared = {name for reader in READERS for name in reader.LISTS}
    assert declared == set(shipped())


def test_no_list_is_empty_or_says_a_thing_twice() -> None:
    """Each list has entries, each entry once."""
    for name, entries in shipped().items():
        assert entries, name
        assert twice(entries) == [], name
