"""Four opinions on blocks and views: Slack's types, slack_sdk's models, slackblocks, our own table of numbers."""

import copy
import json
import logging
import re
from collections.abc import Iterator
from functools import cache

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView
from slackblocks import Block as SecondOpinion
from slackblocks.errors import InvalidUsageError

from tests.adapters.slack.fake import kit, numbers
from tests.adapters.slack.fake.numbers import Finding
from tests.adapters.slack.fake.values import Json, texts_of

PING = re.compile(r"<!(?:here|channel|everyone|subteam\^)")
EVENT_TYPE = re.compile(r"[a-z][a-z0-9_]{0,49}")
TEXT_KEPT = 4000  # a longer one can never be updated

logging.getLogger("slack_sdk.models.blocks").setLevel(logging.ERROR)


def of_message(text: str, blocks: list[Json], *, verdict: str = "invalid_blocks") -> list[Finding]:
    """Everything wrong with a message of the app's; the first that is not `budget` is what Slack would answer."""
    found = list(_shapes(blocks, verdict)) if blocks else []
    if not found and blocks:
        found = list(numbers.of_message(blocks))
    if numbers.size(text) > TEXT_KEPT:
        found.append(Finding("budget", "text", f"{numbers.size(text)} characters, over {TEXT_KEPT}"))
    if not text and blocks:
        found.append(Finding("budget", "text", "no fallback beside the blocks"))
    if any(PING.search(part) for part in [text, *_marked_up(blocks)]):
        found.append(Finding("budget", "text", "would ping a whole channel or group"))
    return found


def of_view(view: Json) -> list[Finding]:
    """Everything wrong with a view."""
    if not isinstance(view.get("blocks"), list):
        return [Finding("invalid_arguments", "view", "no blocks")]
    found = list(_shapes(view["blocks"], "invalid_arguments"))
    try:
        SdkView(**copy.deepcopy(view)).to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        found.append(Finding("invalid_arguments", "view", f"slack_sdk: {error}"))
    found += numbers.of_view(view)
    if len(json.dumps(view)) > numbers.VIEW_BYTES:
        found.append(Finding("view_too_large", "view", "over 250 kB"))
    return found


def of_metadata(metadata: object) -> str:
    """The error Slack gives for the metadata of a message, empty where it is good."""
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        return "invalid_metadata_format"
    if not EVENT_TYPE.fullmatch(str(metadata["event_type"])) or not isinstance(
        metadata["event_payload"], dict
    ):
        return "invalid_metadata_format"
    flat = all(isinstance(value, str | int | float | bool) for value in metadata["event_payload"].values())
    return "" if flat else "invalid_metadata_schema"


def _shapes(blocks: list[Json], verdict: str) -> Iterator[Finding]:
    """What the types and the two libraries find: unknown blocks and properties, lengths, counts."""
    if not all(isinstance(block, dict) and "type" in block for block in blocks):
        yield Finding("invalid_blocks_format", "blocks", "not a list of blocks")
        return
    for number, block in enumerate(blocks):
        where = f"blocks[{number}]({block['type']})"
        for opinion in _opinions(json.dumps(block)):
            yield Finding(verdict, where, opinion)


@cache
def _opinions(written: str) -> tuple[str, ...]:
    """What is said against a block, given as JSON; most blocks are sent again and again."""
    return tuple(said for judge in (kit.opinion, _sdk, _second) if (said := judge(json.loads(written))))


def _sdk(block: Json) -> str:
    try:
        parsed = SdkBlock.parse(block)
        if parsed is None:
            return "slack_sdk: unknown block"
        parsed.to_dict()  # validates what is nested, too
    except (SlackObjectFormationError, TypeError, KeyError, AttributeError) as error:
        return f"slack_sdk: {error}"
    return ""


def _second(block: Json) -> str:
    try:
        SecondOpinion.from_dict(block)
    except NotImplementedError:
        return ""  # it cannot read this kind of block yet
    except (InvalidUsageError, KeyError, TypeError, ValueError) as error:
        return f"slackblocks: {type(error).__name__} {error}"
    return ""


def _marked_up(blocks: object) -> list[str]:
    """Texts in which Slack reads markup; a plain_text is shown as it is."""
    if isinstance(blocks, list):
        return [text for block in blocks for text in _marked_up(block)]
    if not isinstance(blocks, dict):
        return []
    if blocks.get("type") in ("mrkdwn", "markdown"):
        return texts_of(blocks)
    return [text for part in blocks.values() for text in _marked_up(part)]
