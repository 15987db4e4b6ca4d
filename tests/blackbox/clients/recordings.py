"""What released clients sent, byte for byte, kept beside the tests of the wire."""

import re
import socket
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from tests.blackbox.clients.expectations import ClientRefused
from tests.blackbox.clients.portal import ADA, CODES, BotChat

FILES = Path(__file__).parents[2] / "wire" / "recordings"
TOKEN = "tok"

_MARK = re.compile(rb"^===== #(\d+) =====\n", re.MULTILINE)
_PATIENCE_S = 30.0


class Reply(NamedTuple):
    status: int
    content_type: str
    body: Any

    def success(self) -> Any:
        if self.status != 200:
            told = self.body
            raise ClientRefused(told["error"], self.status, told["error_description"])
        return self.body["result"]


class Recording(NamedTuple):
    """`name` is the client's, and the number of the request in its session."""

    name: str
    head: bytes
    body: bytes

    @property
    def path(self) -> str:
        return self.head.split(b" ", 2)[1].partition(b"?")[0].decode()

    @property
    def user_agent(self) -> str:
        found = re.search(rb"User-Agent: (.+)\r\n", self.head)
        assert found is not None
        return found[1].decode()

    def replay(self, chat: BotChat, access_token: str = "no-such-token") -> Reply:
        """Send it as it was, but for host, webhook, ids and tokens, which are this chat's."""
        address = urlsplit(chat.portal.server.url)
        body = _translate_body(self.body, chat, access_token)
        head = _translate_head(self.head, address.netloc, len(body))
        assert address.port is not None
        with socket.create_connection(("127.0.0.1", address.port), _PATIENCE_S) as connection:
            connection.sendall(head + body)
            response = HTTPResponse(connection)
            response.begin()
            content = response.read()
        content_type = response.headers.get_content_type()
        return Reply(response.status, content_type, msgspec.json.decode(content))


def _translate_head(head: bytes, host: str, length: int) -> bytes:
    head = head.replace(b"/1/abcdef0123456789/", f"/{ADA}/{CODES[ADA]}/".encode())
    head = re.sub(rb"(?m)^Host: .+\r$", f"Host: {host}\r".encode(), head)
    return re.sub(rb"(?m)^Content-Length: .+\r$", f"Content-Length: {length}\r".encode(), head)


def _translate_body(body: bytes, chat: BotChat, access_token: str) -> bytes:
    bot_id = str(chat.bot_id).encode()
    # In JSON, in a form, and in the query that a form quotes once more.
    body = re.sub(rb'(botId(?:": ?|=|%3D))39', rb"\g<1>" + bot_id, body)
    body = re.sub(rb"chat[56]\b", chat.dialog_id.encode(), body)
    body = re.sub(rb'(auth(?:":"|": "|=))\w+', rb"\g<1>" + access_token.encode(), body)
    if b"botToken" in body or b"auth" in body:
        return body
    # This client was recorded without its bot's token, which a webhook needs.
    body = re.sub(rb'("botId": ?\d+)', rb'\g<1>, "botToken": "tok"', body)
    return re.sub(rb"(botId=\d+)", rb"\g<1>&botToken=tok", body)


def _read(file: Path) -> list[Recording]:
    _, *parts = _MARK.split(file.read_bytes())
    recorded = []
    for number, request in zip(parts[::2], parts[1::2], strict=True):
        head, end, rest = request.partition(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        body = rest[: int(length[1])] if length else b""
        recorded.append(Recording(f"{file.stem}-{number.decode()}", head + end, body))
    return recorded


RECORDINGS = [one for file in sorted(FILES.glob("*.log")) for one in _read(file)]
