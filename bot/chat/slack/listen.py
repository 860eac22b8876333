"""A verified payload of Slack's, and what it means: nothing is looked up, stored or sent, and nothing is raised."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.chat.slack import acts, forms, messages, mrkdwn, news, rich
from bot.chat.slack.meanings import Ignored, Known, Meaning, Throttled
from bot.chat.slack.reading import at, is_set, mapping, number, objects, text

Payload = Mapping[str, Any]

OF_ANYBODY = news.NEWS.keys() - {"app_home_opened"}
"""Events that Slack brings of everybody, whether they have to do with the bot or not."""


def meaning(payload: object, known: Known, now: datetime) -> Meaning:
    """What a payload means; `now` is when it came, for those that do not tell when they were made."""
    found = mapping(payload)
    match text(found, "type"):
        case "event_callback":
            return _event(found, known)
        case "block_actions":
            return acts.pressed(found, known, now)
        case "view_submission":
            return acts.submitted(found, known, now)
        case "message_action" | "shortcut":
            return acts.shortcut(found, known, now)
        case "app_rate_limited":
            return Throttled(number(found, "minute_rate_limited"))
        case "" if text(found, "command"):
            return acts.command(found, known, now)
        case _:
            return Ignored("type")


def _event(payload: Payload, known: Known) -> Meaning:
    if not _is_for(payload, known):
        return Ignored("another workspace")
    event = mapping(payload, "event")
    kind = text(event, "type")
    if kind in {"message", "app_mention"}:
        shared = is_set(payload, "is_ext_shared_channel")
        return messages.message({**event, "is_ext_shared_channel": shared}, known)
    if kind in {"reaction_added", "reaction_removed"}:
        return news.reaction(event, f"slack:{known.team}:{text(payload, 'event_id')}", known)
    found = news.NEWS.get(kind)
    return found(event, known) if found else Ignored("event")


def _is_for(payload: Payload, known: Known) -> bool:
    """Whether an event is of our workspace: in a shared channel, `team_id` may be the other organisation's."""
    named = {text(payload, "team_id"), text(payload, "context_team_id")}
    named |= {text(one, "team_id") for one in objects(payload, "authorizations")}
    return not (named - {""}) or known.team in named


def people_in(payload: object) -> frozenset[str]:
    """Ids of everybody a payload names: whoever wants their names shown asks Slack for them first.

    News of people in the workspace name some whom nobody met here: of them nothing is asked.
    """
    if text(payload, "command"):  # it has no blocks and no fields, and hundreds may come at one moment
        return frozenset({text(payload, "user_id"), *mrkdwn.mentioned(text(payload, "text"))} - {""})
    event = mapping(payload, "event")
    if text(event, "type") in OF_ANYBODY:
        return frozenset()
    found = {text(payload, "user", "id"), text(payload, "user_id"), text(event, "user")}
    found |= mrkdwn.mentioned(text(payload, "text"))
    for message in (event, mapping(event, "message"), mapping(payload, "message")):
        found.add(text(message, "user"))
        found |= mrkdwn.mentioned(text(message, "text")) | rich.people_in(objects(message, "blocks"))
    return frozenset(found - {""}) | forms.people_in(at(payload, "view", "state", "values"))
