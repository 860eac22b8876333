"""Every call of ours and every answer of the server on loopback against Atlassian's own description of v2."""

import json
import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse

from tests.adapters.publishers.confluence.site import Exchange

CONTRACT = Path(__file__).parents[5] / "shared" / "contracts" / "confluence-v2.strict.json"
BASE = "/wiki/api/v2/"


@cache
def _described() -> OpenAPI:
    # The document has defaults that its own rules forbid: it is read without being judged.
    config = Config(spec_validator_cls=None)  # type: ignore[arg-type]  # None is how it is not judged
    return OpenAPI.from_dict(json.loads(CONTRACT.read_bytes()), config=config)


def conforms(seen: Iterable[Exchange]) -> int:
    """How many exchanges were checked; an error of the checker for the first that is not as described."""
    checked = 0
    for one in seen:
        if not one.path.startswith(BASE) or one.status == 302 or not CONTRACT.exists():
            continue
        request = MockRequest(
            one.host,
            one.method,
            one.path,
            args=list(one.query),  # type: ignore[arg-type]  # pairs are taken too, and keep what comes twice
            headers=dict(one.headers),
            data=one.body or None,
            content_type=one.content_type,
        )
        answer = MockResponse(one.answer, one.status, content_type=one.answer_type)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Unsupported scheme type", category=UserWarning)
            _described().validate_request(request)
            if one.status != 204:  # it has no body, which the checker misses although none is described
                _described().validate_response(request, answer)
        checked += 1
    return checked
