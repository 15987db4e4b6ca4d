"""im.counters.get: what is unread, true after each step"""

from typing import Any

from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def counters(portal: PortalUnderTest) -> dict[str, Any]:
    answer: dict[str, Any] = await portal.call(BEN, "im.counters.get")
    return answer


async def totals(portal: PortalUnderTest) -> tuple[int, int, int]:
    found = (await counters(portal))["TYPE"]
    assert found["ALL"] == found["MESSENGER"]
    return found["ALL"], found["CHAT"], found["DIALOG"]


async def test_nothing_is_unread_at_first(portal: PortalUnderTest) -> None:
    assert await counters(portal) == {
        "TYPE": {"ALL": 0, "NOTIFY": 0, "CHAT": 0, "LINES": 0, "DIALOG": 0, "MESSENGER": 0},
        "CHAT": [],
        "CHAT_MUTED": [],
        "CHAT_UNREAD": [],
        "LINES": [],
        "DIALOG": [],
        "DIALOG_UNREAD": [],
    }


async def test_groups_and_private_dialogs_are_counted_apart(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN], MESSAGE="hi")
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="one")
    await portal.call(CLEO, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="two")
    await portal.call(CLEO, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="three")
    found = await counters(portal)
    assert found["CHAT"] == {str(chat_id): 2}
    assert found["DIALOG"] == {str(ADA): 1, str(CLEO): 2}
    assert await totals(portal) == (5, 2, 3)


async def test_who_answers_has_nothing_unread_there(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="ping")
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(ADA), MESSAGE="pong")
    assert await totals(portal) == (0, 0, 0)


async def test_muted_chats_are_counted_apart_and_in_no_total(portal: PortalUnderTest) -> None:
    loud = await portal.call(ADA, "im.chat.add", USERS=[BEN], MESSAGE="hi")
    quiet = await portal.call(ADA, "im.chat.add", USERS=[BEN], MESSAGE="hi")
    await portal.call(BEN, "im.chat.mute", CHAT_ID=quiet, MUTE="Y")
    found = await counters(portal)
    assert (found["CHAT"], found["CHAT_MUTED"]) == ({str(loud): 2}, {str(quiet): 2})
    assert await totals(portal) == (2, 2, 0)
    await portal.call(BEN, "im.chat.mute", CHAT_ID=quiet, MUTE="N")
    assert await totals(portal) == (4, 4, 0)


async def test_marks_are_listed_and_count_nothing(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(BEN, "im.chat.add")
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(ADA), MESSAGE="own")
    await portal.call(BEN, "im.recent.unread", DIALOG_ID=f"chat{chat_id}")
    await portal.call(BEN, "im.recent.unread", DIALOG_ID=str(ADA))
    found = await counters(portal)
    assert (found["CHAT_UNREAD"], found["DIALOG_UNREAD"]) == ([chat_id], [ADA])
    assert await totals(portal) == (0, 0, 0)


async def test_who_leaves_has_nothing_unread_there(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN], MESSAGE="hi")
    await portal.call(ADA, "im.chat.user.delete", CHAT_ID=chat_id, USER_ID=BEN)
    assert await totals(portal) == (0, 0, 0)


async def test_hidden_history_is_never_unread(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", MESSAGE="before")
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN])
    assert await totals(portal) == (1, 1, 0)
    await portal.call(BEN, "im.dialog.read.all")
    await portal.call(BEN, "im.dialog.unread", DIALOG_ID=f"chat{chat_id}", MESSAGE_ID=1)
    assert await totals(portal) == (1, 1, 0)


async def test_the_list_the_card_and_the_counters_agree(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN], MESSAGE="one")
    said = [
        await portal.call(ADA, "im.message.add", DIALOG_ID=f"chat{chat_id}", MESSAGE=str(number))
        for number in range(3)
    ]
    steps: list[tuple[str, dict[str, Any]]] = [
        ("im.dialog.read", {"MESSAGE_ID": said[0]}),
        ("im.dialog.unread", {"MESSAGE_ID": said[0]}),
        ("im.dialog.read", {}),
        ("im.dialog.unread", {"MESSAGE_ID": said[2]}),
        ("im.message.add", {"MESSAGE": "own"}),
    ]
    seen = []
    for method, arguments in steps:
        await portal.call(BEN, method, DIALOG_ID=f"chat{chat_id}", **arguments)
        counted = (await counters(portal))["CHAT"]
        (item,) = (await portal.call(BEN, "im.recent.list"))["items"]
        card = await portal.call(BEN, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")
        assert item["counter"] == card["counter"] == dict(counted).get(str(chat_id), 0)
        seen.append(card["counter"])
    assert seen == [2, 3, 0, 1, 0]
