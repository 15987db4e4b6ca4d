"""One server, one application beside it, and one browser for all tests of a file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import serving
from tests.browser.chromium import chromium
from tests.browser.desk import NEWS, Desk, open_desk
from tests.browser.person import Person

PASSWORD = "correct horse"
# For machines that do much else: nothing waits longer than it must.
PATIENCE_MS = 60_000
_PORTAL = """
[[users]]
id = 1
name = "Ada"
last_name = "Lovelace"
email = "ada@example.com"
password = "correct horse"
admin = true

[[users]]
id = 2
name = "Ben"
email = "ben@example.com"
password = "correct horse"

[[apps]]
client_id = "local.desk"
client_secret = "s3cret"
title = "Support desk"
scopes = ["imbot", "im", "user"]
redirect_uri = "{desk}/callback"
handler = "{desk}/handler"
install_handler = "{desk}{news}"
installed_by = 1

[[apps]]
client_id = "local.reports"
client_secret = "s3cret"
title = "Reports & figures of the whole company, by department and by month"
scopes = ["im"]
handler = "{desk}/reports"
install_handler = "{desk}{news}"
installed_by = 1
users = [1]
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with open_desk() as opened:
        yield opened


@pytest.fixture(scope="module")
def portal(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[serving.RunningServer]:
    directory = tmp_path_factory.mktemp("browser")
    with serving.serving(directory, _PORTAL.format(desk=desk.url, news=NEWS)) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Cookies of nobody yet, on a screen of a desk."""
    opened = browser.new_context(viewport={"width": 1100, "height": 750})
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def person(page: Page, portal: serving.RunningServer, desk: Desk) -> Person:
    desk.pages.clear()
    desk.redirects.clear()
    desk.received.clear()
    folder = os.environ.get("BOTYARD_SCREENSHOTS")
    return Person(page, portal.url, desk, Path(folder) if folder else None)
