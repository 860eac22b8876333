"""Places a finished review is published to: each target draws the same document, or the same JSON, in its own form."""
