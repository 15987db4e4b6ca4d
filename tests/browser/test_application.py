"""An application in a frame: it gets its tokens, calls the API, and stays where it is."""

import pytest
from playwright.sync_api import Browser, Page

from tests.blackbox.clients import node
from tests.browser.desk import Desk
from tests.browser.person import Person

pytestmark = pytest.mark.xdist_group("browser")

# What applications do first: who am I? Written out for the person to see.
_CALL = """
<meta name="viewport" content="width=device-width">
<h1>Desk</h1><p id="said">...</p>
<script>
const token = new URL(location).searchParams;
async function call(method, body) {
  const answer = await fetch(`PORTAL/rest/${method}`, {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
  return [answer.status, await answer.json()];
}
</script>
"""


def open_desk_page(person: Person, content: str, email: str = "ada@example.com") -> None:
    person.desk.pages["/handler"] = content
    person.go("/marketplace/")
    person.log_in(email)
    person.sees("Your applications")
    person.page.get_by_role("link", name="Support desk").click()


def test_a_person_opens_an_application(person: Person, page: Page, desk: Desk) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    person.go("/marketplace/")
    person.look("marketplace-login")
    person.log_in()
    person.sees("Your applications")
    person.look("marketplace")
    desk.pages["/handler"] = "<h1>The desk is open</h1>"
    page.get_by_role("link", name="Support desk").click()
    person.frame.get_by_text("The desk is open").wait_for()
    person.look("application")
    (opened,) = desk.taken("/handler")
    assert opened.verb == "POST"
    assert opened.query["DOMAIN"] == person.url.partition("://")[2]
    assert opened.query["PROTOCOL"] == "0"
    assert opened.form["PLACEMENT"] == "DEFAULT"
    assert opened.form["AUTH_EXPIRES"] == "3600"
    assert len(opened.form["APPLICATION_TOKEN"]) == 32
    assert "Referer" not in opened.headers
    assert opened.form["AUTH_ID"] not in "".join(asked)
    assert all(one.startswith((person.url, desk.url)) for one in asked)
    name = page.frames[1].evaluate("window.name")
    assert name == f"{opened.query['DOMAIN']}|0|{opened.query['APP_SID']}"


def test_an_application_in_a_frame_calls_the_api(person: Person, page: Page, desk: Desk) -> None:
    open_desk_page(person, _CALL.replace("PORTAL", person.url))
    person.frame.get_by_role("heading", name="Desk").wait_for()
    (opened,) = desk.taken("/handler")
    frame = page.frames[1]
    auth = opened.form["AUTH_ID"]
    status, answer = frame.evaluate("auth => call('profile', {auth})", auth)
    assert (status, answer["result"]["NAME"]) == (200, "Ada")
    status, answer = frame.evaluate("auth => call('profile', {auth: 'wrong'})", auth)
    assert (status, answer["error"]) == (401, "NO_AUTH_FOUND")
    status, answer = frame.evaluate(
        "auth => call('app.option.set', {auth, options: {colour: 'red'}})", auth
    )
    assert (status, answer["result"]) == (200, True)


def test_who_may_not_use_an_application_is_told(person: Person, page: Page) -> None:
    person.go("/marketplace/")
    person.log_in("ben@example.com")
    person.sees("Your applications")
    assert page.get_by_role("link", name="Reports").count() == 0
    person.go("/marketplace/app/2/")
    person.sees("The user does not have access to the application")
    person.look("no-access")
    page.get_by_role("link", name="All applications").click()
    person.sees("Your applications")
    person.go("/marketplace/app/99/")
    person.sees("There is no such application on this portal")


def test_without_scripts_an_application_is_opened_by_a_button(
    browser: Browser, person: Person, desk: Desk
) -> None:
    context = browser.new_context(java_script_enabled=False)
    still = person._replace(page=context.new_page())
    desk.pages["/handler"] = "<h1>The desk is open</h1>"
    still.go("/marketplace/app/1/")
    still.log_in()
    still.press("Open Support desk")
    still.frame.get_by_text("The desk is open").wait_for()
    assert desk.taken("/handler")[0].form["PLACEMENT"] == "DEFAULT"
    context.close()


def test_an_application_cannot_lead_the_page_away(person: Person, page: Page, desk: Desk) -> None:
    open_desk_page(person, "<h1>Desk</h1>")
    person.frame.get_by_role("heading", name="Desk").wait_for()
    said = page.frames[1].evaluate(
        """address => { try { top.location = address; return "led"; }
                        catch (failure) { return failure.name; } }""",
        f"{desk.url}/stolen",
    )
    assert said == "SecurityError"
    assert page.url == f"{person.url}/marketplace/app/1/"
    assert not desk.taken("/stolen")


def test_a_redirect_takes_the_tokens_to_nobody_else(
    person: Person, page: Page, desk: Desk
) -> None:
    desk.redirects["/handler"] = f"{desk.other_url}/elsewhere"
    with page.expect_console_message(lambda message: "form-action" in message.text):
        open_desk_page(person, "<h1>Desk</h1>")
    assert len(desk.taken("/handler")) == 1
    assert not desk.taken("/elsewhere")
    desk.redirects["/handler"] = "/own"
    desk.pages["/own"] = "<h1>At home</h1>"
    page.reload()
    person.frame.get_by_text("At home").wait_for()
    assert desk.taken("/own")[0].form["PLACEMENT"] == "DEFAULT"


_ASK = """
<h1>Asking</h1><script>
window.heard = [];
addEventListener("message", event => heard.push(event.data));
const sid = window.name.split("|")[2];
parent.postMessage(`getInitData:1:${sid}`, "*");
</script>
"""


def test_the_page_answers_the_application(person: Person, page: Page) -> None:
    open_desk_page(person, _ASK)
    person.frame.get_by_text("Asking").wait_for()
    frame = page.frames[1]
    frame.wait_for_function("heard.length > 0")
    assert frame.evaluate("heard[0]").startswith('1:{"AUTH_ID":')
    before = frame.evaluate("JSON.parse(heard[0].slice(2)).AUTH_ID")
    frame.evaluate("parent.postMessage(`refreshAuth:2:${sid}`, '*')")
    frame.wait_for_function("heard.length > 1")
    assert frame.evaluate("JSON.parse(heard[1].slice(2)).AUTH_ID") != before
    frame.evaluate('parent.postMessage(`setTitle:{"title":"a:b"}:3:${sid}`, \'*\')')
    page.get_by_role("heading", name="a:b").wait_for()
    frame.wait_for_function("heard.length > 2")
    frame.evaluate("parent.postMessage(`noSuchCommand:4:${sid}`, '*')")
    frame.wait_for_function("heard.length > 3")
    assert frame.evaluate("heard.slice(2)") == ["3:true", "4:null"]


def test_what_the_frame_went_on_to_learns_no_tokens(
    person: Person, page: Page, desk: Desk
) -> None:
    desk.pages["/elsewhere"] = _ASK
    open_desk_page(person, f'<a href="{desk.other_url}/elsewhere">On</a>')
    person.frame.get_by_role("link", name="On").click()
    person.frame.get_by_text("Asking").wait_for()
    frame = page.frames[1]
    frame.evaluate("""parent.postMessage(`setTitle:{"title":"Stolen"}:2:${sid}`, "*")""")
    # Twice there and back: whatever would have been answered has been.
    for _ in range(2):
        page.evaluate("() => new Promise(resolve => setTimeout(resolve))")
        frame.evaluate("() => new Promise(resolve => setTimeout(resolve))")
    assert frame.evaluate("heard") == []
    assert page.get_by_role("heading", name="Support desk").is_visible()


_SDK = """
<h1>SDK</h1><script src="/b24jssdk.js"></script><script>
window.ready = B24Js.initializeB24Frame();
async function call(method, params = {}) {
  const frame = await window.ready;
  const answer = await frame.actions.v2.call.make({method, params, requestId: "r"});
  return answer.getData().result;
}
</script>
"""


def test_the_javascript_sdk_finds_its_way_in_the_frame(
    person: Person, page: Page, desk: Desk
) -> None:
    node.install()
    built = node.PROJECT / "node_modules/@bitrix24/b24jssdk/dist/umd/index.min.js"
    desk.pages["/b24jssdk.js"] = built.read_text("utf-8")
    open_desk_page(person, _SDK)
    person.frame.get_by_role("heading", name="SDK").wait_for()
    frame = page.frames[1]
    (opened,) = desk.taken("/handler")
    data = frame.evaluate("ready.then(frame => frame.auth.getAuthData())")
    assert data["access_token"] == opened.form["AUTH_ID"]
    assert data["domain"] == person.url
    assert frame.evaluate("ready.then(frame => [frame.isInit, frame.isInstallMode])") == [
        True,
        False,
    ]
    assert frame.evaluate("ready.then(frame => frame.placement.isDefault)") is True
    assert frame.evaluate("call('profile')")["NAME"] == "Ada"
    renewed = frame.evaluate("ready.then(frame => frame.auth.refreshAuth())")
    assert renewed["access_token"] != data["access_token"]
    assert frame.evaluate("call('user.admin')") is True
    frame.evaluate("ready.then(frame => frame.options.appSet('colour', 'red'))")
    assert frame.evaluate("call('app.option.get')")["colour"] == "red"
    frame.evaluate("ready.then(frame => frame.parent.setTitle('From the frame'))")
    page.get_by_role("heading", name="From the frame").wait_for()
