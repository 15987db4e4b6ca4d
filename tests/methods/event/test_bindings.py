"""event.bind, event.unbind, event.get and events: what an application may hear of, and where."""

from typing import Any

import pytest
from msgspec import structs

from botyard.model.event_names import BOT_EVENT_KINDS
from tests.applications import AppUnderTest, change_app, install_app, request
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

HANDLER = "https://app.example/events"
OTHER = "https://app.example/other"
COMMON = [
    "ONAPPUNINSTALL",
    "ONAPPINSTALL",
    "ONAPPUPDATE",
    "ONAPPPAYMENT",
    "ONAPPTEST",
    "ONAPPMETHODCONFIRM",
    "ONOFFLINEEVENT",
]
WEBHOOK = "https://desk.example/hook"
METHODS = (
    "event.bind", "event.unbind", "event.get", "event.test", "events", "event.offline.get",
    "event.offline.list", "event.offline.clear", "event.offline.error",
)  # fmt: skip


@pytest.fixture
async def app(portal: PortalUnderTest) -> AppUnderTest:
    return await install_app(portal, scopes=("im", "imbot", "user"))


@pytest.fixture
async def bens(portal: PortalUnderTest) -> AppUnderTest:
    """Another application, for Ben, who is no administrator."""
    return await install_app(portal, "local.bens", BEN, scopes=("im", "user"))


def bound(event: str, handler: str = HANDLER, auth_type: str = "0", **more: Any) -> dict[str, Any]:
    return {"event": event, "handler": handler, "auth_type": auth_type, "offline": 0, **more}


@pytest.mark.parametrize("method", METHODS)
async def test_a_webhook_is_refused(portal: PortalUnderTest, method: str) -> None:
    refusal = await portal.refusal(ADA, method, process_id="p")
    assert (refusal.code, refusal.status) == ("WRONG_AUTH_TYPE", 403)


async def test_what_is_bound_is_listed(app: AppUnderTest) -> None:
    assert await app.call("event.bind", event="onAppTest", handler=HANDLER) is True
    assert await app.call("event.bind", EVENT="ONUSERADD", HANDLER=HANDLER, AUTH_TYPE="2") is True
    assert await app.call("event.bind", event="ONUSERADD", event_type="offline") is True
    assert await app.call("event.get") == [
        bound("ONAPPTEST"),
        bound("ONUSERADD", auth_type="2"),
        bound("ONUSERADD", "") | {"offline": 1},
    ]


async def test_the_same_handler_is_bound_once(app: AppUnderTest) -> None:
    arguments = {"event": "ONAPPTEST", "handler": HANDLER}
    await app.call("event.bind", **arguments)
    refusal = await app.refusal("event.bind", **arguments)
    assert refusal == ("ERROR_HANDLER_ALREADY_EXIST", 400, "Handler already exists!")
    assert await app.call("event.bind", **arguments, auth_type=ADA)
    await app.call("event.bind", event="ONAPPTEST", event_type="offline")
    refusal = await app.refusal("event.bind", event="ONAPPTEST", event_type="offline")
    assert refusal.code == "ERROR_HANDLER_ALREADY_EXIST"
    queue = {"event": "ONAPPTEST", "event_type": "offline", "auth_connector": "crm"}
    assert await app.call("event.bind", **queue)
    assert (await app.call("event.get"))[-1]["connector_id"] == "crm"


@pytest.mark.parametrize(
    ("arguments", "code", "description"),
    [
        ({"event": "ONNOTHING"}, "ERROR_EVENT_NOT_FOUND", "Event not found"),
        ({"event": ""}, "ERROR_EVENT_NOT_FOUND", "Event not found"),
        ({"event": "ONAPPTEST"}, "ERROR_ARGUMENT", "HANDLER is not passed"),
        (
            {"event": "ONAPPTEST", "handler": "nowhere"},
            "ERROR_ARGUMENT",
            "HANDLER is no web address",
        ),
        (
            {"event": "ONAPPTEST", "handler": HANDLER, "event_type": "sometimes"},
            "INVALID_ARGUMENT",
            "Parameter event_type must be online or offline",
        ),
        (
            {"event": "ONAPPTEST", "handler": HANDLER, "auth_type": "x"},
            "INVALID_ARGUMENT",
            "Parameter auth_type must be an integer",
        ),
        (
            {"event": "ONAPPTEST", "handler": HANDLER, "auth_type": 77},
            "INVALID_ARGUMENT",
            "Parameter auth_type must be the id of a person",
        ),
        (
            {"event": "ONOFFLINEEVENT", "event_type": "offline"},
            "ERROR_EVENT_NOT_FOUND",
            "Event not found",
        ),
        (
            {"event": "ONIMBOTV2MESSAGEADD", "handler": HANDLER},
            "ERROR_ARGUMENT",
            "HANDLER is not the webhookUrl of a bot",
        ),
    ],
)
async def test_what_cannot_be_bound_is_refused(
    app: AppUnderTest, arguments: dict[str, Any], code: str, description: str
) -> None:
    assert await app.refusal("event.bind", **arguments) == (code, 400, description)
    assert await app.call("event.get") == []


async def test_an_event_of_a_scope_that_is_missing_does_not_exist(portal: PortalUnderTest) -> None:
    app = await install_app(portal, scopes=("im",))
    refusal = await app.refusal("event.bind", event="ONUSERADD", handler=HANDLER)
    assert refusal.code == "ERROR_EVENT_NOT_FOUND"


async def test_only_administrators_bind_for_others_and_to_queues(bens: AppUnderTest) -> None:
    arguments = {"event": "ONAPPTEST", "handler": HANDLER}
    assert await bens.refusal("event.bind", **arguments, auth_type=CLEO) == (
        "ACCESS_DENIED",
        403,
        "Access denied! Event binding with AUTH_TYPE requires administrator access rights",
    )
    assert await bens.refusal("event.bind", event="ONAPPTEST", event_type="offline") == (
        "ACCESS_DENIED",
        403,
        "Access denied! Offline events binding requires administrator access rights",
    )
    assert await bens.refusal("event.unbind", **arguments, auth_type=CLEO) == (
        "ACCESS_DENIED",
        403,
        "Access denied! Event unbinding with AUTH_TYPE requires administrator access rights",
    )
    assert await bens.refusal("event.unbind", event="ONAPPTEST", event_type="offline") == (
        "ACCESS_DENIED",
        403,
        "Access denied! Offline events unbinding requires administrator access rights",
    )
    assert await bens.call("event.bind", **arguments, auth_type=BEN)


async def test_who_is_no_administrator_sees_and_unbinds_their_own(app: AppUnderTest) -> None:
    bens = await app.token_of(BEN)
    await app.call("event.bind", event="ONAPPTEST", handler=HANDLER)
    await app.answer(bens, "event.bind", event="ONAPPTEST", handler=OTHER)
    assert await app.answer(bens, "event.get") == [bound("ONAPPTEST", OTHER)]
    assert len(await app.call("event.get")) == 2
    assert await app.answer(bens, "event.unbind", event="ONAPPTEST") == {"count": 1}
    assert await app.call("event.get") == [bound("ONAPPTEST")]


async def test_what_is_left_out_widens_what_is_unbound(app: AppUnderTest) -> None:
    for handler in (HANDLER, OTHER):
        await app.call("event.bind", event="ONAPPTEST", handler=handler)
        await app.call("event.bind", event="ONAPPTEST", handler=handler, auth_type=BEN)
    await app.call("event.bind", event="ONAPPTEST", event_type="offline")
    await app.call("event.bind", event="ONUSERADD", handler=HANDLER)
    narrow = {"event": "ONAPPTEST", "handler": OTHER, "auth_type": BEN}
    assert await app.call("event.unbind", **narrow) == {"count": 1}
    assert await app.call("event.unbind", **narrow) == {"count": 0}
    assert await app.call("event.unbind", event="ONAPPTEST", auth_type="") == {"count": 2}
    assert await app.call("event.unbind", event="ONAPPTEST") == {"count": 1}
    unbound = await app.call("event.unbind", event="ONAPPTEST", event_type="offline")
    assert unbound == {"count": 1}
    assert await app.call("event.get") == [bound("ONUSERADD")]


async def test_one_application_knows_nothing_of_another(
    app: AppUnderTest, bens: AppUnderTest
) -> None:
    await bens.call("event.bind", event="ONAPPTEST", handler=HANDLER)
    assert await app.call("event.get") == []
    assert await app.call("event.unbind", event="ONAPPTEST", handler=HANDLER) == {"count": 0}


async def test_events_are_those_of_the_scopes(app: AppUnderTest, bens: AppUnderTest) -> None:
    everything = [*COMMON, "ONUSERADD", *BOT_EVENT_KINDS]
    assert await app.call("events") == everything
    assert await bens.call("events") == [*COMMON, "ONUSERADD"]
    assert await bens.call("events", FULL=True) == everything
    assert await bens.call("events", SCOPE="imbot", FULL="Y") == [*BOT_EVENT_KINDS]
    assert await bens.call("events", SCOPE="user") == ["ONUSERADD"]
    assert await bens.call("events", SCOPE="basic") == COMMON
    assert await bens.call("events", SCOPE="crm") == []


async def test_the_events_of_bots_are_bound_by_themselves(app: AppUnderTest) -> None:
    for code in ("one", "two"):
        fields = {
            "code": code,
            "properties": {"name": code},
            "eventMode": "webhook",
            "webhookUrl": WEBHOOK,
        }
        await app.call("imbot.v2.Bot.register", fields=fields)
    assert await app.call("event.get") == [bound(event, WEBHOOK) for event in BOT_EVENT_KINDS]

    event = "ONIMBOTV2REACTIONCHANGE"
    refusal = await app.refusal("event.bind", event=event, handler=WEBHOOK)
    assert refusal.code == "ERROR_HANDLER_ALREADY_EXIST"
    assert await app.call("event.unbind", event=event, handler=WEBHOOK) == {"count": 1}
    assert bound(event, WEBHOOK) not in await app.call("event.get")
    assert await app.call("event.bind", event=event, handler=WEBHOOK) is True
    assert len(await app.call("event.get")) == 8


async def test_a_test_event_has_bounds(app: AppUnderTest) -> None:
    assert await app.call("event.test") == 1
    refusal = await app.refusal("event.test", long="x" * 70_000)
    assert refusal.code == "INVALID_ARGUMENT"


async def test_the_answers_of_a_test_event_are_not_called_ignored(app: AppUnderTest) -> None:
    explained = request("event.test", {"auth": app.pair.access_token, "any": "data"})
    answer = await app.portal.pipeline.serve(structs.replace(explained, explain=True))
    assert answer.notices == []


async def test_what_there_is_not_is_unbound_without_a_word(app: AppUnderTest) -> None:
    assert await app.call("event.unbind", event="ONNOSUCHEVENT") == {"count": 0}
    assert (await app.refusal("event.unbind")).code == "ERROR_EVENT_NOT_FOUND"


async def test_what_was_bound_can_be_unbound_without_its_scope(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    await app.call("event.bind", event="ONUSERADD", handler=HANDLER)
    await change_app(portal, scopes=("im",))
    assert await app.call("event.unbind", event="ONUSERADD") == {"count": 1}


async def test_many_handlers_of_a_test_share_a_mebibyte(app: AppUnderTest) -> None:
    most = "a" * (65_536 - len('{"q":""}'))
    for number in range(16):
        await app.call("event.bind", event="ONAPPTEST", handler=f"{HANDLER}/{number}")
    assert await app.call("event.test", q=most) == 1
    await app.call("event.bind", event="ONAPPTEST", handler=f"{HANDLER}/16")
    refusal = await app.refusal("event.test", q=most)
    assert (refusal.code, refusal.description) == (
        "INVALID_ARGUMENT",
        "The parameters must be at most 61680 bytes",
    )
    assert await app.call("event.test", q="a" * 60_000) == 1
