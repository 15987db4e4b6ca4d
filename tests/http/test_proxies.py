"""Behind a reverse proxy: whose word counts for where a request came from."""

from collections.abc import AsyncIterator

import pytest

from botyard.http.limits import ConnectionLimits
from botyard.http.proxies import TrustedProxies
from tests.http.house import House

PROXIES = TrustedProxies(("10.0.0.0/8", "2001:db8::/32"))
PEER = "10.0.0.1"


def source_of(forwarded_for: str) -> str:
    return PROXIES.origin_of(PEER, {"x-forwarded-for": forwarded_for}, secure=False).source


@pytest.mark.parametrize(
    ("forwarded_for", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("2001:470::1", "2001:470::1"),
        ("[2001:470::1]:4711", "2001:470::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        # What stands to the left was written by whoever called.
        ("127.0.0.1, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1,192.0.2.7, 10.0.0.9", "192.0.2.7"),
        ("192.0.2.7, 2001:db8::1, 10.0.0.9", "192.0.2.7"),
        ("10.0.0.8, 10.0.0.9", "10.0.0.8"),
        # Nobody knows who is behind what is no address: the proxy that wrote it stands for them.
        ("192.0.2.7, unknown", PEER),
        ("192.0.2.7, unknown, 10.0.0.9", "10.0.0.9"),
        ("192.0.2.7\r\nforged, 10.0.0.9", "10.0.0.9"),
        ("", PEER),
        (",", PEER),
    ],
)
def test_the_rightmost_address_that_is_no_proxy_is_the_source(
    forwarded_for: str, source: str
) -> None:
    assert source_of(forwarded_for) == source


def test_a_chain_without_end_is_not_followed() -> None:
    assert source_of(", ".join(["192.0.2.7"] + 100 * ["10.0.0.9"])) == "10.0.0.9"


@pytest.mark.parametrize(
    ("proto", "direct", "secure"),
    [
        ("https", False, True),
        ("HTTPS", False, True),
        ("http", True, False),
        ("https, http", False, False),
        ("http,https", False, True),
        ("ftp", True, False),
        ("", False, False),
        ("", True, True),
    ],
)
def test_the_rightmost_scheme_counts(proto: str, direct: bool, secure: bool) -> None:
    headers = {"x-forwarded-proto": proto}
    assert PROXIES.origin_of(PEER, headers, secure=direct).secure == secure


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [("10.1.2.3", True), ("::ffff:10.1.2.3", True), ("2001:db8::5", True), ("192.0.2.1", False)],
)
def test_only_named_networks_are_trusted(peer: str, trusted: bool) -> None:
    assert PROXIES.trusts(peer) == trusted
    assert not TrustedProxies().trusts(peer)


def test_a_peer_without_an_address_is_not_trusted() -> None:
    assert not TrustedProxies(("0.0.0.0/0", "::/0")).trusts("")


FORWARDED = (
    b"GET / HTTP/1.1\r\nHost: evil.example\r\n"
    b"X-Forwarded-For: 198.51.100.9\r\nX-Forwarded-For: 192.0.2.7\r\n"
    b"X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\n\r\n"
)


@pytest.fixture
async def behind_a_proxy() -> AsyncIterator[House]:
    """A server that trusts this machine."""
    house = House(ConnectionLimits(), TrustedProxies(("127.0.0.0/8",)))
    await house.open()
    yield house
    await house.close()


async def test_a_trusted_proxy_is_believed(behind_a_proxy: House) -> None:
    client = await behind_a_proxy.client()
    await client.ask(FORWARDED)
    plain = b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    await client.ask(plain)
    told = [(one.source, one.secure) for one in behind_a_proxy.received]
    assert told == [("192.0.2.7", True), ("127.0.0.1", False)]


async def test_anybody_else_is_not(house: House) -> None:
    client = await house.client()
    await client.ask(FORWARDED)
    [request] = house.received
    assert (request.source, request.secure) == ("127.0.0.1", False)
