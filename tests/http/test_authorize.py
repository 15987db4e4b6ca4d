"""`/oauth/authorize/`: a person logs in, reads what an application asks for, and agrees."""

from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from structlog.testing import capture_logs

from botyard.access import apps
from botyard.access.passwords import hash_password
from tests.applications import (
    CLIENT_ID,
    SECRET,
    SECRETS,
    add_app,
    change_app,
    install_app,
    now,
)
from tests.browsers import Browser, Page
from tests.portals import BEN, CLEO, PortalUnderTest

PATH = "/oauth/authorize/"
PASSWORD = "correct horse ü"
HASH = hash_password(PASSWORD, SECRETS)
EMAIL = "ben@example.com"


@pytest.fixture
async def browser(portal: PortalUnderTest) -> Browser:
    """Ben's. The application is installed for Ada."""
    await portal.add_person(BEN, first_name="Ben", email=EMAIL, password_hash=HASH)
    await install_app(portal)
    return Browser(portal)


async def logged_in(browser: Browser, **query: str) -> Page:
    """What the person sees after the log in."""
    page = await browser.open(PATH, client_id=CLIENT_ID, **query)
    answer = await browser.submit(page, "login", email=EMAIL, password=PASSWORD)
    assert answer.status == 303
    return await browser.follow(answer)


def told(page: Page) -> dict[str, str]:
    """What the application is told by the redirect."""
    assert page.status == 302
    return {
        name: values[0]
        for name, values in parse_qs(urlsplit(page.headers["Location"]).query).items()
    }


async def test_a_person_logs_in_and_agrees(browser: Browser, portal: PortalUnderTest) -> None:
    state = "a b&c=%2F\N{SNOWMAN}"
    page = await browser.open(PATH, client_id=CLIENT_ID, state=state)
    assert page.status == 200
    assert page.content_type == "text/html; charset=utf-8"
    assert b"Support desk" in page.content
    page = await logged_in(browser, state=state)
    for text in (b"Read and write your chats", b"<code>imbot</code>", b"desk.example", b"Ben"):
        assert text in page.content
    agreed = await browser.submit(page, "agree")
    code = told(agreed)["code"]
    assert agreed.headers["Location"].startswith(
        f"https://desk.example/callback?from=portal&code={code}&state=a%20b%26c%3D%252F"
    )
    assert "&scope=im%2Cimbot&" in agreed.headers["Location"]
    assert told(agreed) == {
        "from": "portal",
        "code": code,
        "state": state,
        "domain": "127.0.0.1:8080",
        "member_id": "0" * 32,
        "scope": "im,imbot",
        "server_domain": "127.0.0.1:8080",
    }
    tokens = await browser.get(
        "/oauth/token/",
        grant_type="authorization_code",
        client_id=CLIENT_ID,
        client_secret=SECRET,
        code=code,
    )
    assert tokens.json["user_id"] == BEN


async def test_who_has_agreed_is_not_asked_again(browser: Browser) -> None:
    await browser.submit(await logged_in(browser), "agree")
    again = await browser.open(PATH, client_id=CLIENT_ID)
    assert "state" not in told(again)
    assert told(again)["code"]


async def test_each_new_scope_asks_again(browser: Browser, portal: PortalUnderTest) -> None:
    await browser.submit(await logged_in(browser), "agree")
    await change_app(portal, scopes=("im", "imbot", "user"))
    page = await browser.open(PATH, client_id=CLIENT_ID)
    assert page.status == 200
    assert page.content.count(b'class="new"') == 1
    assert told(await browser.submit(page, "agree"))["scope"] == "im,imbot,user"


async def test_what_was_not_shown_is_not_agreed_to(
    browser: Browser, portal: PortalUnderTest
) -> None:
    page = await logged_in(browser)
    await change_app(portal, scopes=("im", "imbot", "user"))
    asked = await browser.submit(page, "agree")
    assert asked.status == 200
    assert b"<code>user</code>" in asked.content


async def test_another_application_asks_anew(browser: Browser, portal: PortalUnderTest) -> None:
    await browser.submit(await logged_in(browser), "agree")
    await install_app(portal, "local.other")
    page = await browser.open(PATH, client_id="local.other")
    assert page.status == 200
    assert b"asks for access" in page.content


async def test_a_refusal_stays_on_this_page(browser: Browser) -> None:
    page = await browser.submit(await logged_in(browser), "refuse")
    assert page.status == 200
    assert "Location" not in page.headers
    assert (await browser.open(PATH, client_id=CLIENT_ID)).status == 200


async def test_somebody_else_can_log_in(browser: Browser) -> None:
    page = await browser.submit(await logged_in(browser), "logout")
    assert b'type="password"' in (await browser.follow(page)).content


async def test_a_login_ends_after_a_day(browser: Browser, portal: PortalUnderTest) -> None:
    await browser.submit(await logged_in(browser), "agree")
    portal.clock.seconds += 24 * 3600
    assert b'type="password"' in (await browser.open(PATH, client_id=CLIENT_ID)).content


async def test_a_dismissed_person_is_logged_out(browser: Browser, portal: PortalUnderTest) -> None:
    await browser.submit(await logged_in(browser), "agree")
    await portal.add_person(BEN, email=EMAIL, password_hash=HASH, active=False)
    page = await browser.open(PATH, client_id=CLIENT_ID)
    assert b'type="password"' in page.content
    assert (await browser.submit(page, "login", email=EMAIL, password=PASSWORD)).status == 403


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "wrong"),
        (EMAIL, ""),
        ("", ""),
        ("nobody@example.com", PASSWORD),
        ("cleo@example.com", ""),
    ],
)
async def test_a_wrong_password_is_refused(browser: Browser, email: str, password: str) -> None:
    page = await browser.open(PATH, client_id=CLIENT_ID)
    refused = await browser.submit(page, "login", email=email, password=password)
    assert refused.status == 403
    assert b"The email address or the password is wrong." in refused.content
    assert "Location" not in refused.headers


async def test_an_address_is_the_same_in_capitals(browser: Browser) -> None:
    page = await browser.open(PATH, client_id=CLIENT_ID)
    answer = await browser.submit(page, "login", email=" BEN@Example.com ", password=PASSWORD)
    assert answer.status == 303


async def test_who_guesses_has_to_wait_and_nobody_else(
    browser: Browser, portal: PortalUnderTest
) -> None:
    page = await browser.open(PATH, client_id=CLIENT_ID)
    for _ in range(20):
        await browser.submit(page, "login", email=EMAIL, password="guess")
    refused = await browser.submit(page, "login", email=EMAIL, password=PASSWORD)
    assert refused.status == 503
    assert b"too many tries" in refused.content
    other = Browser(portal, "192.0.2.2")
    assert b"asks for access" in (await logged_in(other)).content
    portal.clock.seconds += int(refused.headers["Retry-After"])
    assert b"asks for access" in (await logged_in(browser)).content


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1:8081"])
async def test_a_form_from_elsewhere_is_refused(browser: Browser, origin: str) -> None:
    page = await logged_in(browser)
    browser.origin, own = origin, browser.origin
    refused = await browser.send_form(
        {"client_id": CLIENT_ID, "step": "agree", "scope": "im,imbot"}
        | {"form_token": page.content.decode().split('form_token" value="')[1][:64]},
        host=own.partition("://")[2],
    )
    assert refused.status == 403
    browser.origin = own
    assert b"asks for access" in (await browser.open(PATH, client_id=CLIENT_ID)).content


@pytest.mark.parametrize("form_token", ["", "0" * 64, "ü"])
@pytest.mark.parametrize("step", ["login", "agree", "refuse", "logout"])
async def test_a_form_without_the_token_of_its_page_is_refused(
    browser: Browser, step: str, form_token: str
) -> None:
    page = await logged_in(browser)
    assert (await browser.submit(page, step, form_token=form_token)).status == 403
    assert b"asks for access" in (await browser.open(PATH, client_id=CLIENT_ID)).content


async def test_a_form_of_another_browser_is_refused(
    browser: Browser, portal: PortalUnderTest
) -> None:
    page = await Browser(portal).open(PATH, client_id=CLIENT_ID)
    refused = await browser.submit(page, "login", email=EMAIL, password=PASSWORD)
    assert refused.status == 403


async def test_a_login_gets_a_cookie_of_its_own(browser: Browser) -> None:
    await browser.open(PATH, client_id=CLIENT_ID)
    before = dict(browser.cookies)
    await logged_in(browser)
    assert set(browser.cookies) == set(before) == {"botyard"}
    assert browser.cookies != before


async def test_cookies_are_out_of_reach(browser: Browser) -> None:
    plain = (await browser.open(PATH, client_id=CLIENT_ID)).headers["Set-Cookie"]
    assert plain.startswith("botyard=")
    assert plain.endswith("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax")
    browser.secure, browser.origin = True, "https://127.0.0.1:8080"
    safe = (await browser.open(PATH, client_id=CLIENT_ID)).headers["Set-Cookie"]
    assert safe.startswith("__Host-botyard=")
    assert safe.endswith("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure")
    assert b"asks for access" in (await logged_in(browser)).content


async def test_pages_load_nothing_and_are_not_framed(browser: Browser) -> None:
    for page in (
        await browser.open(PATH, client_id=CLIENT_ID),
        await logged_in(browser),
        await browser.open(PATH, client_id="local.unknown"),
    ):
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'self'" in policy
        assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert page.headers["Cache-Control"] == "no-store"
        assert b"<script" not in page.content
    assert "form-action 'self' https://desk.example;" in (
        await browser.open(PATH, client_id=CLIENT_ID)
    ).headers.get("Content-Security-Policy", "")


async def test_what_strangers_wrote_is_no_markup(
    browser: Browser, portal: PortalUnderTest
) -> None:
    evil = '"><script>alert(1)</script>'
    await change_app(portal, title=evil)
    page = await browser.open(PATH, client_id=CLIENT_ID, state=evil)
    assert b"<script" not in page.content
    refused = await browser.submit(page, "login", email=evil, password="x")
    assert b"<script" not in refused.content
    assert (
        told(await browser.submit(await logged_in(browser, state=evil), "agree"))["state"] == evil
    )


@pytest.mark.parametrize("query", [{}, {"client_id": ""}, {"client_id": "local.unknown"}])
async def test_an_unknown_application_is_refused_on_a_page(
    browser: Browser, query: dict[str, str]
) -> None:
    page = await browser.open(PATH, **query)
    assert page.status == 404
    assert b"There is no such application" in page.content


async def test_an_application_that_is_not_installed_is_refused(
    browser: Browser, portal: PortalUnderTest
) -> None:
    await add_app(portal, "local.waiting")
    assert (await browser.open(PATH, client_id="local.waiting")).status == 404
    await portal.store.write(lambda tx: apps.uninstall(tx, CLIENT_ID, now(portal)))
    assert (await browser.open(PATH, client_id=CLIENT_ID)).status == 404


async def test_only_its_own_address_may_be_named(browser: Browser) -> None:
    own = "https://desk.example/callback?from=portal"
    page = await browser.open(PATH, client_id=CLIENT_ID, redirect_uri=f"{own}&more")
    assert page.status == 400
    page = await logged_in(browser, redirect_uri=own)
    assert told(await browser.submit(page, "agree"))["from"] == "portal"


async def test_a_person_whom_the_application_is_not_open_to_is_refused(
    browser: Browser, portal: PortalUnderTest
) -> None:
    await change_app(portal, users=(CLEO,))
    page = await logged_in(browser)
    assert page.status == 403
    assert b"does not have access to the application" in page.content


async def test_without_an_address_the_code_is_shown(
    browser: Browser, portal: PortalUnderTest
) -> None:
    await change_app(portal, redirect_uri="")
    page = await browser.submit(await logged_in(browser), "agree")
    assert page.status == 200
    code = page.content.decode().partition("<output>")[2].partition("</output>")[0]
    tokens = await browser.get(
        "/oauth/token/",
        grant_type="authorization_code",
        client_id=CLIENT_ID,
        client_secret=SECRET,
        code=code,
    )
    assert tokens.json["user_id"] == BEN


async def test_the_state_of_the_portal_comes_first(
    browser: Browser, portal: PortalUnderTest
) -> None:
    page = await logged_in(browser)
    portal.portal = msgspec.structs.replace(portal.portal, closed=True)
    assert (await browser.open(PATH, client_id=CLIENT_ID)).status == 500
    assert (await browser.submit(page, "agree")).status == 500


async def test_other_verbs_and_steps_are_refused(browser: Browser) -> None:
    page = await logged_in(browser)
    assert (await browser.submit(page, "nonsense")).status == 400
    assert (await browser.ask("PUT", PATH)).status == 400


async def test_no_secret_stands_in_the_log(browser: Browser) -> None:
    with capture_logs() as logs:
        page = await browser.open(PATH, client_id=CLIENT_ID, state="state-of-the-client")
        await browser.submit(page, "login", email=EMAIL, password="wrong-one")
        page = await logged_in(browser, state="state-of-the-client")
        code = told(await browser.submit(page, "agree"))["code"]
        await browser.get(
            "/oauth/token/",
            grant_type="authorization_code",
            client_id=CLIENT_ID,
            client_secret="guess",
            code=code,
        )
    assert [line["event"] for line in logs] == [
        "login_failed",
        "application_allowed",
        "token_refused",
    ]
    secrets = (code, "guess", "wrong-one", PASSWORD, EMAIL, "state-of-the-client")
    assert not [secret for secret in (*secrets, *browser.cookies.values()) if secret in str(logs)]
