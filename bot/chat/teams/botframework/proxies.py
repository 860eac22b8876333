"""The proxy of this machine, as HTTPS_PROXY and NO_PROXY name it. Loopback and plain HTTP are called directly."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(url: str) -> str | None:
    """Through whom an address is called, None for directly.

    aiohttp would look by itself only together with ~/.netrc, whose passwords would take the place of our token.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get("https")
