"""One served portal for all tests of the clients, and the clients."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import serving
from tests.blackbox.clients import node
from tests.blackbox.clients.driver import Driver
from tests.blackbox.clients.portal import PAGE_TOKEN, PORTAL_FILE, BotChat, Portal

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    directory = tmp_path_factory.mktemp("clients")
    with serving.serving(directory, PORTAL_FILE, ["--tls"]) as server:
        yield Portal(server)


@pytest.fixture
def chat(served: Portal) -> BotChat:
    """A new chat of the bot that the page's example speaks of."""
    return served.add_chat(PAGE_TOKEN)


@pytest.fixture(scope="session")
def b24pysdk(served: Portal) -> Driver:
    command = (sys.executable, str(HERE / "drive_b24pysdk.py"))
    return Driver(command, {"REQUESTS_CA_BUNDLE": served.server.authority})


@pytest.fixture(scope="session")
def fast_bitrix24(served: Portal) -> Driver:
    command = (sys.executable, "-W", "ignore", str(HERE / "drive_fast_bitrix24.py"))
    return Driver(command, {"SSL_CERT_FILE": served.server.authority})


@pytest.fixture(scope="session")
def b24jssdk(served: Portal) -> Driver:
    node.install()
    command = ("node", str(node.PROJECT / "drive.mjs"))
    return Driver(command, {"NODE_EXTRA_CA_CERTS": served.server.authority})
