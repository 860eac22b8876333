"""Recorded runs out of files: each format is read into `bot.domain.trace`, and no further."""
