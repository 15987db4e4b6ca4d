"""What a bot of the older API is posted, at which of its addresses, and what it is not."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.delivery.relays import (
    REFUSED,
    TAKEN,
    Posted,
    Receivers,
    RelayUnderTest,
    below,
    delivered,
    listening_bot,
)
from tests.older_bots import CLIENT, HANDLER, OlderBot, register_older
from tests.portals import ADA, BEN, START, PortalUnderTest

HANDLERS = {
    "EVENT_MESSAGE_ADD": "https://older.example/add",
    "EVENT_MESSAGE_UPDATE": "https://older.example/update",
    "EVENT_MESSAGE_DELETE": "https://older.example/delete",
    "EVENT_WELCOME_MESSAGE": "https://older.example/welcome",
    "EVENT_BOT_DELETE": "https://older.example/gone",
}
COMMAND_URL = "https://older.example/command"
AUTH_KEYS = {
    "domain", "server_endpoint", "client_endpoint", "member_id", "application_token", "scope",
    "status", "user_id",
}  # fmt: skip


async def everything_bot(portal: PortalUnderTest, **arguments: Any) -> OlderBot:
    """A bot with an address for each kind of event."""
    bot = await register_older(portal, **{"EVENT_HANDLER": None, **HANDLERS, **arguments})
    await bot.call("imbot.update", FIELDS=HANDLERS)
    return bot


def params(posted: Posted) -> Mapping[str, str]:
    return below(posted, "data[PARAMS]")


async def write(portal: PortalUnderTest, dialog_id: object, text: str) -> int:
    made: int = await portal.call(BEN, "im.message.add", DIALOG_ID=str(dialog_id), MESSAGE=text)
    return made


async def test_a_private_message_is_told_whole(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    message_id = await write(portal, bot.id, "hi")
    welcome, posted = await delivered(relay, receivers)
    assert (welcome.event, welcome.url) == ("ONIMBOTJOINCHAT", HANDLERS["EVENT_WELCOME_MESSAGE"])
    assert (posted.event, posted.url) == ("ONIMBOTMESSAGEADD", HANDLERS["EVENT_MESSAGE_ADD"])
    chat = await portal.call(BEN, "im.dialog.get", DIALOG_ID=str(bot.id))
    off = dict.fromkeys(
        (
            "SYSTEM", "PUSH_IMPORTANT", "RECENT_SKIP_AUTHOR", "CONVERT", "SKIP_COMMAND",
            "SKIP_COUNTER_INCREMENTS", "SILENT_CONNECTOR", "SKIP_CONNECTOR",
            "IMPORTANT_CONNECTOR", "NO_SESSION_OL", "SKIP_URL_INDEX",
        ),
        "N",
    )  # fmt: skip
    assert params(posted) == off | {
        "MESSAGE": "hi",
        "TEMPLATE_ID": "",
        "MESSAGE_TYPE": "P",
        "FROM_USER_ID": str(BEN),
        "DIALOG_ID": str(BEN),
        "TO_CHAT_ID": str(chat["id"]),
        "AUTHOR_ID": str(BEN),
        "TO_USER_ID": str(bot.id),
        "PUSH": "Y",
        "FAKE_RELATION": "0",
        "COMMAND_CONTEXT": "TEXTAREA",
        "CHAT_USER_COUNT": "2",
        "PLATFORM_CONTEXT": "web",
        "MESSAGE_ID": str(message_id),
        "CHAT_TYPE": "P",
        "LANGUAGE": "en",
    }
    assert below(posted, "data[USER]") == {
        "ID": str(BEN),
        "NAME": "Ben Bitfiddle",
        "FIRST_NAME": "Ben",
        "LAST_NAME": "Bitfiddle",
        "WORK_POSITION": "",
        "GENDER": "M",
        "IS_BOT": "N",
        "IS_CONNECTOR": "N",
        "IS_NETWORK": "N",
        "IS_EXTRANET": "N",
    }
    assert posted.form["ts"] == str(int(START))


async def test_the_bot_and_the_person_have_an_auth_each(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    await write(portal, bot.id, "hi")
    _, posted = await delivered(relay, receivers)
    auth = below(posted, "auth")
    assert set(auth) == AUTH_KEYS
    assert (auth["user_id"], auth["scope"], auth["status"]) == (str(BEN), "imbot", "L")
    own = below(posted, f"data[BOT][{bot.id}]")
    whole = {**auth, "user_id": str(bot.id)}
    told = {**whole, **{f"AUTH.{name}": value for name, value in whole.items()}}
    assert own == {**told, "BOT_ID": str(bot.id), "BOT_CODE": "older"}


async def test_a_mention_in_a_group_is_told_without_the_name(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    chat_id = await portal.call(
        BEN,
        "im.chat.add",
        TITLE="Brown chat",
        COLOR="LIGHT_BLUE",
        USERS=[bot.id],
        ENTITY_TYPE="CRM",
        ENTITY_ID="DEAL|13",
    )
    await delivered(relay, receivers)
    await write(portal, f"chat{chat_id}", "nobody in particular")
    assert await delivered(relay, receivers) == []
    text = f"[USER={bot.id}]Older[/USER] , text for [USER={ADA}]Ada[/USER]"
    message_id = await write(portal, f"chat{chat_id}", text)
    [posted] = await delivered(relay, receivers)
    told = params(posted)
    assert told["MESSAGE"] == f", text for [USER={ADA}]Ada[/USER]"
    assert told["MESSAGE_ORIGINAL"] == text
    assert told[f"MENTIONED_LIST.{bot.id}"] == str(bot.id)
    assert told[f"MENTIONED_LIST.{ADA}"] == str(ADA)
    assert (told["DIALOG_ID"], told["TO_USER_ID"]) == (f"chat{chat_id}", str(bot.id))
    assert (told["MESSAGE_TYPE"], told["CHAT_TYPE"]) == ("C", "C")
    assert (told["CHAT_TITLE"], told["CHAT_COLOR"]) == ("Brown chat", "LIGHT_BLUE")
    assert (told["CHAT_ENTITY_TYPE"], told["CHAT_ENTITY_ID"]) == ("CRM", "DEAL|13")
    assert (told["CHAT_AUTHOR_ID"], told["RID"], told["IS_MANAGER"]) == (str(BEN), str(BEN), "Y")
    assert (told["CHAT_AVATAR"], told["CHAT_CAN_POST"]) == ("0", "MEMBER")
    assert told["CHAT_PREV_MESSAGE_ID"] == str(message_id - 1)


async def test_a_comma_at_the_name_goes_with_it(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    chat_id = await portal.call(BEN, "im.chat.add", USERS=[bot.id])
    await write(portal, f"chat{chat_id}", f"[user={bot.id}]Older[/user], text")
    assert params((await delivered(relay, receivers))[-1])["MESSAGE"] == "text"


async def test_a_supervisor_hears_what_mentions_nobody(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal, TYPE="S")
    chat_id = await portal.call(BEN, "im.chat.add", USERS=[bot.id])
    await delivered(relay, receivers)
    await write(portal, f"chat{chat_id}", "hello all")
    [posted] = await delivered(relay, receivers)
    told = params(posted)
    assert (told["MESSAGE"], told["TO_USER_ID"]) == ("hello all", "0")
    assert "MESSAGE_ORIGINAL" not in told


async def test_a_private_message_is_changed_and_deleted(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    message_id = await write(portal, bot.id, "text")
    await delivered(relay, receivers)
    await portal.call(BEN, "im.message.update", MESSAGE_ID=message_id, MESSAGE="text 2")
    [posted] = await delivered(relay, receivers)
    assert (posted.event, posted.url) == ("ONIMBOTMESSAGEUPDATE", HANDLERS["EVENT_MESSAGE_UPDATE"])
    chat_id = (await portal.call(BEN, "im.dialog.get", DIALOG_ID=str(bot.id)))["id"]
    common = {
        "ID": str(message_id),
        "CHAT_ID": str(chat_id),
        "AUTHOR_ID": str(BEN),
        "MESSAGE_TYPE": "P",
        "CHAT_AUTHOR_ID": str(BEN),
        "CHAT_ENTITY_ID": "",
        "CHAT_ENTITY_DATA_1": "",
        "CHAT_ENTITY_DATA_2": "",
        "CHAT_ENTITY_DATA_3": "",
        "FROM_USER_ID": str(BEN),
        "TO_USER_ID": str(bot.id),
        "DIALOG_ID": str(BEN),
        "MESSAGE_ID": str(message_id),
        "CHAT_TYPE": "P",
        "LANGUAGE": "en",
    }
    more = {"MESSAGE": "text 2", "CHAT_USER_COUNT": "2", "PLATFORM_CONTEXT": "web"}
    assert params(posted) == common | more
    await portal.call(BEN, "im.message.delete", MESSAGE_ID=message_id)
    [posted] = await delivered(relay, receivers)
    assert (posted.event, posted.url) == ("ONIMBOTMESSAGEDELETE", HANDLERS["EVENT_MESSAGE_DELETE"])
    placeholder = "Message from 09/21/2026 16:13:20 has been deleted"
    assert params(posted) == common | {"MESSAGE": placeholder}
    assert below(posted, "data[USER]")["NAME"] == "Ben Bitfiddle"


async def test_in_a_group_a_change_names_no_user(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    chat_id = await portal.call(BEN, "im.chat.add", USERS=[bot.id])
    message_id = await write(portal, f"chat{chat_id}", f"[USER={bot.id}]Older[/USER], text")
    await delivered(relay, receivers)
    await portal.call(BEN, "im.message.update", MESSAGE_ID=message_id, MESSAGE="text 2")
    await portal.call(BEN, "im.message.delete", MESSAGE_ID=message_id)
    changed = await delivered(relay, receivers)
    assert [one.event for one in changed] == ["ONIMBOTMESSAGEUPDATE"]
    told = params(changed[0])
    assert (told["MESSAGE"], told["TO_USER_ID"]) == ("text 2", "0")
    assert (told["CHAT_ENTITY_TYPE"], told["DIALOG_ID"]) == ("", f"chat{chat_id}")
    assert "FROM_USER_ID" not in told
    assert below(changed[0], "data[USER]") == {}


async def test_joining_tells_who_brought_the_bot(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    await write(portal, bot.id, "hi")
    private = (await delivered(relay, receivers))[0]
    assert params(private) == {
        "CHAT_TYPE": "P",
        "MESSAGE_TYPE": "P",
        "BOT_ID": str(bot.id),
        "USER_ID": str(BEN),
        "TO_USER_ID": str(BEN),
        "FROM_USER_ID": str(bot.id),
        "DIALOG_ID": str(BEN),
        "LANGUAGE": "en",
    }
    assert set(below(private, "data[USER]")) == {
        "ID", "NAME", "FIRST_NAME", "LAST_NAME", "WORK_POSITION", "GENDER",
    }  # fmt: skip
    chat_id = await portal.call(BEN, "im.chat.add", USERS=[bot.id])
    [group] = await delivered(relay, receivers)
    assert params(group) == {
        "CHAT_TYPE": "C",
        "MESSAGE_TYPE": "C",
        "BOT_ID": str(bot.id),
        "USER_ID": str(BEN),
        "CHAT_ID": str(chat_id),
        "CHAT_AUTHOR_ID": str(BEN),
        "CHAT_ENTITY_TYPE": "",
        "CHAT_ENTITY_ID": "",
        "ACCESS_HISTORY": "1",
        "DIALOG_ID": f"chat{chat_id}",
        "LANGUAGE": "en",
    }


@pytest.mark.parametrize(("hidden", "access"), [("Y", "0"), ("N", "1"), (None, "0")])
async def test_joining_later_tells_whether_the_bot_sees_what_was_said(
    portal: PortalUnderTest,
    relay: RelayUnderTest,
    receivers: Receivers,
    hidden: str | None,
    access: str,
) -> None:
    bot = await everything_bot(portal)
    chat_id = await portal.call(BEN, "im.chat.add", USERS=[ADA])
    invited = {"CHAT_ID": chat_id, "USERS": [bot.id]}
    history = {} if hidden is None else {"HIDE_HISTORY": hidden}
    await portal.call(BEN, "im.chat.user.add", **invited, **history)
    [posted] = await delivered(relay, receivers)
    assert params(posted)["ACCESS_HISTORY"] == access


@pytest.mark.parametrize("version", [1, 2])
async def test_the_end_is_told_flat_whoever_brings_it(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers, version: int
) -> None:
    bot = await everything_bot(portal)
    if version == 1:
        await bot.call("imbot.unregister")
    else:
        named = {"botId": bot.id, "botToken": CLIENT}
        await portal.call(ADA, "imbot.v2.Bot.unregister", **named)
    [posted] = await delivered(relay, receivers)
    assert (posted.event, posted.url) == ("ONIMBOTDELETE", HANDLERS["EVENT_BOT_DELETE"])
    assert below(posted, "data") == {"BOT_ID": str(bot.id), "BOT_CODE": "older"}
    assert set(below(posted, "auth")) == AUTH_KEYS
    assert below(posted, "auth")["user_id"] == str(ADA)


async def register_command(bot: OlderBot, **arguments: Any) -> int:
    wanted = {
        "COMMAND": "echo",
        "EVENT_COMMAND_ADD": COMMAND_URL,
        "LANG": [{"LANGUAGE_ID": "en", "TITLE": "Echo", "PARAMS": "text"}],
        **arguments,
    }
    made: int = await bot.call("imbot.command.register", **wanted)
    return made


async def test_a_command_is_told_at_its_own_address(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    command_id = await register_command(bot)
    message_id = await write(portal, bot.id, "/echo test")
    _, posted = await delivered(relay, receivers)
    assert (posted.event, posted.url) == ("ONIMCOMMANDADD", COMMAND_URL)
    called = below(posted, f"data[COMMAND][{command_id}]")
    assert {name: called[name] for name in called if name.isupper() and "." not in name} == {
        "BOT_ID": str(bot.id),
        "BOT_CODE": "older",
        "COMMAND": "echo",
        "COMMAND_ID": str(command_id),
        "COMMAND_PARAMS": "test",
        "COMMAND_CONTEXT": "TEXTAREA",
        "MESSAGE_ID": str(message_id),
    }
    told = params(posted)
    assert (told["MESSAGE"], told["DIALOG_ID"]) == ("/echo test", str(BEN))
    assert (told["SKIP_USER_CHECK"], told["RECENT_ADD"]) == ("Y", "Y")
    assert not {"COMMAND_CONTEXT", "CHAT_USER_COUNT", "PLATFORM_CONTEXT"} & set(told)
    assert set(below(posted, "data[USER]")) == {
        "ID", "NAME", "FIRST_NAME", "LAST_NAME", "GENDER",
    }  # fmt: skip


async def test_a_button_calls_a_command_in_a_group(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    await register_command(bot)
    chat_id = await bot.group(BEN)
    message_id = await bot.say(
        f"chat{chat_id}", "Press", KEYBOARD=[{"TEXT": "Go", "COMMAND": "echo"}]
    )
    await portal.call(
        BEN,
        "im.message.command",
        MESSAGE_ID=message_id,
        BOT_ID=bot.id,
        COMMAND="echo",
        COMMAND_PARAMS="x",
    )
    [posted] = await delivered(relay, receivers)
    told = params(posted)
    assert any(
        name.endswith("[COMMAND_CONTEXT]") and value == "KEYBOARD"
        for name, value in posted.form.items()
    )
    assert told[f"BOT_IN_CHAT.{bot.id}"] == str(bot.id)
    assert (told["CHAT_PARENT_ID"], told["CHAT_PARENT_MID"]) == ("0", "0")
    assert (told["FROM_USER_ID"], told["DIALOG_ID"]) == (str(BEN), f"chat{chat_id}")


async def test_a_command_of_version_2_is_told_where_messages_are(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    await portal.call(
        ADA,
        "imbot.v2.Command.register",
        botId=bot.id,
        botToken=CLIENT,
        fields={"command": "help", "title": {"en": "Help"}},
    )
    await write(portal, bot.id, "/help")
    _, posted = await delivered(relay, receivers)
    assert (posted.event, posted.url) == ("ONIMCOMMANDADD", HANDLERS["EVENT_MESSAGE_ADD"])


async def test_a_bot_of_version_2_hears_of_older_commands_in_its_own_words(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    newer = await listening_bot(portal, "newer")
    await register_command(OlderBot(portal, newer.id, newer.token))
    await write(portal, newer.id, "/echo test")
    posted = (await delivered(relay, receivers))[-1]
    assert (posted.event, posted.url) == ("ONIMBOTV2COMMANDADD", "https://newer.example/hook")
    assert posted.form["data[command][command]"] == "/echo"


async def test_what_it_has_no_address_for_is_not_told(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await register_older(portal, EVENT_MESSAGE_UPDATE="https://older.example/update")
    message_id = await write(portal, bot.id, "text")
    await portal.call(BEN, "im.message.update", MESSAGE_ID=message_id, MESSAGE="text 2")
    await portal.call(BEN, "im.message.delete", MESSAGE_ID=message_id)
    own_id = await bot.say(str(BEN), "mine")
    await portal.call(BEN, "im.message.like", MESSAGE_ID=own_id)
    posted = await delivered(relay, receivers)
    assert [one.event for one in posted] == ["ONIMBOTJOINCHAT", "ONIMBOTMESSAGEADD"]
    assert {one.url for one in posted} == {HANDLER}


async def test_version_2_moves_all_addresses(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    await portal.call(
        ADA,
        "imbot.v2.Bot.update",
        botId=bot.id,
        botToken=CLIENT,
        fields={"webhookUrl": "https://moved.example/hook"},
    )
    await write(portal, bot.id, "hi")
    posted = await delivered(relay, receivers)
    assert [one.event for one in posted] == ["ONIMBOTJOINCHAT", "ONIMBOTMESSAGEADD"]
    assert {one.url for one in posted} == {"https://moved.example/hook"}


async def test_what_is_refused_comes_again_at_the_address_of_then(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await everything_bot(portal)
    receivers.decide = lambda _posted: REFUSED
    await write(portal, bot.id, "hi")
    [refused] = await delivered(relay, receivers)
    moved = "https://older.example/moved"
    await bot.call("imbot.update", FIELDS={"EVENT_WELCOME_MESSAGE": moved})
    receivers.decide = lambda _posted: TAKEN
    await relay.deliver_until(60)
    again, posted = receivers.taken
    assert (again.id, again.url) == (refused.id, moved)
    assert posted.event == "ONIMBOTMESSAGEADD"


async def test_each_bot_hears_in_the_words_of_its_own_api(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    older = await register_older(portal, TYPE="S")
    newer = await listening_bot(portal, "newer")
    chat_id = await portal.call(BEN, "im.chat.add", USERS=[older.id, newer.id])
    await delivered(relay, receivers)
    await older.say(f"chat{chat_id}", "from the older one")
    [posted] = await delivered(relay, receivers)
    assert (posted.event, posted.text) == ("ONIMBOTV2MESSAGEADD", "from the older one")
    await newer.send(f"chat{chat_id}", "from the newer one")
    [posted] = await delivered(relay, receivers)
    assert posted.event == "ONIMBOTMESSAGEADD"
    assert params(posted)["MESSAGE"] == "from the newer one"
    assert below(posted, "data[USER]")["IS_BOT"] == "Y"
