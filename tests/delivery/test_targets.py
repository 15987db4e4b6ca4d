"""Where events may be sent: a corpus of addresses that lead inside, and of those that do not."""

import ipaddress
import socket
from collections.abc import Iterable

import pytest

from botyard.delivery.targets import TargetRefused, TargetRules, rules_of
from tests.delivery.corpus import words

PUBLIC = rules_of((), is_development=False)
DEVELOPMENT = rules_of((), is_development=True)

# First and last address of every block that is not for the public, and some from between.
DENIED_BLOCKS = words("denied_blocks")

# How each IPv4 address that matters most can be hidden inside an IPv6 one.
INSIDE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"]

# Spellings of hosts that a system may read as an address of its own.
SPELLINGS = words("spellings")

OUTSIDE = words("public")


def _edges(block: str) -> Iterable[str]:
    network = ipaddress.ip_network(block)
    last = network.num_addresses - 1
    for place in sorted({0, min(1, last), last // 3, last // 2, last}):
        yield str(network[place])


def _hidden(address: str) -> Iterable[str]:
    number = int(ipaddress.IPv4Address(address))
    high, low = number >> 16, number & 0xFFFF
    yield f"::ffff:{address}"
    yield f"::{address}"
    yield f"::ffff:0:{address}"
    yield f"64:ff9b::{address}"
    yield f"64:ff9b:1::{address}"
    yield f"2002:{high:x}:{low:x}::1"
    yield f"2001:0:{high:x}:{low:x}::1"
    yield f"2001:0:808:808::{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}"
    yield f"fe80::5efe:{address}"


DENIED = sorted(
    {
        *(address for block in DENIED_BLOCKS for address in _edges(block)),
        *(hidden for address in INSIDE for hidden in _hidden(address)),
        *INSIDE,
        "fe80::1%eth0",
        "fe80::1%1",
    }
)


def _is_refused(rules: TargetRules, scheme: str, address: str, port: int) -> bool:
    try:
        rules.check(scheme, address, port)
    except TargetRefused:
        return True
    return False


def test_the_corpus_is_large() -> None:
    assert len(DENIED) + len(SPELLINGS) > 250
    assert len({ipaddress.ip_address(one.partition("%")[0]) for one in DENIED}) > 200


@pytest.mark.parametrize("address", DENIED)
def test_nothing_inside_is_reached(address: str) -> None:
    assert _is_refused(PUBLIC, "https", address, 443)
    assert _is_refused(PUBLIC, "http", address, 80)


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_leads_inside(host: str) -> None:
    """Whatever the system makes of a host, what it makes is refused."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    assert all(_is_refused(PUBLIC, "https", str(one[4][0]), 443) for one in found)


@pytest.mark.parametrize("address", OUTSIDE)
def test_public_addresses_are_reached_over_https(address: str) -> None:
    assert not _is_refused(PUBLIC, "https", address, 443)
    assert not _is_refused(PUBLIC, "https", address, 8443)
    assert _is_refused(PUBLIC, "http", address, 80)
    assert _is_refused(PUBLIC, "https", address, 22)
    assert _is_refused(PUBLIC, "https", address, 6379)


@pytest.mark.parametrize("text", ["", "example.com", "1.1.1", "999.1.1.1", "::g", "1.1.1.1/8"])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert _is_refused(PUBLIC, "https", text, 443)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1"])
def test_a_portal_on_loopback_reaches_its_own_machine(address: str) -> None:
    assert not _is_refused(DEVELOPMENT, "http", address, 9000)
    assert not _is_refused(DEVELOPMENT, "https", address, 22)


@pytest.mark.parametrize(
    "address", [one for one in DENIED if one != "::1" and not one.startswith("127.")]
)
def test_a_portal_on_loopback_reaches_nothing_else_inside(address: str) -> None:
    assert _is_refused(DEVELOPMENT, "http", address, 80)


def test_a_portal_on_loopback_may_use_http_outside() -> None:
    assert not _is_refused(DEVELOPMENT, "http", "1.1.1.1", 80)
    assert _is_refused(DEVELOPMENT, "http", "1.1.1.1", 25)


def test_a_permitted_network_is_reached_over_anything() -> None:
    rules = rules_of(("10.20.0.0/16", "fd00:aa::/32"), is_development=False)

    assert not _is_refused(rules, "http", "10.20.255.1", 9000)
    assert not _is_refused(rules, "https", "fd00:aa:1::1", 1234)
    for near in ("10.19.255.255", "10.21.0.0", "fd00:ab::1", "127.0.0.1", "::ffff:10.20.0.1"):
        assert _is_refused(rules, "http", near, 9000)
    assert _is_refused(rules, "http", "1.1.1.1", 80)
