"""A client that is slow, silent or deaf does not keep its connection."""

import asyncio
import socket

import pytest

from botyard.http.message import Request, Response
from tests.http.client import Client, post
from tests.http.house import House

_LARGE = 8 * 1024 * 1024


async def _client_in_the_middle_of_a_head(house: House) -> Client:
    client = await house.client()
    await client.send(post(b"1") + post(b"2")[:20])
    await client.answer()
    return client


async def _client_in_the_middle_of_a_body(house: House, length: int) -> Client:
    client = await house.client()
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n"
    await client.send(f"{head}Expect: 100-continue\r\n\r\n".encode())
    await client.read_until(b"\r\n\r\n")
    return client


async def _send_and_see_it_read(house: House, client: Client, data: bytes) -> None:
    """Another client's answer, begun later, shows that the loop has read what was sent before."""
    await client.send(data)
    other = await house.client()
    for _ in range(3):
        await other.ask(post())
    other.close()


async def _is_open(client: Client) -> bool:
    try:
        async with asyncio.timeout(0.01):
            return await client.read_until(b"}") != b""
    except TimeoutError:
        return True
    except asyncio.IncompleteReadError:
        return False


async def test_a_head_must_be_complete_10_seconds_after_its_first_byte(house: House) -> None:
    client = await _client_in_the_middle_of_a_head(house)
    await house.clock.advance(9)
    assert await _is_open(client)
    await house.clock.advance(2)
    answer = await client.answer()
    assert (answer.status, answer.json["error"]) == (408, "INVALID_REQUEST")
    assert await client.rest() == b""


async def test_drops_of_a_head_do_not_buy_time(house: House) -> None:
    client = await _client_in_the_middle_of_a_head(house)
    for _ in range(9):
        await client.send(b"a")
        await house.clock.advance(1)
    await house.clock.advance(2)
    assert (await client.answer()).status == 408


async def test_the_first_head_must_be_complete_10_seconds_after_connecting(house: House) -> None:
    client = await house.client()
    await house.until(lambda: house.server.open_connections == 1)
    await house.clock.advance(6)
    await _send_and_see_it_read(house, client, b"GET / HT")
    await house.clock.advance(5)
    assert (await client.answer()).status == 408


async def test_a_client_that_says_nothing_is_left_without_a_word(house: House) -> None:
    client = await house.client()
    await house.until(lambda: house.server.open_connections == 1)
    await house.clock.advance(11)
    assert await client.rest() == b""


async def test_empty_lines_do_not_buy_time(house: House) -> None:
    client = await house.client()
    await client.ask(post())
    for _ in range(3):
        await _send_and_see_it_read(house, client, b"\r\n")
        await house.clock.advance(4)
    assert (await client.answer()).status == 408


async def test_a_connection_may_rest_for_75_seconds(house: House) -> None:
    client = await house.client()
    await client.ask(post())
    await house.clock.advance(74)
    assert (await client.ask(post(b"2"))).body == b"2"
    await house.clock.advance(76)
    assert await client.rest() == b""


async def test_a_body_may_stall_for_10_seconds_and_no_longer(house: House) -> None:
    client = await _client_in_the_middle_of_a_body(house, 1_000_000)
    await house.clock.advance(14)
    assert await _is_open(client)
    await house.clock.advance(2)
    answer = await client.answer()
    assert (answer.status, answer.json["error"]) == (408, "INVALID_REQUEST")
    assert await client.rest() == b""


async def test_a_body_slower_than_10_kilobytes_a_second_is_refused(house: House) -> None:
    client = await _client_in_the_middle_of_a_body(house, 1_000_000)
    for _ in range(16):
        await _send_and_see_it_read(house, client, b"a" * 9_000)
        await house.clock.advance(1)
    assert (await client.answer()).status == 408


async def test_a_body_just_fast_enough_arrives(house: House) -> None:
    client = await _client_in_the_middle_of_a_body(house, 600_000)
    for _ in range(50):
        await _send_and_see_it_read(house, client, b"a" * 12_000)
        await house.clock.advance(1)
    assert (await client.answer()).body == b"a" * 600_000


async def test_a_handler_may_take_its_time(house: House) -> None:
    go_on = asyncio.Event()

    async def wait(request: Request) -> Response:
        await go_on.wait()
        return Response(200, request.body)

    house.behaviour = wait
    client = await house.client()
    await client.send(post(b"1"))
    await house.until(lambda: len(house.received) == 1)
    # This one is cut in its body, and is not read on while the first is in flight.
    await client.send(post(b"22")[:-1])
    await house.clock.advance(300)
    go_on.set()
    assert (await client.answer()).body == b"1"
    await client.send(b"2")
    assert (await client.answer()).body == b"22"


@pytest.fixture
def large_answers(house: House) -> bytes:
    body = b"a" * _LARGE

    async def answer(_: Request) -> Response:
        return Response(200, body)

    house.behaviour = answer
    return body


async def test_a_client_that_does_not_read_for_30_seconds_is_dropped(
    house: House, large_answers: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", house.port)) as deaf:
        deaf.sendall(post())
        await house.until(lambda: house.server.requests == 1)
        await house.clock.advance(28)
        assert house.server.open_connections == 1
        await house.clock.advance(30)
        await house.until(lambda: house.server.open_connections == 0)
        deaf.setblocking(True)
        received = 0
        while data := deaf.recv(65536):
            received += len(data)
        assert received < len(large_answers)


async def test_an_answer_that_nobody_fetches_does_not_keep_its_connection(house: House) -> None:
    async def answer(_: Request) -> Response:
        return Response(200, b"a" * 10_000)

    house.behaviour = answer
    with socket.create_connection(("127.0.0.1", house.port)) as deaf:
        deaf.sendall(post() * 1000)
        await house.until(lambda: house.server.requests > 5)
        await house.clock.advance(80)
        await house.until(lambda: house.server.open_connections == 0)
    assert house.server.requests < 1000


async def test_a_slow_reader_gets_all_of_its_answer(house: House, large_answers: bytes) -> None:
    client = await house.client()
    await client.send(post(headers="Connection: close\r\n"))
    await client.read_until(b"\r\n\r\n")
    for _ in range(8):
        assert await client.read(_LARGE // 8) == large_answers[: _LARGE // 8]
        await house.clock.advance(20)
    assert await client.rest() == b""


async def test_who_does_not_read_is_not_served_on(house: House, large_answers: bytes) -> None:
    client = await house.client(receive_buffer=4096)
    await client.send(post() * 10)
    await house.until(lambda: house.server.requests == 1)
    await house.clock.advance(3)
    assert house.server.requests == 1
    for _ in range(10):
        assert (await client.answer()).body == large_answers
    assert house.server.requests == 10
