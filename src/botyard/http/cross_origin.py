"""What browsers ask and are told when a page of elsewhere calls the API.

Nothing here is opened by a cookie: whoever calls has shown a token or a webhook's code, so any
page may. Pages that a cookie opens are not answered for.
"""

from collections.abc import Mapping

import msgspec

from botyard.http.addresses import Owner
from botyard.http.message import Request, Response

OPEN: frozenset[Owner] = frozenset({"rest", "v3", "download"})
"""Whose answers pages of other origins may read."""


_ANYBODY = ("Access-Control-Allow-Origin", "*")
_READABLE = (
    "Access-Control-Expose-Headers",
    "Botyard-Notice, Content-Disposition, Retry-After",
)
_PREFLIGHT = Response(
    204,
    b"",
    headers=(
        _ANYBODY,
        ("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
        # The star stands for all but Authorization.
        ("Access-Control-Allow-Headers", "*, Authorization, Content-Type"),
        ("Access-Control-Max-Age", "86400"),
    ),
)


def preflight(request: Request) -> Response | None:
    """The answer to whoever asks whether they may call; None for every other request.

    Browsers name the method that they ask for; others may just look.
    """
    return _PREFLIGHT if request.method == "OPTIONS" else None


def readable(headers: Mapping[str, str], response: Response) -> Response:
    """The answer to a request with these headers, for a page to read where a page asked."""
    if "origin" not in headers:
        return response
    return msgspec.structs.replace(response, headers=(*response.headers, _ANYBODY, _READABLE))
