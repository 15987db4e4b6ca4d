"""imbot.v2.File.upload"""

import base64
from pathlib import Path
from typing import Any

import pytest

from botyard.chat import messages
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc import uploads
from tests.doors import DoorUnderTest
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest
from tests.uploads import blobs_in, encoded

UPLOAD = "imbot.v2.File.upload"
HELLO = encoded(b"Hello World!")


@pytest.fixture
async def bot(portal: PortalUnderTest) -> BotUnderTest:
    return await portal.register_bot(type="supervisor")


async def _upload(bot: BotUnderTest, dialog_id: str = "2", **fields: Any) -> Any:
    wanted = {"name": "report.txt", "content": HELLO} | fields
    return await bot.call(UPLOAD, dialogId=dialog_id, fields=wanted)


async def _refusal(bot: BotUnderTest, **fields: Any) -> Any:
    wanted = {"name": "report.txt", "content": HELLO} | fields
    return await bot.refusal(UPLOAD, dialogId="2", fields=wanted)


async def test_answers_the_file_and_its_message(bot: BotUnderTest) -> None:
    answer = await _upload(bot, message="Here it is")
    assert answer == {
        "file": {
            "id": answer["file"]["id"],
            "chatId": answer["chatId"],
            "date": "2026-09-21T16:13:20+02:00",
            "type": "file",
            "name": "report.txt",
            "extension": "txt",
            "size": 12,
            "image": False,
            "authorId": bot.id,
            "authorName": "Helper",
            "isTranscribable": False,
            "isVideoNote": False,
            "isVoiceNote": False,
        },
        "messageId": answer["messageId"],
        "chatId": answer["chatId"],
        "dialogId": "2",
    }
    found = await bot.call("imbot.v2.Chat.Message.get", messageId=answer["messageId"])
    assert found["message"]["text"] == "Here it is"
    assert found["message"]["params"] == {"files": [answer["file"]["id"]]}
    assert found["message"]["authorId"] == bot.id


async def test_the_bytes_are_kept(bot: BotUnderTest, tmp_path: Path) -> None:
    await _upload(bot)
    assert blobs_in(tmp_path) == [b"Hello World!"]


async def test_a_group_is_named_as_it_was_given(
    bot: BotUnderTest, portal: PortalUnderTest
) -> None:
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN]}))["chat"]
    answer = await _upload(bot, chat["dialogId"])
    assert (answer["dialogId"], answer["chatId"]) == (chat["dialogId"], chat["id"])


async def test_text_may_be_absent(bot: BotUnderTest) -> None:
    answer = await _upload(bot)
    found = await bot.call("imbot.v2.Chat.Message.get", messageId=answer["messageId"])
    assert found["message"]["text"] == ""


async def test_people_see_which_message_has_a_file(
    bot: BotUnderTest, portal: PortalUnderTest
) -> None:
    answer = await _upload(bot)
    read = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    assert read["messages"][0]["params"]["FILE_ID"] == [answer["file"]["id"]]


async def test_bots_hear_of_it_as_of_a_message(bot: BotUnderTest, portal: PortalUnderTest) -> None:
    hearer = await portal.register_bot("hearer", type="supervisor")
    fields = {"userIds": [BEN, hearer.id]}
    chat = (await bot.call("imbot.v2.Chat.add", fields=fields))["chat"]
    answer = await _upload(bot, chat["dialogId"])
    events = [event for event in await hearer.events() if event["type"].endswith("MESSAGEADD")]
    assert events[-1]["data"]["message"]["id"] == answer["messageId"]
    assert events[-1]["data"]["message"]["params"] == {"files": [answer["file"]["id"]]}


@pytest.mark.parametrize(
    ("name", "content", "kind", "extension", "image"),
    [
        ("photo.JPG", picture(30, 20, "JPEG"), "image", "jpg", {"height": 20, "width": 30}),
        ("no name for it", picture(3, 4), "image", "", {"height": 4, "width": 3}),
        ("photo.png", encoded(b"no picture at all"), "file", "png", False),
        ("page.html", picture(5, 5, "GIF"), "image", "html", {"height": 5, "width": 5}),
        ("icon.svg", encoded(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "file", "svg", False),
        ("voice.dat", encoded(b"OggS" + bytes(40)), "audio", "dat", False),
        ("film", encoded(b"\x00\x00\x00\x20ftypisom" + bytes(9)), "video", "", False),
        ("a.tar.GZ", encoded(b"\x1f\x8b\x08"), "file", "gz", False),
    ],
)
async def test_content_tells_the_type(
    bot: BotUnderTest, name: str, content: str, kind: str, extension: str, image: Any
) -> None:
    file = (await _upload(bot, name=name, content=content))["file"]
    assert (file["name"], file["type"], file["extension"], file["image"]) == (
        name,
        kind,
        extension,
        image,
    )
    assert file["size"] == len(base64.b64decode(content))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "C:\\Windows\\win.ini",
        ".htaccess",
        "CON",
        "a\r\nSet-Cookie: x",
        "Отчёт за май 📈.pdf",
        "\u202egpj.exe",
        "x" * 255,
        " spaces ",
    ],
)
async def test_a_name_is_data(bot: BotUnderTest, tmp_path: Path, name: str) -> None:
    assert (await _upload(bot, name=name))["file"]["name"] == name
    kept = {file.name for file in (tmp_path / "blobs").iterdir()}
    assert all(len(one) == 32 and one.isalnum() for one in kept)


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "  "}, {"name": None}])
async def test_a_name_is_needed(bot: BotUnderTest, tmp_path: Path, fields: dict[str, Any]) -> None:
    refused = await _refusal(bot, **fields)
    assert refused == ("FILE_EMPTY", 400, "File name or content is empty")
    assert blobs_in(tmp_path) == []


@pytest.mark.parametrize("content", ["", None, "\r\n"])
async def test_content_is_needed(bot: BotUnderTest, tmp_path: Path, content: Any) -> None:
    assert (await _refusal(bot, content=content)).code == "FILE_EMPTY"
    assert blobs_in(tmp_path) == []


async def test_without_fields_it_is_empty(bot: BotUnderTest) -> None:
    assert (await bot.refusal(UPLOAD, dialogId="2")).code == "FILE_EMPTY"
    assert (await bot.refusal(UPLOAD, dialogId="2", fields="x")).code == "FILE_EMPTY"


@pytest.mark.parametrize(
    "content",
    [
        "!",
        "SGVsbG8",
        "SGVsbG8=SGVsbG8=",
        "data:text/plain;base64,SGVsbG8=",
        "SGVs bG8=",
        [HELLO],
        {},
    ],
)
async def test_content_must_be_base64(bot: BotUnderTest, tmp_path: Path, content: Any) -> None:
    refused = await _refusal(bot, content=content)
    assert refused == ("FILE_INVALID_CONTENT", 400, "Invalid base64 content")
    assert blobs_in(tmp_path) == []


async def test_too_much_content_is_refused(
    bot: BotUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_FILE_BYTES", 1000)
    assert (await _upload(bot, content=encoded(bytes(1000))))["file"]["size"] == 1000
    refused = await _refusal(bot, content=encoded(bytes(1001)))
    assert refused == ("FILE_TOO_LARGE", 400, "File is too large")
    assert blobs_in(tmp_path) == [bytes(1000)]


def test_a_file_may_have_100_mebibytes() -> None:
    assert uploads.MAX_FILE_BYTES == 104_857_600


@pytest.mark.parametrize("dialog_id", ["", "chat999", "999", "x", None])
async def test_the_dialog_must_be_the_bots(
    bot: BotUnderTest, tmp_path: Path, dialog_id: Any
) -> None:
    fields = {"name": "a.txt", "content": HELLO}
    refused = await bot.refusal(UPLOAD, dialogId=dialog_id, fields=fields)
    assert refused == ("ACCESS_DENIED", 403, "Access denied")
    assert blobs_in(tmp_path) == []


async def test_a_chat_without_the_bot_is_refused(
    bot: BotUnderTest, portal: PortalUnderTest, tmp_path: Path
) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, CLEO])
    fields = {"name": "a.txt", "content": HELLO}
    refused = await bot.refusal(UPLOAD, dialogId=f"chat{chat_id}", fields=fields)
    assert refused.code == "ACCESS_DENIED"
    assert blobs_in(tmp_path) == []


@pytest.mark.parametrize("fields", [{"content": "!"}, {"name": ""}])
async def test_the_dialog_is_told_before_the_content(
    bot: BotUnderTest, fields: dict[str, Any]
) -> None:
    wanted = {"name": "a.txt", "content": HELLO} | fields
    assert (await bot.refusal(UPLOAD, dialogId="chat999", fields=wanted)).code == "ACCESS_DENIED"


async def test_a_failure_while_it_is_sent_leaves_nothing(
    bot: BotUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise ApiError(ACCESS_DENIED)

    monkeypatch.setattr(messages, "send", refuse)
    assert (await _refusal(bot)).code == "ACCESS_DENIED"
    assert blobs_in(tmp_path) == []


async def test_a_repeat_is_answered_and_keeps_nothing_twice(
    bot: BotUnderTest, portal: PortalUnderTest, tmp_path: Path
) -> None:
    fields = {"name": "a.txt", "content": HELLO}
    request = {"botId": bot.id, "botToken": bot.token, "dialogId": "2", "fields": fields}
    door, headers = DoorUnderTest(portal), {"idempotency-key": "upload-1"}
    first = await door.call(ADA, UPLOAD, request, headers=headers)
    again = await door.call(ADA, UPLOAD, request, headers=headers)
    assert first.status == again.status == 200
    assert first.body["result"] == again.body["result"]
    assert blobs_in(tmp_path) == [b"Hello World!"]


async def test_a_forward_brings_its_files(bot: BotUnderTest, portal: PortalUnderTest) -> None:
    sent = await _upload(bot)
    uuid = "01890a5d-ac96-774b-bcce-b302099a8057"
    fields = {"forwardIds": {uuid: sent["messageId"]}}
    copy = await bot.call("imbot.v2.Chat.Message.send", dialogId="3", fields=fields)
    found = await bot.call("imbot.v2.Chat.Message.get", messageId=copy["id"])
    [file_id] = found["message"]["params"]["files"]
    assert file_id != sent["file"]["id"]
    link = await portal.call(CLEO, "im.v2.File.download", dialogId=str(bot.id), fileId=file_id)
    assert link["downloadUrl"]
