"""im.recent.pin, im.recent.hide, im.recent.unread, and what the list shows of them"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def listed(portal: PortalUnderTest, **arguments: Any) -> list[Any]:
    answer = await portal.call(BEN, "im.recent.list", **arguments)
    return [item["id"] for item in answer["items"]]


async def item_of(portal: PortalUnderTest, dialog_id: object) -> dict[str, Any]:
    items: list[dict[str, Any]] = (await portal.call(BEN, "im.recent.list"))["items"]
    return next(item for item in items if item["id"] == dialog_id)


async def fill(portal: PortalUnderTest) -> None:
    """Ben's dialogs from the oldest to the newest, a minute apart: Ada, chat 2, Cleo."""
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="one")
    portal.clock.seconds += 60
    await portal.call(ADA, "im.chat.add", USERS=[BEN], TITLE="Two")
    portal.clock.seconds += 60
    await portal.call(CLEO, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="three")


async def test_the_last_one_pinned_stands_first(portal: PortalUnderTest) -> None:
    await fill(portal)
    assert await portal.call(BEN, "im.recent.pin", DIALOG_ID="1") is True
    assert await listed(portal) == [ADA, CLEO, "chat2"]
    portal.clock.seconds += 1
    await portal.call(BEN, "im.recent.pin", DIALOG_ID="chat2", PIN="Y")
    assert await listed(portal) == ["chat2", ADA, CLEO]
    portal.clock.seconds += 1
    await portal.call(BEN, "im.recent.pin", DIALOG_ID="1")
    assert await listed(portal) == ["chat2", ADA, CLEO]
    assert (await item_of(portal, ADA))["pinned"] is True
    assert (await item_of(portal, CLEO))["pinned"] is False


async def test_without_its_pin_a_dialog_stands_where_it_was_used(portal: PortalUnderTest) -> None:
    await fill(portal)
    await portal.call(BEN, "im.recent.pin", DIALOG_ID="1")
    assert await portal.call(BEN, "im.recent.pin", DIALOG_ID="1", PIN="N") is True
    assert await listed(portal) == [CLEO, "chat2", ADA]
    assert await portal.call(BEN, "im.recent.pin", DIALOG_ID="1", PIN="N") is True


async def test_pins_do_not_disturb_a_list_that_goes_by_date(portal: PortalUnderTest) -> None:
    await fill(portal)
    await portal.call(BEN, "im.recent.pin", DIALOG_ID="1")
    dated = await listed(portal, LAST_MESSAGE_DATE="2026-09-21T16:14:20+02:00")
    assert dated == ["chat2", ADA]


async def test_a_pinned_dialog_is_listed_before_anything_is_said(portal: PortalUnderTest) -> None:
    await portal.call(BEN, "im.dialog.get", DIALOG_ID=str(CLEO))
    await portal.call(BEN, "im.recent.pin", DIALOG_ID=str(CLEO))
    assert await listed(portal) == [CLEO]


async def test_pins_are_each_persons_own(portal: PortalUnderTest) -> None:
    await fill(portal)
    await portal.call(ADA, "im.recent.pin", DIALOG_ID="chat2")
    assert (await item_of(portal, "chat2"))["pinned"] is False


async def test_a_hidden_dialog_returns_with_its_next_message(portal: PortalUnderTest) -> None:
    await fill(portal)
    await portal.call(BEN, "im.recent.pin", DIALOG_ID="1")
    assert await portal.call(BEN, "im.recent.hide", DIALOG_ID="1") is True
    assert await listed(portal) == [CLEO, "chat2"]
    assert (await portal.call(BEN, "im.counters.get"))["DIALOG"] == {str(ADA): 1, str(CLEO): 1}
    portal.clock.seconds += 60
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="again")
    assert await listed(portal) == [ADA, CLEO, "chat2"]
    item = await item_of(portal, ADA)
    assert (item["pinned"], item["counter"]) == (False, 2)


async def test_a_group_in_which_nothing_was_said_can_be_hidden(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(BEN, "im.chat.add")
    await portal.call(BEN, "im.recent.hide", DIALOG_ID=f"chat{chat_id}")
    assert await listed(portal) == []
    await portal.call(BEN, "im.message.add", DIALOG_ID=f"chat{chat_id}", MESSAGE="hi")
    assert await listed(portal) == [f"chat{chat_id}"]


@pytest.mark.parametrize("method", ["im.recent.pin", "im.recent.unread"])
async def test_a_hidden_dialog_returns_when_it_is_pinned_or_marked(
    portal: PortalUnderTest, method: str
) -> None:
    await fill(portal)
    await portal.call(BEN, "im.recent.hide", DIALOG_ID="chat2")
    await portal.call(BEN, method, DIALOG_ID="chat2")
    assert "chat2" in await listed(portal)


async def test_a_mark_stays_until_the_dialog_is_read(portal: PortalUnderTest) -> None:
    await fill(portal)
    await portal.call(BEN, "im.dialog.read.all")
    assert await listed(portal, UNREAD_ONLY="Y") == []
    assert await portal.call(BEN, "im.recent.unread", DIALOG_ID="chat2") is True
    item = await item_of(portal, "chat2")
    assert (item["unread"], item["counter"]) == (True, 0)
    assert await listed(portal, UNREAD_ONLY="Y") == ["chat2"]
    await portal.call(BEN, "im.dialog.read", DIALOG_ID="chat2")
    assert (await item_of(portal, "chat2"))["unread"] is False


async def test_to_take_a_mark_away_reads_everything(portal: PortalUnderTest) -> None:
    await fill(portal)
    await portal.call(BEN, "im.recent.unread", DIALOG_ID="1", ACTION="Y")
    assert await portal.call(BEN, "im.recent.unread", DIALOG_ID="1", ACTION="N") is True
    item = await item_of(portal, ADA)
    assert (item["unread"], item["counter"]) == (False, 0)


async def test_who_comes_back_to_a_group_finds_no_pin(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    await portal.call(BEN, "im.recent.pin", DIALOG_ID=f"chat{chat_id}")
    await portal.call(BEN, "im.recent.unread", DIALOG_ID=f"chat{chat_id}")
    await portal.call(ADA, "im.chat.user.delete", CHAT_ID=chat_id, USER_ID=BEN)
    assert (await portal.call(BEN, "im.counters.get"))["CHAT_UNREAD"] == []
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN])
    item = await item_of(portal, f"chat{chat_id}")
    assert (item["pinned"], item["unread"]) == (False, False)


async def test_what_was_changed_in_the_list_is_dated(portal: PortalUnderTest) -> None:
    await fill(portal)
    portal.clock.seconds += 60
    await portal.call(BEN, "im.recent.pin", DIALOG_ID="1")
    item = await item_of(portal, ADA)
    assert item["date_update"] == "2026-09-21T16:16:20+02:00"
    assert item["date_last_activity"] == "2026-09-21T16:13:20+02:00"


@pytest.mark.parametrize("method", ["im.recent.pin", "im.recent.hide", "im.recent.unread"])
@pytest.mark.parametrize("dialog_id", [None, "", "chat", "bob", "-1"])
async def test_a_missing_or_unreadable_dialog_id_is_told(
    portal: PortalUnderTest, method: str, dialog_id: object
) -> None:
    refusal = await portal.refusal(BEN, method, DIALOG_ID=dialog_id)
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


@pytest.mark.parametrize("dialog_id", ["chat1", "chat99", "99", str(CLEO), "sg1"])
async def test_only_own_dialogs_are_pinned_hidden_or_marked(
    portal: PortalUnderTest, dialog_id: str
) -> None:
    await portal.call(ADA, "im.chat.add")
    refusal = await portal.refusal(BEN, "im.recent.pin", DIALOG_ID=dialog_id)
    assert refusal == ("ACCESS_ERROR", 400, "You don't have permission to pin this chat")
    assert await portal.call(BEN, "im.recent.hide", DIALOG_ID=dialog_id) is False
    assert await portal.call(BEN, "im.recent.unread", DIALOG_ID=dialog_id) is False
    assert await listed(portal) == []
