"""Blobs that no row names: of refused calls at once, of crashes in time."""

from collections.abc import Sequence

import structlog

from botyard.blobs.port import Blobs
from botyard.store import files
from botyard.store.tx import Store, StoreUnavailable

# A blob is put before its row; whoever is that slow has long been given up.
UNCLAIMED_S = 60 * 60
_AT_ONCE = 500

log = structlog.get_logger()


async def drop_unused(store: Store, blobs: Blobs, keys: Sequence[str]) -> int:
    """Remove those that nothing names. What cannot be told or removed now is for the sweep."""
    if not keys:
        return 0
    try:
        unused = await store.read(lambda tx: files.unused_blobs(tx, keys))
        await blobs.remove(unused)
    except (StoreUnavailable, OSError) as failure:
        log.warning("blobs_left_behind", count=len(keys), failure=str(failure))
        return 0
    return len(unused)


async def sweep(store: Store, blobs: Blobs, now: float) -> int:
    """Remove what has been unclaimed for an hour; answer how many blobs that were."""
    old = await blobs.list_older(now - UNCLAIMED_S)
    dropped = 0
    for start in range(0, len(old), _AT_ONCE):
        dropped += await drop_unused(store, blobs, old[start : start + _AT_ONCE])
    return dropped
