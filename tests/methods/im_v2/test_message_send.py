"""im.v2.Chat.Message.send"""

from typing import Any
from uuid import uuid4

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

SEND = "im.v2.Chat.Message.send"
DENIED = ("ACCESS_DENIED", 403, "Access denied")


async def _send(portal: PortalUnderTest, dialog: str, **fields: Any) -> Any:
    return await portal.call(BEN, SEND, dialogId=dialog, fields=fields)


async def _texts(portal: PortalUnderTest, viewer: int, dialog: str) -> list[str]:
    told = await portal.call(viewer, "im.dialog.messages.get", DIALOG_ID=dialog)
    return [one["text"] for one in reversed(told["messages"])]


async def test_writes_as_the_person(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    sent = await _send(portal, str(bot.id), message="hello")
    assert sent == {"id": sent["id"], "uuidMap": {}}
    joined, added = await bot.events()
    assert joined["type"] == "ONIMBOTV2JOINCHAT"
    assert added["data"]["message"]["authorId"] == BEN
    assert added["data"]["chat"]["dialogId"] == str(BEN)


async def test_forwards_what_the_person_sees(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    original = await bot.send("2", "from the bot")
    uuid = str(uuid4())
    sent = await _send(portal, str(CLEO), message="look", forwardIds={uuid: original})
    assert await _texts(portal, CLEO, str(BEN)) == ["from the bot", "look"]
    assert sent["uuidMap"][uuid] < sent["id"]
    hidden = await bot.send("1", "to Ada")
    for message_id in (hidden, 999):
        fields = {"message": "x", "forwardIds": {uuid: message_id}}
        assert await portal.refusal(BEN, SEND, dialogId="3", fields=fields) == DENIED
    assert len(await _texts(portal, CLEO, str(BEN))) == 2


async def test_the_same_template_is_sent_once(portal: PortalUnderTest) -> None:
    template = str(uuid4())
    first = await _send(portal, str(CLEO), message="once", templateId=template)
    assert await _send(portal, str(CLEO), message="once", templateId=template) == first
    assert await _texts(portal, CLEO, str(BEN)) == ["once"]


async def test_only_who_looks_after_a_group_speaks_for_it(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    call = {"dialogId": f"chat{chat_id}", "fields": {"message": "note", "system": True}}
    assert await portal.refusal(BEN, SEND, **call) == DENIED
    sent = await portal.call(ADA, SEND, **call)
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    assert (told["messages"][0]["id"], told["messages"][0]["author_id"]) == (sent["id"], 0)


async def test_replies(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    original = await bot.send("2", "question")
    sent = await _send(portal, str(bot.id), message="answer", replyId=original)
    read = await bot.call("imbot.v2.Chat.Message.get", messageId=sent["id"])
    assert read["message"]["params"] == {"replyId": original}


@pytest.mark.parametrize(
    ("dialog", "fields", "code"),
    [
        ("3", {}, "EMPTY_MESSAGE"),
        ("3", {"keyboard": [{"TEXT": "Go", "LINK": "/"}]}, "EMPTY_MESSAGE"),
        ("3", {"message": "x", "keyboard": "no json"}, "PARAM_KEYBOARD_ERROR"),
        ("3", {"message": "x", "attach": [{"NO": 1}]}, "PARAM_ATTACH_ERROR"),
        ("3", {"forwardIds": {"no uuid": 1}}, "SENDING_FAILED"),
        ("2", {"message": "to oneself"}, "ACCESS_DENIED"),
        ("999", {"message": "x"}, "ACCESS_DENIED"),
        ("chat999", {"message": "x"}, "ACCESS_DENIED"),
        ("", {"message": "x"}, "ACCESS_DENIED"),
    ],
)
async def test_refusals(
    portal: PortalUnderTest, dialog: str, fields: dict[str, Any], code: str
) -> None:
    refusal = await portal.refusal(BEN, SEND, dialogId=dialog, fields=fields)
    assert refusal.code == code


async def test_what_clients_do_with_it_is_taken(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    sent = await _send(
        portal,
        str(bot.id),
        message="https://example.com",
        urlPreview="N",
        skipConnector="Y",
        silentConnector=True,
    )
    read = await bot.call("imbot.v2.Chat.Message.get", messageId=sent["id"])
    assert read["message"]["params"] == {"urlPreview": False}
