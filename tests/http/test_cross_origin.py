"""Pages of elsewhere may call the API, and read nothing that a cookie opens."""

import msgspec
import pytest

from tests.applications import CLIENT_ID, install_app
from tests.browsers import Page, Visitor
from tests.portals import ADA, PortalUnderTest, code_of

ORIGIN = {"origin": "https://desk.example"}
ASKED = {
    **ORIGIN,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type,idempotency-key",
}


def is_open(page: Page) -> bool:
    assert "Access-Control-Allow-Credentials" not in page.headers
    return page.headers.get("Access-Control-Allow-Origin") == "*"


@pytest.mark.parametrize(
    "path", ["/rest/server.time", "/rest/1/code/batch", "/rest/download.json"]
)
async def test_a_browser_may_ask_first(portal: PortalUnderTest, path: str) -> None:
    page = await Visitor(portal).ask("OPTIONS", path, headers=ASKED)
    assert (page.status, page.content) == (204, b"")
    assert is_open(page)
    assert page.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
    assert "Authorization" in page.headers["Access-Control-Allow-Headers"]
    assert page.headers["Access-Control-Allow-Headers"].startswith("*")
    assert page.headers["Access-Control-Max-Age"] == "86400"


async def test_asking_first_needs_no_plan_and_no_limit(portal: PortalUnderTest) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, plan="free", limits="standard")
    for _ in range(60):
        page = await Visitor(portal).ask("OPTIONS", "/rest/server.time", headers=ASKED)
        assert page.status == 204


async def test_answers_and_refusals_can_be_read(portal: PortalUnderTest) -> None:
    visitor = Visitor(portal)
    base = f"/rest/{ADA}/{code_of(ADA)}"
    good = await visitor.ask("POST", f"{base}/server.time", headers=ORIGIN)
    assert good.status == 200
    assert is_open(good)
    assert "Retry-After" in good.headers["Access-Control-Expose-Headers"]
    for path, status in (
        (f"{base}/no.such.method", 404),
        ("/rest/server.time", 401),
        ("/rest/api/server.time", 404),
        ("/rest/download.json", 404),
    ):
        page = await visitor.ask("GET", path, headers=ORIGIN)
        assert (page.status, is_open(page)) == (status, True)


async def test_programs_are_told_nothing_of_it(portal: PortalUnderTest) -> None:
    page = await Visitor(portal).get(f"/rest/{ADA}/{code_of(ADA)}/server.time")
    assert page.status == 200
    assert not [name for name in page.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("headers", [ORIGIN, {}], ids=["a page", "a program"])
async def test_whoever_only_looks_what_may_be_called_is_told_too(
    portal: PortalUnderTest, headers: dict[str, str]
) -> None:
    page = await Visitor(portal).ask("OPTIONS", "/rest/server.time", headers=headers)
    assert (page.status, is_open(page)) == (204, True)


@pytest.mark.parametrize("verb", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", ["/oauth/authorize/", "/oauth/token/", "/marketplace/"])
async def test_what_cookies_or_secrets_open_stays_closed(
    portal: PortalUnderTest, path: str, verb: str
) -> None:
    await install_app(portal)
    headers = {**(ASKED if verb == "OPTIONS" else ORIGIN), "host": "127.0.0.1:8080"}
    query = f"client_id={CLIENT_ID}".encode()
    page = await Visitor(portal).ask(verb, path, query=query, headers=headers)
    assert not [name for name in page.headers if name.startswith("Access-Control")]
