"""`/oauth/token/`: what clients ask, and what they read in the answer."""

import asyncio

import msgspec
import pytest

from botyard.access import apps, tokens
from botyard.model.entities import UserId
from botyard.store.tx import Tx
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
from tests.browsers import Visitor
from tests.portals import BEN, START, PortalUnderTest

PATHS = (
    "/oauth/token/",
    "/oauth/token",
    "//oauth/token/",
    "/rest//oauth/token/",
    "/rest/oauth/token",
)


@pytest.fixture
async def app(portal: PortalUnderTest) -> AppUnderTest:
    return await install_app(portal, user_id=BEN, status="F")


@pytest.fixture
def visitor(portal: PortalUnderTest) -> Visitor:
    return Visitor(portal)


def exchanging(code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "code": code,
    }


def refreshing(token: str, **changes: str) -> dict[str, str]:
    return {
        "grant_type": "refresh_token",
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "refresh_token": token,
        **changes,
    }


async def code_of(portal: PortalUnderTest) -> str:
    async def work(tx: Tx) -> str:
        grant = tokens.new_grant(await apps.get(tx, CLIENT_ID), UserId(BEN), SECRETS)
        return await tokens.issue_code(tx, grant, SECRETS, now(portal))

    return await portal.store.write(work)


@pytest.mark.parametrize("verb", ["GET", "POST", "JSON"])
@pytest.mark.parametrize("path", PATHS)
async def test_a_refresh_is_answered_by_each_path_and_verb(
    app: AppUnderTest, visitor: Visitor, path: str, verb: str
) -> None:
    asked = refreshing(app.pair.refresh_token)
    match verb:
        case "GET":
            page = await visitor.get(path, bx24_request_id="1", **asked)
        case "POST":
            page = await visitor.post(path, **asked)
        case _:
            body = msgspec.json.encode(asked)
            page = await visitor.ask(
                "POST", path, body=body, headers={"content-type": "application/json"}
            )
    assert page.status == 200
    assert page.content_type == "application/json; charset=utf-8"
    assert page.headers["Cache-Control"] == "no-store"
    told = page.json
    assert await app.is_admitted(told.pop("access_token"))
    assert await app.refresh(told.pop("refresh_token")) is not None
    assert told == {
        "expires": int(START) + 3600,
        "expires_in": 3600,
        "scope": "im,imbot",
        "domain": "127.0.0.1:8080",
        "server_endpoint": "http://127.0.0.1:8080/rest/",
        "status": "F",
        "client_endpoint": "http://127.0.0.1:8080/rest/",
        "member_id": "0" * 32,
        "user_id": BEN,
    }


async def test_a_code_is_exchanged(
    portal: PortalUnderTest, app: AppUnderTest, visitor: Visitor
) -> None:
    asked = exchanging(await code_of(portal))
    page = await visitor.get("/oauth/token/", **asked)
    assert page.status == 200
    assert (await app.answer(page.json["access_token"], "profile"))["ID"] == str(BEN)
    assert (await visitor.get("/oauth/token/", **asked)).error == (400, "invalid_grant")
    assert not await app.is_admitted(page.json["access_token"])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": ""}, (400, "invalid_request")),
        ({"grant_type": "password"}, (400, "invalid_request")),
        ({"grant_type": "authorization_code"}, (400, "invalid_request")),
        ({"client_id": ""}, (400, "invalid_request")),
        ({"client_secret": ""}, (400, "invalid_request")),
        ({"refresh_token": ""}, (400, "invalid_request")),
        ({"client_id": "local.unknown"}, (400, "invalid_client")),
        ({"client_secret": "wröng\N{SNOWMAN}"}, (400, "invalid_client")),
        ({"refresh_token": "unknown"}, (400, "invalid_grant")),
        ({"scope": "im,crm"}, (403, "invalid_scope")),
    ],
    ids=str,
)
async def test_what_is_wrong_is_refused(
    app: AppUnderTest, visitor: Visitor, changes: dict[str, str], error: tuple[int, str]
) -> None:
    page = await visitor.post("/oauth/token/", **refreshing(app.pair.refresh_token, **changes))
    assert page.error == error
    assert await app.refresh(app.pair.refresh_token) is not None


async def test_an_unknown_client_can_be_answered_as_real_portals_do(
    portal: PortalUnderTest, app: AppUnderTest, visitor: Visitor
) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, statuses="observed")
    unknown = refreshing(app.pair.refresh_token, client_id="local.unknown")
    assert (await visitor.post("/oauth/token/", **unknown)).error == (200, "wrong_client")
    wrong = refreshing(app.pair.refresh_token, client_secret="wrong")
    assert (await visitor.post("/oauth/token/", **wrong)).error == (400, "invalid_client")


async def test_an_application_that_is_not_installed_is_refused(
    portal: PortalUnderTest, visitor: Visitor
) -> None:
    await add_app(portal)
    page = await visitor.post("/oauth/token/", **refreshing("any"))
    assert page.error == (400, "invalid_client")


async def test_a_scope_that_the_application_has_may_be_named(
    app: AppUnderTest, visitor: Visitor
) -> None:
    asked = refreshing(app.pair.refresh_token, scope="im")
    page = await visitor.get("/oauth/token/", **asked)
    assert (page.status, page.json["scope"]) == (200, "im,imbot")


async def test_a_scope_that_was_taken_away_is_not_in_new_tokens(
    portal: PortalUnderTest, app: AppUnderTest, visitor: Visitor
) -> None:
    await change_app(portal, scopes=("im", "crm"))
    page = await visitor.get("/oauth/token/", **refreshing(app.pair.refresh_token))
    assert page.json["scope"] == "im"


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ({"closed": True}, (500, "PORTAL_DELETED")),
        ({"blocked": True}, (503, "OVERLOAD_LIMIT")),
        ({"plan": "free"}, (402, "PAYMENT_REQUIRED")),
        ({"require_https": True}, (400, "INVALID_REQUEST")),
    ],
    ids=str,
)
async def test_the_state_of_the_portal_comes_first(
    portal: PortalUnderTest,
    app: AppUnderTest,
    visitor: Visitor,
    state: dict[str, object],
    error: tuple[int, str],
) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, **state)
    page = await visitor.get("/oauth/token/", **refreshing(app.pair.refresh_token))
    assert page.error == error


async def test_other_verbs_and_broken_bodies_are_refused(visitor: Visitor) -> None:
    for page in (
        await visitor.ask("PUT", "/oauth/token/"),
        await visitor.ask(
            "POST", "/oauth/token/", body=b"{", headers={"content-type": "application/json"}
        ),
    ):
        assert page.error == (400, "invalid_request")


async def test_there_is_nothing_beside_it(visitor: Visitor) -> None:
    for path in ("/oauth/", "/oauth/tokens/", "/oauth/token/more"):
        assert (await visitor.get(path)).error == (404, "NOT_FOUND")


async def test_who_guesses_has_to_wait_and_nobody_else(
    portal: PortalUnderTest, app: AppUnderTest, visitor: Visitor
) -> None:
    for _ in range(20):
        await visitor.get("/oauth/token/", **refreshing("guess"))
    asked = refreshing(app.pair.refresh_token)
    page = await visitor.get("/oauth/token/", **asked)
    assert page.error == (503, "QUERY_LIMIT_EXCEEDED")
    wait_s = int(page.headers["Retry-After"])
    other = Visitor(portal, "192.0.2.2")
    assert (await other.get("/oauth/token/", **asked)).status == 200
    portal.clock.seconds += wait_s
    assert (await visitor.get("/oauth/token/", **asked)).status == 200


async def test_who_does_it_right_never_waits(app: AppUnderTest, visitor: Visitor) -> None:
    token = app.pair.refresh_token
    for _ in range(50):
        page = await visitor.get("/oauth/token/", **refreshing(token))
        token = page.json["refresh_token"]


async def test_who_shows_what_they_were_given_has_guessed_nothing(
    portal: PortalUnderTest, app: AppUnderTest, visitor: Visitor
) -> None:
    asked = exchanging(await code_of(portal))
    await visitor.get("/oauth/token/", **asked)
    for _ in range(30):
        assert (await visitor.get("/oauth/token/", **asked)).error == (400, "invalid_grant")
    page = await visitor.get("/oauth/token/", **refreshing(app.pair.refresh_token))
    assert page.status == 200


async def test_who_guesses_many_at_once_waits_for_all_of_them(
    app: AppUnderTest, visitor: Visitor
) -> None:
    guesses = (visitor.get("/oauth/token/", **refreshing("guess")) for _ in range(60))
    pages = await asyncio.gather(*guesses)
    guessed = sum(page.status == 400 for page in pages)
    page = await visitor.get("/oauth/token/", **refreshing(app.pair.refresh_token))
    assert page.error == (503, "QUERY_LIMIT_EXCEEDED")
    assert int(page.headers["Retry-After"]) >= (guessed - 20) * 3
