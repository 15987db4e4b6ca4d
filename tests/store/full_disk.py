"""Run by a test on a small disk of its own: fill it, write, read, make room, write again."""

import asyncio
import sys
from pathlib import Path

from botyard.model.entities import Moment
from botyard.store import replies, sqlite, sqlite_schema
from botyard.store.replies import Reply
from botyard.store.tx import StoreUnavailable, Tx

ANSWER = "x" * 8000


def _broken(failure: Exception) -> None:
    sys.exit(f"a full disk was taken for a broken one: {failure!r}")


def _tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


async def _keep(store: sqlite.SqliteStore, key: str) -> None:
    async def work(tx: Tx) -> None:
        await replies.add(tx, "test", key, Reply("", ANSWER), now=Moment(0), expires_at=Moment(9))

    await store.write(work)


async def _is_kept(store: sqlite.SqliteStore, key: str) -> bool:
    return await store.read(lambda tx: replies.find(tx, "test", key, Moment(1))) is not None


async def _write_until_full(store: sqlite.SqliteStore) -> list[str]:
    acknowledged: list[str] = []
    for number in range(10_000):
        try:
            await _keep(store, f"{number}")
        except StoreUnavailable:
            return acknowledged
        acknowledged.append(f"{number}")
    raise SystemExit("the disk is too large to be filled")


async def _fill_and_recover(disk: Path) -> None:
    ballast = disk / "ballast"
    ballast.write_bytes(b"\0" * (1024 * 1024))
    path = disk / "botyard.sqlite"
    sqlite_schema.migrate(path)
    store = sqlite.SqliteStore(path, _broken)

    acknowledged = await _write_until_full(store)
    kept = [await _is_kept(store, key) for key in acknowledged]
    _tell("acknowledged", len(acknowledged) > 10, "readable", all(kept))

    refused = 0
    for number in range(20):
        try:
            await _keep(store, f"more {number}")
        except StoreUnavailable:
            refused += 1
    _tell("refused while full", refused > 0)

    ballast.unlink()
    await _keep(store, "after")
    kept = [await _is_kept(store, key) for key in (*acknowledged, "after")]
    _tell("recovered", all(kept))
    await store.close()
    [[verdict]] = sqlite.connect(path).execute("PRAGMA integrity_check").fetchall()
    _tell("integrity", verdict)


if __name__ == "__main__":
    asyncio.run(_fill_and_recover(Path(sys.argv[1])))
