"""One attempt: what counts as taken, and that no server can hold us up or lead us elsewhere."""

import gzip
import itertools
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from botyard.delivery.post import Found, Outcome, Patience, Poster, look_up
from botyard.delivery.targets import TargetRules, rules_of
from botyard.http.tls import ensure_certificate, server_context
from tests.delivery.corpus import words
from tests.delivery.strangers import (
    Behaviour,
    answering,
    dripping,
    endless,
    never,
    status,
    stranger,
)
from tests.portals import START, FixedClock

OK = b"HTTP/1.1 200 OK\r\n"
QUICK = Patience(total_s=0.5)
DEVELOPMENT = rules_of((), is_development=True)
PUBLIC = rules_of((), is_development=False)
HEADERS = {"webhook-id": "a-1-2"}


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., Poster]]:
    posters: list[Poster] = []

    def poster(rules: TargetRules = DEVELOPMENT, **options: object) -> Poster:
        posters.append(Poster(lambda: rules, FixedClock(), **options))  # type: ignore[arg-type]
        return posters[-1]

    yield poster
    for one in posters:
        await one.close()


Make = Callable[..., Poster]


async def test_the_whole_request_arrives(make: Make) -> None:
    async with stranger(status(200)) as there:
        url = f"{there.url}?a=b%20c&d=e#part"
        assert await make().post(url, b"event=X", HEADERS) == Outcome()

    [heard] = there.heard
    assert heard.line == "POST /hook?a=b%20c&d=e HTTP/1.1"
    assert heard.body == b"event=X"
    assert heard.headers["content-type"] == "application/x-www-form-urlencoded"
    assert heard.headers["webhook-id"] == "a-1-2"
    assert heard.headers["host"] == f"127.0.0.1:{there.port}"
    assert heard.headers["accept-encoding"] == "identity"
    assert "cookie" not in heard.headers


@pytest.mark.parametrize("code", [200, 201, 202, 204, 299])
async def test_every_2xx_is_a_success(make: Make, code: int) -> None:
    async with stranger(status(code)) as there:
        assert (await make().post(there.url, b"", {})).is_delivered


@pytest.mark.parametrize("code", [300, 304, 400, 401, 404, 410, 429, 500, 502, 503, 599, 999])
async def test_every_other_status_is_a_failure(make: Make, code: int) -> None:
    async with stranger(status(code)) as there:
        assert await make().post(there.url, b"", {}) == Outcome(f"status {code}")


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(make: Make, code: int) -> None:
    async with stranger(status(200)) as elsewhere:
        async with stranger(status(code, f"Location: {elsewhere.url}")) as there:
            assert await make().post(there.url, b"", {}) == Outcome(f"status {code}")
        assert elsewhere.connections == 0


async def test_a_cookie_is_not_kept(make: Make) -> None:
    async with stranger(status(200, "Set-Cookie: a=b; Path=/")) as there:
        poster = make()
        await poster.post(there.url, b"", {})
        await poster.post(there.url, b"", {})
    assert ["cookie" in heard.headers for heard in there.heard] == [False, False]


def http_date(seconds: float) -> str:
    moment = datetime.fromtimestamp(START + seconds, UTC)
    return f"{moment:%a, %d %b %Y %H:%M:%S} GMT"


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 120 ", 120),
        ("3600", 3600),
        ("3601", 3600),
        ("9" * 400, 3600),
        (http_date(90), 90),
        (http_date(90_000), 3600),
        (http_date(-90), 0),
        ("", 0),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("٣", 0),
        ("Wed, 99 Foo 2026 99:99:99 GMT", 0),
    ],
)
async def test_what_the_receiver_asks_for_is_understood(
    make: Make, told: str, seconds: float
) -> None:
    async with stranger(status(429, f"Retry-After: {told}")) as there:
        outcome = await make().post(there.url, b"", {})
    assert outcome == Outcome("status 429", seconds)


SLOW_HEAD = "no answer within 0.5 s"
INVALID = "no valid answer"
CLOSED = "connection closed without an answer"
HOSTILE: dict[str, tuple[Behaviour, str]] = {
    "never answers": (never, SLOW_HEAD),
    "drips a head": (dripping(b"HTTP/1.1 200 OK\r\nX: ", b"a"), SLOW_HEAD),
    "drips header lines": (dripping(OK, b"X-Header: a\r\n"), SLOW_HEAD),
    "drips informational answers": (dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), SLOW_HEAD),
    "is full of informational answers": (
        endless(b"", 200 * b"HTTP/1.1 100 Go on\r\n\r\n"),
        CLOSED,
    ),
    "has endless header lines": (endless(OK, 200 * b"X-Header: a\r\n"), INVALID),
    "closes at once": (answering(b""), CLOSED),
    "closes within the head": (answering(b"HTTP/1.1 200 O"), CLOSED),
    "says garbage": (answering(b"\x00\xff" * 500), INVALID),
    "speaks another protocol": (answering(b"220 mail.example.com ESMTP\r\n"), INVALID),
    "has no such version": (answering(b"HTTP/9.9 200 OK\r\n\r\n"), INVALID),
    "has a status of words": (answering(b"HTTP/1.1 yes OK\r\n\r\n"), INVALID),
    "has a status below all": (answering(b"HTTP/1.1 000 OK\r\n\r\n"), "status 0"),
    "has broken chunks": (
        answering(OK + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"),
        INVALID,
    ),
    "has an endless status line": (endless(b"HTTP/1.1 200 ", b"a" * 4096), INVALID),
    "has an endless header": (endless(OK + b"X: ", b"a" * 4096), INVALID),
    "has two lengths": (
        answering(OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        INVALID,
    ),
}


@pytest.mark.parametrize(("behaviour", "failure"), HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_server_fails(make: Make, behaviour: Behaviour, failure: str) -> None:
    patience = QUICK if failure == SLOW_HEAD else Patience()
    async with stranger(behaviour) as there:
        poster = make(patience=patience)
        assert await poster.post(there.url, b"event=X", {}) == Outcome(failure)


BOMB = gzip.compress(bytes(50_000_000))
AFTER_THE_STATUS: dict[str, Behaviour] = {
    "endless body": endless(OK + b"\r\n", b"a" * 65_536),
    "endless chunks": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\naaaaa\r\n"),
    "cut body": answering(OK + b"Content-Length: 100\r\n\r\nabc"),
    "compressed bomb": answering(
        OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB
    ),
    "compressed nonsense": status(200, "Content-Encoding: br", body=b"nonsense"),
}


@pytest.mark.parametrize("behaviour", AFTER_THE_STATUS.values(), ids=AFTER_THE_STATUS)
async def test_what_follows_a_success_changes_nothing(make: Make, behaviour: Behaviour) -> None:
    async with stranger(behaviour) as there:
        assert await make().post(there.url, b"event=X", {}) == Outcome()


async def test_a_success_stands_although_its_body_never_ends(make: Make) -> None:
    async with stranger(dripping(OK + b"Content-Length: 100000\r\n\r\n", b"a")) as there:
        assert await make(patience=Patience(total_s=3)).post(there.url, b"", {}) == Outcome()


async def test_a_closed_port_is_no_connection(make: Make) -> None:
    async with stranger(never) as there:
        url = there.url
    assert await make().post(url, b"", {}) == Outcome("no connection")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/hook",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/_",
        "http://",
        "http://:80/",
        "http://[::1/",
        "http://127.0.0.1:99999/",
        "http://a..b/",
        f"http://{'a' * 70}.example/",
        "http://exa mple/",
        "javascript:alert(1)",
    ],
)
async def test_what_is_no_address_fails(make: Make, url: str) -> None:
    def nothing(_host: str, _port: int) -> list[Found]:
        raise socket.gaierror("no such name")

    outcome = await make(look_up=nothing).post(url, b"", {})
    assert outcome.failure in {"not an address of the web", "name not found", "no connection"}


INSIDE = [
    "http://{}:{}/hook",
    "https://{}:{}/hook",
    "HTTP://user:password@{}:{}/hook",
]
HOSTS = [f"[{one}]" if ":" in one else one for one in words("spellings")]


@pytest.mark.parametrize("shape", INSIDE)
@pytest.mark.parametrize("host", HOSTS)
async def test_nothing_is_connected_to_that_is_not_permitted(
    make: Make, host: str, shape: str
) -> None:
    async with stranger(status(200)) as there:
        outcome = await make(PUBLIC).post(shape.format(host, there.port), b"event=X", {})
        assert not outcome.is_delivered
        assert there.connections == 0


async def test_the_owner_learns_that_an_address_is_not_permitted(make: Make) -> None:
    poster = make(PUBLIC)
    refused = "address not permitted: not a public address"
    assert await poster.post("https://127.0.0.1/hook", b"", {}) == Outcome(refused)
    assert await poster.post("https://localhost/hook", b"", {}) == Outcome(refused)
    one = "address not permitted: not https"
    assert await poster.post("http://93.184.215.14/", b"", {}) == Outcome(one)
    two = "address not permitted: not port 80, 443 or 8443"
    assert await poster.post("https://93.184.215.14:22/", b"", {}) == Outcome(two)


def names(*answers: list[str]) -> Callable[[str, int], list[Found]]:
    """Each question gets the next answer; the last one stays."""
    left = itertools.chain(answers, itertools.repeat(answers[-1]))

    def ask(_host: str, _port: int) -> list[Found]:
        return [
            Found(socket.AF_INET6 if ":" in one else socket.AF_INET, one) for one in next(left)
        ]

    return ask


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.215.14", "127.0.0.1"],
        ["127.0.0.1", "93.184.215.14"],
        ["2606:4700::1", "::1"],
        ["::ffff:127.0.0.1"],
    ],
)
async def test_one_private_address_of_a_name_is_enough_to_refuse_it(
    make: Make, addresses: list[str]
) -> None:
    async with stranger(status(200)) as there:
        poster = make(PUBLIC, look_up=names(addresses))
        url = f"https://rebinding.example:{there.port}/"
        outcome = await poster.post(url, b"", {})
        assert outcome.failure.startswith("address not permitted")
        assert there.connections == 0


async def test_a_name_that_changes_its_mind_leads_nowhere(make: Make) -> None:
    """What was checked is what is connected to, and a second look is checked too."""
    async with stranger(status(200)) as there:
        for _ in range(100):
            poster = make(
                TargetRules(DEVELOPMENT.permitted[1:]),
                look_up=names(["::1"], ["127.0.0.1"]),
            )
            for _ in range(2):
                await poster.post(f"http://rebinding.example:{there.port}/", b"", {})
        assert there.connections == 0


async def test_a_name_is_reached_at_its_address(make: Make) -> None:
    async with stranger(status(200)) as there:
        poster = make(look_up=names(["127.0.0.1"]))
        outcome = await poster.post(f"http://bot.example:{there.port}/hook", b"event=X", {})
    assert outcome == Outcome()
    assert there.heard[0].headers["host"] == f"bot.example:{there.port}"


async def test_an_unknown_name_is_told(make: Make) -> None:
    def nothing(_host: str, _port: int) -> list[Found]:
        raise socket.gaierror("no such name")

    outcome = await make(look_up=nothing).post("http://nowhere.example/", b"", {})
    assert outcome == Outcome("name not found")


def test_the_system_is_asked_for_names() -> None:
    assert Found(socket.AF_INET, "127.0.0.1") in look_up("localhost", 80)


async def test_rules_hold_from_the_moment_in_which_they_change() -> None:
    rules = [DEVELOPMENT]
    poster = Poster(lambda: rules[0], FixedClock(), patience=QUICK)
    async with stranger(status(200)) as there:
        assert (await poster.post(there.url, b"", {})).is_delivered
        rules[0] = PUBLIC
        assert not (await poster.post(there.url, b"", {})).is_delivered
        assert there.connections == 1
    await poster.close()


async def test_tls_is_spoken_to_who_is_trusted_alone(make: Make, tmp_path: Path) -> None:
    files = ensure_certificate(tmp_path, ("localhost",), datetime.now(UTC))
    trust = ssl.create_default_context(cafile=str(files.authority))
    async with stranger(status(200), server_context(files)) as there:
        named = there.url.replace("127.0.0.1", "localhost")
        trusting = make(trust=trust, look_up=names(["127.0.0.1"]))
        assert await trusting.post(named, b"event=X", {}) == Outcome()
        assert await make().post(named, b"event=X", {}) == Outcome("no trusted TLS")
        wrong_name = there.url
        assert await trusting.post(wrong_name, b"event=X", {}) == Outcome("no trusted TLS")
        plain = there.url.replace("https:", "http:")
        assert not (await make().post(plain, b"event=X", {})).is_delivered
        assert len(there.heard) == 1
