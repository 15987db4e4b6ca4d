"""docs/clients.md tells nothing that is not so: its lines are run, its table is compared."""

import importlib
import json
import os
import re
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.blackbox.clients import node
from tests.blackbox.clients.driver import run
from tests.blackbox.clients.expectations import (
    B24JSSDK,
    B24PHPSDK,
    B24PYSDK,
    CLAIMS,
    CREST,
    CURL,
    FAST_BITRIX24,
)
from tests.blackbox.clients.portal import BotChat
from tests.blackbox.clients.recordings import RECORDINGS

GUIDE = (Path(__file__).parents[3] / "docs" / "clients.md").read_text()
FILE_NAME = re.compile(r"(?:#|//) (send\.\w+)\n")
CLIENTS = (CURL, B24PYSDK, FAST_BITRIX24, B24JSSDK, B24PHPSDK, CREST)


class Row(NamedTuple):
    version: str
    works: str


def table() -> dict[str, Row]:
    lines = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", GUIDE, re.MULTILINE)
    return {client: Row(*cells) for client, *cells in lines[2:]}


def blocks(client: str) -> list[tuple[str, str]]:
    """Language and content of each example in the section of this client."""
    section = re.split(r"^## ", GUIDE, flags=re.MULTILINE)[1 + CLIENTS.index(client)]
    assert section.startswith(f"{client}\n")
    return re.findall(r"^```(\w+)\n(.+?)^```$", section, re.MULTILINE | re.DOTALL)


def adapted(example: str, chat: BotChat) -> str:
    """The example for this chat on this server."""
    server = chat.portal.server
    return (
        example.replace("456", str(chat.bot_id))
        .replace("chat5", chat.dialog_id)
        .replace("http://127.0.0.1:8080", server.url)
        .replace("127.0.0.1:8443", server.https_url.removeprefix("https://"))
        .replace("data/tls/authority.crt", server.authority)
    )


def follow(client: str, chat: BotChat, directory: Path) -> list[str]:
    """What each command of the section prints."""
    printed = []
    tools = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for language, example in blocks(client):
        ready = adapted(example, chat)
        if language == "sh":
            printed.append(run("sh", "-c", ready, variables=tools, directory=directory))
        else:
            named = FILE_NAME.match(example)
            assert named is not None
            (directory / named[1]).write_text(ready)
    return printed


def installed_versions() -> dict[str, str]:
    lock = json.loads((node.PROJECT / "package-lock.json").read_text())
    agents = " ".join(one.user_agent for one in RECORDINGS)
    php = re.search(r"b24-php-sdk-vendor-v-([\d.]+)-", agents)
    crest = re.search(r"Bitrix24 CRest PHP ([\d.]+)", agents)
    assert php is not None
    assert crest is not None
    return {
        CURL: "any",
        B24PYSDK: version("b24pysdk"),
        FAST_BITRIX24: version("fast_bitrix24"),
        B24JSSDK: lock["packages"][f"node_modules/{B24JSSDK}"]["version"],
        B24PHPSDK: f"{php[1]}, recorded",
        CREST: f"{crest[1]}, recorded",
    }


@pytest.mark.parametrize("client", [CURL, B24PYSDK, FAST_BITRIX24])
def test_the_lines_for_a_client_send_a_message(client: str, chat: BotChat, tmp_path: Path) -> None:
    if client == CURL and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    printed = follow(client, chat, tmp_path)
    heard = chat.heard()
    assert printed
    assert [one.text for one in heard] == ["Hello"] * len(printed)
    for one, line in zip(heard, printed, strict=True):
        assert str(one.id) in line


@pytest.mark.xdist_group("b24jssdk")
def test_the_lines_for_the_javascript_client_send_a_message(chat: BotChat, tmp_path: Path) -> None:
    node.install()
    (tmp_path / "node_modules").symlink_to(node.PROJECT / "node_modules")
    printed = follow(B24JSSDK, chat, tmp_path)
    assert [(str(one.id), one.text) for one in chat.heard()] == [(printed[0].strip(), "Hello")]


def test_the_versions_in_the_table_are_those_that_are_tested() -> None:
    assert {client: row.version for client, row in table().items()} == installed_versions()


def test_the_lines_that_install_a_client_name_the_tested_version() -> None:
    wanted = installed_versions()
    named = re.findall(r"`(?:pip|npm) install (\S+?)(?:==|@)([\d.]+)`", GUIDE)
    assert dict(named) == {one: wanted[one] for one in (B24PYSDK, FAST_BITRIX24, B24JSSDK)}


def test_the_table_claims_what_the_tests_show() -> None:
    for module in ("curl", "b24pysdk", "fast_bitrix24", "b24jssdk", "recorded_requests"):
        importlib.import_module(f"tests.blackbox.clients.test_{module}")
    rows = table()
    assert tuple(rows) == CLIENTS
    for client, row in rows.items():
        assert row.works == "; ".join(sorted(CLAIMS[client])), client
