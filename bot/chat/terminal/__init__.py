"""The terminal as a chat: one window, several people, the same bot as everywhere."""
