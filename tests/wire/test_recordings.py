"""What the released clients really sent is understood, byte for byte."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from botyard.wire.arguments import Arguments, read_arguments

RECORDINGS = Path(__file__).parent / "recordings"
MESSAGE = "Привет & <b>=1"
KEYBOARD = {"BUTTONS": [{"TEXT": "a", "COMMAND": "c"}]}


class Recorded(NamedTuple):
    name: str
    verb: str
    path: str
    query: bytes
    content_type: str | None
    body: bytes

    def read(self) -> Arguments:
        return read_arguments(self.content_type, self.body, self.query)


def read_recording(file: Path) -> list[Recorded]:
    recorded = []
    marks = re.split(rb"^===== #(\d+) =====\n", file.read_bytes(), flags=re.MULTILINE)
    for number, request in zip(marks[1::2], marks[2::2], strict=True):
        head, _, rest = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        verb, target, _ = first.split(" ")
        path, _, query = target.partition("?")
        body = rest[: int(headers.get("content-length", 0))]
        name = f"{file.stem}-{number.decode()}"
        content_type = headers.get("content-type")
        recorded.append(Recorded(name, verb, path, query.encode(), content_type, body))
    return recorded


REQUESTS = [one for file in sorted(RECORDINGS.glob("*.log")) for one in read_recording(file)]


def those(pattern: str) -> pytest.MarkDecorator:
    chosen = [one for one in REQUESTS if re.search(pattern, one.path, re.IGNORECASE)]
    return pytest.mark.parametrize("request_sent", chosen, ids=lambda one: one.name)


def assert_is_the_send(values: Any) -> None:
    fields = values["fields"]
    if fields["message"] in {"hi", "x", "2"}:
        return
    assert int(values["botId"]) == 39
    assert values["dialogId"] in {"chat5", "chat6"}
    assert fields["message"] == MESSAGE
    assert fields["urlPreview"] in (True, "1", "true", "True")
    assert fields["keyboard"] == KEYBOARD
    assert fields.get("system", False) in (False, "0")
    assert fields.get("empty", []) in ([], [""])
    assert fields.get("nul") in (None, "", "None")


def test_every_recorded_request_is_here() -> None:
    assert len(REQUESTS) == 45


@those("")
def test_every_request_is_read_without_the_parameters_of_its_sdk(request_sent: Recorded) -> None:
    read = request_sent.read()
    assert not any(key.startswith(("bx24_", "__")) for key in read.values)
    if b"bx24_request_id" in request_sent.query:
        assert read.client["bx24_request_id"]


@those("message.send")
def test_every_client_s_message_is_read_as_it_was_meant(request_sent: Recorded) -> None:
    assert_is_the_send(request_sent.read().values)


@those("(?<!api/1/abcdef0123456789)/batch")
def test_every_command_of_a_batch_is_text_that_reads_as_a_query(request_sent: Recorded) -> None:
    commands: Any = request_sent.read().values["cmd"]
    texts = commands if isinstance(commands, list) else list(commands.values())
    for command in texts:
        assert isinstance(command, str)
        method, _, query = command.partition("?")
        values = read_arguments(None, b"", query.encode()).values
        if method.endswith("Message.send"):
            assert_is_the_send(values)


@those("oauth/token")
def test_a_token_request_is_read_from_its_query_as_from_its_form(request_sent: Recorded) -> None:
    values = request_sent.read().values
    assert values["client_id"] == "local.x"
    assert values["grant_type"] in {"refresh_token", "authorization_code"}
