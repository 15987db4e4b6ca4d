"""im.v2.File.upload and im.v2.File.download"""

from pathlib import Path
from typing import Any

import pytest

from botyard.rpc import uploads
from tests.downloads import DownloadsUnderTest
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, PortalUnderTest
from tests.uploads import blobs_in, encoded

UPLOAD, DOWNLOAD = "im.v2.File.upload", "im.v2.File.download"
HELLO = encoded(b"Hello World!")


@pytest.fixture
async def dialog_id(portal: PortalUnderTest) -> str:
    """A group of Ada and Ben."""
    return f"chat{await portal.call(ADA, 'im.chat.add', USERS=[BEN])}"


async def _upload(portal: PortalUnderTest, dialog_id: str, **fields: Any) -> Any:
    wanted = {"name": "report.pdf", "content": HELLO} | fields
    return await portal.call(BEN, UPLOAD, dialogId=dialog_id, fields=wanted)


async def _refusal(portal: PortalUnderTest, dialog_id: Any, **fields: Any) -> Any:
    wanted = {"name": "report.pdf", "content": HELLO} | fields
    return await portal.refusal(BEN, UPLOAD, dialogId=dialog_id, fields=wanted)


async def test_answers_the_file_with_links_and_its_message(
    portal: PortalUnderTest, dialog_id: str
) -> None:
    answer = await _upload(portal, dialog_id, message="Here it is")
    file = answer["file"]
    links = [file.pop("urlShow"), file.pop("urlDownload")]
    assert file == {
        "id": file["id"],
        "chatId": answer["chatId"],
        "date": "2026-09-21T16:13:20+02:00",
        "type": "file",
        "name": "report.pdf",
        "extension": "pdf",
        "size": 12,
        "image": False,
        "authorId": BEN,
        "authorName": "Ben Bitfiddle",
        "isTranscribable": False,
        "isVideoNote": False,
        "isVoiceNote": False,
        "status": "done",
        "progress": 100,
        "urlPreview": "",
        "viewerAttrs": {
            "viewer": "",
            "viewerType": "unknown",
            "src": links[1],
            "objectId": str(file["id"]),
            "viewerGroupBy": str(answer["chatId"]),
            "imChatId": answer["chatId"],
            "title": "report.pdf",
            "unifiedLink": "",
            "actions": '[{"type":"download"}]',
        },
        "mediaUrl": {"preview": {"250": ""}},
    }
    assert (answer["dialogId"], f"chat{answer['chatId']}") == (dialog_id, dialog_id)
    downloads = DownloadsUnderTest(portal)
    for link in links:
        assert (await downloads.get(link)).content == b"Hello World!"
        assert (await downloads.get(link)).status == 404
    read = await portal.call(ADA, "im.dialog.messages.get", DIALOG_ID=dialog_id)
    message = read["messages"][0]
    assert (message["id"], message["text"]) == (answer["messageId"], "Here it is")
    assert message["params"]["FILE_ID"] == [file["id"]]
    [listed] = read["files"]
    assert (listed["id"], listed["name"]) == (file["id"], "report.pdf")


async def test_a_private_dialog_is_opened(portal: PortalUnderTest) -> None:
    answer = await _upload(portal, str(CLEO))
    assert answer["dialogId"] == str(CLEO)


async def test_a_picture_tells_its_size(portal: PortalUnderTest, dialog_id: str) -> None:
    file = (await _upload(portal, dialog_id, name="a.png", content=picture(30, 20)))["file"]
    assert (file["type"], file["image"]) == ("image", {"height": 20, "width": 30})
    assert file["viewerAttrs"]["viewerType"] == "image"
    assert file["viewerAttrs"]["viewerResized"] == ""
    assert file["viewerAttrs"]["unifiedLink"] == ""


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("notes.Old.TXT", "txt"),
        ("notes", ""),
        ("notes.", ""),
        ("../../etc/passwd", ""),
        ("..\\notes", ""),
        ("a.b/notes.txt", "txt"),
    ],
)
async def test_an_extension_is_no_path(
    portal: PortalUnderTest, dialog_id: str, name: str, extension: str
) -> None:
    file = (await _upload(portal, dialog_id, name=name))["file"]
    assert (file["name"], file["extension"]) == (name, extension)


async def test_bots_hear_of_it(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    answer = await _upload(portal, str(bot.id))
    events = await bot.events()
    message = events[-1]["data"]["message"]
    assert events[-1]["type"] == "ONIMBOTV2MESSAGEADD"
    assert (message["id"], message["params"]) == (
        answer["messageId"],
        {"files": [answer["file"]["id"]]},
    )


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": " "}, {"content": ""}, {"content": None}]
)
async def test_a_name_and_content_are_needed(
    portal: PortalUnderTest, dialog_id: str, tmp_path: Path, fields: dict[str, Any]
) -> None:
    refused = await _refusal(portal, dialog_id, **fields)
    assert refused == ("FILE_EMPTY", 400, "File name and content are required")
    assert blobs_in(tmp_path) == []


@pytest.mark.parametrize("content", ["!", "SGVsbG8", [HELLO], "data:;base64,SGVsbG8="])
async def test_content_must_be_base64(
    portal: PortalUnderTest, dialog_id: str, tmp_path: Path, content: Any
) -> None:
    refused = await _refusal(portal, dialog_id, content=content)
    assert refused == ("FILE_INVALID_CONTENT", 400, "Invalid base64 content")
    assert blobs_in(tmp_path) == []


async def test_too_much_content_is_refused(
    portal: PortalUnderTest, dialog_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_FILE_BYTES", 11)
    refused = await _refusal(portal, dialog_id)
    assert refused == ("FILE_TOO_LARGE", 400, "File is too large")
    assert blobs_in(tmp_path) == []


@pytest.mark.parametrize("dialog_id", ["", None, "x", "chat999", "999"])
async def test_a_dialog_that_is_not_there_is_not_found(
    portal: PortalUnderTest, tmp_path: Path, dialog_id: Any
) -> None:
    refused = await _refusal(portal, dialog_id)
    assert refused == ("CHAT_NOT_FOUND", 400, "CHAT_NOT_FOUND")
    assert blobs_in(tmp_path) == []


async def test_a_chat_of_others_is_denied(portal: PortalUnderTest, tmp_path: Path) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[CLEO])
    refused = await _refusal(portal, f"chat{chat_id}")
    assert refused == ("ACCESS_DENIED", 403, "Access denied")
    assert blobs_in(tmp_path) == []


async def test_a_file_is_fetched_through_its_dialog(
    portal: PortalUnderTest, dialog_id: str
) -> None:
    file_id = (await _upload(portal, dialog_id))["file"]["id"]
    link = await portal.call(ADA, DOWNLOAD, dialogId=dialog_id, fileId=file_id)
    assert link["downloadUrl"].startswith("http://127.0.0.1:8080/rest/download.json?token=im%7C")
    downloads = DownloadsUnderTest(portal)
    assert (await downloads.get(link["downloadUrl"])).content == b"Hello World!"
    assert (await downloads.get(link["downloadUrl"])).status == 404


async def test_a_link_ends_with_the_chat(portal: PortalUnderTest, dialog_id: str) -> None:
    file_id = (await _upload(portal, dialog_id))["file"]["id"]
    link = await portal.call(BEN, DOWNLOAD, dialogId=dialog_id, fileId=file_id)
    downloads = DownloadsUnderTest(portal)
    assert (await downloads.get(link["downloadUrl"], "HEAD")).status == 200
    await portal.call(ADA, "im.v2.Chat.delete", dialogId=dialog_id)
    fetched = await downloads.get(link["downloadUrl"])
    assert (fetched.status, fetched.error) == (404, "FILE_NOT_FOUND")


async def test_a_file_of_another_dialog_is_not_found(
    portal: PortalUnderTest, dialog_id: str
) -> None:
    file_id = (await _upload(portal, str(ADA)))["file"]["id"]
    for one in (file_id, 999, 0, "x"):
        refused = await portal.refusal(BEN, DOWNLOAD, dialogId=dialog_id, fileId=one)
        assert refused == ("FILE_NOT_FOUND", 400, "File not found")


@pytest.mark.parametrize("named", ["", None, "x", "chat999", "3"])
async def test_a_dialog_that_is_not_the_persons_is_denied(
    portal: PortalUnderTest, dialog_id: str, named: Any
) -> None:
    file_id = (await _upload(portal, dialog_id))["file"]["id"]
    refused = await portal.refusal(BEN, DOWNLOAD, dialogId=named, fileId=file_id)
    assert refused == ("ACCESS_DENIED", 403, "Access denied")


async def test_what_was_said_before_one_came_stays_hidden(
    portal: PortalUnderTest, dialog_id: str
) -> None:
    file_id = (await _upload(portal, dialog_id))["file"]["id"]
    chat_id = int(dialog_id.removeprefix("chat"))
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[CLEO], HIDE_HISTORY="Y")
    refused = await portal.refusal(CLEO, DOWNLOAD, dialogId=dialog_id, fileId=file_id)
    assert refused.code == "FILE_NOT_FOUND"


async def test_nothing_is_opened_by_asking_for_a_file(portal: PortalUnderTest) -> None:
    await portal.refusal(BEN, DOWNLOAD, dialogId=str(CLEO), fileId=1)
    listed = await portal.call(BEN, "im.recent.list")
    assert listed["items"] == []
