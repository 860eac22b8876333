"""Requests to the app as Slack sends them over HTTP: form or JSON, signed."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

from tests.adapters.slack.fake.values import Json

FORM = "application/x-www-form-urlencoded"


def body(kind: str, payload: Json) -> tuple[bytes, str]:
    """The raw body and its media type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    if kind == "slash_commands":
        return urlencode({name: value for name, value in payload.items() if value is not None}).encode(), FORM
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def headers(raw: bytes, secret: str, *, stamp_shift_s: int = 0) -> dict[str, str]:
    """What proves the request to be Slack's. The app's verifier reads the wall clock, so the stamp does, too."""
    stamp = str(int(time.time()) + stamp_shift_s)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
    return signed | {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
