"""Logs: one JSON object on a line, and never a secret."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import structlog

from botyard.cli.logs import configure_logs
from tests.cli.shell import kept_logs
from tests.serving import serving

SECRETS = ("c0de-of-ada", "t0ken-of-bot", "hunter2")
SENTENCES = [
    "GET /rest/1/c0de-of-ada/imbot.v2.Bot.list.json",
    "http://127.0.0.1:8080/rest/1/c0de-of-ada/",
    "http://127.0.0.1:8080/rest/1/c0de-of-ada",
    "cannot connect to postgresql://ada:hunter2@127.0.0.1/b",
    '{"botToken": "t0ken-of-bot"}',
    "{'botToken': 't0ken-of-bot', 'botId': 4}",
    "fields[botToken]=t0ken-of-bot&botId=4",
    "auth=t0ken-of-bot",
    "UserEntry(id=1, password='hunter2')",
    "client_secret = hunter2",
]


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    with kept_logs():
        configure_logs("info", stream)
        yield stream


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_secret_in_a_sentence_is_masked(output: io.StringIO, sentence: str) -> None:
    structlog.get_logger().error("failed", failure=sentence)
    logging.getLogger("somebody.else").error(sentence)

    assert not any(secret in output.getvalue() for secret in SECRETS)
    assert output.getvalue().count("***") == 2


@pytest.mark.parametrize("name", ["code", "bot_token", "botToken", "password", "client_secret"])
def test_a_field_with_the_name_of_a_secret_is_masked(output: io.StringIO, name: str) -> None:
    structlog.get_logger().error("failed", **{name: "hunter2"})

    assert json.loads(output.getvalue())[name] == "***"


def test_a_failure_is_one_line_without_the_values_of_its_frames(output: io.StringIO) -> None:
    def look_up(code: str) -> None:
        raise LookupError(f"no answer from /rest/1/{code}/")

    try:
        look_up(SECRETS[0])
    except LookupError as failure:
        structlog.get_logger().error("call_failed", exc_info=failure)

    [line] = output.getvalue().splitlines()
    assert "LookupError" in json.loads(line)["exception"]
    assert SECRETS[0] not in line


def test_what_is_below_the_level_is_not_logged(output: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    logging.getLogger("python_multipart.multipart").warning("skipping a byte")

    assert output.getvalue() == ""


def test_a_line_break_in_a_value_stays_in_its_line(output: io.StringIO) -> None:
    structlog.get_logger().error("failed", failure="one\ntwo\r\n{}")

    assert len(output.getvalue().splitlines()) == 1


def test_a_running_server_logs_refusals_without_what_was_sent(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        bot = {"code": "a", "botToken": "t0ken-of-bot" * 9, "properties": {"name": "Bot"}}
        httpx.post(server.webhook() + "imbot.v2.Bot.register", json={"fields": bot})
        httpx.post(server.webhook(1, "c0de-of-ada") + "profile?auth=hunter2")
        httpx.post(server.webhook() + "hunter2", content=b"\xff{")
        assert server.stop() == 0

    text = (tmp_path / "server.log").read_text()
    events = [json.loads(line)["event"] for line in text.splitlines()]
    assert events == ["call_refused"] * 3
    assert not any(secret in text for secret in (*SECRETS, "ada-secret"))
