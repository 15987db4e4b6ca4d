"""Whoever names another host in a request finds it in no answer."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec
import pytest

from botyard.access.passwords import hash_password
from tests.applications import CLIENT_ID, SECRET, SECRETS, AppUnderTest, install_app
from tests.browsers import FORM, Browser, Page, Visitor
from tests.doors import path_of
from tests.portals import ADA, BEN, PortalUnderTest
from tests.uploads import encoded

PASSWORD = "correct horse"
FORGED = {
    "host": "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-server": "evil.example",
    "forwarded": "host=evil.example;proto=https",
    "x-original-url": "http://evil.example/",
}


def assert_clean(page: Page) -> None:
    assert b"evil.example" not in page.content
    assert "evil.example" not in str(page.headers)
    assert b"https://127.0.0.1" not in page.content


async def post(visitor: Visitor, path: str, **form: Any) -> Page:
    headers = {"content-type": FORM, **FORGED}
    page = await visitor.ask("POST", path, body=urlencode(form).encode(), headers=headers)
    assert page.status == 200, page.content
    assert_clean(page)
    return page


@pytest.fixture
async def app(portal: PortalUnderTest) -> AppUnderTest:
    await portal.add_person(
        BEN, email="ben@example.com", password_hash=hash_password(PASSWORD, SECRETS)
    )
    return await install_app(portal)


async def test_endpoints_are_the_portals_own(portal: PortalUnderTest, app: AppUnderTest) -> None:
    visitor = Visitor(portal)
    told = await post(visitor, "/rest/app.info", auth=app.pair.access_token)
    assert b"http://127.0.0.1:8080/rest/" in told.content
    tokens = await post(
        visitor,
        "/oauth/token/",
        grant_type="refresh_token",
        client_id=CLIENT_ID,
        client_secret=SECRET,
        refresh_token=app.pair.refresh_token,
    )
    assert tokens.json["client_endpoint"] == "http://127.0.0.1:8080/rest/"


async def test_links_are_the_portals_own(portal: PortalUnderTest) -> None:
    visitor, bot = Visitor(portal), await portal.register_bot()
    sent = await bot.call(
        "imbot.v2.File.upload",
        dialogId="1",
        fields={"name": "a.txt", "content": encoded(b"a")},
    )
    named = {"botId": bot.id, "botToken": bot.token}
    told = await post(
        visitor,
        f"/rest/{path_of(ADA, 'imbot.v2.File.download')}",
        fileId=sent["file"]["id"],
        **named,
    )
    assert b"http://127.0.0.1:8080/rest/download.json" in told.content


async def test_redirects_lead_to_the_application_and_to_this_server(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    browser = Browser(portal)
    browser.origin = "http://evil.example"
    page = await browser.open("/oauth/authorize/", client_id=app.client_id)
    assert_clean(page)
    answer = await browser.submit(page, "login", email="ben@example.com", password=PASSWORD)
    assert answer.headers["Location"].startswith("/oauth/authorize/?")
    agreed = await browser.submit(await browser.follow(answer), "agree")
    assert_clean(agreed)
    target = urlsplit(agreed.headers["Location"])
    assert target.netloc == "desk.example"
    assert parse_qs(target.query)["domain"] == ["127.0.0.1:8080"]


async def test_a_proxy_that_nobody_trusts_makes_no_cookie_secure(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    page = await Visitor(portal).ask(
        "GET",
        "/oauth/authorize/",
        query=urlencode({"client_id": app.client_id}).encode(),
        headers=dict(FORGED),
    )
    assert_clean(page)
    assert page.headers["Set-Cookie"].startswith("botyard=")
    assert not page.headers["Set-Cookie"].endswith("Secure")


async def test_https_is_required_whatever_a_stranger_forwards(portal: PortalUnderTest) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, require_https=True)
    path = f"/rest/{path_of(ADA, 'server.time')}"
    page = await Visitor(portal).ask("GET", path, headers=dict(FORGED))
    assert page.error == (400, "INVALID_REQUEST")
