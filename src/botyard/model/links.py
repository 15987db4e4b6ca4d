"""Which addresses are safe to follow."""

import re

# Browsers drop control characters and read \ as /, so a link is judged only without them.
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f]")
_SCHEMES = ("http", "https")


def safe_link(address: str) -> str | None:
    """The address without spaces around it: http or https with a host, or a path of the portal.

    None for everything else. Nothing in it is escaped or decoded.
    """
    address = address.strip(" ")
    if _CONTROL.search(address):
        return None
    if address.startswith("/"):
        return None if address[1:2] in ("/", "\\") else address
    scheme, _, rest = address.partition("://")
    has_host = rest[:1] not in ("", "/", "\\", "?", "#") and not rest[:1].isspace()
    return address if has_host and scheme.lower() in _SCHEMES else None
