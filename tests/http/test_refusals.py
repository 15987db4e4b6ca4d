"""What is malformed, doubtful or too large is refused before any handler sees it."""

import ssl

import pytest

from botyard.http.limits import ConnectionLimits
from botyard.http.message import Request, Response
from tests.http.client import Answer, Client, get, post
from tests.http.house import House
from tests.http.manual_clock import turns

_POST = b"POST /rest/x HTTP/1.1\r\nHost: a\r\n"
_CHUNKED = _POST + b"Transfer-Encoding: chunked\r\n"
_HIDDEN = b"3\r\nabc\r\n0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"

# Two readers on the way could see different requests in each of these.
_AMBIGUOUS = {
    "length, then chunked": _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    "chunked, then length": _CHUNKED + b"Content-Length: 5\r\n\r\n",
    "two lengths": _POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
    "two authorizations": _POST + b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
    "the same length twice": _POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
    "a list of lengths": _POST + b"Content-Length: 5, 5\r\n\r\n",
    "a signed length": _POST + b"Content-Length: +5\r\n\r\n",
    "a hexadecimal length": _POST + b"Content-Length: 0x5\r\n\r\n",
    "a length beyond 64 bits": _POST + b"Content-Length: 18446744073709551621\r\n\r\n",
    "an empty length": _POST + b"Content-Length: \r\n\r\n",
    "a folded line": _POST + b"Content-Length: 5\r\n 6\r\n\r\n",
    "a folded coding": _POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n",
    "a bare LF after the request line": b"GET / HTTP/1.1\nHost: a\r\n\r\n",
    "a bare LF between headers": b"GET / HTTP/1.1\r\nHost: a\nContent-Length: 5\r\n\r\n",
    "a bare LF at the end": b"GET / HTTP/1.1\r\nHost: a\r\n\n",
    "a bare CR in a header": b"GET / HTTP/1.1\r\nHost: a\rContent-Length: 5\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n",
    "a space before the colon": _POST + b"Content-Length : 5\r\n\r\n",
    "a header without a name": _POST + b": chunked\r\n\r\n",
    "a coding that is not known": _POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n",
    "a coding in two headers": _POST
    + b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
    "chunked twice": _POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n",
    "a disguised coding": _POST + b"Transfer-Encoding: xchunked\r\n\r\n",
    "a coding behind a control character": _POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n",
    "identity": _POST + b"Transfer-Encoding: identity\r\n\r\n",
    "chunked in HTTP/1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
    "two hosts": _POST + b"Host: b\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a bare LF after a chunk size": _CHUNKED + b"\r\n3\nabc\r\n0\r\n\r\n",
    "a bare LF in a chunk extension": _CHUNKED + b"\r\n3;a\nabc\r\n0\r\n\r\n",
    "a chunk longer than its size": _CHUNKED + b"\r\n3\r\nabcd\r\n0\r\n\r\n",
    "a prefixed chunk size": _CHUNKED + b"\r\n0x3\r\nabc\r\n0\r\n\r\n",
    "a negative chunk size": _CHUNKED + b"\r\n-3\r\nabc\r\n0\r\n\r\n",
    "a chunk size beyond 64 bits": _CHUNKED + b"\r\n10000000000000003\r\nabc\r\n0\r\n\r\n",
}
_NOT_HTTP = {
    "an unknown method": b"FETCH / HTTP/1.1\r\nHost: a\r\n\r\n",
    "CONNECT": b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "HTTP/1.2": b"GET / HTTP/1.2\r\nHost: a\r\n\r\n",
    "HTTP/2.0": b"GET / HTTP/2.0\r\nHost: a\r\n\r\n",
    "the HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a space in the target": b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
    "a raw letter outside ASCII": "GET /привет HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    "no words at all": b"\0\0\0\0",
}


def _assert_refused(answer: Answer, status: int, code: str = "INVALID_REQUEST") -> None:
    assert answer.status == status
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["connection"] == "close"
    assert answer.json.keys() == {"error", "error_description"}
    assert answer.json["error"] == code


@pytest.mark.parametrize("request_bytes", _AMBIGUOUS.values(), ids=_AMBIGUOUS.keys())
async def test_an_ambiguous_request_is_refused_with_all_that_follows(
    house: House, request_bytes: bytes
) -> None:
    client = await house.client()
    _assert_refused(await client.ask(request_bytes + _HIDDEN), 400)
    assert await client.rest() == b""
    assert house.received == []


@pytest.mark.parametrize("request_bytes", _NOT_HTTP.values(), ids=_NOT_HTTP.keys())
async def test_what_is_no_http_is_refused_as_json(house: House, request_bytes: bytes) -> None:
    client = await house.client()
    _assert_refused(await client.ask(request_bytes), 400)
    assert await client.rest() == b""


@pytest.mark.parametrize("target", ["/привет", "/rest?message=привет"])
async def test_letters_outside_ascii_are_told_what_they_need(house: House, target: str) -> None:
    client = await house.client()
    answer = await client.ask(f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    _assert_refused(answer, 400)
    assert answer.json["error_description"].endswith(", percent-encode it")


async def test_requests_before_a_malformed_one_are_answered_first(house: House) -> None:
    client = await house.client()
    await client.send(post(b"1") + post(b"2") + b"nonsense\r\n\r\n")
    assert [(await client.answer()).body for _ in range(2)] == [b"1", b"2"]
    _assert_refused(await client.answer(), 400)
    assert await client.rest() == b""


async def test_empty_lines_before_a_request_are_forgiven(house: House) -> None:
    client = await house.client()
    assert (await client.ask(b"\r\n\r\n" + post(b"1"))).body == b"1"
    assert (await client.ask(b"\r\n" + post(b"2"))).body == b"2"


class TestHeads:
    async def test_a_head_of_64_kib_is_read(self, house: House) -> None:
        client = await house.client()
        lines = "".join(f"X-{n}: {'a' * 1000}\r\n" for n in range(63))
        assert (await client.ask(get(headers=lines))).status == 200

    @pytest.mark.parametrize(
        "head",
        [
            get(headers="".join(f"X-{n}: {'a' * 1000}\r\n" for n in range(66))),
            get(headers=f"X: {'a' * 66_000}\r\n"),
            get("/" + "a" * 66_000),
            get(headers="a:b\r\n" * 16_000),
        ],
        ids=["many lines", "a long line", "a long target", "a line often"],
    )
    async def test_a_larger_one_is_refused(self, house: House, head: bytes) -> None:
        client = await house.client()
        await client.send(post(b"1"))
        await client.answer()
        _assert_refused(await client.ask(head), 431)
        assert await client.rest() == b""

    @pytest.mark.parametrize("piece", [b"a" * 4096, b"a: b\r\n" * 700], ids=["a line", "lines"])
    async def test_a_head_without_an_end_is_refused_on_the_way(
        self, house: House, piece: bytes
    ) -> None:
        client = await house.client()
        await client.send(b"GET / HTTP/1.1\r\nX: ")
        for _ in range(200):
            await client.send(piece)
        _assert_refused(await client.answer(), 431)

    async def test_empty_lines_without_an_end_are_refused(self, house: House) -> None:
        client = await house.client()
        for _ in range(200):
            await client.send(b"\r\n" * 2048)
        _assert_refused(await client.answer(), 431)


class TestBodies:
    @pytest.fixture
    def limits(self) -> ConnectionLimits:
        return ConnectionLimits(body_bytes=1000)

    async def test_a_body_at_the_limit_is_read(self, house: House) -> None:
        client = await house.client()
        assert (await client.ask(post(b"a" * 1000))).status == 200

    async def test_a_larger_one_is_refused_by_what_it_declares(self, house: House) -> None:
        client = await house.client()
        answer = await client.ask(post(b"a" * 1001)[:-1001])
        _assert_refused(answer, 413, "REQUEST_TOO_LARGE")
        assert answer.json["error_description"] == "Request body is too large"

    async def test_the_refusal_reaches_a_client_that_goes_on_sending(self, house: House) -> None:
        client = await house.client()
        await client.send(post(b"a" * 1_000_000))
        _assert_refused(await client.answer(), 413, "REQUEST_TOO_LARGE")
        assert await client.rest() == b""

    async def test_a_client_that_asks_first_is_not_told_to_send(self, house: House) -> None:
        client = await house.client()
        await client.send(post(b"a" * 1001, headers="Expect: 100-continue\r\n")[:-1001])
        _assert_refused(await client.answer(), 413, "REQUEST_TOO_LARGE")

    async def test_chunks_are_counted(self, house: House) -> None:
        client = await house.client()
        chunk = b"64\r\n" + b"a" * 100 + b"\r\n"
        assert (await client.ask(_CHUNKED + b"\r\n" + chunk * 10 + b"0\r\n\r\n")).status == 200
        answer = await client.ask(_CHUNKED + b"\r\n" + chunk * 11)
        _assert_refused(answer, 413, "REQUEST_TOO_LARGE")

    @pytest.mark.parametrize(
        "piece",
        [b"a" * 4096, b"Name: value\r\n" * 400],
        ids=["a chunk extension", "trailers"],
    )
    async def test_framing_without_a_body_comes_to_an_end(
        self, house: House, piece: bytes
    ) -> None:
        client = await house.client()
        await client.send(_CHUNKED + b"\r\n" + (b"1;" if piece[:1] == b"a" else b"0\r\n"))
        for _ in range(200):
            await client.send(piece)
        _assert_refused(await client.answer(), 400)


async def test_a_plain_call_to_the_tls_port_and_back_hurts_nobody(house: House) -> None:
    with pytest.raises(ssl.SSLError):
        await Client.connect(house.port, ssl.create_default_context())
    client = await house.client()
    assert (await client.ask(post(b"1"))).body == b"1"


_PAGE = b"Host: a\r\nOrigin: https://desk.example\r\n"


class TestTheFormOfARefusal:
    """What a connection refuses looks like what the API would have answered at this path."""

    @pytest.mark.parametrize(
        "path",
        ["/rest/profile.xml", "/rest/1/code/im.message.add.XML", "//rest//profile.xml/?a=1"],
    )
    async def test_xml_is_refused_in_xml(self, house: House, path: str) -> None:
        client = await house.client()
        asked = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n"
        answer = await client.ask(asked.encode())
        assert (answer.status, answer.headers["content-type"]) == (413, "text/xml; charset=utf-8")
        assert b"<response><error>REQUEST_TOO_LARGE</error>" in answer.body

    async def test_a_long_query_is_refused_in_xml(self, house: House) -> None:
        client = await house.client()
        answer = await client.ask(
            b"GET /rest/profile.xml?a=" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"
        )
        assert (answer.status, answer.headers["content-type"]) == (431, "text/xml; charset=utf-8")

    @pytest.mark.parametrize(
        ("path", "is_open"),
        [
            ("/rest/profile", True),
            ("/rest/1/code/profile.xml", True),
            ("/rest/api/profile", True),
            ("/oauth/token/", False),
            ("/rest/oauth/token/", False),
            ("/marketplace/", False),
        ],
    )
    async def test_pages_may_read_it_where_they_may_call(
        self, house: House, path: str, is_open: bool
    ) -> None:
        client = await house.client()
        answer = await client.ask(
            f"POST {path} HTTP/1.1\r\n".encode() + _PAGE + b"Content-Length: 999999999\r\n\r\n"
        )
        assert answer.status == 413
        assert answer.headers.get("access-control-allow-origin") == ("*" if is_open else None)

    async def test_programs_are_told_nothing_of_pages(self, house: House) -> None:
        client = await house.client()
        answer = await client.ask(_POST + b"Content-Length: 999999999\r\n\r\n")
        assert "access-control-allow-origin" not in answer.headers

    async def test_a_slow_body_is_refused_in_the_form_of_its_request(self, house: House) -> None:
        client = await house.client()
        await client.send(
            b"POST /rest/profile.xml HTTP/1.1\r\n" + _PAGE + b"Content-Length: 10\r\n\r\n{"
        )
        await turns()
        await house.clock.advance(30)
        answer = await client.answer()
        assert (answer.status, answer.headers["content-type"]) == (408, "text/xml; charset=utf-8")
        assert answer.headers["access-control-allow-origin"] == "*"

    async def test_what_was_asked_before_says_nothing(self, house: House) -> None:
        client = await house.client()
        await client.send(b"GET /rest/profile.xml HTTP/1.1\r\n" + _PAGE + b"\r\n")
        assert (await client.answer()).status == 200
        answer = await client.ask(_POST + b"Content-Length: 999999999\r\n\r\n")
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        assert "access-control-allow-origin" not in answer.headers

    async def test_a_failure_is_told_in_the_form_of_its_request(self, house: House) -> None:
        async def fail(_request: Request) -> Response:
            raise RuntimeError("a bug")

        house.behaviour = fail
        client = await house.client()
        answer = await client.ask(b"GET /rest/profile.xml HTTP/1.1\r\n" + _PAGE + b"\r\n")
        assert (answer.status, answer.headers["content-type"]) == (500, "text/xml; charset=utf-8")
        assert answer.headers["access-control-allow-origin"] == "*"
