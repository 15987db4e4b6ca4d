"""im.disk.file.commit, delete and save, and im.disk.folder.get"""

from typing import Any

import pytest

from tests.downloads import DownloadsUnderTest
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

COMMIT, DELETE = "im.disk.file.commit", "im.disk.file.delete"
FOLDER, SAVE = "im.disk.folder.get", "im.disk.file.save"
NOT_SAVED = ("SAVE_ERROR", 400, "Error during saving file to chat")
NO_ACCESS = ("ACCESS_ERROR", 403, "You do not have access to the specified dialog")
MODEL = {
    "id", "name", "createTime", "updateTime", "deleteTime", "code", "xmlId", "storageId",
    "realObjectId", "parentId", "deletedType", "createdBy", "updatedBy", "deletedBy", "uniqueCode",
    "typeFile", "globalContentVersion", "fileId", "size", "etag", "links",
}  # fmt: skip


async def upload(
    portal: PortalUnderTest, dialog_id: str, user_id: int = BEN, **fields: Any
) -> Any:
    """The file of a new message."""
    wanted = {"name": "a.txt", "content": "aGVsbG8="} | fields
    sent = await portal.call(user_id, "im.v2.File.upload", dialogId=dialog_id, fields=wanted)
    return sent["file"]


async def newest(portal: PortalUnderTest, dialog_id: str, user_id: int = BEN) -> Any:
    page = await portal.call(user_id, "im.dialog.messages.get", DIALOG_ID=dialog_id, LIMIT=1)
    return page["messages"][0]


async def group(portal: PortalUnderTest, *users: int) -> int:
    made: int = await portal.call(BEN, "im.chat.add", USERS=list(users))
    return made


async def test_files_of_one_dialog_are_sent_to_another(portal: PortalUnderTest) -> None:
    first = await upload(portal, str(ADA))
    second = await upload(portal, str(ADA), name="b.png", content=picture())
    chat_id = await group(portal, CLEO)
    committed = {"CHAT_ID": chat_id, "FILE_ID": [first["id"], second["id"]], "MESSAGE": "docs"}
    answer = await portal.call(BEN, COMMIT, **committed)
    assert set(answer) == {"FILES", "DISK_ID", "FILE_MODELS", "MESSAGE_ID"}
    message = await newest(portal, f"chat{chat_id}")
    assert (message["id"], message["text"]) == (answer["MESSAGE_ID"], "docs")
    assert answer["DISK_ID"] == [str(one) for one in message["params"]["FILE_ID"]]
    keys = [f"upload{first['id']}", f"upload{second['id']}"]
    assert (list(answer["FILES"]), list(answer["FILE_MODELS"])) == (keys, keys)
    file, model = answer["FILES"][keys[1]], answer["FILE_MODELS"][keys[1]]
    assert set(file) == set(second)
    assert (file["name"], file["chatId"], file["type"]) == ("b.png", chat_id, "image")
    assert set(model) == MODEL
    assert (model["id"], model["size"], model["createdBy"]) == (file["id"], file["size"], str(BEN))


async def test_what_was_sent_again_can_be_had_by_who_reads_it(portal: PortalUnderTest) -> None:
    file = await upload(portal, str(ADA))
    sent = await portal.call(BEN, COMMIT, DIALOG_ID=str(CLEO), FILE_ID=str(file["id"]))
    wanted = {"dialogId": str(BEN), "fileId": int(sent["DISK_ID"][0])}
    link = await portal.call(CLEO, "im.v2.File.download", **wanted)
    downloads = DownloadsUnderTest(portal)
    assert (await downloads.get(link["downloadUrl"])).content == b"hello"


async def test_an_upload_is_a_file_too_and_goes_behind_it(portal: PortalUnderTest) -> None:
    file, other = await upload(portal, str(ADA)), await upload(portal, str(ADA))
    chat_id = await group(portal)
    for ids in ({"UPLOAD_ID": file["id"]}, {"FILE_ID": file["id"], "UPLOAD_ID": other["id"]}):
        answer = await portal.call(BEN, COMMIT, CHAT_ID=chat_id, **ids)
        assert list(answer["FILES"]) == [f"upload{file['id']}"]


async def test_what_cannot_be_sent(portal: PortalUnderTest) -> None:
    file = await upload(portal, str(ADA))
    foreign = await upload(portal, str(CLEO), user_id=ADA)
    chat_id = await group(portal)
    before = await portal.call(BEN, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")
    many = list(range(1, 200))
    wrong: list[object] = [999, "x", [], {}, 0, [[1]], True, "", many]
    for ids in (foreign["id"], [file["id"], foreign["id"]], *wrong):
        assert await portal.refusal(BEN, COMMIT, CHAT_ID=chat_id, FILE_ID=ids) == NOT_SAVED
    refusal = await portal.refusal(BEN, COMMIT, CHAT_ID=chat_id)
    assert refusal == ("FILES_ERROR", 400, "List of files in not specified")
    after = await portal.call(BEN, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")
    assert after["message_count"] == before["message_count"]


async def test_where_nothing_can_be_sent(portal: PortalUnderTest) -> None:
    file = await upload(portal, str(ADA))
    foreign = await portal.call(CLEO, "im.chat.add", USERS=[ADA])
    for place, refusal in (
        ({}, ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")),
        ({"CHAT_ID": "chat5"}, ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")),
        ({"DIALOG_ID": "x"}, ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")),
        ({"CHAT_ID": foreign}, NO_ACCESS),
        ({"CHAT_ID": 999}, NO_ACCESS),
        ({"DIALOG_ID": f"chat{foreign}"}, NO_ACCESS),
        ({"DIALOG_ID": "999"}, NO_ACCESS),
    ):
        assert await portal.refusal(BEN, COMMIT, **place, FILE_ID=file["id"]) == refusal


async def test_a_file_alone_goes_with_its_message(portal: PortalUnderTest) -> None:
    chat_id = await group(portal, ADA)
    file = await upload(portal, f"chat{chat_id}")
    assert await portal.call(BEN, DELETE, CHAT_ID=chat_id, FILE_ID=file["id"]) is True
    assert (await newest(portal, f"chat{chat_id}"))["params"] == {"IS_DELETED": "Y"}
    assert await portal.call(BEN, DELETE, CHAT_ID=chat_id, FILE_ID=file["id"]) is False


async def test_a_message_with_more_loses_the_file_alone(portal: PortalUnderTest) -> None:
    files = [await upload(portal, str(ADA)), await upload(portal, str(ADA))]
    chat_id = await group(portal, ADA)
    committed = {"CHAT_ID": chat_id, "FILE_ID": [file["id"] for file in files]}
    await portal.call(ADA, "im.v2.Event.subscribe")
    sent = await portal.call(BEN, COMMIT, **committed)
    gone, kept = map(int, sent["DISK_ID"])
    assert await portal.call(BEN, DELETE, CHAT_ID=chat_id, FILE_ID=gone) is True
    assert (await newest(portal, f"chat{chat_id}"))["params"] == {"FILE_ID": [kept]}
    heard = (await portal.call(ADA, "im.v2.Event.get"))["events"]
    assert [one["type"] for one in heard] == ["ONIMV2MESSAGEADD", "ONIMV2MESSAGEUPDATE"]
    wanted = {"dialogId": f"chat{chat_id}", "fileId": gone}
    assert (await portal.refusal(BEN, "im.v2.File.download", **wanted)).code == "FILE_NOT_FOUND"


async def test_only_who_sent_a_file_takes_it_back(portal: PortalUnderTest) -> None:
    chat_id = await group(portal, ADA)
    file = await upload(portal, f"chat{chat_id}")
    named = {"CHAT_ID": chat_id, "FILE_ID": file["id"]}
    assert await portal.call(ADA, DELETE, **named) is True
    assert await portal.call(CLEO, DELETE, **named) is False
    assert (await newest(portal, f"chat{chat_id}"))["params"] == {"FILE_ID": [file["id"]]}


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ({}, ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")),
        ({"CHAT_ID": 1}, ("FILE_ID_EMPTY", 400, "File ID can't be empty")),
        ({"CHAT_ID": 1, "FILE_ID": ""}, ("FILE_ID_EMPTY", 400, "File ID can't be empty")),
    ],
)
async def test_what_is_taken_back_has_a_name(
    portal: PortalUnderTest, arguments: dict[str, Any], refusal: object
) -> None:
    assert await portal.refusal(BEN, DELETE, **arguments) == refusal


async def test_no_such_file_is_false(portal: PortalUnderTest) -> None:
    chat_id = await group(portal)
    elsewhere = await upload(portal, str(ADA))
    for file_id in (999, -1, elsewhere["id"]):
        assert await portal.call(BEN, DELETE, CHAT_ID=chat_id, FILE_ID=file_id) is False


async def test_the_folder_of_a_group_is_named_to_its_members(portal: PortalUnderTest) -> None:
    chat_id = await group(portal, CLEO)
    for named in ({"CHAT_ID": chat_id}, {"DIALOG_ID": f"chat{chat_id}"}):
        assert await portal.call(CLEO, FOLDER, **named) == {"ID": chat_id}
        assert await portal.refusal(ADA, FOLDER, **named) == NO_ACCESS
    assert await portal.refusal(ADA, FOLDER, DIALOG_ID="chat99") == NO_ACCESS
    assert await portal.refusal(ADA, FOLDER) == ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")
    refusal = await portal.refusal(ADA, FOLDER, DIALOG_ID="x")
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


async def test_nothing_is_saved_to_a_drive(portal: PortalUnderTest) -> None:
    file = await upload(portal, str(ADA))
    refusal = await portal.refusal(ADA, SAVE, FILE_ID=file["id"])
    assert refusal == ("FILE_SAVE_ERROR", 400, "File ID can't be saved")
    refusal = await portal.refusal(ADA, SAVE)
    assert refusal == ("FILE_ID_EMPTY", 400, "File ID can't be empty")
