"""Every system error, brought about as a user would, in JSON, in XML and inside a batch."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import msgspec
import pytest

from botyard.access import confirmations
from botyard.model.errors import SYSTEM_ERRORS
from tests.applications import AppUnderTest, change_app, install_app, now
from tests.doors import FORM, DoorUnderTest, Reply, path_of
from tests.portals import ADA, BEN, PortalUnderTest

METHOD = "im.recent.list"


class Situation:
    """A portal, and somebody who calls it with one suffix."""

    def __init__(self, portal: PortalUnderTest, app: AppUnderTest, suffix: str) -> None:
        self.portal = portal
        self.app = app
        self.suffix = suffix
        self.door = DoorUnderTest(portal)

    def change(self, **changed: Any) -> None:
        self.portal.portal = msgspec.structs.replace(self.portal.portal, **changed)

    async def ask(self, method: str = METHOD, user_id: int = ADA) -> Reply:
        return await self.door.send(path_of(user_id, f"{method}{self.suffix}"))

    async def ask_as_app(self, method: str = METHOD, token: str | None = None) -> Reply:
        body = urlencode({"auth": token or self.app.pair.access_token}).encode()
        return await self.door.send(f"{method}{self.suffix}", body, headers={"content-type": FORM})


Bring = Callable[[Situation], Awaitable[Reply]]


async def _fault(it: Situation, code: str) -> Reply:
    it.change(fault=(code,))
    return await it.ask()


async def _internal(it: Situation) -> Reply:
    return await _fault(it, "INTERNAL_SERVER_ERROR")


async def _unexpected(it: Situation) -> Reply:
    return await _fault(it, "ERROR_UNEXPECTED_ANSWER")


async def _manifest(it: Situation) -> Reply:
    return await _fault(it, f"{METHOD}:ERROR_MANIFEST_IS_NOT_AVAILABLE")


async def _auth_type(it: Situation) -> Reply:
    return await it.ask("event.get")


async def _batch_method(it: Situation) -> Reply:
    return await _fault(it, f"{METHOD}:ERROR_BATCH_METHOD_NOT_ALLOWED")


async def _batch_length(it: Situation) -> Reply:
    return await _fault(it, f"{METHOD}:ERROR_BATCH_LENGTH_EXCEEDED")


async def _query_limit(it: Situation) -> Reply:
    it.change(limits="standard")
    for _ in range(50):
        assert (await it.ask("server.time")).status == 200
    return await it.ask()


async def _wrong_code(it: Situation) -> Reply:
    return await it.door.send(f"{ADA}/wrong/{METHOD}{it.suffix}")


async def _unknown_token(it: Situation) -> Reply:
    return await it.ask_as_app(token="unknown")


async def _no_auth(it: Situation) -> Reply:
    return await it.door.send(f"{METHOD}{it.suffix}")


async def _https(it: Situation) -> Reply:
    it.change(require_https=True)
    return await it.ask()


async def _overload(it: Situation) -> Reply:
    it.change(blocked=True)
    return await it.ask()


async def _plan(it: Situation) -> Reply:
    it.change(plan="free")
    return await it.ask()


async def _dismissed(it: Situation) -> Reply:
    await it.portal.add_person(BEN, active=False)
    return await it.ask(user_id=BEN)


async def _scope(it: Situation) -> Reply:
    await it.portal.add_person(BEN, "user")
    return await it.ask(user_id=BEN)


async def _scope_of_an_app(it: Situation) -> Reply:
    await change_app(it.portal, scopes=("user",))
    return await it.ask_as_app()


async def _expired(it: Situation) -> Reply:
    it.portal.clock.seconds += 3600
    return await it.ask_as_app()


async def _user_access(it: Situation) -> Reply:
    await change_app(it.portal, users=(BEN,))
    return await it.ask_as_app()


async def _deleted(it: Situation) -> Reply:
    it.change(closed=True)
    return await it.ask()


async def _operating(it: Situation) -> Reply:
    it.change(operating_limit=1)
    it.portal.clock.pace_s = 1.0
    assert (await it.ask()).status == 200
    it.portal.clock.pace_s = 0.0
    return await it.ask()


async def _no_method(it: Situation) -> Reply:
    return await it.ask("no.such.method")


async def _waiting(it: Situation) -> Reply:
    it.change(confirm=(METHOD,))
    return await it.ask()


async def _denied(it: Situation) -> Reply:
    await _waiting(it)
    await it.portal.store.write(
        lambda tx: confirmations.decide(tx, METHOD, None, "denied", now(it.portal))
    )
    return await it.ask()


async def _app_info(it: Situation) -> Reply:
    return await it.ask("app.info")


async def _app_option(it: Situation) -> Reply:
    return await it.ask("app.option.get")


async def _placement(it: Situation) -> Reply:
    return await it.ask("placement.bind")


class Row(NamedTuple):
    """`observed` is None where real portals answer as documented."""

    bring: Bring
    documented: tuple[int, str, str]
    observed: tuple[int, str, str] | None = None
    passes: bool = False


_WEBHOOK_SCOPE = "The request requires higher privileges than provided by the webhook token"
_TOKEN_SCOPE = "The request requires higher privileges than provided by the access token"
_TIME_LIMIT = "Method is blocked due to operation time limit"
_EXPIRED = "The access token provided has expired"
_AUTH_TYPE = "Current authorization type is denied for this method"
_NO_APP = "Access denied! Application context required"
_WRONG_AUTH = (401, "NO_AUTH_FOUND", "Wrong authorization data")

ROWS = [
    Row(_internal, (500, "INTERNAL_SERVER_ERROR", "Internal server error")),
    Row(_unexpected, (500, "ERROR_UNEXPECTED_ANSWER", "Server returned an unexpected response")),
    Row(_query_limit, (503, "QUERY_LIMIT_EXCEEDED", "Too many requests"), passes=True),
    Row(
        _batch_method,
        (405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage"),
    ),
    Row(_batch_length, (400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")),
    Row(_wrong_code, _WRONG_AUTH, (401, "INVALID_CREDENTIALS", "Invalid request credentials")),
    Row(_unknown_token, _WRONG_AUTH, (401, "invalid_token", "Unable to get application by token")),
    Row(_no_auth, _WRONG_AUTH),
    Row(_https, (400, "INVALID_REQUEST", "Https required")),
    Row(_overload, (503, "OVERLOAD_LIMIT", "REST API is blocked due to overload"), passes=True),
    Row(_plan, (403, "ACCESS_DENIED", "REST API is available only on commercial plans")),
    Row(
        _dismissed,
        (403, "INVALID_CREDENTIALS", "Invalid request credentials"),
        (401, "authorization_error", "Unable to authorize user"),
    ),
    Row(_manifest, (404, "ERROR_MANIFEST_IS_NOT_AVAILABLE", "Manifest is not available")),
    Row(
        _scope,
        (403, "insufficient_scope", _WEBHOOK_SCOPE),
        (401, "insufficient_scope", _WEBHOOK_SCOPE),
    ),
    Row(
        _scope_of_an_app,
        (403, "insufficient_scope", _WEBHOOK_SCOPE),
        (401, "insufficient_scope", _TOKEN_SCOPE),
    ),
    Row(_expired, (401, "expired_token", _EXPIRED), (401, "expired_token", f"{_EXPIRED}.")),
    Row(
        _user_access,
        (403, "user_access_error", "The user does not have access to the application"),
    ),
    Row(_deleted, (500, "PORTAL_DELETED", "Portal was deleted")),
    Row(
        _operating,
        (429, "OPERATION_TIME_LIMIT", _TIME_LIMIT),
        (429, "OPERATION_TIME_LIMIT", f"{_TIME_LIMIT}."),
        passes=True,
    ),
    Row(_no_method, (404, "ERROR_METHOD_NOT_FOUND", "Method not found!")),
    Row(
        _auth_type,
        (403, "WRONG_AUTH_TYPE", "Application context required"),
        (403, "WRONG_AUTH_TYPE", _AUTH_TYPE),
    ),
    Row(_waiting, (401, "METHOD_CONFIRM_WAITING", "Waiting for confirmation")),
    Row(_denied, (403, "METHOD_CONFIRM_DENIED", "Method call denied")),
    # Errors of single methods, which real portals answer in another way.
    Row(_app_info, (400, "ACCESS_DENIED", _NO_APP), (403, "ACCESS_DENIED", _NO_APP)),
    Row(
        _app_option,
        (400, "AccessException", "Application context required"),
        (403, "ACCESS_DENIED", _NO_APP),
    ),
    Row(
        _placement,
        (403, "WRONG_AUTH_TYPE", f"{_AUTH_TYPE} Application context required"),
        (403, "WRONG_AUTH_TYPE", _AUTH_TYPE),
    ),
]

every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.bring.__name__.strip("_"))


@pytest.fixture
async def app(portal: PortalUnderTest) -> AppUnderTest:
    return await install_app(portal)


def told(reply: Reply, suffix: str) -> tuple[int, str, str]:
    """Status, code and text of an answer that holds nothing else."""
    if suffix != ".xml":
        assert reply.content_type == "application/json; charset=utf-8"
        return reply.refusal
    assert reply.content_type == "text/xml; charset=utf-8"
    root = ET.fromstring(reply.raw)
    assert (root.tag, [child.tag for child in root]) == (
        "response",
        ["error", "error_description"],
    )
    return reply.status, root.findtext("error") or "", root.findtext("error_description") or ""


def test_every_documented_code_has_a_row() -> None:
    codes = {row.documented[1] for row in ROWS}
    assert {error.code for error in SYSTEM_ERRORS} <= codes
    documented = [(one.status, one.code, one.description) for one in SYSTEM_ERRORS]
    assert [one for one in documented if one not in {row.documented for row in ROWS}] == []


@every_row
@pytest.mark.parametrize("suffix", ["", ".json", ".xml"])
async def test_it_is_answered_as_documented(
    portal: PortalUnderTest, app: AppUnderTest, row: Row, suffix: str
) -> None:
    reply = await row.bring(Situation(portal, app, suffix))
    assert told(reply, suffix) == row.documented
    assert ("Retry-After" in reply.headers) == row.passes
    if row.passes:
        assert int(reply.headers["Retry-After"]) >= 1


@every_row
async def test_it_can_be_answered_as_observed(
    portal: PortalUnderTest, app: AppUnderTest, row: Row
) -> None:
    situation = Situation(portal, app, "")
    situation.change(statuses="observed")
    reply = await row.bring(situation)
    assert reply.refusal == (row.observed or row.documented)
    assert ("Retry-After" in reply.headers) == row.passes


@pytest.mark.parametrize("error", SYSTEM_ERRORS, ids=lambda error: error.code)
async def test_any_of_them_can_be_answered_on_purpose(
    portal: PortalUnderTest, app: AppUnderTest, error: Any
) -> None:
    situation = Situation(portal, app, "")
    situation.change(fault=(error.code,))
    reply = await situation.ask()
    assert reply.refusal == (error.status, error.code, error.description)
    assert ("Retry-After" in reply.headers) == (error.status in (429, 503))
    situation.change(fault=())
    assert (await situation.ask()).status == 200


async def test_a_fault_of_one_method_leaves_the_others(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    situation = Situation(portal, app, "")
    situation.change(fault=("IM.recent.LIST:INTERNAL_SERVER_ERROR", "user.get:expired_token"))
    assert (await situation.ask()).refusal[1] == "INTERNAL_SERVER_ERROR"
    assert (await situation.ask("user.get")).refusal[1] == "expired_token"
    assert (await situation.ask("server.time")).status == 200


async def test_a_fault_does_nothing_of_the_call(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    portal.portal = msgspec.structs.replace(
        portal.portal, fault=("imbot.v2.Chat.Message.send:INTERNAL_SERVER_ERROR",)
    )
    refused = await bot.refusal(
        "imbot.v2.Chat.Message.send", dialogId="2", fields={"message": "lost"}
    )
    assert refused.code == "INTERNAL_SERVER_ERROR"
    assert (await portal.call(BEN, "im.recent.list"))["items"] == []


async def test_in_a_batch_each_command_has_its_own(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    portal.portal = msgspec.structs.replace(
        portal.portal, fault=("user.get:ERROR_UNEXPECTED_ANSWER",), statuses="observed"
    )
    await portal.add_person(BEN, "user")
    cmd = {"a": "user.get", "b": "batch", "c": METHOD, "d": "app.info", "e": "server.time"}
    cmd |= {f"_{number}": "server.time" for number in range(46)}
    reply = await DoorUnderTest(portal).call(BEN, "batch", {"cmd": cmd})
    assert reply.status == 200
    refused = reply.body["result"]["result_error"]
    assert {key: tuple(one.values()) for key, one in refused.items()} == {
        "a": ("ERROR_UNEXPECTED_ANSWER", "Server returned an unexpected response"),
        "b": ("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage"),
        "c": ("insufficient_scope", _WEBHOOK_SCOPE),
        "d": ("ACCESS_DENIED", "Access denied! Application context required"),
        "_45": ("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded"),
    }
    as_xml = await DoorUnderTest(portal).call(BEN, "batch.xml", {"cmd": cmd})
    root = ET.fromstring(as_xml.raw)
    assert root.findtext("result/result_error/c/error") == "insufficient_scope"
    assert root.findtext("result/result_error/_45/error_description") == (
        "Max batch length exceeded"
    )
    assert root.find("result/result/e") is not None
    assert root.find("result/result_time/e/date_start") is not None


async def test_a_page_is_xml_with_what_stands_beside_it(portal: PortalUnderTest) -> None:
    reply = await DoorUnderTest(portal).call(ADA, "user.get.xml", {})
    root = ET.fromstring(reply.raw)
    assert [child.tag for child in root] == ["result", "total", "time"]
    assert [user.findtext("ID") for user in root.findall("result/item")] == ["1", "2", "3"]
