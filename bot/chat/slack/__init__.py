"""Slack as a chat: what people do there is heard, and what the bot says becomes Block Kit."""
