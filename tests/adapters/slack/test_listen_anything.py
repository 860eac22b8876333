"""Whatever else comes means nothing and raises nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.slack.listen import meaning, people_in
from bot.chat.slack.meanings import Ignored
from tests.adapters.slack.given import KNOWN, NOW, PAYLOADS, payload
from tests.adapters.slack.hearing import mean

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[]))
)
KEYS = sorted(
    {
        "type",
        "event",
        "user",
        "text",
        "ts",
        "channel",
        "blocks",
        "elements",
        "view",
        "state",
        "values",
        "actions",
    }
    | {
        "item",
        "message",
        "previous_message",
        "subtype",
        "files",
        "container",
        "trigger_id",
        "value",
        "action_id",
    }
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=6)
    ),
    max_leaves=20,
)
HURTS: list[object] = [
    None,
    [],
    {},
    7,
    True,
    "",
    "x",
    [[]],
    [None],
    {"type": "rich_text"},
    "9" * 30,
    "\ud800",
]
NAMES = sorted(path.stem for path in PAYLOADS.glob("*.json"))


@given(anything, st.sampled_from([*NAMES, ""]))
def test_no_json_raises(found: object, name: str) -> None:
    """Whatever shape it has, alone or as the event of a known envelope."""
    assert meaning(found, KNOWN, NOW) is not None
    people_in(found)
    if isinstance(found, dict) and name:
        meaning({**payload(name), **found}, KNOWN, NOW)


def broken(value: object, hurt: object, path: tuple[object, ...]) -> object:
    """A copy of JSON with what lies at a path replaced."""
    if not path:
        return hurt
    if isinstance(value, dict) and path[0] in value:
        return value | {path[0]: broken(value[path[0]], hurt, path[1:])}
    if isinstance(value, list) and isinstance(path[0], int):
        return [broken(one, hurt, path[1:]) if at == path[0] else one for at, one in enumerate(value)]
    return value


def paths(value: object) -> list[tuple[object, ...]]:
    """Every path of JSON."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *rest) for key, inner in pairs for rest in paths(inner))]


@pytest.mark.parametrize("name", NAMES)
def test_no_payload_with_one_part_of_another_kind_raises(name: str) -> None:
    """Slack drops and changes fields without a word."""
    whole = payload(name)
    for path in paths(whole):
        for hurt in HURTS:
            hurt_one = broken(whole, hurt, path)
            assert meaning(hurt_one, KNOWN, NOW) is not None
            people_in(hurt_one)


def test_every_payload_file_means_something_or_is_meant_to_mean_nothing() -> None:
    """A file nobody hears would be a test that cannot fail."""
    unheard = {name for name in NAMES if isinstance(mean(name), Ignored)}
    assert unheard == {"message_unfurled", "message_bot", "message_app", "message_join"}
