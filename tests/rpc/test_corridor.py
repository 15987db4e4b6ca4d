"""The corridor: which of two faults is told, and every system error with its literal text."""

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from typing import Any, NamedTuple

import msgspec
import pytest

from tests.doors import DoorUnderTest, Reply
from tests.portals import ADA, BEN, BotUnderTest, PortalUnderTest

SEND = "imbot.v2.Chat.Message.send"
CONTEXT = "imbot.v2.Chat.Message.getContext"


class Attempt:
    """One call that would go well, until a fault is put into it."""

    def __init__(self, bot: BotUnderTest, foreign: str, source: str) -> None:
        self.portal = bot.portal
        self.foreign = foreign
        self.user = str(BEN)
        self.code = "code-of-2"
        self.method = SEND
        self.secure = True
        self.source = source
        self.arguments: dict[str, Any] = {
            "botId": bot.id,
            "botToken": bot.token,
            "dialogId": "3",
            "messageId": 1,
            "fields": {"message": "hello"},
        }

    def change_portal(self, **changed: Any) -> None:
        self.portal.portal = msgspec.structs.replace(self.portal.portal, **changed)

    async def make(self, door: DoorUnderTest) -> Reply:
        return await door.send(
            f"{self.user}/{self.code}/{self.method}",
            msgspec.json.encode(self.arguments),
            source=self.source,
            secure=self.secure,
        )


class Fault(NamedTuple):
    name: str
    put_into: Callable[[Attempt], Awaitable[None]]
    refusal: tuple[int, str, str]


async def _close(attempt: Attempt) -> None:
    attempt.change_portal(closed=True)


async def _block(attempt: Attempt) -> None:
    attempt.change_portal(blocked=True)


async def _take_plan_away(attempt: Attempt) -> None:
    attempt.change_portal(plan="free")


async def _come_without_tls(attempt: Attempt) -> None:
    attempt.change_portal(require_https=True)
    attempt.secure = False


async def _use_up_the_limit(attempt: Attempt) -> None:
    as_it_was = attempt.portal.portal
    attempt.portal.portal = msgspec.structs.replace(
        as_it_was, limits="standard", closed=False, blocked=False, plan="commercial"
    )
    for _ in range(50):
        await attempt.make(DoorUnderTest(attempt.portal))
    attempt.portal.portal = msgspec.structs.replace(as_it_was, limits="standard")


async def _mistype_the_code(attempt: Attempt) -> None:
    attempt.code = "wrong"


async def _dismiss_the_person(attempt: Attempt) -> None:
    await attempt.portal.add_person(int(attempt.user), "im", active=False)


async def _name_no_method(attempt: Attempt) -> None:
    attempt.method = "imbot.v2.No.such"


async def _take_the_scope_away(attempt: Attempt) -> None:
    await attempt.portal.add_person(9, "im")
    attempt.user = "9"
    attempt.code = "code-of-9" if attempt.code != "wrong" else "wrong"


async def _leave_the_token_out(attempt: Attempt) -> None:
    del attempt.arguments["botToken"]


async def _leave_the_id_out(attempt: Attempt) -> None:
    del attempt.arguments["botId"]


async def _name_no_bot(attempt: Attempt) -> None:
    if "botId" in attempt.arguments:
        attempt.arguments["botId"] = 999


async def _take_anothers_bot(attempt: Attempt) -> None:
    if "botToken" in attempt.arguments:
        attempt.arguments["botToken"] = "wrong"


async def _ask_for_what_the_type_may_not(attempt: Attempt) -> None:
    if attempt.method == SEND:
        attempt.method = CONTEXT


async def _name_a_foreign_dialog(attempt: Attempt) -> None:
    attempt.arguments["dialogId"] = attempt.foreign


async def _say_nothing(attempt: Attempt) -> None:
    attempt.arguments["fields"] = {"message": ["no text"]}


FAULTS = [
    Fault("closed", _close, (500, "PORTAL_DELETED", "Portal was deleted")),
    Fault("blocked", _block, (503, "OVERLOAD_LIMIT", "REST API is blocked due to overload")),
    Fault(
        "plan",
        _take_plan_away,
        (403, "ACCESS_DENIED", "REST API is available only on commercial plans"),
    ),
    Fault("https", _come_without_tls, (400, "INVALID_REQUEST", "Https required")),
    Fault("limit", _use_up_the_limit, (503, "QUERY_LIMIT_EXCEEDED", "Too many requests")),
    Fault("code", _mistype_the_code, (401, "NO_AUTH_FOUND", "Wrong authorization data")),
    Fault(
        "person",
        _dismiss_the_person,
        (403, "INVALID_CREDENTIALS", "Invalid request credentials"),
    ),
    Fault("method", _name_no_method, (404, "ERROR_METHOD_NOT_FOUND", "Method not found!")),
    Fault(
        "scope",
        _take_the_scope_away,
        (
            403,
            "insufficient_scope",
            "The request requires higher privileges than provided by the webhook token",
        ),
    ),
    Fault(
        "token",
        _leave_the_token_out,
        (400, "BOT_TOKEN_NOT_SPECIFIED", "Bot token is not specified"),
    ),
    Fault("id", _leave_the_id_out, (400, "BOT_ID_REQUIRED", "Bot ID is required")),
    Fault("bot", _name_no_bot, (400, "BOT_NOT_FOUND", "Bot not found")),
    Fault(
        "owner",
        _take_anothers_bot,
        (403, "BOT_OWNERSHIP_ERROR", "Bot is registered by another application"),
    ),
    Fault(
        "type",
        _ask_for_what_the_type_may_not,
        (403, "BOT_TYPE_NOT_ALLOWED", "Bot type not allowed"),
    ),
    Fault("dialog", _name_a_foreign_dialog, (403, "ACCESS_DENIED", "Access denied")),
    Fault(
        "payload",
        _say_nothing,
        (400, "INVALID_ARGUMENT", "Parameter fields.message must be a string"),
    ),
]


@pytest.fixture
async def attempts(portal: PortalUnderTest) -> AsyncIterator[Attempt]:
    """One call after the other, each from an address of its own, and nothing left of the last."""
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    made = await other.call("imbot.v2.Chat.add")
    await bot.send("3", "the first message")
    settings = portal.portal

    async def follow_each_other() -> AsyncIterator[Attempt]:
        for number in count():
            portal.portal = settings
            await portal.add_person(BEN)
            yield Attempt(bot, made["chat"]["dialogId"], f"192.0.2.{number}")

    return follow_each_other()


@pytest.fixture
async def attempt(attempts: AsyncIterator[Attempt]) -> Attempt:
    return await anext(attempts)


async def test_without_a_fault_the_call_goes_well(attempt: Attempt) -> None:
    reply = await attempt.make(DoorUnderTest(attempt.portal))
    assert (reply.status, set(reply.body)) == (200, {"result", "time"})
    assert set(reply.body["time"]) == {
        "start",
        "finish",
        "duration",
        "processing",
        "date_start",
        "date_finish",
    }


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
async def test_a_fault_is_told_with_its_literal_text(attempt: Attempt, fault: Fault) -> None:
    await fault.put_into(attempt)
    reply = await attempt.make(DoorUnderTest(attempt.portal))
    assert reply.refusal == fault.refusal
    assert ("Retry-After" in reply.headers) == (reply.status == 503)


@pytest.mark.parametrize("first", FAULTS[:-1], ids=lambda fault: fault.name)
async def test_of_two_faults_the_earlier_is_told(
    attempts: AsyncIterator[Attempt], first: Fault
) -> None:
    for second in FAULTS[FAULTS.index(first) + 1 :]:
        attempt = await anext(attempts)
        await second.put_into(attempt)
        await first.put_into(attempt)
        reply = await attempt.make(DoorUnderTest(attempt.portal))
        assert reply.refusal == first.refusal, second.name


@pytest.mark.parametrize(
    ("user", "code"),
    [("2", "code-of-1"), ("1", "code-of-2"), ("02", "code-of-2"), ("x", "code-of-2"), ("2", "")],
)
async def test_a_code_belongs_to_its_person(attempt: Attempt, user: str, code: str) -> None:
    attempt.user, attempt.code = user, code
    reply = await attempt.make(DoorUnderTest(attempt.portal))
    assert reply.refusal == (401, "NO_AUTH_FOUND", "Wrong authorization data")


async def test_without_credentials_nobody_is_answered(portal: PortalUnderTest) -> None:
    reply = await DoorUnderTest(portal).send(SEND, b"{}")
    assert reply.refusal == (401, "NO_AUTH_FOUND", "Wrong authorization data")


async def test_a_message_is_found_before_the_range_is_read(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    wrong = {"messageId": 999, "range": "wide"}
    assert (await bot.refusal(CONTEXT, **wrong)).code == "MESSAGE_NOT_FOUND"
    said = await bot.send("2", "hello")
    refusal = await bot.refusal(CONTEXT, **(wrong | {"messageId": said}))
    assert refusal.code == "INVALID_ARGUMENT"


async def test_what_is_malformed_is_told_to_who_may_call(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    broken = b'{"fields":'
    own = await door.send(f"2/code-of-2/{SEND}", broken)
    assert own.refusal[:2] == (400, "INVALID_REQUEST")
    assert (await door.send(f"2/wrong/{SEND}", broken)).refusal[1] == "NO_AUTH_FOUND"
    assert (await door.send("2/code-of-2/nothing", broken)).refusal[1] == "ERROR_METHOD_NOT_FOUND"


async def test_the_limit_counts_each_source_and_leaks(portal: PortalUnderTest) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, limits="standard")
    door = DoorUnderTest(portal)

    async def statuses(count: int, source: str) -> list[int]:
        replies = [
            await door.call(ADA, "imbot.v2.Revision.get", source=source) for _ in range(count)
        ]
        return [reply.status for reply in replies]

    assert await statuses(52, "192.0.2.1") == [200] * 50 + [503] * 2
    assert await statuses(1, "192.0.2.2") == [200]
    refused = await door.call(ADA, "imbot.v2.Revision.get", source="192.0.2.1")
    portal.clock.seconds += int(refused.headers["Retry-After"])
    assert await statuses(1, "192.0.2.1") == [200]
    portal.clock.seconds += 1000
    assert await statuses(51, "192.0.2.1") == [200] * 50 + [503]


async def test_the_enterprise_limit_is_wider(portal: PortalUnderTest) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, limits="enterprise")
    door = DoorUnderTest(portal)
    replies = [await door.call(ADA, "imbot.v2.Revision.get") for _ in range(251)]
    assert [reply.status for reply in replies] == [200] * 250 + [503]


async def test_without_limits_nothing_is_counted(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    replies = [await door.call(ADA, "imbot.v2.Revision.get") for _ in range(300)]
    assert {reply.status for reply in replies} == {200}


async def test_storage_that_is_gone_may_come_back(portal: PortalUnderTest) -> None:
    await portal.store.close()
    door = DoorUnderTest(portal)
    for method in (SEND, "imbot.v2.Revision.get", "imbot.v2.Bot.register"):
        reply = await door.call(ADA, method, {"botToken": "t"})
        assert reply.refusal == (
            503,
            "STORAGE_UNAVAILABLE",
            "Storage is not available at the moment",
        )
        assert int(reply.headers["Retry-After"]) > 0


async def test_observed_statuses_replace_the_documented_ones(attempt: Attempt) -> None:
    attempt.change_portal(statuses="observed")
    door = DoorUnderTest(attempt.portal)
    await _take_the_scope_away(attempt)
    assert (await attempt.make(door)).refusal[:2] == (401, "insufficient_scope")
    attempt.code = "wrong"
    assert (await attempt.make(door)).refusal == (
        401,
        "INVALID_CREDENTIALS",
        "Invalid request credentials",
    )


async def test_only_get_and_post_call_a_method(portal: PortalUnderTest) -> None:
    reply = await DoorUnderTest(portal).call(ADA, "imbot.v2.Revision.get", verb="DELETE")
    assert reply.refusal == (400, "INVALID_REQUEST", "Use GET or POST")
    assert (
        await DoorUnderTest(portal).call(ADA, "imbot.v2.Revision.get", verb="GET")
    ).status == 200
