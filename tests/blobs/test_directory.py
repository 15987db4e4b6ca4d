"""Blobs are whole or not there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from botyard.blobs.directory import PIECE_BYTES, BlobDirectory
from botyard.model.secrets import SystemSecrets


@pytest.fixture
def blobs(tmp_path: Path) -> Iterator[BlobDirectory]:
    directory = BlobDirectory(tmp_path / "blobs", SystemSecrets())
    yield directory
    directory.close()


def _files(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "blobs").iterdir())


async def _read(blobs: BlobDirectory, key: str) -> list[bytes]:
    blob = await blobs.open(key)
    assert blob is not None
    pieces = []
    while piece := await blob.read():
        pieces.append(piece)
    blob.close()
    assert blob.size == sum(map(len, pieces))
    return pieces


async def test_what_is_put_is_read_in_pieces(blobs: BlobDirectory) -> None:
    content = os.urandom(PIECE_BYTES + 1000)
    key = await blobs.put([content[:5], content[5:]])
    assert b"".join(await _read(blobs, key)) == content == await blobs.get(key)
    assert max(map(len, await _read(blobs, key))) == PIECE_BYTES


async def test_nothing_is_left_of_what_breaks_off(blobs: BlobDirectory, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        assert len(_files(tmp_path)) == 1
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        await blobs.put(broken())
    assert _files(tmp_path) == []


async def test_it_is_synced_before_its_key_is_told(
    blobs: BlobDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    key = await blobs.put([b"content"])
    assert synced == [tmp_path / "blobs" / key, tmp_path / "blobs"]


async def test_a_full_disk_leaves_nothing(
    blobs: BlobDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        await blobs.put([b"content"])
    assert _files(tmp_path) == []


@pytest.mark.parametrize("key", ["", "../secret", "a" * 31, "A" * 32, "a" * 32, "a" * 31 + "/"])
async def test_other_names_lead_nowhere(blobs: BlobDirectory, tmp_path: Path, key: str) -> None:
    (tmp_path / "secret").write_text("not a blob")
    assert await blobs.get(key) is None
    assert await blobs.open(key) is None
    await blobs.remove([key])
    assert (tmp_path / "secret").exists()


async def test_the_old_are_listed_and_removed(blobs: BlobDirectory, tmp_path: Path) -> None:
    assert await blobs.list_older(10**12) == []
    old, new = await blobs.put([b"old"]), await blobs.put([b"new"])
    os.utime(tmp_path / "blobs" / old, (1000, 1000))
    (tmp_path / "blobs" / "notes.txt").touch()
    assert await blobs.list_older(2000) == [old]
    await blobs.remove([old, old])
    assert await blobs.get(old) is None
    assert await blobs.get(new) == b"new"
