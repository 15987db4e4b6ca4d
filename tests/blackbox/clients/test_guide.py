"""docs/clients.md and its pages tell nothing that is not so: their lines are run."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.blackbox.clients import node, php
from tests.blackbox.clients.driver import run
from tests.blackbox.clients.expectations import (
    B24JSSDK,
    B24PHPSDK,
    B24PYSDK,
    CREST,
    CURL,
    FAST_BITRIX24,
    Shown,
    works,
)
from tests.blackbox.clients.portal import CLIENT_ID, CLIENT_SECRET, GRACE, BotChat
from tests.blackbox.clients.receiver import posted_event
from tests.blackbox.clients.table import PAGES, table, versions

DOCS = Path(__file__).parents[3] / "docs"
OVERVIEW = (DOCS / "clients.md").read_text()
FILE_NAME = re.compile(r"(?:#|//|<\?php //) (\w+\.\w+)\n")


class Block(NamedTuple):
    language: str
    text: str


def page_of(client: str) -> str:
    return (DOCS / "howto" / f"{PAGES[client]}.md").read_text()


def blocks(client: str) -> list[Block]:
    found = re.findall(r"^```(\w+)\n(.+?)^```$", page_of(client), re.MULTILINE | re.DOTALL)
    return [Block(*one) for one in found]


class Follower:
    """Does what a page says, in a directory, for one chat."""

    def __init__(self, chat: BotChat, directory: Path) -> None:
        self._chat = chat
        self._directory = directory
        self._tokens: dict[str, str] = {}
        self.printed: list[str] = []

    def follow(self, client: str) -> None:
        """Where a block of text follows a command, that is what it prints, but for numbers."""
        before: Block | None = None
        for block in blocks(client):
            if block.language == "sh":
                self.printed.append(self._run(block.text))
            elif block.language == "text":
                if before is not None and before.language == "sh":
                    assert re.fullmatch(_any_numbers(block.text), self.printed[-1])
            else:
                named = FILE_NAME.match(block.text)
                assert named is not None, block.text
                (self._directory / named[1]).write_text(self._adapted(block.text))
            before = block

    def heard(self) -> list[str]:
        """Everything that anybody said in the chat because of the page."""
        page = self._chat.portal.call(
            GRACE, "im.dialog.messages.get", DIALOG_ID=self._chat.dialog_id, LIMIT=50
        )
        return [one["text"] for one in page["messages"] if one["author_id"]]

    def keep_tokens(self, name: str) -> None:
        """As whoever follows the page would have them from the command line."""
        (self._directory / name).write_text(self._chat.portal.issued("--expires-in", "1"))

    def _run(self, command: str) -> str:
        tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        ready = self._adapted(command)
        return run("sh", "-ec", ready, variables={"PATH": tools}, directory=self._directory)

    def _adapted(self, example: str) -> str:
        """The example for this chat on this server."""
        if "EXPIRED_TOKEN" in example or "REFRESH_TOKEN" in example:
            self._tokens = self._chat.portal.expired_tokens()
        server = self._chat.portal.server
        replaced = {
            "456": str(self._chat.bot_id),
            "chat5": self._chat.dialog_id,
            "http://127.0.0.1:8080": server.url,
            "127.0.0.1:8080": server.url.removeprefix("http://"),
            "127.0.0.1:8443": server.https_url.removeprefix("https://"),
            "data/tls/authority.crt": server.authority,
            "local.desk": CLIENT_ID,
            "s3cret": CLIENT_SECRET,
        }
        for word, real in replaced.items():
            example = example.replace(word, real)
        for word, key in (("EXPIRED_TOKEN", "access_token"), ("REFRESH_TOKEN", "refresh_token")):
            if word in example:
                example = example.replace(word, self._tokens[key])
        if "ACCESS_TOKEN" in example:
            example = example.replace("ACCESS_TOKEN", self._chat.portal.issue_token())
        return example


def _any_numbers(text: str) -> str:
    return re.sub(r"\d+", r"\\d+", re.escape(text))


def said_on(client: str) -> int:
    """How often the programs and commands of a page speak."""
    programs = "".join(one.text for one in blocks(client) if one.language != "text")
    return len(re.findall(r"\bHello\b", programs))


@pytest.fixture
def follower(chat: BotChat, tmp_path: Path) -> Iterator[Follower]:
    follower = Follower(chat, tmp_path)
    yield follower
    assert all('"error"' not in one for one in follower.printed)


def assert_said(follower: Follower, times: int) -> None:
    heard = follower.heard()
    assert len(heard) == times
    assert all(text.startswith("Hello") and "$" not in text for text in heard)


@works("gets new tokens", CURL)
@works("refers to results in a batch", CURL)
@works("reads a list", CURL)
@works("its page, line by line", CURL)
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_page_of_curl_says_what_works(follower: Follower) -> None:
    follower.follow(CURL)
    assert_said(follower, said_on(CURL))


@works("gets new tokens", B24PYSDK)
@works("reads a list", B24PYSDK)
@works("refers to results in a batch", B24PYSDK)
@works("sends in a batch with an access token", B24PYSDK)
@works("speaks https", B24PYSDK)
@works("its page, line by line", B24PYSDK)
@works("reads the events that are posted", B24PYSDK)
@works("validates its installation by app.info", B24PYSDK)
def test_the_page_of_b24pysdk_says_what_works(
    follower: Follower, chat: BotChat, tmp_path: Path
) -> None:
    (tmp_path / "posted.txt").write_text(posted_event(chat.portal, "Hi"))
    follower.follow(B24PYSDK)
    assert_said(follower, said_on(B24PYSDK))


@works("gets new tokens", FAST_BITRIX24)
@works("sends in a batch with an access token", FAST_BITRIX24)
@works("its page, line by line", FAST_BITRIX24)
def test_the_page_of_fast_bitrix24_says_what_works(follower: Follower) -> None:
    follower.follow(FAST_BITRIX24)
    # One message is sent twice, raw and in a batch.
    assert_said(follower, said_on(FAST_BITRIX24) + 1)


@works("gets new tokens", B24JSSDK)
@works("sends in a batch with an access token", B24JSSDK)
@works("reads a list with an access token", B24JSSDK)
@works("speaks https", B24JSSDK)
@works("its page, line by line", B24JSSDK)
@pytest.mark.xdist_group("b24jssdk")
def test_the_page_of_b24jssdk_says_what_works(follower: Follower, tmp_path: Path) -> None:
    node.install()
    (tmp_path / "node_modules").symlink_to(node.PROJECT / "node_modules")
    follower.follow(B24JSSDK)
    assert_said(follower, said_on(B24JSSDK) + 1)


@works("sends in a batch with an access token", CREST, shown=Shown.ON_REQUEST)
@works("reads a list", CREST, shown=Shown.ON_REQUEST)
@works("its page, line by line", CREST, shown=Shown.ON_REQUEST)
@works("sends in a batch", CREST, shown=Shown.ON_REQUEST)
@works("calls with an access token", CREST, shown=Shown.ON_REQUEST)
@works("gets new tokens", CREST, shown=Shown.ON_REQUEST)
def test_the_page_of_crest_says_what_works(follower: Follower, tmp_path: Path) -> None:
    php.place_crest(tmp_path)
    follower.keep_tokens("tokens.json")
    follower.follow(CREST)
    assert_said(follower, said_on(CREST) + 1)


@works("sends in a batch", B24PHPSDK, shown=Shown.ON_REQUEST)
@works("reads a list", B24PHPSDK, shown=Shown.ON_REQUEST)
@works("its page, line by line", B24PHPSDK, shown=Shown.ON_REQUEST)
def test_the_page_of_b24phpsdk_says_what_works(follower: Follower, tmp_path: Path) -> None:
    php.place_sdk(tmp_path)
    follower.follow(B24PHPSDK)
    # One message is sent three times.
    assert_said(follower, said_on(B24PHPSDK) + 2)


def test_the_table_tells_what_the_tests_show() -> None:
    assert table() in OVERVIEW, "run python -m tests.blackbox.clients.table"


def test_the_lines_that_install_a_client_name_the_tested_version() -> None:
    wanted = versions()
    pages = "".join(map(page_of, PAGES))
    named = re.findall(r"`(?:pip|npm) install (\S+?)(?:==|@)([\d.]+)`", pages)
    assert dict(named) == {one: wanted[one] for one in (B24PYSDK, FAST_BITRIX24, B24JSSDK)}
