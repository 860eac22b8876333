"""Credentials as headers."""

import base64
from collections.abc import Mapping


def basic(user: str, password: str) -> Mapping[str, str]:
    """A name and a password as HTTP asks for them."""
    written = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {written}"}
