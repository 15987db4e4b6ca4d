"""Polls that are held: many of them may wait for one event, and nobody else waits for them."""

import asyncio
from pathlib import Path
from typing import TypeVar

from botyard.rpc.pipeline import LOOKS_AT_ONCE
from botyard.store.tx import OnCommit, Store, Work
from tests.portals import BEN, open_portal

T = TypeVar("T")
POLLS = 30


class _Counted:
    """A store that tells how many units are under way at one time."""

    def __init__(self, store: Store) -> None:
        self.most = 0
        self.finished = 0
        self._under_way = 0
        self._store = store

    async def write(self, work: Work[T]) -> T:
        self._under_way += 1
        self.most = max(self.most, self._under_way)
        try:
            return await self._store.write(work)
        finally:
            self._under_way -= 1
            self.finished += 1

    async def read(self, work: Work[T]) -> T:
        return await self._store.read(work)

    def watch(self, on_commit: OnCommit) -> None:
        self._store.watch(on_commit)

    async def close(self) -> None:
        await self._store.close()


async def test_those_whom_one_event_wakes_look_a_few_at_a_time(
    store: Store, tmp_path: Path
) -> None:
    counted = _Counted(store)
    async with open_portal(counted, tmp_path) as portal:
        bot = await portal.register_bot()
        counted.finished = 0
        polls = [
            asyncio.create_task(bot.call("imbot.v2.Event.get", timeout=55)) for _ in range(POLLS)
        ]
        while counted.finished < POLLS:
            await asyncio.sleep(0)
        counted.most = 0
        await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hello")
        answers = await asyncio.gather(*polls)
    told = [[event["type"] for event in answer["events"]] for answer in answers]
    assert told == POLLS * [["ONIMBOTV2JOINCHAT", "ONIMBOTV2MESSAGEADD"]]
    # Beside them is the one who sends.
    assert counted.most <= LOOKS_AT_ONCE + 1
