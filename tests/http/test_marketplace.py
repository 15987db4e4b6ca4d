"""`/marketplace/`: a person opens an application in a frame."""

import html
import re
from typing import Any

import msgspec
import pytest

from botyard.access import apps, tokens
from botyard.access.passwords import hash_password
from tests.applications import (
    CLIENT_ID,
    SECRET,
    SECRETS,
    AppUnderTest,
    add_app,
    change_app,
    install_app,
    now,
)
from tests.browsers import Browser, Page, hidden_fields
from tests.portals import BEN, CLEO, PortalUnderTest

SHELF = "/marketplace/"
PASSWORD = "correct horse ü"
HASH = hash_password(PASSWORD, SECRETS)
EMAIL = "ben@example.com"
HANDLER = "https://desk.example/handler?from=portal"
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


@pytest.fixture
async def app(portal: PortalUnderTest) -> AppUnderTest:
    await portal.add_person(BEN, first_name="Ben", email=EMAIL, password_hash=HASH)
    return await install_app(portal, handler=HANDLER)


@pytest.fixture
def browser(portal: PortalUnderTest, app: AppUnderTest) -> Browser:
    """Ben's. The application is installed for Ada."""
    return Browser(portal)


async def logged_in(browser: Browser, path: str = SHELF) -> Page:
    page = await browser.open(path)
    answer = await browser.submit(page, "login", email=EMAIL, password=PASSWORD)
    assert (answer.status, answer.headers["Location"]) == (303, path)
    return await browser.follow(answer)


def tag(page: Page, name: str) -> dict[str, str]:
    (found,) = re.findall(f"<{name} [^>]*>", page.content.decode())
    return {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(found)}


def told(page: Page) -> dict[str, Any]:
    launch: dict[str, Any] = msgspec.json.decode(tag(page, 'form id="opening"')["data-launch"])
    return launch


async def test_a_person_logs_in_and_opens_an_application(
    browser: Browser, app: AppUnderTest
) -> None:
    shelf = await logged_in(browser)
    assert b'<a href="/marketplace/app/1/">' in shelf.content
    assert b"<span>Support desk</span>" in shelf.content
    page = await browser.open(f"{SHELF}app/1/")
    assert page.status == 200
    fields = hidden_fields(page)
    sid = tag(page, "iframe")["name"].rpartition("|")[2]
    token = fields.pop("APPLICATION_TOKEN")
    assert len(token) == 32
    assert re.fullmatch("[A-Za-z0-9_-]{32}", sid)
    assert tag(page, 'form id="opening"')["action"] == (
        "https://desk.example/handler?from=portal&DOMAIN=127.0.0.1%3A8080&PROTOCOL=0"
        f"&LANG=en&APP_SID={sid}"
    )
    assert tag(page, "iframe")["name"] == f"127.0.0.1:8080|0|{sid}"
    access, refresh = fields.pop("AUTH_ID"), fields.pop("REFRESH_ID")
    assert fields == {
        "AUTH_EXPIRES": "3600",
        "SERVER_ENDPOINT": "http://127.0.0.1:8080/rest/",
        "APPLICATION_SCOPE": "im,imbot",
        "member_id": "0" * 32,
        "status": "L",
        "PLACEMENT": "DEFAULT",
        "PLACEMENT_OPTIONS": "{}",
    }
    assert (await app.answer(access, "profile"))["ID"] == str(BEN)
    renewed = await browser.get(
        "/oauth/token/",
        grant_type="refresh_token",
        client_id=CLIENT_ID,
        client_secret=SECRET,
        refresh_token=refresh,
    )
    assert renewed.json["user_id"] == BEN


async def test_the_frame_learns_what_bx24_asks_for(browser: Browser, app: AppUnderTest) -> None:
    await app.call("app.option.set", options={"colour": "<red>"})
    page = await logged_in(browser, f"{SHELF}app/1/")
    init = told(page)["init"]
    fields = hidden_fields(page)
    assert (init["AUTH_ID"], init["REFRESH_ID"]) == (fields["AUTH_ID"], fields["REFRESH_ID"])
    assert init["APP_OPTIONS"] == {"colour": "<red>"}
    assert init["USER_OPTIONS"] == {}
    assert (init["DOMAIN"], init["PROTOCOL"], init["LANG"]) == ("127.0.0.1:8080", "0", "en")
    assert (init["IS_ADMIN"], init["INSTALL"], init["FIRST_RUN"]) == (False, False, False)
    assert init["MEMBER_ID"] == "0" * 32


async def test_each_opening_has_tokens_of_its_own(browser: Browser, app: AppUnderTest) -> None:
    first = hidden_fields(await logged_in(browser, f"{SHELF}app/1/"))
    second = hidden_fields(await browser.open(f"{SHELF}app/1/"))
    assert first["AUTH_ID"] != second["AUTH_ID"]
    assert first["APPLICATION_TOKEN"] == second["APPLICATION_TOKEN"]
    assert await app.is_admitted(first["AUTH_ID"])


async def test_a_frame_gets_new_tokens_while_the_person_is_logged_in(
    browser: Browser, app: AppUnderTest
) -> None:
    page = await logged_in(browser, f"{SHELF}app/1/")
    form = {"step": "refresh", "form_token": told(page)["form_token"]}
    answer = await browser.send_form(form, path=f"{SHELF}app/1/")
    assert answer.status == 200
    assert answer.json["AUTH_EXPIRES"] == "3600"
    assert await app.is_admitted(answer.json["AUTH_ID"])
    browser.origin, own = "https://evil.example", browser.origin
    foreign = await browser.send_form(form, path=f"{SHELF}app/1/", host=own.partition("://")[2])
    assert foreign.status == 403


async def test_tokens_are_in_no_address_and_nowhere_kept(browser: Browser) -> None:
    page = await logged_in(browser, f"{SHELF}app/1/")
    assert hidden_fields(page)["AUTH_ID"] not in tag(page, 'form id="opening"')["action"]
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action https://desk.example;" in policy
    assert "frame-ancestors 'self'" in policy
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"


async def test_a_frame_of_our_own_origin_is_no_part_of_us(
    browser: Browser, portal: PortalUnderTest
) -> None:
    page = await logged_in(browser, f"{SHELF}app/1/")
    assert "allow-same-origin" in tag(page, "iframe")["sandbox"]
    await change_app(portal, handler="http://127.0.0.1:8080/rest/app")
    page = await browser.open(f"{SHELF}app/1/")
    assert "allow-scripts" in tag(page, "iframe")["sandbox"]
    assert "allow-same-origin" not in tag(page, "iframe")["sandbox"]


async def test_what_an_operator_typed_is_only_text(
    browser: Browser, portal: PortalUnderTest
) -> None:
    await change_app(portal, title="<script>&\"'", handler='https://desk.example/?a="><b>')
    shelf = await logged_in(browser)
    page = await browser.open(f"{SHELF}app/1/")
    assert b"<script>&" not in shelf.content + page.content
    assert b"<b>" not in page.content


async def test_only_applications_with_a_page_that_are_open_are_listed(
    browser: Browser, portal: PortalUnderTest
) -> None:
    await install_app(portal, "local.another", title="A bot alone")
    await install_app(
        portal, "local.closed", handler=HANDLER, users=(1, CLEO), title="Not for Ben"
    )
    await add_app(portal, "local.new", handler=HANDLER, title="Not installed")
    shelf = await logged_in(browser)
    assert shelf.content.count(b"/marketplace/app/") == 1
    await change_app(portal, users=())
    assert b"none with a page" in (await browser.open(SHELF)).content


@pytest.mark.parametrize(
    ("traits", "status", "text"),
    [
        ({"users": (1, CLEO)}, 403, b"does not have access"),
        ({"handler": ""}, 404, b"no such application"),
        ({"installed_by": None}, 404, b"no such application"),
    ],
)
async def test_what_is_not_open_is_refused_on_a_page(
    browser: Browser, portal: PortalUnderTest, traits: Any, status: int, text: bytes
) -> None:
    await logged_in(browser)
    await change_app(portal, **traits)
    page = await browser.open(f"{SHELF}app/1/")
    assert (page.status, page.content_type) == (status, "text/html; charset=utf-8")
    assert text in page.content


@pytest.mark.parametrize(
    "path", ["app/99", "app/9999999999999999999", "app/x", "app", "x", "app/1/2"]
)
async def test_what_is_not_there_is_told_on_a_page(browser: Browser, path: str) -> None:
    await logged_in(browser)
    page = await browser.open(f"{SHELF}{path}/")
    assert (page.status, page.content_type) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("state", "status"),
    [({"plan": "free"}, 403), ({"closed": True}, 500), ({"blocked": True}, 503),
     ({"require_https": True}, 400)],
)  # fmt: skip
async def test_the_portals_own_state_comes_first(
    browser: Browser, portal: PortalUnderTest, state: Any, status: int
) -> None:
    await logged_in(browser)
    portal.portal = msgspec.structs.replace(portal.portal, **state)
    for path in (SHELF, f"{SHELF}app/1/"):
        assert (await browser.open(path)).status == status


async def test_strangers_see_the_login_whatever_they_ask_for(browser: Browser) -> None:
    unknown = await browser.open(f"{SHELF}app/99/")
    page = await browser.open(f"{SHELF}app/1/")
    for one in (unknown, page):
        assert b'type="password"' in one.content
        assert b"AUTH_ID" not in one.content
    refused = await browser.submit(page, "login", email=EMAIL, password="wrong")
    assert refused.status == 403
    assert b"The email address or the password is wrong." in refused.content


async def test_somebody_else_can_log_in(browser: Browser) -> None:
    shelf = await logged_in(browser)
    answer = await browser.submit(shelf, "logout")
    assert b'type="password"' in (await browser.follow(answer)).content


@pytest.mark.parametrize("step", ["login", "logout", "refresh", "no such step"])
async def test_a_form_without_the_token_of_its_page_is_refused(
    browser: Browser, step: str
) -> None:
    await logged_in(browser)
    answer = await browser.send_form({"step": step, "form_token": "0" * 64}, path=SHELF)
    assert answer.status == 403
    assert b"Your applications" in (await browser.open(SHELF)).content


async def test_a_login_of_an_application_is_one_of_the_portal(browser: Browser) -> None:
    page = await browser.open("/oauth/authorize/", client_id=CLIENT_ID)
    await browser.follow(await browser.submit(page, "login", email=EMAIL, password=PASSWORD))
    assert b"Your applications" in (await browser.open(SHELF)).content


async def test_who_only_looks_gets_no_tokens(browser: Browser) -> None:
    await logged_in(browser)
    page = await browser.ask("HEAD", f"{SHELF}app/1/", headers=browser._headers())
    assert (page.status, page.content) == (200, b"")


async def test_tokens_end_when_the_application_is_uninstalled(
    browser: Browser, app: AppUnderTest, portal: PortalUnderTest
) -> None:
    token = hidden_fields(await logged_in(browser, f"{SHELF}app/1/"))["AUTH_ID"]
    await portal.store.write(lambda tx: apps.uninstall(tx, CLIENT_ID, now(portal)))
    assert not await app.is_admitted(token)


async def bind(app: AppUnderTest, handler: str, place: str = "IM_SIDEBAR", **options: str) -> None:
    assert await app.call(
        "placement.bind",
        PLACEMENT=place,
        HANDLER=handler,
        OPTIONS={"iconName": "fa-x", **options},
    )


@pytest.fixture
async def placed(portal: PortalUnderTest, browser: Browser) -> AppUnderTest:
    """An application without a page of its own, but with places."""
    return await install_app(portal, "local.widget", scopes=("im", "placement"))


async def test_a_place_of_the_messenger_is_opened_for_a_dialog(
    browser: Browser, placed: AppUnderTest
) -> None:
    await bind(placed, "https://desk.example/first")
    await bind(placed, "https://desk.example/second")
    asked = {"PLACEMENT": "IM_SIDEBAR", "dialogId": "chat5", "other": "x"}
    page = await browser.open(f"{SHELF}app/2/", **asked)
    answer = await browser.submit(page, "login", email=EMAIL, password=PASSWORD)
    page = await browser.follow(answer)
    assert tag(page, 'form id="opening"')["action"].startswith("https://desk.example/first?")
    fields = hidden_fields(page)
    assert fields["PLACEMENT"] == "IM_SIDEBAR"
    options = {"dialogId": "chat5", "URI": "/online/"}
    assert msgspec.json.decode(fields["PLACEMENT_OPTIONS"]) == options
    assert told(page)["init"]["PLACEMENT_OPTIONS"] == options
    asked["HANDLER"] = "https://desk.example/second"
    page = await browser.open(f"{SHELF}app/2/", **asked)
    assert tag(page, 'form id="opening"')["action"].startswith("https://desk.example/second?")


async def test_a_place_is_shown_to_whom_it_is_for(
    browser: Browser, placed: AppUnderTest, portal: PortalUnderTest
) -> None:
    await bind(placed, HANDLER, role="ADMIN")
    await bind(placed, HANDLER, "IM_TEXTAREA")
    await bind(placed, HANDLER, "IM_NAVIGATION", extranet="Y")
    await logged_in(browser)

    async def statuses() -> list[int]:
        return [
            (await browser.open(f"{SHELF}app/2/", PLACEMENT=place)).status
            for place in ("IM_SIDEBAR", "IM_TEXTAREA", "IM_NAVIGATION", "IM_CONTEXT_MENU")
        ]

    assert await statuses() == [403, 200, 200, 400]
    await portal.add_person(BEN, email=EMAIL, password_hash=HASH, type="extranet")
    assert await statuses() == [403, 403, 200, 400]


@pytest.mark.parametrize(
    ("handler", "origin"),
    [
        ("https://desk.example;sandbox/x", "https://desk.example%3Bsandbox"),
        ("https://name:word@desk.example:8443/x", "https://desk.example:8443"),
        (
            "https://b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example/",
            "https://xn--bcher-kva.example",
        ),
        ("http://[::1]:9000/x", "http://[::1]:9000"),
        ("https://DESK.example", "https://desk.example"),
    ],
)
async def test_no_address_says_anything_else_in_the_policy(
    browser: Browser, placed: AppUnderTest, handler: str, origin: str
) -> None:
    await bind(placed, handler)
    await logged_in(browser)
    page = await browser.open(f"{SHELF}app/2/", PLACEMENT="IM_SIDEBAR")
    assert page.status == 200
    directives = page.headers["Content-Security-Policy"].split("; ")
    assert f"form-action {origin}" in directives
    assert len(directives) == 8


def renewing(refresh_token: str) -> dict[str, str]:
    return {
        "grant_type": "refresh_token",
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "refresh_token": refresh_token,
    }


async def test_of_one_login_the_newest_hundred_openings_can_be_refreshed(
    portal: PortalUnderTest, browser: Browser, app: AppUnderTest
) -> None:
    first = hidden_fields(await logged_in(browser, f"{SHELF}app/1/"))
    renewed = await browser.get("/oauth/token/", **renewing(first["REFRESH_ID"]))
    portal.clock.seconds += 1
    last = second = hidden_fields(await browser.open(f"{SHELF}app/1/"))
    for _ in range(100):
        portal.clock.seconds += 1
        last = hidden_fields(await browser.open(f"{SHELF}app/1/"))
    elsewhere = hidden_fields(await logged_in(Browser(portal), f"{SHELF}app/1/"))
    # Its hour is promised whatever becomes of its refresh token.
    assert await app.is_admitted(second["AUTH_ID"])
    portal.clock.seconds += 26 * 3600
    await portal.store.write(lambda tx: tokens.forget_expired(tx, now(portal)))
    for known in (first, last, elsewhere):
        refusal = await app.refusal("server.time", token=known["AUTH_ID"])
        assert refusal.code == ("NO_AUTH_FOUND" if known is first else "expired_token")
    assert (await app.refusal("server.time", token=second["AUTH_ID"])).code == "NO_AUTH_FOUND"
    for token, status in (
        (second["REFRESH_ID"], 400),
        (last["REFRESH_ID"], 200),
        (elsewhere["REFRESH_ID"], 200),
        (renewed.json["refresh_token"], 200),
    ):
        page = await browser.get("/oauth/token/", **renewing(token))
        assert page.status == status


async def test_a_stolen_token_of_a_page_ends_what_came_from_it_alone(
    portal: PortalUnderTest, browser: Browser, app: AppUnderTest
) -> None:
    stolen = hidden_fields(await logged_in(browser, f"{SHELF}app/1/"))
    other = hidden_fields(await browser.open(f"{SHELF}app/1/"))
    renewed = await browser.get("/oauth/token/", **renewing(stolen["REFRESH_ID"]))
    portal.clock.seconds += 61
    again = await browser.get("/oauth/token/", **renewing(stolen["REFRESH_ID"]))
    assert again.error == (400, "invalid_grant")
    assert not await app.is_admitted(renewed.json["access_token"])
    refused = await browser.get("/oauth/token/", **renewing(renewed.json["refresh_token"]))
    assert refused.error == (400, "invalid_grant")
    assert await app.is_admitted(other["AUTH_ID"])
