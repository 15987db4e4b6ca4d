"""PHP's curl offers HTTP/2 on every plain call; the offer is declined and the call is served."""

import pytest

from tests.http.client import get, post
from tests.http.house import House

_BODY = (
    rb'{"botId":39,"dialogId":"chat5","fields":{"message":"\u041f\u0440\u0438\u0432\u0435\u0442 '
    rb'\u0026 \u003Cb\u003E=1","urlPreview":true,"system":false,"keyboard":{"BUTTONS":'
    rb'[{"TEXT":"a","COMMAND":"c"}]},"empty":[],"nul":null},"botToken":"tok"}'
)
_OFFER = (
    "Connection: Upgrade, HTTP2-Settings\r\n"
    "Upgrade: h2c\r\n"
    "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAB\r\n"
)
# The head as b24phpsdk 1.9.0 sends it.
_PHP_CALL = (
    "POST /rest/1/abcdef0123456789/imbot.v2.chat.message.send/"
    "?bx24_request_id=01a20214-396d-7909-8ac3-7acdc976a137 HTTP/1.1\r\n"
    "Host: 127.0.0.1:8480\r\n"
    f"{_OFFER}"
    "Accept: application/json\r\n"
    "Accept-Charset: utf-8\r\n"
    "User-Agent: b24-php-sdk-vendor-v-1.9.0-php-8.2.36\r\n"
    "X-BITRIX24-PHP-SDK-PHP-VERSION: 8.2.36\r\n"
    "X-BITRIX24-PHP-SDK-VERSION: 1.9.0\r\n"
    "X-Request-ID: 01a20214-396d-7909-8ac3-7acdc976a137\r\n"
    "Content-Type: application/json\r\n"
    "Accept-Encoding: gzip\r\n"
    f"Content-Length: {len(_BODY)}\r\n"
    "\r\n"
).encode() + _BODY


async def test_the_php_sdk_keeps_its_body_and_its_connection(house: House) -> None:
    client = await house.client()
    for _ in range(3):
        answer = await client.ask(_PHP_CALL)
        assert (answer.status, answer.body) == (200, _BODY)
        assert "connection" not in answer.headers
    assert house.received[0].headers["upgrade"] == "h2c"
    assert house.received[0].target_path == "/rest/1/abcdef0123456789/imbot.v2.chat.message.send/"


async def test_calls_in_one_packet_are_all_served(house: House) -> None:
    client = await house.client()
    await client.send(_PHP_CALL + _PHP_CALL + post(b"3"))
    assert [(await client.answer()).body for _ in range(3)] == [_BODY, _BODY, b"3"]


@pytest.mark.parametrize("size", [1, 7, 300])
async def test_the_packets_may_be_cut_anywhere(house: House, size: int) -> None:
    client = await house.client()
    calls = _PHP_CALL + post(b"2")
    for start in range(0, len(calls), size):
        await client.send(calls[start : start + size])
    assert [(await client.answer()).body for _ in range(2)] == [_BODY, b"2"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
async def test_an_offer_without_a_body_is_declined_alike(house: House, method: str) -> None:
    client = await house.client()
    await client.send(get("/rest/1/secret/profile", _OFFER, method=method) + post(b"2"))
    assert [(await client.answer()).body for _ in range(2)] == [b"{}", b"2"]
    assert house.received[0].method == method


async def test_a_chunked_body_is_kept(house: House) -> None:
    client = await house.client()
    head = get("/rest/x", f"{_OFFER}Transfer-Encoding: chunked\r\n", method="POST")
    await client.send(head + b"3\r\nabc\r\n0\r\n\r\n" + post(b"2"))
    assert [(await client.answer()).body for _ in range(2)] == [b"abc", b"2"]


async def test_an_offer_that_closes_is_the_last_request(house: House) -> None:
    client = await house.client()
    offer = "Connection: Upgrade, close\r\nUpgrade: h2c\r\n"
    await client.send(post(b"1", headers=offer) + post(b"2"))
    answer = await client.answer()
    assert (answer.body, answer.headers["connection"]) == (b"1", "close")
    assert await client.rest() == b""


async def test_a_body_over_the_limit_is_refused_with_an_offer_too(house: House) -> None:
    client = await house.client()
    head = get("/rest/x", f"{_OFFER}Content-Length: 999999999999\r\n", method="POST")
    assert (await client.ask(head)).status == 413
