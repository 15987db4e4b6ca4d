"""imbot.v2.File.download, and what its link answers."""

from typing import Any

import pytest

from tests.downloads import DownloadsUnderTest
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest
from tests.uploads import encoded

DOWNLOAD = "imbot.v2.File.download"


@pytest.fixture
async def bot(portal: PortalUnderTest) -> BotUnderTest:
    return await portal.register_bot()


@pytest.fixture
async def file_id(bot: BotUnderTest) -> int:
    fields = {"name": "report.txt", "content": encoded(b"Hello World!")}
    answer = await bot.call("imbot.v2.File.upload", dialogId="2", fields=fields)
    found: int = answer["file"]["id"]
    return found


async def _link(bot: BotUnderTest, file_id: int) -> str:
    answer = await bot.call(DOWNLOAD, fileId=file_id)
    assert set(answer) == {"downloadUrl"}
    link: str = answer["downloadUrl"]
    return link


async def test_the_link_is_spelled_as_documented(bot: BotUnderTest, file_id: int) -> None:
    link = await _link(bot, file_id)
    start = "http://127.0.0.1:8080/rest/download.json?token=imbot%7C"
    assert link.startswith(start)
    assert len(link) == len(start) + 32


async def test_it_answers_the_file_once(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    downloads = DownloadsUnderTest(portal)
    link = await _link(bot, file_id)
    first, second = await downloads.get(link), await downloads.get(link)
    assert (first.status, first.content) == (200, b"Hello World!")
    assert second.status == 404
    assert second.error == "FILE_NOT_FOUND"


async def test_each_call_makes_a_link_of_its_own(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    downloads = DownloadsUnderTest(portal)
    first, second = await _link(bot, file_id), await _link(bot, file_id)
    assert first != second
    assert (await downloads.get(second)).status == 200
    assert (await downloads.get(first)).status == 200


async def test_it_lasts_two_minutes(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    downloads = DownloadsUnderTest(portal)
    early, late = await _link(bot, file_id), await _link(bot, file_id)
    portal.clock.seconds += 119
    assert (await downloads.get(early)).status == 200
    portal.clock.seconds += 1
    assert (await downloads.get(late)).status == 404


async def test_what_is_kept_of_the_link_does_not_open_it(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    downloads = DownloadsUnderTest(portal)
    token = (await _link(bot, file_id)).rpartition("%7C")[2]
    kept = await downloads.kept_tokens()
    assert kept
    assert token not in kept
    for one in kept:
        assert (await downloads.get(f"/rest/download.json?token=imbot%7C{one}")).status == 404


async def test_another_bot_has_no_access(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    other = await portal.register_bot("other")
    refused = await other.refusal(DOWNLOAD, fileId=file_id)
    assert refused == ("FILE_ACCESS_ERROR", 403, "File access error")


async def test_whoever_left_has_no_access(bot: BotUnderTest, portal: PortalUnderTest) -> None:
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [ADA, BEN]}))["chat"]
    fields = {"name": "a.txt", "content": encoded(b"a")}
    sent = await bot.call("imbot.v2.File.upload", dialogId=chat["dialogId"], fields=fields)
    link = await _link(bot, sent["file"]["id"])
    await bot.call("imbot.v2.Chat.leave", dialogId=chat["dialogId"])
    refused = await bot.refusal(DOWNLOAD, fileId=sent["file"]["id"])
    assert refused.code == "FILE_ACCESS_ERROR"
    assert (await DownloadsUnderTest(portal).get(link)).status == 200


@pytest.mark.parametrize("file_id", [0, -1, 999, "x", None, 10**30])
async def test_an_unknown_file_is_not_found(bot: BotUnderTest, file_id: Any) -> None:
    refused = await bot.refusal(DOWNLOAD, fileId=file_id)
    assert refused == ("FILE_NOT_FOUND", 400, "File not found")


async def test_a_file_goes_with_its_message(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    downloads = DownloadsUnderTest(portal)
    link = await _link(bot, file_id)
    await downloads.lose_messages()
    assert (await bot.refusal(DOWNLOAD, fileId=file_id)).code == "FILE_NOT_FOUND"
    assert (await downloads.get(link)).status == 404


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("a b.txt", "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt"),
        ('q"uote.txt', "attachment; filename=\"q_uote.txt\"; filename*=UTF-8''q_uote.txt"),
        ("../up", "attachment; filename=\".._up\"; filename*=UTF-8''.._up"),
        ("C:\\x", "attachment; filename=\"C:_x\"; filename*=UTF-8''C%3A_x"),
        ("a\r\nX: y", "attachment; filename=\"a__X: y\"; filename*=UTF-8''a__X%3A%20y"),
        ("10%25.txt", "attachment; filename=\"10_25.txt\"; filename*=UTF-8''10%2525.txt"),
        ("яд.txt", "attachment; filename=\"__.txt\"; filename*=UTF-8''%D1%8F%D0%B4.txt"),
        ("a\u202eb", "attachment; filename=\"a_b\"; filename*=UTF-8''a_b"),
    ],
)
async def test_the_answer_is_saved_and_never_shown(
    bot: BotUnderTest, portal: PortalUnderTest, name: str, disposition: str
) -> None:
    fields = {"name": name, "content": encoded(b"<script>alert(1)</script>")}
    sent = await bot.call("imbot.v2.File.upload", dialogId="2", fields=fields)
    answer = await DownloadsUnderTest(portal).get(await _link(bot, sent["file"]["id"]))
    assert answer.headers == {
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    assert answer.content_type == "application/octet-stream"


async def test_a_look_uses_nothing_up(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    downloads = DownloadsUnderTest(portal)
    link = await _link(bot, file_id)
    assert (await downloads.get(link, "HEAD")).status == 200
    assert (await downloads.get(link, "POST")).error == "INVALID_REQUEST"
    assert (await downloads.get(link)).status == 200


@pytest.mark.parametrize(
    "query",
    ["", "?token=", "?token=imbot%7C", "?token=x", "?token[]=x", "?token=%00", "?token=%ff"],
)
async def test_any_other_token_leads_nowhere(portal: PortalUnderTest, query: str) -> None:
    answer = await DownloadsUnderTest(portal).get(f"/rest/download.json{query}")
    assert (answer.status, answer.error) == (404, "FILE_NOT_FOUND")


async def test_a_portal_that_is_closed_answers_no_link(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    downloads = DownloadsUnderTest(portal)
    link = await _link(bot, file_id)
    downloads.change(require_https=True)
    assert (await downloads.get(link)).error == "INVALID_REQUEST"
    downloads.change(require_https=False, closed=True)
    assert (await downloads.get(link)).error == "PORTAL_DELETED"
    downloads.change(closed=False)
    assert (await downloads.get(link)).status == 200


async def test_storage_that_is_gone_may_come_back(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    link = await _link(bot, file_id)
    await portal.store.close()
    answer = await DownloadsUnderTest(portal).get(link)
    assert (answer.status, answer.error) == (503, "STORAGE_UNAVAILABLE")


async def test_people_fetch_what_bots_send(
    bot: BotUnderTest, file_id: int, portal: PortalUnderTest
) -> None:
    arguments = {"dialogId": str(bot.id), "fileId": file_id}
    link = (await portal.call(BEN, "im.v2.File.download", **arguments))["downloadUrl"]
    assert (await DownloadsUnderTest(portal).get(link)).content == b"Hello World!"
    refused = await portal.refusal(CLEO, "im.v2.File.download", **arguments)
    assert refused.code == "ACCESS_DENIED"
