"""The server of an application, at an origin of its own: it keeps what it is sent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

# Where the applications hear of their installation, at a moment of the server's choice.
NEWS = "/news"


class Received(NamedTuple):
    verb: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    headers: Mapping[str, str]


class Desk:
    """`url` is another site than the portal's, to a browser: localhost, not 127.0.0.1."""

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"
        # The same server as one more origin.
        self.other_url = f"http://127.0.0.1:{port}"
        self.pages: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.received: list[Received] = []

    def taken(self, path: str) -> list[Received]:
        return [one for one in self.received if one.path == path]


@contextmanager
def open_desk() -> Iterator[Desk]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        desk = Desk(server.server_port)
        _Handler.desk = desk
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    desk: Desk

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def do_POST(self) -> None:
        self._answer("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, *_: object) -> None:  # type: ignore[explicit-override]
        """Say nothing."""

    def _answer(self, verb: str, body: bytes) -> None:
        parts = urlsplit(self.path)
        if parts.path == NEWS:
            self.send_response(200)
            self.end_headers()
            return
        form = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        desk = self.desk
        desk.received.append(Received(verb, parts.path, query, form, dict(self.headers)))
        if parts.path in desk.redirects:
            self.send_response(307)
            self.send_header("Location", desk.redirects[parts.path])
            self.end_headers()
            return
        content = desk.pages.get(parts.path)
        self.send_response(404 if content is None else 200)
        kind = "text/javascript" if parts.path.endswith(".js") else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write((content or "There is nothing here.").encode())
