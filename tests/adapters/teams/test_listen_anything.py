"""Whatever else comes means nothing and raises nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.teams.listen import meaning
from bot.chat.teams.markup import tree
from tests.adapters.teams.given import BOT, CHANNEL, KNOWN, NOW, Json, activity, alone, called, mention, page
from tests.adapters.teams.test_listen_news import of_channel, of_team
from tests.adapters.teams.test_listen_pressing import fetched, pressed, sent

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[]))
)
KEYS = sorted(
    {"type", "id", "text", "from", "recipient", "conversation", "channelData", "value", "data", "entities"}
    | {"attachments", "name", "mentioned", "timestamp", "localTimezone", "membersAdded", "action", "channel"}
    | {
        "press",
        "review",
        "version",
        "form",
        "target",
        "showing",
        "content",
        "contentType",
        "conversationType",
    }
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=6)
    ),
    max_leaves=20,
)
HURTS: list[object] = [None, [], {}, 7, True, "", "x", [[]], [None], "9" * 30, "\ud800", "<![", "../etc"]
KNOWN_ONES: dict[str, Json] = {
    "reply": activity(text="hello", attachments=[page("<p>hello</p>")]),
    "called": called("answer hello"),
    "alone": alone(
        text="AR-7",
        attachments=[
            {
                "contentType": "application/vnd.microsoft.teams.file.download.info",
                "name": "run.json",
                "content": {"downloadUrl": "https://x.sharepoint.com/y", "uniqueId": "u"},
            }
        ],
    ),
    "edited": activity("messageUpdate", text="hello", entities=[mention()]),
    "deleted": activity("messageDelete"),
    "pressed": pressed("agree", "A:decision"),
    "fetched": fetched("window:E1", "p1"),
    "sent": sent({"owner": "x", "why": "y"}),
    "installed": of_team("installationUpdate", action="add"),
    "moved": of_team(event="teamMemberAdded", membersAdded=[{"id": BOT}, {"id": "29:x"}]),
    "channel": of_channel("channelRenamed", name=CHANNEL),
}


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(), anything), st.sampled_from(sorted(KNOWN_ONES)))
def test_no_activity_raises(found: Json, name: str) -> None:
    """Whatever shape it has, alone or in place of parts of a known one."""
    assert meaning(found, KNOWN, NOW) is not None
    assert meaning(KNOWN_ONES[name] | found, KNOWN, NOW) is not None


def broken(value: object, hurt: object, path: tuple[object, ...]) -> object:
    """A copy of JSON with what lies at a path replaced."""
    if not path:
        return hurt
    if isinstance(value, dict):
        return value | {path[0]: broken(value[path[0]], hurt, path[1:])}
    assert isinstance(value, list)
    return [broken(one, hurt, path[1:]) if at == path[0] else one for at, one in enumerate(value)]


def paths(value: object) -> list[tuple[object, ...]]:
    """Every path of JSON below its top."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in pairs for found in ((key,), *((key, *rest) for rest in paths(inner)))]


@pytest.mark.parametrize("name", KNOWN_ONES)
def test_no_activity_with_one_part_of_another_kind_raises(name: str) -> None:
    """Teams leaves fields out, and sends null."""
    whole = KNOWN_ONES[name]
    for path in paths(whole):
        for hurt in HURTS:
            found = broken(whole, hurt, path)
            assert isinstance(found, dict)
            assert meaning(found, KNOWN, NOW) is not None


MARKUP = (
    "<![ <! ]> <!-- --> <? <a <at> </at> <p /> > < \" ' = & &# &#x110000; &nbsp; x CDATA[ </ <ul> <li> <pre>"
)
PIECES = st.sampled_from([*MARKUP.split(), "\0", " "])


@given(st.lists(PIECES, max_size=20).map("".join) | st.text())
def test_no_html_raises(html: str) -> None:
    """What Python's parser stumbles over has no blocks."""
    assert isinstance(tree(html), tuple)


def test_html_of_any_depth_is_read() -> None:
    """As far as we care; what is deeper is read as the text in it."""
    assert tree("<div><b>" * 5_000 + "deep" + "</b></div>" * 5_000) != ()
