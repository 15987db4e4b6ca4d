"""Calls that arrive at the same moment leave what one after the other would."""

import asyncio
from typing import Any

from tests.doors import DoorUnderTest
from tests.portals import ADA, BEN, PortalUnderTest

SEND = "imbot.v2.Chat.Message.send"
TEMPLATE = "0b5d5b8e-6f0c-4f5c-9d61-3a5c1c2f7a10"
AT_ONCE = 12


async def test_a_template_is_sent_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send("2", "before")
    sends = [bot.send("2", f"try {n}", templateId=TEMPLATE) for n in range(AT_ONCE)]
    assert len(set(await asyncio.gather(*sends))) == 1
    chat = (await bot.call("imbot.v2.Chat.get", dialogId="2"))["chat"]
    assert chat["messageCount"] == 2


async def test_a_key_is_answered_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    door = DoorUnderTest(portal)
    arguments = {"botId": bot.id, "botToken": bot.token, "fields": {"title": "T"}}
    calls = [
        door.call(ADA, "imbot.v2.Chat.add", arguments, headers={"idempotency-key": "k"})
        for _ in range(AT_ONCE)
    ]
    replies = await asyncio.gather(*calls)
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body["result"]["chat"]["id"] for reply in replies}) == 1
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countChat"] == 1


async def test_two_sides_open_one_dialog(portal: PortalUnderTest) -> None:
    one, two = await portal.register_bot("one"), await portal.register_bot("two")
    sends = [
        sender.send(str(other.id), "hello")
        for sender, other in ((one, two), (two, one)) * (AT_ONCE // 2)
    ]
    await asyncio.gather(*sends)
    chats = [
        (await bot.call("imbot.v2.Chat.get", dialogId=str(other.id)))["chat"]
        for bot, other in ((one, two), (two, one))
    ]
    assert chats[0]["id"] == chats[1]["id"]
    assert chats[0]["messageCount"] == AT_ONCE


async def test_a_code_makes_one_bot(portal: PortalUnderTest) -> None:
    bots = await asyncio.gather(*[portal.register_bot("same") for _ in range(AT_ONCE)])
    assert len({bot.id for bot in bots}) == 1


async def test_only_one_of_two_owners_gets_a_code(portal: PortalUnderTest) -> None:
    async def register(token: str) -> int:
        fields: dict[str, Any] = {"code": "same", "properties": {"name": "B"}}
        door = DoorUnderTest(portal)
        arguments = {"fields": fields | {"botToken": token}}
        return (await door.call(ADA, "imbot.v2.Bot.register", arguments)).status

    statuses = await asyncio.gather(*[register(f"token {n}") for n in range(AT_ONCE)])
    assert sorted(statuses) == [200] + [400] * (AT_ONCE - 1)


async def test_the_counters_of_a_chat_are_exact(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN]})
    dialog = made["chat"]["dialogId"]
    ids = await asyncio.gather(*[bot.send(dialog, "x") for _ in range(AT_ONCE)])
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert chat["messageCount"] == made["chat"]["messageCount"] + AT_ONCE
    assert chat["lastMessageId"] == chat["lastId"] == max(ids)
    assert chat["unreadId"] is None
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countMessage"] == AT_ONCE


async def test_a_member_is_added_once(portal: PortalUnderTest) -> None:
    bot, guest = await portal.register_bot(), await portal.register_bot("guest")
    dialog = (await bot.call("imbot.v2.Chat.add"))["chat"]["dialogId"]
    adds = [
        bot.call("imbot.v2.Chat.User.add", dialogId=dialog, userIds=[guest.id])
        for _ in range(AT_ONCE)
    ]
    await asyncio.gather(*adds)
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert (chat["userCounter"], chat["messageCount"]) == (2, 1)


async def test_members_stand_in_the_order_in_which_they_were_added(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    guests = [await portal.register_bot(f"guest{number}") for number in range(AT_ONCE)]
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN]})
    dialog = made["chat"]["dialogId"]
    adds = [
        bot.call("imbot.v2.Chat.User.add", dialogId=dialog, userIds=[guest.id]) for guest in guests
    ]
    await asyncio.gather(*adds)
    page = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=dialog)
    texts = [one["text"] for one in sorted(page["messages"], key=lambda one: one["id"])]
    listed = await bot.call("imbot.v2.Chat.User.list", dialogId=dialog)
    invited = [user["id"] for user in listed if user["id"] != bot.id]
    assert len(invited) == len(texts) == AT_ONCE + 1
    for user_id, text in zip(invited, texts, strict=True):
        assert f" invited [USER={user_id} REPLACE]" in text


async def test_a_member_is_removed_once(portal: PortalUnderTest) -> None:
    bot, guest = await portal.register_bot(), await portal.register_bot("guest")
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [guest.id]})
    dialog = made["chat"]["dialogId"]
    removals = [
        bot.call("imbot.v2.Chat.User.delete", dialogId=dialog, userId=guest.id)
        for _ in range(AT_ONCE)
    ]
    await asyncio.gather(*removals)
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert (chat["userCounter"], chat["messageCount"]) == (1, 2)


async def test_a_group_is_handed_over_once(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    bot = await portal.register_bot()
    heirs = [await portal.register_bot(f"heir{number}") for number in range(4)]
    user_ids = [heir.id for heir in heirs]
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": user_ids})
    dialog = made["chat"]["dialogId"]
    named = {"botId": bot.id, "botToken": bot.token, "dialogId": dialog}
    handovers = [
        door.call(ADA, "imbot.v2.Chat.setOwner", {**named, "userId": heir.id}) for heir in heirs
    ]
    statuses = [reply.status for reply in await asyncio.gather(*handovers)]
    assert sorted(statuses) == [200, 403, 403, 403]
    seen = [(await heir.call("imbot.v2.Chat.get", dialogId=dialog))["chat"] for heir in heirs]
    owners = [chat["id"] for chat in seen if chat["role"] == "owner"]
    assert len(owners) == 1
    assert {chat["owner"] for chat in seen} == {user_ids[statuses.index(200)]}


async def test_one_bot_is_rotated_to_a_token(portal: PortalUnderTest) -> None:
    bots = [await portal.register_bot(f"bot{number}") for number in range(AT_ONCE)]
    door = DoorUnderTest(portal)
    rotations = [
        door.call(
            ADA,
            "imbot.v2.Bot.update",
            {"botId": bot.id, "botToken": bot.token, "fields": {"botToken": "wanted"}},
        )
        for bot in bots
    ]
    statuses = [reply.status for reply in await asyncio.gather(*rotations)]
    assert sorted(statuses) == [200] + [400] * (AT_ONCE - 1)


async def test_a_token_owns_at_most_100_bots(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)

    async def register(number: int) -> int:
        fields = {"code": f"bot{number}", "botToken": "t", "properties": {"name": "B"}}
        return (await door.call(ADA, "imbot.v2.Bot.register", {"fields": fields})).status

    statuses = await asyncio.gather(*[register(number) for number in range(104)])
    assert sorted(statuses) == [200] * 100 + [400] * 4


async def test_changes_of_one_bot_do_not_undo_each_other(portal: PortalUnderTest) -> None:
    for number in range(5):
        bot = await portal.register_bot(f"bot{number}")
        changes: list[dict[str, Any]] = [
            {"isHidden": True},
            {"isSupportOpenline": True},
            {"isReactionsEnabled": False},
            {"backgroundId": "mint"},
        ]
        await asyncio.gather(
            *[bot.call("imbot.v2.Bot.update", fields=change) for change in changes]
        )
        changed = (await bot.call("imbot.v2.Bot.get"))["bot"]
        assert changed["isHidden"]
        assert changed["isSupportOpenline"]
        assert not changed["isReactionsEnabled"]
        assert changed["backgroundId"] == "mint"


async def test_a_change_never_brings_an_old_token_back(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    for number in range(5):
        bot = await portal.register_bot(f"bot{number}")
        named = {"botId": bot.id, "botToken": bot.token}
        rotation = {**named, "fields": {"botToken": f"new{number}"}}
        change = {**named, "fields": {"isHidden": True}}
        update = "imbot.v2.Bot.update"
        replies = await asyncio.gather(
            *[door.call(ADA, update, one) for one in (change, rotation, change, change)]
        )
        assert replies[1].status == 200
        old = await door.call(ADA, "imbot.v2.Chat.add", named)
        assert old.refusal[1] == "BOT_OWNERSHIP_ERROR"


async def test_a_bot_is_unregistered_once_and_stays_away(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    for number in range(5):
        bot = await portal.register_bot(f"bot{number}")
        named = {"botId": bot.id, "botToken": bot.token}
        methods = ["imbot.v2.Bot.unregister", "imbot.v2.Bot.update"] * 3
        replies = await asyncio.gather(*[door.call(ADA, method, named) for method in methods])
        assert [reply.status for reply in replies[::2]].count(200) == 1
        assert (await bot.refusal("imbot.v2.Bot.get")).code == "BOT_NOT_FOUND"


async def test_a_chat_that_all_leave_at_once_keeps_an_owner_to_the_end(
    portal: PortalUnderTest,
) -> None:
    bots = [await portal.register_bot(f"bot{number}") for number in range(5)]
    witness = await portal.register_bot("witness")
    user_ids = [bot.id for bot in (*bots[1:], witness)]
    made = await bots[0].call("imbot.v2.Chat.add", fields={"userIds": user_ids})
    dialog = made["chat"]["dialogId"]
    await asyncio.gather(*[bot.call("imbot.v2.Chat.leave", dialogId=dialog) for bot in bots])
    chat = (await witness.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert (chat["owner"], chat["role"], chat["userCounter"]) == (witness.id, "owner", 1)
