"""Which addresses events may be sent to.

What is checked is the IP address that is about to be connected to, never the text of a URL: then
it does not matter how a host is spelled, or what its name meant a moment ago.
"""

import ipaddress
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import NamedTuple

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PUBLIC_PORTS = frozenset({80, 443, 8443})

# Everything that the registries of special addresses know, and not only what Python calls
# private: its is_global says yes to multicast, 6to4 and NAT64, which can lead back inside.
_DENIED_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # carrier-grade NAT
            "127.0.0.0/8",  # loopback
            "169.254.0.0/16",  # link-local, where clouds keep their metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
# All that is ever given out to the public. Outside of it are loopback, IPv4 inside IPv6, NAT64,
# unique local, link-local, site-local and multicast addresses, and what nobody has yet.
_GIVEN_OUT_IPV6 = IPv6Network("2000::/3")
_DENIED_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4
            "3fff::/20",  # documentation
        ),
    )
)
_LOOPBACK = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))


class TargetRefused(OSError):
    """Nothing may be sent there. To the client library it is a connection that failed."""


class TargetRules(NamedTuple):
    """`permitted` are networks beside the public ones; over them http and any port will do."""

    permitted: tuple[Network, ...] = ()
    allow_public_http: bool = False

    def check(self, scheme: str, address: str, port: int) -> None:
        """Raise TargetRefused unless `address` may be connected to."""
        found = _read(address)
        if any(found in network for network in self.permitted):
            return
        if not is_public(found):
            raise TargetRefused("not a public address")
        if scheme != "https" and not self.allow_public_http:
            raise TargetRefused("not https")
        if port not in PUBLIC_PORTS:
            raise TargetRefused("not port 80, 443 or 8443")


@lru_cache(maxsize=4)
def rules_of(allow_private: tuple[str, ...], *, is_development: bool) -> TargetRules:
    """A portal on loopback may reach its own machine, and public addresses over http."""
    permitted = tuple(ipaddress.ip_network(network) for network in allow_private)
    if is_development:
        permitted += _LOOPBACK
    return TargetRules(permitted, allow_public_http=is_development)


def is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _DENIED_IPV4)
    return address in _GIVEN_OUT_IPV6 and not any(address in one for one in _DENIED_IPV6)


def _read(address: str) -> Address:
    # A link-local address may name its interface.
    bare, _, _ = address.partition("%")
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        raise TargetRefused("not an address") from None
