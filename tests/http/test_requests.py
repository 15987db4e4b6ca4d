"""What the handler is given, and in which order the client is answered."""

import asyncio

import pytest

from botyard.http.message import Request, Response
from tests.http.client import get, post
from tests.http.house import House
from tests.http.manual_clock import turns


async def test_a_request_reaches_the_handler_as_it_was_sent(house: House) -> None:
    client = await house.client()
    path = "/rest//1/%D0%90%2F/imbot.v2.Chat.Message.send.json/"
    await client.ask(post(b'{"a":1}', f"{path}?b=%20&c", "X-Name:  \tW\xf6rter \t\r\n"))
    [request] = house.received
    assert request.method == "POST"
    assert request.target_path == path
    assert request.query == b"b=%20&c"
    assert request.headers["x-name"] == "W\xf6rter"
    assert request.headers["content-length"] == "7"
    assert request.body == b'{"a":1}'
    assert (request.source, request.secure) == ("127.0.0.1", False)


async def test_of_a_header_sent_twice_the_last_counts(house: House) -> None:
    client = await house.client()
    await client.ask(get(headers="A: 1\r\na: 2\r\n"))
    assert house.received[0].headers["a"] == "2"


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        ("http://portal:80/rest/profile?a=b", "/rest/profile", b"a=b"),
        ("http://portal?a=b", "/", b"a=b"),
        ("http://[::1/rest", "/rest", b""),
        ("/rest?a=http://x/y", "/rest", b"a=http://x/y"),
        ("/rest?a?b", "/rest", b"a?b"),
        ("*", "*", b""),
    ],
)
async def test_the_target_is_split_into_path_and_query(
    house: House, target: str, path: str, query: bytes
) -> None:
    client = await house.client()
    await client.ask(get(target, method="OPTIONS"))
    assert (house.received[0].target_path, house.received[0].query) == (path, query)


async def test_a_connection_serves_one_request_after_the_other(house: House) -> None:
    client = await house.client()
    for number in range(3):
        answer = await client.ask(post(b"%d" % number))
        assert answer.body == b"%d" % number
        assert "connection" not in answer.headers
    assert (house.server.requests, house.server.open_connections) == (3, 1)


async def test_an_answer_is_json_with_its_length_and_date(house: House) -> None:
    client = await house.client()
    answer = await client.ask(post())
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["content-length"] == "2"
    assert answer.headers["date"] == "Mon, 21 Sep 2026 14:13:20 GMT"


async def test_the_date_goes_on(house: House) -> None:
    client = await house.client()
    await house.clock.advance(2)
    answer = await client.ask(post())
    assert answer.headers["date"] == "Mon, 21 Sep 2026 14:13:22 GMT"


async def test_bytes_may_arrive_one_by_one(house: House) -> None:
    client = await house.client()
    for byte in post(b'{"a":1}', "/rest/x", "X-Name: value\r\n"):
        await client.send(bytes([byte]))
        await asyncio.sleep(0)
    assert (await client.answer()).body == b'{"a":1}'
    assert house.received[0].headers["x-name"] == "value"
    assert house.received[0].target_path == "/rest/x"


async def test_pipelined_requests_are_answered_in_order_and_one_at_a_time(house: House) -> None:
    running = [0]

    async def slow_when_first(request: Request) -> Response:
        running[0] += 1
        assert running[0] == 1
        for _ in range(20 if request.body == b"0" else 1):
            await asyncio.sleep(0)
        running[0] -= 1
        return Response(200, request.body)

    house.behaviour = slow_when_first
    client = await house.client()
    await client.send(b"".join(post(b"%d" % number) for number in range(50)))
    assert [(await client.answer()).body for _ in range(50)] == [b"%d" % n for n in range(50)]
    assert house.failures == []


async def test_what_is_sent_while_a_request_is_served_is_answered_after_it(house: House) -> None:
    go_on = asyncio.Event()

    async def wait(request: Request) -> Response:
        await go_on.wait()
        return Response(200, request.body)

    house.behaviour = wait
    client = await house.client()
    await client.send(post(b"1"))
    await house.until(lambda: len(house.received) == 1)
    await client.send(post(b"2") + post(b"3")[:-1])
    await client.send(b"3")
    go_on.set()
    assert [(await client.answer()).body for _ in range(3)] == [b"1", b"2", b"3"]


async def test_a_chunked_body_is_put_together_and_its_trailers_are_ignored(house: House) -> None:
    client = await house.client()
    head = get("/rest/x", "Transfer-Encoding: chunked\r\n", method="POST")
    chunks = b'5\r\n{"a":\r\n4;name=value\r\n"bc"\r\n1\r\n}\r\n0\r\nHost: elsewhere\r\n\r\n'
    assert (await client.ask(head + chunks)).body == b'{"a":"bc"}'
    assert house.received[0].headers["host"] == "test"
    assert (await client.ask(post(b"2"))).body == b"2"


async def test_a_large_body_arrives_whole(house: House) -> None:
    client = await house.client()
    body = bytes(range(256)) * 8192
    assert (await client.ask(post(body))).body == body


async def test_head_is_answered_without_a_body(house: House) -> None:
    client = await house.client()
    await client.send(get(method="HEAD"))
    answer = await client.answer(to_head=True)
    assert (answer.status, answer.headers["content-length"]) == (200, "2")
    assert (await client.ask(get())).body == b"{}"


@pytest.mark.parametrize("status", [204, 304])
async def test_a_status_without_a_body_has_no_length(house: House, status: int) -> None:
    async def nothing(_: Request) -> Response:
        return Response(status, b"ignored")

    house.behaviour = nothing
    client = await house.client()
    answer = await client.ask(get())
    assert answer.status == status
    assert "content-length" not in answer.headers
    assert (await client.ask(get())).status == status


@pytest.mark.parametrize(
    ("version", "header"), [("1.1", "Connection: close\r\n"), ("1.0", ""), ("1.0", "A: b\r\n")]
)
async def test_a_client_that_wants_no_more_is_answered_and_left(
    house: House, version: str, header: str
) -> None:
    client = await house.client()
    await client.send(post(b"1", headers=header, version=version) + post(b"2"))
    answer = await client.answer()
    assert (answer.body, answer.headers["connection"]) == (b"1", "close")
    assert await client.rest() == b""
    assert len(house.received) == 1


async def test_http_1_0_may_ask_to_go_on(house: House) -> None:
    client = await house.client()
    for number in (b"1", b"2"):
        request = post(number, headers="Connection: keep-alive\r\n", version="1.0")
        answer = await client.ask(request)
        assert (answer.body, answer.headers["connection"]) == (number, "keep-alive")


@pytest.mark.parametrize("rest", [b"", post(b"2")[:-1]], ids=["whole", "cut short"])
async def test_a_client_that_finished_sending_is_still_answered(house: House, rest: bytes) -> None:
    go_on = asyncio.Event()

    async def wait(request: Request) -> Response:
        await go_on.wait()
        return Response(200, request.body)

    house.behaviour = wait
    client = await house.client()
    await client.send(post(b"1") + rest)
    client.send_end()
    await house.until(lambda: len(house.received) == 1)
    await turns()
    go_on.set()
    assert (await client.answer()).body == b"1"
    assert await client.rest() == b""


class TestExpectContinue:
    async def test_the_client_is_told_to_send_its_body(self, house: House) -> None:
        client = await house.client()
        whole = post(b"12345", headers="Expect: 100-Continue\r\n")
        await client.send(whole[:-5])
        assert await client.read_until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert (await client.ask(b"12345")).body == b"12345"

    async def test_nothing_is_said_when_the_body_is_already_there(self, house: House) -> None:
        client = await house.client()
        answer = await client.ask(post(b"12345", headers="Expect: 100-continue\r\n"))
        assert (answer.status, answer.body) == (200, b"12345")

    async def test_the_answer_before_comes_first(self, house: House) -> None:
        client = await house.client()
        whole = post(b"2", headers="Expect: 100-continue\r\n")
        await client.send(post(b"1") + whole[:-1])
        assert (await client.answer()).body == b"1"
        assert await client.read_until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert (await client.ask(b"2")).body == b"2"

    async def test_http_1_0_knows_no_such_thing(self, house: House) -> None:
        client = await house.client()
        whole = post(b"2", headers="Expect: 100-continue\r\n", version="1.0")
        await client.send(whole[:-1])
        assert (await client.ask(b"2")).status == 200
