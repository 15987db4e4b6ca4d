"""What browsers ask and are told when a page of elsewhere calls the API.

Nothing here is opened by a cookie: whoever calls has shown a token or a webhook's code, so any
page may. Pages that a cookie opens are not answered for.
"""

import msgspec

from botyard.http.message import Request, Response

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
    """The answer to a browser that asks whether it may call; None for every other request."""
    if request.method == "OPTIONS" and "access-control-request-method" in request.headers:
        return _PREFLIGHT
    return None


def readable(request: Request, response: Response) -> Response:
    """The answer, for the page to read where a page asked."""
    if "origin" not in request.headers:
        return response
    headers = (*response.headers, _ANYBODY, _READABLE)
    return msgspec.structs.replace(response, headers=headers)
