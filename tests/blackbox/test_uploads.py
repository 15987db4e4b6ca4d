"""Files through a real server: whole, in whatever form they come, and never held in memory."""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.serving import RunningServer, serving

_MIB = 1024 * 1024
# What one upload may add, whatever its size: buffers and pieces.
_MOST_ADDED_MIB = 40
JSON = "application/json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with serving(tmp_path_factory.mktemp("uploads")) as running:
        yield running


@pytest.fixture(scope="module")
def bot_id(server: RunningServer) -> int:
    fields = {"code": "b", "botToken": "t", "properties": {"name": "Bot"}}
    registered = _call(server, "imbot.v2.Bot.register", {"fields": fields})
    found: int = registered["bot"]["id"]
    return found


def _post(server: RunningServer, method: str, content_type: str, body: bytes) -> tuple[int, Any]:
    request = Request(server.webhook() + method, body, {"Content-Type": content_type})
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def _call(server: RunningServer, method: str, arguments: dict[str, Any]) -> Any:
    status, body = _post(server, method, JSON, json.dumps(arguments).encode())
    assert status == 200, body
    return body["result"]


def _memory_mib(server: RunningServer, line: str) -> float:
    status = Path(f"/proc/{server.pid}/status").read_text()
    [found] = [one for one in status.splitlines() if one.startswith(line)]
    return int(found.split()[1]) / 1024


def _json_body(bot_id: int, content: bytes) -> bytes:
    """As json_encode of PHP writes it, with each slash escaped."""
    encoded = base64.b64encode(content).replace(b"/", b"\\/")
    head = (
        f'{{"botId":{bot_id},"botToken":"t","dialogId":"2","fields":{{"name":"a.bin","content":"'
    )
    return head.encode() + encoded + b'"}}'


def _fetch(server: RunningServer, bot_id: int, file_id: int) -> "hashlib._Hash":
    arguments = {"botId": bot_id, "botToken": "t", "fileId": file_id}
    link = _call(server, "imbot.v2.File.download", arguments)["downloadUrl"]
    digest = hashlib.sha256()
    with urlopen(link, timeout=60) as answer:
        while piece := answer.read(_MIB):
            digest.update(piece)
    return digest


def test_100_mebibytes_do_not_pass_through_memory(server: RunningServer, bot_id: int) -> None:
    content = os.urandom(100 * _MIB)
    before = _memory_mib(server, "VmRSS")
    status, body = _post(server, "imbot.v2.File.upload", JSON, _json_body(bot_id, content))
    assert status == 200, body
    file = body["result"]["file"]
    assert file["size"] == len(content)
    digest = _fetch(server, bot_id, file["id"])
    assert digest.digest() == hashlib.sha256(content).digest()
    assert _memory_mib(server, "VmHWM") - before < _MOST_ADDED_MIB


def test_one_byte_more_is_too_large_and_leaves_nothing(server: RunningServer, bot_id: int) -> None:
    kept = set((server.data / "blobs").glob("*"))
    body = _json_body(bot_id, bytes(100 * _MIB + 1))
    status, answer = _post(server, "imbot.v2.File.upload", JSON, body)
    assert (status, answer["error"]) == (400, "FILE_TOO_LARGE")
    assert set((server.data / "blobs").glob("*")) == kept
    assert list((server.data / "spool").glob("*")) == []


def _form(bot_id: int, encoded: str) -> tuple[str, bytes]:
    pairs = {"botId": bot_id, "botToken": "t", "dialogId": "2", "fields[name]": "a.bin"}
    body = urlencode({**pairs, "fields[content]": encoded})
    return "application/x-www-form-urlencoded", body.encode()


def _multipart(bot_id: int, encoded: str) -> tuple[str, bytes]:
    pairs = {"botId": str(bot_id), "botToken": "t", "dialogId": "2", "fields[name]": "a.bin"}
    parts = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {**pairs, "fields[content]": encoded}.items()
    )
    return "multipart/form-data; boundary=edge", f"{parts}--edge--\r\n".encode()


def _wrapped_json(bot_id: int, encoded: str) -> tuple[str, bytes]:
    lines = "\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76))
    fields = {"name": "a.bin", "content": lines}
    arguments = {"botId": bot_id, "botToken": "t", "dialogId": "2", "fields": fields}
    return JSON, json.dumps(arguments).encode()


@pytest.mark.parametrize("written", [_form, _multipart, _wrapped_json])
@pytest.mark.parametrize("size", [1000, 5 * _MIB + 1])
def test_every_form_keeps_every_byte(
    server: RunningServer, bot_id: int, written: Any, size: int
) -> None:
    content = os.urandom(size)
    content_type, body = written(bot_id, base64.b64encode(content).decode())
    status, answer = _post(server, "imbot.v2.File.upload", content_type, body)
    assert status == 200, answer
    digest = _fetch(server, bot_id, answer["result"]["file"]["id"])
    assert digest.digest() == hashlib.sha256(content).digest()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda body: body.replace(b'"content":"', b'"content":"*'), "FILE_INVALID_CONTENT"),
        (
            lambda body: body.replace(b'"content":"', b'"content":"data:a;base64,'),
            "FILE_INVALID_CONTENT",
        ),
        (lambda body: body.replace(b'"content"', b'"contents"'), "INVALID_REQUEST"),
        (lambda body: body[:-1], "INVALID_REQUEST"),
        (lambda body: body.replace(b'"2"', b'"chat99"'), "ACCESS_DENIED"),
        (lambda body: body.replace(b'"t"', b'"x"'), "BOT_OWNERSHIP_ERROR"),
        (lambda body: body.replace(b'"a.bin"', b'""'), "FILE_EMPTY"),
    ],
    ids=["foreign", "prefix", "elsewhere", "cut", "dialog", "token", "name"],
)
def test_a_large_refused_upload_leaves_nothing(
    server: RunningServer, bot_id: int, change: Any, error: str
) -> None:
    kept = set((server.data / "blobs").glob("*"))
    body = change(_json_body(bot_id, os.urandom(4 * _MIB)))
    assert _post(server, "imbot.v2.File.upload", JSON, body)[1]["error"] == error
    assert set((server.data / "blobs").glob("*")) == kept
    assert list((server.data / "spool").glob("*")) == []


def test_strangers_have_nothing_kept(server: RunningServer, bot_id: int) -> None:
    kept = set((server.data / "blobs").glob("*"))
    body = _json_body(bot_id, os.urandom(4 * _MIB))
    request = Request(
        f"{server.url}/rest/1/wrong/imbot.v2.File.upload", body, {"Content-Type": JSON}
    )
    with pytest.raises(HTTPError) as refusal, urlopen(request, timeout=60):
        pass
    with refusal.value as answer:
        assert json.load(answer)["error"] == "NO_AUTH_FOUND"
    assert set((server.data / "blobs").glob("*")) == kept
