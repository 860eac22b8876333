"""views.*: forms behind a trigger that lives 3 seconds, stacks of at most three, the home tab of each person."""

import secrets
from datetime import timedelta

from tests.adapters.slack.fake import blocks as judges
from tests.adapters.slack.fake import events
from tests.adapters.slack.fake.answers import Refused
from tests.adapters.slack.fake.chat import named
from tests.adapters.slack.fake.values import Json, Trigger, View
from tests.adapters.slack.fake.world import World

TRIGGER_LIFE = timedelta(seconds=3)
DEPTH = 3


def open_view(world: World, args: Json) -> Json:
    """views.open: a new form on the screen of whoever pulled the trigger."""
    trigger = _exchanged(world, args)
    view = put(world, trigger.user, args["view"], "views.open")
    return {"ok": True, "view": events.view_json(world, view)}


def push_view(world: World, args: Json) -> Json:
    """views.push: a form on top of the one whose button was pressed."""
    trigger = _exchanged(world, args)
    below = world.views.get(trigger.view)
    if below is None or not below.open:
        raise Refused("not_found")
    if sum(view.root == below.root and view.open for view in world.views.values()) >= DEPTH:
        raise Refused("push_limit_reached")
    view = put(world, trigger.user, args["view"], "views.push", below=below)
    return {"ok": True, "view": events.view_json(world, view)}


def update_view(world: World, args: Json) -> Json:
    """views.update, by id or external id; an old `hash` is refused."""
    view = world.views.get(str(args.get("view_id"))) or _external(world, args.get("external_id"))
    if view is None or not view.open:
        raise Refused("not_found")
    if args.get("hash") and args["hash"] != view.hash:
        raise Refused("hash_conflict")
    replace(world, view, args["view"], "views.update")
    return {"ok": True, "view": events.view_json(world, view)}


def publish_view(world: World, args: Json) -> Json:
    """views.publish: the home tab of one person."""
    user, body = str(args["user_id"]), args["view"]
    if user not in world.users:
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] user_id is unknown"]})
    if body.get("type") != "home":
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] must be a home view"]})
    home = world.homes.get(user)
    if home is not None and args.get("hash") and args["hash"] != home.hash:
        raise Refused("hash_conflict")
    if home is None:
        home = View(f"V{world.number()}", user, {}, "", "")
        home.root = home.id
    replace(world, home, body, "views.publish")
    world.homes[user] = world.views[home.id] = home
    return {"ok": True, "view": events.view_json(world, home)}


def put(world: World, user: str, body: Json, method: str, *, below: View | None = None) -> View:
    """A new form, judged, on top of `below` where there is one; others of that person close."""
    if body.get("external_id") and _external(world, body["external_id"]):
        raise Refused("duplicate_external_id")
    view = View(f"V{world.number()}", user, {}, "", "", below.id if below else "")
    view.root = below.root if below else view.id
    replace(world, view, body, method)
    if below is None:
        close_all(world, user)
    world.views[view.id] = view
    return view


def replace(world: World, view: View, body: Json, method: str) -> None:
    """Give a view another content; Refused as Slack would refuse it."""
    found = judges.of_view(body) if world.judging else []
    for finding in found:
        world.wrong(f"{method}: {finding}")
    if found:
        messages = [f"[ERROR] {finding}" for finding in found]
        code = "view_too_large" if any(f.code == "view_too_large" for f in found) else "invalid_arguments"
        raise Refused(code, response_metadata={"messages": messages})
    view.body = body | {"blocks": named(world, body["blocks"])}
    view.hash = f"{int(world.unix())}.{secrets.token_hex(4)}"
    view.errors = {}


def close_all(world: World, user: str) -> None:
    """Take every form off a person's screen; the home tab stays."""
    for view in world.views.values():
        if view.user == user and view.body.get("type") == "modal":
            view.open = False


def _exchanged(world: World, args: Json) -> Trigger:
    trigger = world.triggers.get(str(args.get("trigger_id")))
    if trigger is None:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if world.time.now() - trigger.born > TRIGGER_LIFE:
        raise Refused("expired_trigger_id")
    trigger.used = True
    return trigger


def _external(world: World, external: object) -> View | None:
    if not external:
        return None
    return next((v for v in world.views.values() if v.open and v.body.get("external_id") == external), None)
