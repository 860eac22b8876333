"""Every method the fake knows, by Slack's name for it."""

from collections.abc import Callable

from tests.adapters.slack.fake import chat, conversations, files, people, views
from tests.adapters.slack.fake.values import Json
from tests.adapters.slack.fake.world import World

METHODS: dict[str, Callable[[World, Json], Json]] = {
    "auth.test": people.auth_test,
    "blocks.validate": people.validate_blocks,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.join": conversations.join,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_direct,
    "conversations.replies": conversations.replies,
    "dnd.info": people.dnd_info,
    "files.completeUploadExternal": files.complete,
    "files.getUploadURLExternal": files.upload_url,
    "reactions.add": people.add_reaction,
    "reactions.remove": people.remove_reaction,
    "team.info": people.team_info,
    "users.info": people.user_info,
    "users.lookupByEmail": people.user_by_email,
    "views.open": views.open_view,
    "views.publish": views.publish_view,
    "views.push": views.push_view,
    "views.update": views.update_view,
}
