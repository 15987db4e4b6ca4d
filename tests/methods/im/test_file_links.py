"""The links of files in lists of messages."""

from typing import Any

import pytest

from botyard.chat.files import LINK_KEPT_MS
from tests.downloads import DownloadsUnderTest
from tests.portals import ADA, BEN, PortalUnderTest
from tests.uploads import encoded

READ, SEARCH = "im.dialog.messages.get", "im.dialog.messages.search"


@pytest.fixture
async def dialog_id(portal: PortalUnderTest) -> str:
    """A group of Ada and Ben, with one file."""
    dialog_id = f"chat{await portal.call(ADA, 'im.chat.add', USERS=[BEN])}"
    file = {"name": "report.pdf", "content": encoded(b"Hello World!")}
    await portal.call(ADA, "im.v2.File.upload", dialogId=dialog_id, fields=file)
    return dialog_id


async def _file(portal: PortalUnderTest, dialog_id: str, viewer: int = BEN) -> Any:
    (file,) = (await portal.call(viewer, READ, DIALOG_ID=dialog_id))["files"]
    return file


async def _link(portal: PortalUnderTest, dialog_id: str, viewer: int = BEN) -> str:
    link: str = (await _file(portal, dialog_id, viewer))["urlDownload"]
    return link


async def test_each_link_of_a_file_answers_it(portal: PortalUnderTest, dialog_id: str) -> None:
    file = await _file(portal, dialog_id)
    chat_id = int(dialog_id.removeprefix("chat"))
    (found,) = (await portal.call(BEN, SEARCH, CHAT_ID=chat_id))["files"]
    downloads = DownloadsUnderTest(portal)
    for link in (
        file["urlShow"],
        file["urlDownload"],
        file["viewerAttrs"]["src"],
        found["urlDownload"],
    ):
        assert link.startswith("http://127.0.0.1:8080/rest/download.json?token=im%7C")
        for verb in ("HEAD", "GET", "GET"):
            fetched = await downloads.get(link, verb)
            assert (fetched.status, fetched.content) == (200, b"Hello World!")
    assert file["urlPreview"] == ""


async def test_a_list_of_files_keeps_nothing(portal: PortalUnderTest, dialog_id: str) -> None:
    kept = await DownloadsUnderTest(portal).kept_tokens()
    await _link(portal, dialog_id)
    assert await DownloadsUnderTest(portal).kept_tokens() == kept


async def test_a_link_works_for_two_minutes(portal: PortalUnderTest, dialog_id: str) -> None:
    link = await _link(portal, dialog_id)
    downloads = DownloadsUnderTest(portal)
    portal.clock.seconds += LINK_KEPT_MS / 1000 - 1
    assert (await downloads.get(link)).status == 200
    portal.clock.seconds += 1
    fetched = await downloads.get(link)
    assert (fetched.status, fetched.error) == (404, "FILE_NOT_FOUND")


async def test_a_link_that_was_changed_leads_nowhere(
    portal: PortalUnderTest, dialog_id: str
) -> None:
    link = await _link(portal, dialog_id)
    start, _, token = link.partition("%7C")
    file_id, user_id, until, signature = token.split("-")
    downloads = DownloadsUnderTest(portal)
    for forged in (
        f"{int(file_id) + 1}-{user_id}-{until}-{signature}",
        f"{file_id}-{ADA}-{until}-{signature}",
        f"{file_id}-{user_id}-{int(until) + 1}-{signature}",
        f"{file_id}-{user_id}-{until}-{signature[::-1]}",
        f"{file_id}-{user_id}-{until}-",
        f"{file_id}-{user_id}-{until}-%C3%A9%FF",
        f"-{signature}",
        signature,
        "",
    ):
        assert (await downloads.get(f"{start}%7C{forged}")).status == 404


async def test_a_link_ends_with_the_membership(portal: PortalUnderTest, dialog_id: str) -> None:
    chat_id = int(dialog_id.removeprefix("chat"))
    link = await _link(portal, dialog_id)
    others = await _link(portal, dialog_id, ADA)
    await portal.call(ADA, "im.chat.user.delete", CHAT_ID=chat_id, USER_ID=BEN)
    downloads = DownloadsUnderTest(portal)
    assert (await downloads.get(link)).status == 404
    assert (await downloads.get(others)).status == 200


async def test_a_link_ends_with_the_file(portal: PortalUnderTest, dialog_id: str) -> None:
    file = await _file(portal, dialog_id, ADA)
    chat_id = int(dialog_id.removeprefix("chat"))
    await portal.call(ADA, "im.disk.file.delete", CHAT_ID=chat_id, FILE_ID=file["id"])
    assert (await DownloadsUnderTest(portal).get(file["urlDownload"])).status == 404


async def test_a_link_ends_with_the_chat(portal: PortalUnderTest, dialog_id: str) -> None:
    link = await _link(portal, dialog_id)
    await portal.call(ADA, "im.v2.Chat.delete", dialogId=dialog_id)
    assert (await DownloadsUnderTest(portal).get(link)).status == 404


async def test_a_link_ends_with_the_person(portal: PortalUnderTest, dialog_id: str) -> None:
    link = await _link(portal, dialog_id)
    await portal.add_person(BEN, active=False)
    assert (await DownloadsUnderTest(portal).get(link)).status == 404
