"""`batch`: many calls in one request, each with its own checks, errors and time."""

from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import pytest

from botyard.store.tx import StoreUnavailable
from tests.batches import SEND, batch, command, sending, texts
from tests.doors import FORM, DoorUnderTest, path_of
from tests.portals import ADA, BEN, CLEO, PortalUnderTest
from tests.uploads import encoded

SECTIONS = ["result", "result_error", "result_total", "result_next", "result_time"]
TIME = {"start", "finish", "duration", "processing", "date_start", "date_finish"}
NOT_FOUND = {"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}


async def test_commands_are_called_in_their_order_and_answered_by_their_keys(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    cmd = {"z": sending(bot, "first"), "a": sending(bot, "second"), "me": "profile"}
    answers = await batch(portal, cmd)
    assert list(answers) == SECTIONS
    assert list(answers["result"]) == ["z", "a", "me"]
    assert answers["result"]["z"]["id"] < answers["result"]["a"]["id"]
    assert answers["result"]["me"]["ID"] == str(BEN)
    assert await texts(portal, bot) == ["first", "second"]


async def test_all_sections_are_there_and_empty_ones_are_lists(portal: PortalUnderTest) -> None:
    empty = {name: list[Any]() for name in SECTIONS}
    assert await batch(portal, {}) == await batch(portal, []) == empty
    refused = await batch(portal, {"a": "no.such"})
    assert refused == empty | {"result_error": {"a": NOT_FOUND}}


THREE = ["profile", "no.such", "server.time"]


@pytest.mark.parametrize("cmd", [THREE, {str(place): one for place, one in enumerate(THREE)}])
async def test_each_section_is_a_list_where_its_own_keys_count_from_0(
    portal: PortalUnderTest, cmd: Any
) -> None:
    answers = await batch(portal, cmd)
    assert set(answers["result"]) == {"0", "2"}
    assert answers["result_error"] == {"1": NOT_FOUND}
    assert set(answers["result_time"]) == {"0", "2"}
    answers = await batch(portal, ["profile", "server.time"])
    assert [type(answers[name]) for name in ("result", "result_time")] == [list, list]
    answers = await batch(portal, {"1": "profile", "0": "no.such"})
    assert isinstance(answers["result"], dict)
    assert answers["result_error"] == [NOT_FOUND]


async def test_pages_tell_their_total_and_what_is_next(portal: PortalUnderTest) -> None:
    for number in range(60):
        await portal.add_person(100 + number, first_name=f"P{number}")
    answers = await batch(portal, {"all": "user.get", "one": "user.get?ID=2", "me": "profile"})
    assert answers["result_total"] == {"all": 63, "one": 1}
    assert answers["result_next"] == {"all": 50}
    assert len(answers["result"]["all"]) == 50


async def test_each_command_that_went_well_has_its_time(portal: PortalUnderTest) -> None:
    reply = await DoorUnderTest(portal).call(
        BEN, "batch", {"cmd": {"a": "profile", "b": "no.such"}}
    )
    assert set(reply.body) == {"result", "time"}
    times = reply.body["result"]["result_time"]
    assert {key: set(time) for key, time in times.items()} == {"a": TIME}
    assert set(reply.body["time"]) == TIME


async def test_null_is_a_result(portal: PortalUnderTest) -> None:
    answers = await batch(portal, {"a": "im.chat.get?ENTITY_TYPE=X&ENTITY_ID=1"})
    assert answers["result"] == {"a": None}
    assert answers["result_error"] == []


@pytest.mark.parametrize("halt", [True, 1, "1", "true", "Y"])
async def test_with_halt_nothing_is_called_after_a_refusal(
    portal: PortalUnderTest, halt: Any
) -> None:
    bot = await portal.register_bot()
    cmd = {"a": sending(bot, "first"), "b": sending(bot, " "), "c": sending(bot, "third")}
    answers = await batch(portal, cmd, halt=halt)
    assert list(answers["result"]) == ["a"]
    assert answers["result_error"] == {
        "b": {"error": "EMPTY_MESSAGE", "error_description": "Message is empty"}
    }
    assert await texts(portal, bot) == ["first"]


@pytest.mark.parametrize("halt", [False, 0, "0", "", None])
async def test_without_halt_all_are_called(portal: PortalUnderTest, halt: Any) -> None:
    bot = await portal.register_bot()
    cmd = {"a": sending(bot, "first"), "b": sending(bot, " "), "c": sending(bot, "third")}
    answers = await batch(portal, cmd, halt=halt)
    assert list(answers["result"]) == ["a", "c"]
    assert list(answers["result_error"]) == ["b"]
    assert await texts(portal, bot) == ["first", "third"]


async def test_50_commands_are_called_and_each_one_beyond_is_refused(
    portal: PortalUnderTest,
) -> None:
    answers = await batch(portal, ["server.time"] * 52)
    assert len(answers["result"]) == len(answers["result_time"]) == 50
    too_many = {
        "error": "ERROR_BATCH_LENGTH_EXCEEDED",
        "error_description": "Max batch length exceeded",
    }
    assert answers["result_error"] == {"50": too_many, "51": too_many}
    halted = await batch(portal, ["server.time"] * 52, halt=True)
    assert halted["result_error"] == {"50": too_many}


@pytest.mark.parametrize("inner", ["batch", "BATCH?cmd[0]=profile", "Batch?"])
async def test_a_batch_holds_no_batch(portal: PortalUnderTest, inner: str) -> None:
    answers = await batch(portal, {"a": inner, "b": "profile"})
    assert answers["result_error"] == {
        "a": {
            "error": "ERROR_BATCH_METHOD_NOT_ALLOWED",
            "error_description": "Method is not allowed for batch usage",
        }
    }
    assert list(answers["result"]) == ["b"]


RAW = (
    "dialogId=3&fields[message]=a%20%26%20b"
    "&fields[keyboard][0][TEXT]=Go&fields[keyboard][0][LINK]=/"
)
SPELLINGS = [
    RAW,
    RAW.replace("%20", "+").replace("[", "%5B").replace("]", "%5D") + "&",
    f"__order=order0000000001&bx24_request_id=5&{RAW}&fields[system]=False",
    RAW.replace("[keyboard]", "[keyboard][BUTTONS]"),
]


@pytest.mark.parametrize("query", SPELLINGS)
async def test_a_query_is_read_as_php_reads_it(portal: PortalUnderTest, query: str) -> None:
    bot = await portal.register_bot(type="supervisor")
    named = f"botId={bot.id}&botToken={bot.token}"
    answers = await batch(portal, {"a": f"{SEND.lower()}?{named}&{query}"})
    said = await bot.call("imbot.v2.Chat.Message.get", messageId=answers["result"]["a"]["id"])
    assert said["message"]["text"] == "a & b"
    assert said["message"]["params"]["keyboard"][0]["TEXT"] == "Go"


async def test_a_form_quotes_its_commands_once_more(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    form = urlencode({"cmd[0]": sending(bot, "a & b=c"), "cmd[1]": "profile", "halt": "0"})
    door = DoorUnderTest(portal)
    posted = await door.send(
        path_of(BEN, "batch.json"), form.encode(), headers={"content-type": FORM}
    )
    got = await door.send(path_of(BEN, "batch"), query=form.encode(), verb="GET")
    for reply in (posted, got):
        assert isinstance(reply.body["result"]["result"], list)
        assert reply.body["result"]["result"][1]["ID"] == str(BEN)
    assert await texts(portal, bot) == ["a & b=c"] * 2


async def test_a_command_may_be_an_object(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    params = {"botId": bot.id, "botToken": bot.token, "dialogId": CLEO, "fields": {"message": "x"}}
    cmd = {"a": {"method": SEND, "params": params}, "b": {"method": "profile", "params": []}}
    answers = await batch(portal, cmd | {"c": {"method": "profile"}})
    assert list(answers["result"]) == ["a", "b", "c"]
    assert await texts(portal, bot) == ["x"]


@pytest.mark.parametrize(
    "wrong", [5, None, True, ["profile"], {}, {"method": 5}, {"method": "profile", "params": 5}]
)
async def test_a_batch_that_cannot_be_read_calls_nothing(
    portal: PortalUnderTest, wrong: Any
) -> None:
    bot = await portal.register_bot()
    cmd = {"first": sending(bot, "first"), "wrong": wrong}
    refusal = await portal.refusal(BEN, "batch", cmd=cmd)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)
    assert "cmd.wrong" in refusal.description
    found = await bot.call("imbot.v2.Bot.get")
    assert found["bot"]["countMessage"] == 0


@pytest.mark.parametrize("arguments", [{}, {"cmd": "profile"}, {"cmd": None}, {"cmd": 5}])
async def test_commands_must_be_there(portal: PortalUnderTest, arguments: Any) -> None:
    refusal = await portal.refusal(BEN, "batch", **arguments)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)
    assert "cmd" in refusal.description


@pytest.mark.parametrize(
    "query", ["a[b]=%00", "a=%ff", "a" + "[b]" * 100 + "=1", "&".join(["a[]=1"] * 10_001)]
)
async def test_a_query_that_cannot_be_read_spares_the_others(
    portal: PortalUnderTest, query: str
) -> None:
    answers = await batch(portal, {"a": f"profile?{query}", "b": "profile", "c": f"no?{query}"})
    assert answers["result_error"]["a"]["error"] == "INVALID_REQUEST"
    assert answers["result_error"]["c"] == NOT_FOUND
    assert list(answers["result"]) == ["b"]


async def test_credentials_are_those_of_the_request(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    wrong = await door.send("2/wrong/batch", b'{"cmd":{"a":"profile"},"halt":"x"}')
    assert wrong.refusal[:2] == (401, "NO_AUTH_FOUND")
    inside = command("profile", auth="x", access_token="y", user=ADA, code="code-of-1")
    answers = await batch(portal, {"a": inside, "b": "../1/code-of-1/profile"})
    assert answers["result"]["a"]["ID"] == str(BEN)
    assert answers["result_error"] == {"b": NOT_FOUND}


async def test_each_command_needs_its_own_scope(portal: PortalUnderTest) -> None:
    await portal.add_person(9, "im")
    cmd = {name: name for name in ("profile", "im.counters.get", "user.get", "USER.get")}
    answers = await batch(portal, cmd | {"bot": "imbot.v2.Bot.list?botToken=x"}, user_id=9)
    assert list(answers["result"]) == ["profile", "im.counters.get"]
    refused = {key: told["error"] for key, told in answers["result_error"].items()}
    assert refused == dict.fromkeys(["user.get", "USER.get", "bot"], "insufficient_scope")


@pytest.mark.parametrize(
    "name", ["imbot.v2.Bot.list", "IMBOT.V2.BOT.LIST", "imbot.v2.bot.list", "iMbOt.v2.Bot.LiSt"]
)
async def test_however_a_method_is_spelled_it_needs_its_scope(
    portal: PortalUnderTest, name: str
) -> None:
    await portal.add_person(9, "im")
    for suffix in ("", ".json", ".xml", ".JSON", "/", "%20", " ", "\t"):
        for before in ("", "/", " ", "//"):
            cmd = {"a": f"{before}{name}{suffix}?botToken=x"}
            answers = await batch(portal, cmd, user_id=9)
            assert answers["result"] == []
            refused = answers["result_error"]["a"]["error"]
            is_name = not before and not suffix
            assert refused == ("insufficient_scope" if is_name else "ERROR_METHOD_NOT_FOUND")


async def test_each_command_needs_its_own_bot_token(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    foreign = command(SEND, botId=other.id, botToken=bot.token, dialogId=3)
    nameless = command(SEND, botId=bot.id, dialogId=3)
    answers = await batch(portal, {"own": sending(bot, "x"), "f": foreign, "n": nameless})
    refused = {key: told["error"] for key, told in answers["result_error"].items()}
    assert refused == {"f": "BOT_OWNERSHIP_ERROR", "n": "BOT_TOKEN_NOT_SPECIFIED"}


async def test_a_token_outside_of_the_commands_is_nobodys(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    cmd = {"a": f"imbot.v2.Bot.get?botId={bot.id}"}
    answers = await batch(portal, cmd, botToken=bot.token)
    assert answers["result_error"]["a"]["error"] == "BOT_TOKEN_NOT_SPECIFIED"


async def test_the_limit_counts_the_request_once(portal: PortalUnderTest) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, limits="standard")
    door = DoorUnderTest(portal)
    replies = [await door.call(BEN, "batch", {"cmd": ["server.time"] * 3}) for _ in range(51)]
    assert [reply.status for reply in replies] == [200] * 50 + [503]


async def test_waiting_for_events_is_no_matter_of_a_batch(portal: PortalUnderTest) -> None:
    """The clock of the test stands still: whoever waited would wait for ever."""
    bot = await portal.register_bot()
    waiting = command("imbot.v2.Event.get", botId=bot.id, botToken=bot.token, timeout=55)
    said = "im.message.add?DIALOG_ID=%24result%5Bbot%5D%5Bbot%5D%5Bid%5D&MESSAGE=hello"
    get = command("imbot.v2.Bot.get", botId=bot.id, botToken=bot.token)
    answers = await batch(portal, {"1": waiting, "bot": get, "2": said, "3": waiting})
    assert answers["result"]["1"]["events"] == []
    assert [one["type"] for one in answers["result"]["3"]["events"]][-1] == "ONIMBOTV2MESSAGEADD"


async def test_files_go_through_a_batch(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    content = b"\xff\xfe\xfd" * 1000
    upload = command(
        "imbot.v2.File.upload",
        botId=bot.id,
        botToken=bot.token,
        dialogId=CLEO,
        **{"fields[name]": "a.bin", "fields[content]": encoded(content)},
    )
    download = f"imbot.v2.File.download?botId={bot.id}&botToken={bot.token}"
    answers = await batch(
        portal, {"up": upload, "down": f"{download}&fileId=$result[up][file][id]"}
    )
    assert answers["result_error"] == []
    assert answers["result"]["up"]["file"]["size"] == len(content)
    assert "token=" in answers["result"]["down"]["downloadUrl"]


async def test_a_large_batch_is_read_as_a_small_one(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    content = encoded(b"\xff" * 2_000_000)
    fields = {"fields[name]": "a.bin", "fields[content]": content}
    named = {"botId": bot.id, "botToken": bot.token, "dialogId": CLEO}
    cmd = {
        "up": command("imbot.v2.File.upload", **named, **fields),
        "said": sending(bot, "id $result[up][file][id]"),
        "bad": sending(bot, " "),
    }
    reply = await DoorUnderTest(portal).call(BEN, "batch", {"cmd": cmd})
    answers = reply.body["result"]
    assert list(answers["result_error"]) == ["bad"]
    assert answers["result"]["up"]["file"]["size"] == 2_000_000
    assert (await texts(portal, bot))[-1] == f"id {answers['result']['up']['file']['id']}"


async def test_a_command_is_told_what_it_ignored(portal: PortalUnderTest) -> None:
    reply = await DoorUnderTest(portal).call(
        BEN,
        "batch",
        {"cmd": {"a": "scope?fullx=1", "b": "profile"}, "stop": 1},
        headers={"botyard-explain": "1"},
    )
    assert reply.headers["Botyard-Notice"] == (
        "stop is ignored; cmd.a: fullx is ignored: did you mean full?"
    )


async def test_notices_of_many_commands_stay_short(portal: PortalUnderTest) -> None:
    cmd = {f"{number}{'x' * 1000}": f"profile?{'y' * 1000}=1" for number in range(50)}
    reply = await DoorUnderTest(portal).call(
        BEN, "batch", {"cmd": cmd}, headers={"botyard-explain": "1"}
    )
    assert len(reply.headers["Botyard-Notice"]) < 6000


async def test_storage_that_fails_a_command_leaves_what_was_answered(
    portal: PortalUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = await portal.register_bot()
    write, writes = portal.store.write, 0

    async def fail_the_second(work: Any) -> Any:
        nonlocal writes
        writes += 1
        if writes == 2:
            raise StoreUnavailable("busy")
        return await write(work)

    monkeypatch.setattr(portal.store, "write", fail_the_second)
    answers = await batch(portal, [sending(bot, text) for text in ("first", "second", "third")])
    monkeypatch.undo()
    assert answers["result_error"]["1"]["error"] == "STORAGE_UNAVAILABLE"
    assert set(answers["result"]) == {"0", "2"}
    assert await texts(portal, bot) == ["first", "third"]


async def test_a_fault_of_one_command_leaves_what_the_others_were_answered(
    portal: PortalUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = await portal.register_bot()
    read = portal.store.read
    reads = 0

    async def break_the_second(work: Any) -> Any:
        nonlocal reads
        reads += 1
        if reads == 2:
            raise ZeroDivisionError
        return await read(work)

    monkeypatch.setattr(portal.store, "read", break_the_second)
    answers = await batch(portal, {"a": sending(bot, "x"), "b": "profile", "c": "profile"})
    assert answers["result_error"] == {
        "b": {"error": "INTERNAL_SERVER_ERROR", "error_description": "Internal server error"}
    }
    assert list(answers["result"]) == ["a", "c"]


async def test_storage_that_is_gone_refuses_the_batch(portal: PortalUnderTest) -> None:
    await portal.store.close()
    reply = await DoorUnderTest(portal).call(BEN, "batch", {"cmd": ["profile"]})
    assert reply.refusal[:2] == (503, "STORAGE_UNAVAILABLE")


async def test_xml_answers_hold_the_same(portal: PortalUnderTest) -> None:
    cmd = {"me": "profile", "1 <x>": "server.time", "xml": "no.such", "": "scope"}
    reply = await DoorUnderTest(portal).call(BEN, "batch.xml", {"cmd": cmd})
    text = reply.raw.decode()
    assert reply.content_type == "text/xml; charset=utf-8"
    assert "<response><result><result><me><ID>2</ID>" in text
    assert "</me><_1__x_>" in text
    assert "<_><item>im</item>" in text
    assert "<result_error><_xml><error>ERROR_METHOD_NOT_FOUND</error>" in text
    assert "<result_total></result_total><result_next></result_next><result_time><me>" in text
    listed = await DoorUnderTest(portal).call(BEN, "batch.xml", {"cmd": ["scope", "no.such"]})
    assert "<result><result><item><item>im</item>" in listed.raw.decode()
    assert "<result_error><_1><error>" in listed.raw.decode()


async def test_references_in_a_query_may_be_quoted(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    quoted = quote("$result[me][NAME]")
    named = f"botId={bot.id}&botToken={bot.token}&dialogId=3"
    cmd = {"me": "profile", "said": f"{SEND}?{named}&fields[message]={quoted}"}
    await batch(portal, cmd)
    assert await texts(portal, bot) == ["Ben"]


async def test_each_command_is_counted_by_its_method(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    cmd = ["PROFILE", "profile", "x" * 1000, "imbot.v2.Bot.list"] + ["batch"] * 60
    await door.call(BEN, "batch", {"cmd": cmd})
    counted = door.metrics.render().decode()
    for line in (
        'botyard_calls_total{answer="ok",method="profile"} 2.0',
        'botyard_calls_total{answer="ERROR_METHOD_NOT_FOUND",method="unknown"} 1.0',
        'botyard_calls_total{answer="BOT_TOKEN_NOT_SPECIFIED",method="imbot.v2.Bot.list"} 1.0',
        'botyard_calls_total{answer="ERROR_BATCH_METHOD_NOT_ALLOWED",method="batch"} 46.0',
        'botyard_calls_total{answer="ok",method="batch"} 1.0',
    ):
        assert line in counted
    assert "xxx" not in counted
