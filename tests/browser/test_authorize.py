"""A person in a real browser: logs in, agrees or refuses, and cannot be led astray."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser.desk import Desk
from tests.browser.person import Person

pytestmark = pytest.mark.xdist_group("browser")


def test_a_person_logs_in_agrees_and_returns_to_the_application(
    person: Person, page: Page, desk: Desk
) -> None:
    desk.pages["/callback"] = "<h1>Welcome back</h1>"
    person.ask_for_access()
    person.look("login")
    person.log_in(password="wrong")
    person.sees("The email address or the password is wrong.")
    person.look("login-wrong")
    person.log_in()
    person.sees("Support desk asks for access")
    person.look("consent")
    person.press("Agree")
    person.sees("Welcome back")
    assert page.url.startswith(f"{desk.url}/callback?")
    told = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    assert told["state"] == "s"
    asked = {
        "grant_type": "authorization_code",
        "client_id": "local.desk",
        "client_secret": "s3cret",
        "code": told["code"],
    }
    answer = httpx.get(f"{person.url}/oauth/token/", params=asked).json()
    assert answer["user_id"] == 1
    (arrived,) = desk.taken("/callback")
    assert "Referer" not in arrived.headers


def test_a_refusal_stays_on_the_portal(person: Person, page: Page, desk: Desk) -> None:
    person.ask_for_access()
    person.log_in("ben@example.com")
    person.press("Refuse")
    person.sees("Access refused")
    person.look("refused")
    assert page.url.startswith(person.url)
    assert not desk.received


def test_somebody_else_logs_in(person: Person) -> None:
    person.ask_for_access()
    person.log_in("ben@example.com")
    person.sees("You are Ben")
    person.press("Log in as somebody else")
    person.sees("Log in to see what it asks for")


def test_nobody_is_led_to_an_address_that_is_not_the_applications(
    person: Person, page: Page, desk: Desk
) -> None:
    desk.pages["/stolen"] = "<h1>Stolen</h1>"
    person.ask_for_access(f"&redirect_uri={desk.url}/stolen")
    person.sees("asks to return to an address that is not its own")
    person.look("wrong-address")
    assert page.url.startswith(person.url)
    assert not desk.received


def test_an_unknown_application_is_told_on_a_page(person: Person) -> None:
    person.go("/oauth/authorize/?client_id=local.nobody")
    person.sees("There is no such application on this portal")


def test_a_form_of_another_site_agrees_to_nothing(person: Person, page: Page, desk: Desk) -> None:
    person.ask_for_access()
    person.log_in("ben@example.com")
    person.sees("asks for access")
    token = page.locator("input[name=form_token]").input_value()
    # Worse than it could be: the attacker even knows the token of the person's page.
    desk.pages["/attack"] = f"""
        <form method="post" action="{person.url}/oauth/authorize/">
        <input name="client_id" value="local.desk"><input name="scope" value="imbot,im,user">
        <input name="form_token" value="{token}"><button name="step" value="agree">Win</button>
        </form>"""
    page.goto(f"{desk.url}/attack")
    person.press("Win")
    person.sees("came from elsewhere")
    person.look("elsewhere")
    person.ask_for_access()
    person.sees("asks for access")


def test_a_script_of_another_site_agrees_to_nothing_and_reads_nothing(
    person: Person, page: Page, desk: Desk
) -> None:
    person.ask_for_access()
    person.log_in("ben@example.com")
    token = page.locator("input[name=form_token]").input_value()
    desk.pages["/attack"] = "<h1>A page</h1>"
    page.goto(f"{desk.url}/attack")
    address = f"{person.url}/oauth/authorize/?client_id=local.desk"
    outcome = page.evaluate(
        """async ([address, token]) => {
            const form = {step: "agree", scope: "imbot,im,user", form_token: token,
                          client_id: "local.desk"};
            const body = new URLSearchParams(form);
            const sent = await fetch(address, {method: "POST", mode: "no-cors",
                                               credentials: "include", body});
            let read;
            try {
                read = await (await fetch(address, {credentials: "include"})).text();
            } catch (failure) {
                read = "nothing";
            }
            return [sent.type, read];
        }""",
        [address, token],
    )
    assert outcome == ["opaque", "nothing"]
    person.ask_for_access()
    person.sees("asks for access")


@pytest.mark.parametrize("path", ["/oauth/authorize/?client_id=local.desk", "/marketplace/"])
def test_another_site_cannot_show_our_pages_in_a_frame(
    person: Person, page: Page, desk: Desk, path: str
) -> None:
    person.ask_for_access()
    person.log_in("ben@example.com")
    person.sees("asks for access")
    desk.pages["/attack"] = f'<h1>A page</h1><iframe src="{person.url}{path}"></iframe>'
    with page.expect_response(lambda answer: answer.url == f"{person.url}{path}"):
        page.goto(f"{desk.url}/attack")
    framed = page.frames[1]
    framed.wait_for_url(re.compile("^chrome-error:"))
    assert "asks for access" not in framed.content()
