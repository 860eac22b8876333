"""The bodies of `/hooks/changed` and `/hooks/drill`, read and checked: docs/hooks.md describes them."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec

from bot.domain.agents import LONGEST, PARTS
from bot.domain.errors import PersonError
from bot.domain.heard import DrillPosted, Speaker
from bot.domain.redaction import redact
from bot.domain.redaction_shapes import Rules
from bot.domain.review import Outcome, person_key
from bot.domain.vocabulary import YesNo

TEXT_BYTES = 64 * 1024
"""The largest text of evidence that is kept, in UTF-8."""

PLATFORM = "hook"
"""What stands before the key of a pipeline, where a person's has the chat platform: nobody can be written to there."""

B = TypeVar("B", bound="Body")

_WALL = re.compile(r"AR-(?P<review>[1-9]\d{0,8}) (?P<wall>W[1-9]\d{0,2})", re.ASCII | re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>]{1,2000}")

Short = Annotated[str, msgspec.Meta(max_length=LONGEST)]
Filled = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]
Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-fA-F]{64}$")]


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all bodies are: a misspelt field is refused, not passed over."""


class ChangedBody(Body, frozen=True):
    """An agent changed; each part that did, with what it is now, which may be empty."""

    agent: Filled
    model: Short | None = None
    prompt: Short | None = None
    tools: Short | None = None
    permissions: Short | None = None
    deploy: Short = ""
    workspace: Short = ""  # of reviews, `slack:T0123`; that which is served where it is left out

    @property
    def parts(self) -> Mapping[str, str]:
        """What changed, by name."""
        return {part: value for part in PARTS if (value := getattr(self, part)) is not None}


class CaseBody(Body, frozen=True):
    """What one case showed."""

    blocked: bool
    recorded: bool
    told: bool

    @property
    def outcome(self) -> Outcome:
        """As the review holds it."""
        answers = (YesNo.YES if each else YesNo.NO for each in (self.blocked, self.recorded, self.told))
        return Outcome(*answers)


class EvidenceBody(Body, frozen=True):
    """What shows it: a text to be kept, or where it lies and the hash of its bytes."""

    text: str = ""
    link: str = ""
    sha256: Hash | None = None
    name: Short = ""


class DrillBody(Body, frozen=True):
    """A drill that was run."""

    wall: str  # "AR-7 W2"
    incident: CaseBody
    sibling: CaseBody
    environment: Filled
    run_by: Filled  # the pipeline, by the name it is shown and published with
    run_at: Annotated[datetime, msgspec.Meta(tz=True)]
    evidence: EvidenceBody = EvidenceBody()
    key: Short = ""  # the same key for the same wall is the same drill


def read(content: bytes, kind: type[B]) -> B:
    """A body. PersonError `hooks_unreadable`, which says what is wrong with it."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise PersonError("hooks_unreadable", why=str(wrong)[:300]) from wrong


@dataclass(frozen=True)
class Posted:
    """A drill as it is heard, and the text to be kept of its evidence, redacted; empty for none."""

    heard: DrillPosted
    keep: bytes


def posted(body: DrillBody, content: bytes, rules: Rules, now: datetime) -> Posted:
    """The drill of a body, its secrets taken out. PersonError `hooks_wall`, `hooks_evidence`, `hooks_too_large`."""
    found = _WALL.fullmatch(body.wall.strip())
    if found is None:
        raise PersonError("hooks_wall", wall=body.wall[:80])
    shown = body.evidence
    if _is_mixed(shown):
        raise PersonError("hooks_evidence")
    text = shown.text.encode()
    if len(text) > TEXT_BYTES:
        raise PersonError("hooks_too_large", what="text", cap=TEXT_BYTES)
    clean, environment = redact(shown.text, rules=rules), redact(body.environment, rules=rules).text
    link = redact(shown.link, rules=rules).text
    sha256 = hashlib.sha256(text).hexdigest() if text else (shown.sha256 or "").lower()
    heard = DrillPosted(
        id=post_id(body, content),
        at=now,
        by=Speaker(person_key(PLATFORM, "drill", body.run_by.casefold()), body.run_by),
        review=int(found["review"]),
        wall=found["wall"].upper(),
        environment=environment,
        run_at=body.run_at,
        incident_case=body.incident.outcome,
        sibling_case=body.sibling.outcome,
        what=redact(shown.name, rules=rules).text or link or (sha256 and f"sha256:{sha256[:12]}"),
        source=link,
        sha256=sha256,
        media_type="text/plain" if text else "",
        size=len(text),
        redactions=clean.redactions,
    )
    return Posted(heard, clean.text.encode())


def _is_mixed(shown: EvidenceBody) -> bool:
    """Whether it is more than one thing, or a link that is none."""
    if shown.text:
        return bool(shown.link or shown.sha256)
    return bool(shown.link) and _LINK.fullmatch(shown.link) is None


def post_id(body: DrillBody, content: bytes) -> str:
    """The id of a drill: its key and its wall, or the bytes of its body."""
    what = f"{body.wall.strip().upper()}\0{body.key}".encode(errors="replace") if body.key else content
    return f"{PLATFORM}:drill:{hashlib.sha256(what).hexdigest()[:32]}"
