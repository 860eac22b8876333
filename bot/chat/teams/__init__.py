"""Microsoft Teams as a chat: activities are heard, and what the bot says becomes Adaptive Cards."""
