"""The bot: heard by one door, a pure interview decides, rows keep it, said by one door."""
