"""Uploads: what twenty of 100 MB at once cost in memory, and what they cost those who send."""

import base64
import json
import os
import socket
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from benchmarks.load import LoadResult, MakeRequest, drive
from benchmarks.processes import Server
from benchmarks.sends import Subject

AT_ONCE = 20
FILE_BYTES = 100 * 1024 * 1024
SENDERS = 16
_LOOK_EVERY_S = 0.05
_MIB = 1024 * 1024


def table(subject: Subject, seconds: float, at_once: int = AT_ONCE) -> list[str]:
    """`at_once` uploads beside sends, against the same sends alone."""
    server, sends = subject
    alone = uvloop.run(_drive(server.port, seconds, sends))
    before = server.memory_bytes()
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        body = _write_body(Path(folder))
        uploads = _Uploads(server, body, at_once)
        beside = uvloop.run(_drive_beside(server.port, seconds, sends, uploads))
    ratio = max(one.p99_ms for one in beside) / alone.p99_ms
    grown = (uploads.most_memory - before) / _MIB
    return [
        f"## {at_once} uploads of 100 MB at once, beside {SENDERS} connections that send",
        "",
        "`imbot.v2.File.upload` with base64 in JSON. While the uploads last, the sends are",
        f"measured over {seconds:g} s at a time, and the worst of these is shown.",
        "",
        "| what | measured |",
        "| --- | --: |",
        f"| memory of the server before | {before / _MIB:.0f} MiB |",
        f"| the most that was added | {grown:.0f} MiB |",
        f"| all uploads answered after | {uploads.seconds:.1f} s |",
        f"| p99 of the sends alone | {alone.p99_ms:.2f} ms |",
        f"| p99 of the sends beside the uploads | {max(one.p99_ms for one in beside):.2f} ms |",
        f"| ratio | {ratio:.1f} |",
    ]


class _Uploads:
    """Clients that the kernel feeds from one file, so that they take no time from the sends."""

    def __init__(self, server: Server, body: Path, count: int) -> None:
        self.seconds = 0.0
        self.most_memory = 0
        self.refused: list[bytes] = []
        self._server = server
        self._body = body
        self._clients = [threading.Thread(target=self._upload) for _ in range(count)]

    def start(self) -> threading.Thread:
        watching = threading.Thread(target=self._run)
        watching.start()
        return watching

    def _run(self) -> None:
        started = time.perf_counter()
        for client in self._clients:
            client.start()
        while any(client.is_alive() for client in self._clients):
            self.most_memory = max(self.most_memory, self._server.memory_bytes())
            time.sleep(_LOOK_EVERY_S)
        self.seconds = time.perf_counter() - started

    def _upload(self) -> None:
        with (
            socket.create_connection(("127.0.0.1", self._server.port)) as connection,
            self._body.open("rb") as body,
        ):
            size = self._body.stat().st_size
            connection.sendall(
                b"POST /rest/1/bench/imbot.v2.File.upload HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % size
            )
            connection.sendfile(body)
            answer = connection.recv(_MIB)
        if not answer.startswith(b"HTTP/1.1 200"):
            self.refused.append(answer)


async def _drive(port: int, seconds: float, sends: MakeRequest) -> LoadResult:
    result = await drive("127.0.0.1", port, SENDERS, seconds, sends)
    if set(result.statuses) != {200}:
        raise RuntimeError(f"not every answer was a 200: {result.statuses}")
    return result


async def _drive_beside(
    port: int, seconds: float, sends: MakeRequest, uploads: _Uploads
) -> list[LoadResult]:
    watching = uploads.start()
    results = []
    while watching.is_alive():
        results.append(await _drive(port, seconds, sends))
    if uploads.refused:
        raise RuntimeError(f"an upload was answered {uploads.refused[0]!r}")
    return results


def _write_body(folder: Path) -> Path:
    """One request for all: the bot that writes sends itself no file, but person 1 one."""
    content = base64.b64encode(os.urandom(FILE_BYTES)).decode()
    fields = {"name": "noise.bin", "content": content}
    arguments = {"botId": 2, "botToken": "bench", "dialogId": "1", "fields": fields}
    body = folder / "upload.json"
    body.write_text(json.dumps(arguments))
    return body
