"""Who is behind a request that a reverse proxy hands on.

Anybody can send `X-Forwarded-For`, so it counts only from a proxy that the operator trusts, and
only as far as trusted proxies wrote it: they add to its right.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from typing import NamedTuple

FORWARDED_FOR = "x-forwarded-for"
FORWARDED_PROTO = "x-forwarded-proto"
# Lists, so lines of one name are parts of one list.
FORWARDED = frozenset({FORWARDED_FOR, FORWARDED_PROTO})
# A chain of more proxies than this is nobody's.
_MOST_ADDRESSES = 32

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Origin(NamedTuple):
    """Where a request comes from, and whether it came over https."""

    source: str
    secure: bool


class TrustedProxies:
    def __init__(self, networks: Iterable[str] = ()) -> None:
        self._networks = tuple(ipaddress.ip_network(network) for network in networks)

    def trusts(self, peer: str) -> bool:
        address = _address(peer) if self._networks else None
        return address is not None and self._is_proxy(address)

    def origin_of(self, peer: str, headers: Mapping[str, str], *, secure: bool) -> Origin:
        """For a request of a trusted `peer`, which came to us `secure` or not."""
        source = peer
        for written in reversed(headers.get(FORWARDED_FOR, "").split(",")[-_MOST_ADDRESSES:]):
            address = _address(written.strip())
            if address is None:
                break
            source = str(address)
            if not self._is_proxy(address):
                break
        scheme = headers.get(FORWARDED_PROTO, "").rpartition(",")[2].strip().lower()
        return Origin(source, scheme == "https" if scheme else secure)

    def _is_proxy(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


def _address(written: str) -> Address | None:
    """With or without a port, as proxies write it; None for what is no address."""
    if written.startswith("["):
        written = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        written = written.partition(":")[0]
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
