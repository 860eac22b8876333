"""What session files record for facets: each text stands in the file at the place that is named with it."""

import json
from collections.abc import Sequence

import pytest

from bot.domain.recorded import recorded
from bot.domain.review import Recorded
from bot.domain.vocabulary import Facet
from tests.adapters.traces.sessions import atif, claude_code, codex, lines, points_of


def offered(content: bytes, key: str) -> dict[Facet, Recorded]:
    """What one point offers, by facet."""
    return {each.facet: each for each in recorded(points_of(content)[key])}


def test_claude_code_offers_act_place_versions_and_mode() -> None:
    """Its file holds neither tools nor rules: none are offered."""
    found = offered(lines(claude_code()), "line-7")
    assert {facet: each.text for facet, each in found.items()} == {
        Facet.POINT: 'delete_files({"all": true})',
        Facet.VERSIONS: "example-model-1\n2.0.1",
        Facet.TARGET: 'delete_files({"all": true})\ncwd: /srv/backup',
        Facet.GRANT_APPROVAL: "permissionMode: acceptEdits",
    }
    assert found[Facet.GRANT_APPROVAL].where == "line 1.permissionMode"
    assert found[Facet.VERSIONS].where == "line 7.message.model, line 7.version"
    assert found[Facet.TARGET].where == "line 7.message, line 7.cwd"


def test_codex_offers_approval_and_sandbox_as_they_stand() -> None:
    """Both are in the turn's own line; the program's version is in the first."""
    content = lines(codex())
    (key, *_) = points_of(content)
    found = offered(content, key)
    leave = found[Facet.GRANT_APPROVAL]
    assert leave.text.split("\n") == [
        "approval_policy: never",
        'sandbox_policy: {"mode": "danger-full-access"}',
    ]
    assert leave.where == "line 2.payload.approval_policy, line 2.payload.sandbox_policy"
    assert found[Facet.VERSIONS].where == "line 2.payload.model, session_meta.cli_version"
    assert found[Facet.TARGET].text.endswith("\ncwd: /srv/backup")
    assert Facet.OPTIONS not in found


def test_atif_offers_the_tools_of_its_agent() -> None:
    """With the place that lists them; it records no mode and no directory."""
    content = json.dumps(atif()).encode()
    (key, *_) = points_of(content)
    found = offered(content, key)
    assert (found[Facet.OPTIONS].text, found[Facet.OPTIONS].where) == (
        "delete_files",
        "agent.tool_definitions",
    )
    assert found[Facet.VERSIONS].text == "example-model-3\n1.2"
    assert Facet.GRANT_APPROVAL not in found
    assert "cwd" not in found[Facet.TARGET].text


@pytest.mark.parametrize(
    "content",
    [lines(claude_code()), lines(codex()), json.dumps(atif()).encode()],
    ids=["claude", "codex", "atif"],
)
def test_nothing_of_a_rebuilt_window_is_offered(content: bytes) -> None:
    """Its pieces are in the file; that they stood before the model at that moment is not."""
    of_window: Sequence[Facet] = (
        Facet.OBJECTIVE_GIVEN,
        Facet.STATE,
        Facet.USER,
        Facet.DATA,
        Facet.HISTORY,
        Facet.RULES,
    )
    for key in points_of(content):
        assert not set(of_window) & set(offered(content, key))
