"""One HTTP/1.1 connection: its order of answers, its patience, its end."""

import asyncio
from typing import cast

from botyard.http import refusals
from botyard.http.answer import CLOSE, body_of, has_body, head_of
from botyard.http.lobby import Lobby
from botyard.http.message import Request, Response, Stream
from botyard.http.reader import Arrived, RequestReader, release
from botyard.http.refusals import Refusal
from botyard.http.spool import Spool

# Joining copies the body; above this a second write is cheaper.
_ONE_WRITE = 16 * 1024


class Connection:
    """Serves one request at a time; what arrives meanwhile waits, and the client with it."""

    __slots__ = (
        "_client_finished",
        "_lingering",
        "_lobby",
        "_loop",
        "_lost",
        "_next_look",
        "_paced_body",
        "_paused",
        "_reader",
        "_received",
        "_room_to_write",
        "_secure",
        "_served",
        "_since",
        "_stalled_since",
        "_taken",
        "_task",
        "_transport",
        "_writable",
        "_written",
    )

    _transport: asyncio.Transport
    _reader: RequestReader

    def __init__(self, lobby: Lobby, *, secure: bool) -> None:
        self._lobby = lobby
        self._loop = asyncio.get_running_loop()
        self._secure = secure
        self._task: asyncio.Task[None] | None = None
        self._lost = self._paused = self._lingering = self._client_finished = False
        self._served = False
        self._writable = True
        self._room_to_write: asyncio.Future[None] | None = None
        self._since = self._stalled_since = lobby.now
        self._written = self._taken = 0
        self._paced_body = 0
        self._next_look = 0.0
        self._received = 0

    # Called by the event loop.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        source = str(peer[0]) if peer else ""
        lobby = self._lobby
        self._reader = RequestReader(
            lobby.limits,
            lobby.spools,
            lobby.heads,
            source,
            secure=self._secure,
            proxies=lobby.proxies if lobby.proxies.trusts(source) else None,
        )
        lobby.enter(self)
        lobby.open_connections += 1
        excess = lobby.open_connections - lobby.limits.connections
        if excess > lobby.limits.refused_connections:
            self._transport.abort()
        elif excess > 0:
            self._refuse(refusals.TOO_MANY_CONNECTIONS)

    def data_received(self, data: bytes) -> None:
        if self._lingering:
            return
        reader = self._reader
        if self._served and not reader.pending:
            self._since = self._lobby.now
        reader.feed(data)
        if self._task is None:
            self._advance()
        else:
            self._pause()

    def eof_received(self) -> bool:
        self._client_finished = True
        # TLS cannot stay half open.
        busy = self._task is not None or bool(self._reader.arrived) or not self._writable
        return busy and not self._secure

    def connection_lost(self, _failure: Exception | None) -> None:
        self._lost = True
        self._reader.finish()
        self._reader.drop_arrived()
        self._tell_of_room()
        self._lobby.open_connections -= 1
        if self._task is None:
            self._lobby.leave(self)

    def pause_writing(self) -> None:
        self._writable = False

    def resume_writing(self) -> None:
        self._writable = True
        self._tell_of_room()
        if self._task is None:
            self._advance()

    # One request after the other.

    def _advance(self) -> None:
        """Begin what comes next. Nothing is in flight."""
        reader = self._reader
        if not self._writable or self._lost:
            self._pause()
        elif reader.arrived:
            self._task = self._loop.create_task(self._serve(reader.arrived.popleft()))
            if reader.arrived:
                self._pause()
        elif reader.refusal is not None:
            self._refuse(reader.refusal)
        elif (spool := reader.full_spool) is not None:
            self._pause()
            self._task = self._loop.create_task(self._write_out(spool))
        else:
            if reader.wants_continue:
                reader.wants_continue = False
                self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self._read_on()

    async def _write_out(self, spool: Spool) -> None:
        """Nothing more is read until the disk has what was."""
        try:
            async with self._lobby.intake.turn(spool.number):
                await spool.write_out()
        except OSError as failure:
            self._lobby.on_failure(failure)
            self._reader.refuse(refusals.NO_ROOM)
        finally:
            self._task = None
            if self._lost:
                self._lobby.leave(self)
        if not self._lost:
            self._advance()

    async def _serve(self, arrived: Arrived) -> None:
        lobby, request, connection = self._lobby, arrived.request, arrived.connection
        lobby.requests += 1
        answered = False
        stream: Stream | None = None
        try:
            try:
                if request.spool is None:
                    response = await lobby.handler(request)
                else:
                    response = await self._handle_spooled(request, request.spool)
                stream = response.stream
                last = self._answer(response, request.method, connection)
            except Exception as failure:  # noqa: BLE001 - reported, and the client is answered
                lobby.on_failure(failure)
                failed = refusals.FAILED.answer(request.target_path, request.headers)
                last = self._answer(failed, request.method, connection)
            else:
                if stream is not None and has_body(response, request.method):
                    await self._send(stream)
            if last:
                self._transport.close()
            answered = True
        finally:
            release(request, stream)
            self._task = None
            if self._lost:
                lobby.leave(self)
            elif not answered:
                self._transport.abort()
        self._after_answer()

    async def _handle_spooled(self, request: Request, spool: Spool) -> Response:
        try:
            await spool.write_out()
        except OSError as failure:
            self._lobby.on_failure(failure)
            return refusals.NO_ROOM.answer(request.target_path, request.headers)
        with self._lobby.intake.handling(spool.size):
            return await self._lobby.handler(request)

    def _answer(self, response: Response, method: str, connection: bytes) -> bool:
        """Write what is known at once; answer whether the connection ends after it."""
        lobby = self._lobby
        last = connection is CLOSE or self._is_last()
        head = head_of(response, lobby.date, CLOSE if last else connection)
        body = body_of(response, method)
        if len(body) <= _ONE_WRITE:
            self._write(head + body)
        else:
            self._write(head)
            self._write(body)
        return last

    def _write(self, data: bytes) -> None:
        """Nothing, once the connection is broken: a write may find that out before it is told."""
        if not self._transport.is_closing():
            self._written += len(data)
            self._transport.write(data)

    async def _send(self, stream: Stream) -> None:
        """Read no faster than the client takes. Where it ends early, so does the connection."""
        unsent = stream.size
        while unsent and not self._transport.is_closing():
            if not self._writable:
                self._room_to_write = self._loop.create_future()
                await self._room_to_write
                continue
            piece = await stream.read()
            if not piece or len(piece) > unsent:
                raise OSError("the body of an answer has another length than it had")
            unsent -= len(piece)
            self._write(piece)

    def _tell_of_room(self) -> None:
        if self._room_to_write is not None:
            self._room_to_write.set_result(None)
            self._room_to_write = None

    def _is_last(self) -> bool:
        reader = self._reader
        if reader.arrived or reader.refusal is not None:
            return False
        return self._client_finished or (self._lobby.stopping and not reader.pending)

    def _after_answer(self) -> None:
        self._since = self._lobby.now
        self._served = True
        if not self._lost and not self._transport.is_closing():
            self._advance()

    def _refuse(self, refusal: Refusal) -> None:
        """Answer and read to the end: closing on unread bytes would take the answer back."""
        response = refusal.answer(*self._reader.begun)
        self._reader.finish()
        self._lingering = True
        self._since = self._lobby.now
        self._transport.write(head_of(response, self._lobby.date, CLOSE) + response.body)
        if self._client_finished:
            self._transport.close()
            return
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self._read_on()

    def _pause(self) -> None:
        if not self._paused and not self._lost and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def _read_on(self) -> None:
        if self._paused and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()

    # Called by the lobby.

    def wind_down(self) -> None:
        if self._task is None and not self._reader.arrived and not self._reader.pending:
            self._transport.close()

    def abort(self) -> None:
        self._transport.abort()

    def sweep(self, now: float) -> None:
        if self._lost:
            return
        if self._is_unread(now):
            self._transport.abort()
        elif self._lingering:
            if now - self._since >= self._lobby.limits.linger_s:
                self._transport.abort()
        elif self._task is not None or self._paused:
            # The server is the slow one.
            self._since = now
            self._paced_body = 0
        elif self._reader.in_body:
            self._sweep_body(now)
        else:
            self._sweep_head(now)

    def _is_unread(self, now: float) -> bool:
        """Whether the client has taken nothing of its answer for too long."""
        unread = self._transport.get_write_buffer_size()
        taken = self._written - unread
        if not unread or taken > self._taken:
            self._stalled_since = now
        self._taken = taken
        return now - self._stalled_since >= self._lobby.limits.unread_answer_s

    def _sweep_head(self, now: float) -> None:
        limits, waited = self._lobby.limits, now - self._since
        if self._reader.pending:
            if waited >= limits.head_s:
                self._refuse(refusals.HEAD_TOO_SLOW)
        elif waited >= (limits.keep_alive_s if self._served else limits.head_s):
            self._transport.close()

    def _sweep_body(self, now: float) -> None:
        reader, limits = self._reader, self._lobby.limits
        if self._paced_body != reader.bodies:
            self._paced_body = reader.bodies
            self._next_look = now + limits.body_allowance_s
            self._received = -1
        elif now >= self._next_look:
            least = limits.body_bytes_per_s * limits.body_window_s
            if self._received >= 0 and reader.received - self._received < least:
                self._refuse(refusals.BODY_TOO_SLOW)
            self._received = reader.received
            self._next_look = now + limits.body_window_s
