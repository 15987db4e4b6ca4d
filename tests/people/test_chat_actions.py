"""What people do with chats, and who hears of it: the bots there, and a person who subscribed."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.heard import Recorder
from tests.people.older_ears import OlderEars
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

JOINED, SAID, CONTEXT, GONE = "JOINCHAT", "MESSAGEADD", "CONTEXTGET", "DELETE"


class Stage(NamedTuple):
    """A group of Ada's with Ben, who subscribed, and of either generation a plain bot and a
    supervisor; the guests are bots that know nobody yet. `said` is a message of Ada's.
    """

    portal: PortalUnderTest
    chat_id: int
    said: int
    plain: BotUnderTest
    watcher: BotUnderTest
    guest: BotUnderTest
    older: OlderEars

    @property
    def dialog(self) -> str:
        return f"chat{self.chat_id}"

    @property
    def older_plain(self) -> int:
        return self.older.bots["B"].id

    @property
    def older_guest(self) -> int:
        return self.older.bots["B guest"].id


class Action(NamedTuple):
    """What Ada does, and what each of the others hears of it, in this order.

    The bots of the older API hear what those of version 2 do, unless it is said otherwise.
    """

    name: str
    method: str
    arguments: Callable[[Stage], dict[str, Any]]
    plain: list[str] = []
    watcher: list[str] = []
    ben: list[str] = []
    guest: list[str] = []
    older_plain: list[str] | None = None
    older_watcher: list[str] | None = None
    older_guest: list[str] = []

    @property
    def heard(self) -> dict[str, list[str]]:
        older_watcher = self.watcher if self.older_watcher is None else self.older_watcher
        return {
            "bot": self.plain,
            "supervisor": self.watcher,
            "guest": self.guest,
            "B": self.plain if self.older_plain is None else self.older_plain,
            "S": older_watcher,
            "B guest": self.older_guest,
            "Ben": self.ben,
        }


ACTIONS = [
    Action(
        "starts a group with bots and a message",
        "im.chat.add",
        lambda on: {"USERS": [BEN, on.plain.id, on.watcher.id], "MESSAGE": "hello"},
        plain=[JOINED],
        watcher=[JOINED, SAID, SAID],
        ben=[JOINED, JOINED, JOINED, SAID, SAID],
        older_plain=[],
        older_watcher=[],
    ),
    Action(
        "starts a group with bots of the older API and a message",
        "im.chat.add",
        lambda on: {"USERS": [on.older_plain, on.older.bots["S"].id], "MESSAGE": "hello"},
        older_plain=[JOINED],
        older_watcher=[JOINED, SAID, SAID],
    ),
    Action(
        "starts a group about a message",
        "im.message.share",
        lambda on: {"DIALOG_ID": on.dialog, "MESSAGE_ID": on.said, "TYPE": "CHAT"},
        plain=[JOINED],
        watcher=[JOINED, SAID, SAID],
        ben=[*[JOINED] * 5, SAID, SAID],
    ),
    Action(
        "adds a bot",
        "im.chat.user.add",
        lambda on: {"CHAT_ID": on.chat_id, "USERS": [on.guest.id]},
        watcher=[SAID],
        ben=[JOINED, SAID],
        guest=[JOINED],
    ),
    Action(
        "adds a bot of the older API",
        "im.chat.user.add",
        lambda on: {"CHAT_ID": on.chat_id, "USERS": [on.older_guest]},
        watcher=[SAID],
        ben=[JOINED, SAID],
        older_guest=[JOINED],
    ),
    Action(
        "adds a person",
        "im.chat.user.add",
        lambda on: {"CHAT_ID": on.chat_id, "USERS": [CLEO]},
        watcher=[SAID],
        ben=[JOINED, SAID],
    ),
    Action(
        "adds who is there already",
        "im.chat.user.add",
        lambda on: {"CHAT_ID": on.chat_id, "USERS": [BEN, on.plain.id]},
    ),
    Action(
        "removes a plain bot, which hears nothing",
        "im.chat.user.delete",
        lambda on: {"CHAT_ID": on.chat_id, "USER_ID": on.plain.id},
        watcher=[SAID],
        ben=[SAID],
    ),
    Action(
        "removes a supervisor, which hears nothing",
        "im.chat.user.delete",
        lambda on: {"CHAT_ID": on.chat_id, "USER_ID": on.watcher.id},
        ben=[SAID],
        older_watcher=[SAID],
    ),
    Action(
        "removes a supervisor of the older API, which hears nothing",
        "im.chat.user.delete",
        lambda on: {"CHAT_ID": on.chat_id, "USER_ID": on.older.bots["S"].id},
        watcher=[SAID],
        ben=[SAID],
        older_watcher=[],
    ),
    Action(
        "removes a person, who hears nothing",
        "im.chat.user.delete",
        lambda on: {"CHAT_ID": on.chat_id, "USER_ID": BEN},
        watcher=[SAID],
    ),
    Action(
        "leaves",
        "im.chat.leave",
        lambda on: {"CHAT_ID": on.chat_id},
        watcher=[SAID],
        ben=[SAID],
    ),
    Action(
        "opens the dialog with a bot",
        "im.v2.Chat.load",
        lambda on: {"dialogId": str(on.guest.id)},
        guest=[JOINED],
    ),
    Action(
        "looks at the dialog with a bot",
        "im.dialog.get",
        lambda on: {"DIALOG_ID": str(on.guest.id)},
        guest=[JOINED],
    ),
    Action(
        "writes to a bot first",
        "im.message.add",
        lambda on: {"DIALOG_ID": str(on.guest.id), "MESSAGE": "hello"},
        guest=[JOINED, SAID],
    ),
    Action(
        "opens the dialog with a bot of the older API",
        "im.v2.Chat.load",
        lambda on: {"dialogId": str(on.older_guest)},
        older_guest=[JOINED],
    ),
    Action(
        "writes to a bot of the older API first",
        "im.message.add",
        lambda on: {"DIALOG_ID": str(on.older_guest), "MESSAGE": "hello"},
        older_guest=[JOINED, SAID],
    ),
    Action(
        "follows a link with a context to a bot",
        "im.v2.Chat.Bot.sendContext",
        lambda on: {"dialogId": str(on.guest.id), "context": {"a": 1}},
        guest=[JOINED, CONTEXT],
    ),
    Action(
        "follows a link with a context to the group; the older API has no such event",
        "im.v2.Chat.Bot.sendContext",
        lambda on: {"dialogId": on.dialog, "context": {"a": 1}},
        plain=[CONTEXT],
        watcher=[CONTEXT],
        older_plain=[],
        older_watcher=[],
    ),
    Action("loads the group", "im.v2.Chat.load", lambda on: {"dialogId": on.dialog}),
    Action("mutes the group", "im.chat.mute", lambda on: {"CHAT_ID": on.chat_id}),
    Action(
        "renames the group",
        "im.chat.updateTitle",
        lambda on: {"CHAT_ID": on.chat_id, "TITLE": "New"},
        watcher=[SAID],
        ben=[SAID],
    ),
    Action(
        "gives the group another colour",
        "im.chat.updateColor",
        lambda on: {"CHAT_ID": on.chat_id, "COLOR": "SAND"},
        watcher=[SAID],
        ben=[SAID],
    ),
    Action(
        "gives the group a picture",
        "im.chat.updateAvatar",
        lambda on: {"CHAT_ID": on.chat_id, "AVATAR": picture()},
        watcher=[SAID],
        ben=[SAID],
    ),
    Action(
        "describes the group",
        "im.v2.Chat.update",
        lambda on: {"dialogId": on.dialog, "fields": {"description": "New"}},
    ),
    Action(
        "hands the group over",
        "im.chat.setOwner",
        lambda on: {"CHAT_ID": on.chat_id, "USER_ID": BEN},
        watcher=[SAID],
        ben=[SAID],
    ),
    Action(
        "appoints a manager",
        "im.v2.Chat.Manager.add",
        lambda on: {"dialogId": on.dialog, "userIds": [BEN, on.plain.id]},
    ),
    Action(
        "dismisses a manager",
        "im.v2.Chat.Manager.delete",
        lambda on: {"dialogId": on.dialog, "userIds": [BEN, on.plain.id]},
    ),
    Action(
        "has a bot unregistered",
        "imbot.v2.Bot.unregister",
        lambda on: {"botId": on.plain.id, "botToken": on.plain.token},
        plain=[GONE],
        older_plain=[],
    ),
    Action(
        "has a bot of the older API unregistered",
        "imbot.unregister",
        lambda on: {"BOT_ID": on.older_plain, "CLIENT_ID": on.older.bots["B"].client_id},
        older_plain=[GONE],
    ),
    Action("deletes the group", "im.v2.Chat.delete", lambda on: {"dialogId": on.dialog}),
]


async def _set_the_stage(portal: PortalUnderTest) -> Stage:
    """Nobody has anything left to hear."""
    plain = await portal.register_bot("plain")
    watcher = await portal.register_bot("watcher", type="supervisor")
    guest = await portal.register_bot("guest")
    older = OlderEars(portal)
    for name in ("B", "S", "B guest"):
        await older.add(name, name[0])
    await portal.call(BEN, "im.v2.Event.subscribe")
    users = [BEN, plain.id, watcher.id, older.bots["B"].id, older.bots["S"].id]
    group = {"USERS": users, "TITLE": "Old", "COLOR": "RED"}
    chat_id = await portal.call(ADA, "im.chat.add", **group)
    said = await portal.call(ADA, "im.message.add", DIALOG_ID=f"chat{chat_id}", MESSAGE="about")
    stage = Stage(portal, chat_id, said, plain, watcher, guest, older)
    await older.heard()
    older.forget()
    for bot in (plain, watcher):
        heard = await bot.call("imbot.v2.Event.get")
        await bot.call("imbot.v2.Event.get", offset=heard["nextOffset"])
    heard = await portal.call(BEN, "im.v2.Event.get")
    await portal.call(BEN, "im.v2.Event.get", offset=heard["nextOffset"])
    return stage


async def _heard_by_bot(bot: BotUnderTest) -> list[Any]:
    events: list[Any] = (await bot.call("imbot.v2.Event.get"))["events"]
    return events


async def _heard_by_ben(stage: Stage) -> list[Any]:
    events: list[Any] = (await stage.portal.call(BEN, "im.v2.Event.get"))["events"]
    return events


def _kinds(prefix: str, events: list[Any]) -> list[str]:
    return [event["type"].removeprefix(prefix) for event in events]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
async def test_each_hears_what_concerns_it(
    portal: PortalUnderTest, action: Action, record_heard: Recorder
) -> None:
    stage = await _set_the_stage(portal)
    await portal.call(ADA, action.method, **action.arguments(stage))
    newer = {"bot": stage.plain, "supervisor": stage.watcher, "guest": stage.guest}
    heard = {who: _kinds("ONIMBOTV2", await _heard_by_bot(bot)) for who, bot in newer.items()}
    heard |= await stage.older.heard()
    heard["Ben"] = _kinds("ONIMV2", await _heard_by_ben(stage))
    assert heard == action.heard
    record_heard("Chats", action.name, heard)


async def test_a_bot_learns_who_added_it_and_people_who_was_added(
    portal: PortalUnderTest,
) -> None:
    stage = await _set_the_stage(portal)
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=stage.chat_id, USERS=[stage.guest.id])
    (joined,) = await _heard_by_bot(stage.guest)
    assert joined["data"]["dialogId"] == stage.dialog
    assert joined["data"]["user"]["id"] == ADA
    seen = (await _heard_by_ben(stage))[0]["data"]
    assert (seen["dialogId"], seen["user"]["id"]) == (stage.dialog, stage.guest.id)


async def test_a_dialog_is_opened_once(portal: PortalUnderTest) -> None:
    stage = await _set_the_stage(portal)
    for _ in range(2):
        await portal.call(ADA, "im.v2.Chat.load", dialogId=str(stage.guest.id))
        await portal.call(ADA, "im.dialog.get", DIALOG_ID=str(stage.guest.id))
    (joined,) = await _heard_by_bot(stage.guest)
    assert joined["data"]["dialogId"] == str(ADA)
    assert joined["data"]["chat"]["type"] == "private"


async def test_what_the_group_says_of_a_change_is_a_system_message(
    portal: PortalUnderTest,
) -> None:
    stage = await _set_the_stage(portal)
    await portal.call(ADA, "im.chat.updateTitle", CHAT_ID=stage.chat_id, TITLE="New")
    for (event,) in (await _heard_by_bot(stage.watcher), await _heard_by_ben(stage)):
        message = event["data"]["message"]
        assert (message["isSystem"], message["authorId"]) == (True, 0)
        assert event["data"]["chat"]["name"] == "New"


async def test_who_mutes_a_group_hears_it_as_before(portal: PortalUnderTest) -> None:
    stage = await _set_the_stage(portal)
    await portal.call(BEN, "im.chat.mute", CHAT_ID=stage.chat_id)
    await portal.call(ADA, "im.message.add", DIALOG_ID=stage.dialog, MESSAGE="hello")
    assert _kinds("ONIMV2", await _heard_by_ben(stage)) == [SAID]


async def test_what_was_said_before_a_group_was_deleted_is_still_told(
    portal: PortalUnderTest,
) -> None:
    stage = await _set_the_stage(portal)
    mention = f"[USER={stage.plain.id}]you[/USER]"
    await portal.call(ADA, "im.message.add", DIALOG_ID=stage.dialog, MESSAGE=mention)
    await portal.call(ADA, "im.v2.Chat.delete", dialogId=stage.dialog)
    for (event,) in (
        await _heard_by_bot(stage.plain),
        await _heard_by_bot(stage.watcher),
        await _heard_by_ben(stage),
    ):
        assert event["data"]["message"]["text"] == mention
        assert event["data"]["chat"]["dialogId"] == stage.dialog
        assert event["data"]["chat"]["name"] == "Old"
