"""Who must learn of what: the outbox after real calls."""

from typing import Any

import pytest
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

from botyard.chat import dialogs
from botyard.model.entities import ChatId, Moment, UserId
from botyard.model.events import ChatJoined, MessageAdded
from botyard.store.tx import Tx

PLAIN = ["bot", "openline", "network"]
HEARING = ["supervisor", "personal"]


async def _texts(bot: BotUnderTest) -> list[str]:
    """What was said, without what the chat itself announced."""
    return [
        event.message.text
        for event in await bot.heard()
        if isinstance(event, MessageAdded) and not event.message.is_system
    ]


async def _group(host: BotUnderTest, *others: BotUnderTest) -> str:
    user_ids = [BEN, *(bot.id for bot in others)]
    made = await host.call("imbot.v2.Chat.add", fields={"title": "T", "userIds": user_ids})
    dialog_id: str = made["chat"]["dialogId"]
    return dialog_id


async def _pair(portal: PortalUnderTest, bot_type: str) -> tuple[BotUnderTest, BotUnderTest]:
    host = await portal.register_bot("host")
    return host, await portal.register_bot("listener", type=bot_type)


@pytest.mark.parametrize("bot_type", PLAIN + HEARING)
async def test_every_type_hears_its_private_dialogs(
    portal: PortalUnderTest, bot_type: str
) -> None:
    host, listener = await _pair(portal, bot_type)
    await host.send(str(listener.id), "hello")
    assert await _texts(listener) == ["hello"]
    assert await host.heard() == []


@pytest.mark.parametrize("bot_type", PLAIN)
async def test_plain_bots_hear_groups_only_where_they_are_mentioned(
    portal: PortalUnderTest, bot_type: str
) -> None:
    host, listener = await _pair(portal, bot_type)
    dialog = await _group(host, listener)
    mention = f"[USER={listener.id}]you[/USER]"
    reply = await host.send(dialog, "nobody in particular")
    await host.send(dialog, "[USER=all]everybody[/USER]")
    await host.send(dialog, f"[USER={host.id}]me[/USER]")
    await host.send(dialog, f"[CODE]{mention}[/CODE]")
    await host.send(dialog, "an answer", replyId=reply)
    await host.send(dialog, "x" * 20_001 + mention)
    await host.send(dialog, mention, system=True)
    assert await _texts(listener) == []
    await host.send(dialog, f"hey {mention}")
    assert await _texts(listener) == [f"hey {mention}"]


@pytest.mark.parametrize("bot_type", HEARING)
async def test_supervisors_and_personal_bots_hear_everything(
    portal: PortalUnderTest, bot_type: str
) -> None:
    host, listener = await _pair(portal, bot_type)
    dialog = await _group(host, listener)
    await host.send(dialog, "one")
    await host.send(dialog, "two", system=True)
    texts = [event.message.text for event in await listener.heard()
             if isinstance(event, MessageAdded)]  # fmt: skip
    assert texts[-2:] == ["one", "two"]
    assert "invited" in texts[0]


@pytest.mark.parametrize("bot_type", PLAIN)
async def test_plain_bots_hear_no_system_messages_even_in_private(
    portal: PortalUnderTest, bot_type: str
) -> None:
    host, listener = await _pair(portal, bot_type)
    await host.send(str(listener.id), "note", system=True)
    assert await listener.heard() == []


@pytest.mark.parametrize("bot_type", PLAIN + HEARING)
async def test_nobody_hears_itself(portal: PortalUnderTest, bot_type: str) -> None:
    bot = await portal.register_bot(type=bot_type)
    dialog = await _group(bot)
    await bot.send(dialog, f"[USER={bot.id}]me[/USER]")
    await bot.send(dialog, "note", system=True)
    await bot.send("2", "hello")
    await bot.call("imbot.v2.Chat.User.add", dialogId=dialog, userIds=[ADA])
    assert await bot.heard() == []


async def test_bots_that_are_not_there_hear_nothing(portal: PortalUnderTest) -> None:
    host, outsider = await _pair(portal, "supervisor")
    dialog = await _group(host)
    await host.send(dialog, f"[USER={outsider.id}]you[/USER]")
    assert await outsider.heard() == []


async def test_who_is_invited_learns_by_whom(portal: PortalUnderTest) -> None:
    host, listener = await _pair(portal, "bot")
    dialog = await _group(host, listener)
    chat_id = ChatId(int(dialog.removeprefix("chat")))
    joined = ChatJoined(chat_id, UserId(listener.id), UserId(host.id))
    assert await listener.heard() == [joined]
    late = await portal.register_bot("late")
    await host.call("imbot.v2.Chat.User.add", dialogId=dialog, userIds=[late.id, listener.id])
    assert await late.heard() == [ChatJoined(chat_id, UserId(late.id), UserId(host.id))]
    assert await listener.heard() == [joined]


async def test_a_private_dialog_that_a_person_opens_is_joined_once(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()

    async def open_dialog(tx: Tx) -> int:
        dialog = await dialogs.find(tx, UserId(BEN), str(bot.id), Moment(1))
        return 0 if dialog is None else dialog.chat.id

    chat_id = await portal.store.write(open_dialog)
    assert await portal.store.write(open_dialog) == chat_id
    assert await bot.heard() == [ChatJoined(ChatId(chat_id), UserId(bot.id), UserId(BEN))]


async def test_a_private_dialog_that_the_bot_opens_is_not_joined(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    await bot.send(str(BEN), "hello")
    assert await bot.heard() == []


async def test_a_repeat_and_a_refusal_tell_nobody(portal: PortalUnderTest) -> None:
    host, listener = await _pair(portal, "supervisor")
    template = "0b5d5b8e-6f0c-4f5c-9d61-3a5c1c2f7a10"
    for _ in range(2):
        await host.send(str(listener.id), "once", templateId=template)
    fields: dict[str, Any] = {"message": "x", "forwardIds": {template: 999}}
    await host.refusal("imbot.v2.Chat.Message.send", dialogId=str(listener.id), fields=fields)
    assert await _texts(listener) == ["once"]


async def test_every_forwarded_copy_is_heard(portal: PortalUnderTest) -> None:
    host, listener = await _pair(portal, "supervisor")
    original = await host.send("2", "copy me")
    uuid = "0b5d5b8e-6f0c-4f5c-9d61-3a5c1c2f7a10"
    await host.send(str(listener.id), "look", forwardIds={uuid: original})
    assert await _texts(listener) == ["copy me", "look"]


async def test_events_keep_their_order_and_their_text(portal: PortalUnderTest) -> None:
    host, listener = await _pair(portal, "personal")
    for number in range(5):
        await host.send(str(listener.id), f"message {number}")
    assert await _texts(listener) == [f"message {number}" for number in range(5)]


async def test_what_was_said_before_one_came_stays_unheard(portal: PortalUnderTest) -> None:
    """Who joins without the history learns nothing of it, whatever happens to it later."""
    bot = await portal.register_bot("late", type="supervisor")
    early = await portal.register_bot("early", type="supervisor")
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, early.id])
    dialog = f"chat{chat_id}"
    secret = await portal.call(ADA, "im.message.add", DIALOG_ID=dialog, MESSAGE="secret")
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[bot.id, CLEO])
    await portal.call(CLEO, "im.v2.Event.subscribe")
    await portal.call(ADA, "im.message.update", MESSAGE_ID=secret, MESSAGE="another secret")
    await portal.call(BEN, "im.message.like", MESSAGE_ID=secret)
    await portal.call(ADA, "im.message.delete", MESSAGE_ID=secret)
    await portal.call(ADA, "im.message.add", DIALOG_ID=dialog, MESSAGE="for all")

    heard = [one["type"].removeprefix("ONIMBOTV2") for one in await bot.events()]
    assert heard == ["JOINCHAT", "MESSAGEADD", "MESSAGEADD"]
    told = (await portal.call(CLEO, "im.v2.Event.get"))["events"]
    assert [one["data"]["message"]["text"] for one in told] == ["for all"]
    everything = [one["type"].removeprefix("ONIMBOTV2") for one in await early.events()]
    changes = ["MESSAGEUPDATE", "REACTIONCHANGE", "MESSAGEDELETE"]
    assert [one for one in everything if one in changes] == changes
