"""A blob that no row names does not stay."""

import os
from pathlib import Path

import pytest

from botyard.rpc import leftovers
from botyard.rpc.leftovers import UNCLAIMED_S
from tests.pictures import picture
from tests.portals import ADA, PortalUnderTest
from tests.uploads import blobs_in, encoded

REGISTER = "imbot.v2.Bot.register"


def _age(portal: PortalUnderTest, data: Path, seconds: float) -> None:
    """Everything that is kept was put so long ago."""
    at = portal.clock.now() - seconds
    for file in (data / "blobs").iterdir():
        os.utime(file, (at, at))


async def _sweep(portal: PortalUnderTest) -> int:
    return await leftovers.sweep(portal.store, portal.blobs, portal.clock.now())


async def test_what_a_crash_left_is_swept_after_an_hour(
    portal: PortalUnderTest, tmp_path: Path
) -> None:
    await portal.blobs.put([b"lost"])
    _age(portal, tmp_path, UNCLAIMED_S - 1)
    assert await _sweep(portal) == 0
    _age(portal, tmp_path, UNCLAIMED_S + 1)
    assert await _sweep(portal) == 1
    assert blobs_in(tmp_path) == []


async def test_nothing_that_is_named_is_swept(portal: PortalUnderTest, tmp_path: Path) -> None:
    bot = await portal.register_bot(properties={"name": "Bot", "avatar": picture()})
    await bot.call("imbot.v2.Chat.add", fields={"title": "T", "avatar": picture(9)})
    fields = {"name": "a.txt", "content": encoded(b"a")}
    await bot.call("imbot.v2.File.upload", dialogId="2", fields=fields)
    kept = sorted(blobs_in(tmp_path))
    assert len(kept) == 3
    _age(portal, tmp_path, 10 * UNCLAIMED_S)
    assert await _sweep(portal) == 0
    assert sorted(blobs_in(tmp_path)) == kept


async def test_a_replaced_avatar_is_swept(portal: PortalUnderTest, tmp_path: Path) -> None:
    bot = await portal.register_bot(properties={"name": "Bot", "avatar": picture()})
    changed = {"properties": {"avatar": picture(9)}}
    await bot.call("imbot.v2.Bot.update", fields=changed)
    _age(portal, tmp_path, 10 * UNCLAIMED_S)
    assert await _sweep(portal) == 1
    assert len(blobs_in(tmp_path)) == 1


async def test_many_are_swept_in_one_go(
    portal: PortalUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "_AT_ONCE", 2)
    for number in range(5):
        await portal.blobs.put([bytes([number])])
    _age(portal, tmp_path, 10 * UNCLAIMED_S)
    assert await _sweep(portal) == 5


async def test_a_repeated_register_keeps_no_second_avatar(
    portal: PortalUnderTest, tmp_path: Path
) -> None:
    wanted = {"name": "Bot", "avatar": picture()}
    await portal.register_bot(properties=wanted)
    await portal.register_bot(properties=wanted)
    assert len(blobs_in(tmp_path)) == 1


async def test_a_refused_register_keeps_no_avatar(portal: PortalUnderTest, tmp_path: Path) -> None:
    properties = {"name": "Bot", "avatar": picture()}
    fields = {"code": "a", "botToken": "t", "type": "unknown", "properties": properties}
    assert (await portal.refusal(ADA, REGISTER, fields=fields)).code == "BOT_INVALID_TYPE"
    assert blobs_in(tmp_path) == []


async def test_where_storage_is_gone_it_is_left_for_later(
    portal: PortalUnderTest, tmp_path: Path
) -> None:
    key = await portal.blobs.put([b"lost"])
    await portal.store.close()
    assert await leftovers.drop_unused(portal.store, portal.blobs, [key]) == 0
    assert blobs_in(tmp_path) == [b"lost"]
