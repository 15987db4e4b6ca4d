"""The program behind a webhook, for a server that runs in a process of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


class Receiver:
    """`status` is what it answers, `heard` what it was told."""

    def __init__(self) -> None:
        self.status = 500
        self.heard: list[dict[str, str]] = []
        self.url = ""
        self._news = threading.Condition()

    def hear(self, form: dict[str, str]) -> None:
        with self._news:
            self.heard.append(form)
            self._news.notify_all()

    def wait_for(self, count: int) -> list[dict[str, str]]:
        """What it was told, as soon as it is so much; the test's own time limit ends this."""
        with self._news:
            self._news.wait_for(lambda: len(self.heard) >= count)
            return list(self.heard)


@contextmanager
def receiving(status: int = 500) -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.status = status

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.hear(dict(parse_qsl(body.decode(), keep_blank_values=True)))
            self.send_response(receiver.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: Any) -> None:  # type: ignore[explicit-override]
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook?secret=canary"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield receiver
        server.shutdown()
