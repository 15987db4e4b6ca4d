"""Blobs as files of one directory, each under a random name."""

import asyncio
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, TypeVar

from botyard.blobs.background import background
from botyard.model.secrets import Secrets

T = TypeVar("T")

PIECE_BYTES = 256 * 1024
_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


class BlobFile:
    def __init__(self, file: BinaryIO) -> None:
        self.size = os.fstat(file.fileno()).st_size
        self._file = file

    async def read(self) -> bytes:
        return await asyncio.to_thread(self._file.read, PIECE_BYTES)

    def close(self) -> None:
        self._file.close()


class BlobDirectory:
    def __init__(self, directory: Path, secrets: Secrets) -> None:
        self._directory = directory
        self._secrets = secrets
        self._putting = background("blobs")

    async def put(self, pieces: Iterable[bytes]) -> str:
        key = self._secrets.token(32)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._putting, self._write, key, pieces)
        return key

    async def get(self, key: str) -> bytes | None:
        return await self._find(key, Path.read_bytes)

    async def open(self, key: str) -> BlobFile | None:
        return await self._find(key, _open)

    async def remove(self, keys: Iterable[str]) -> None:
        await asyncio.to_thread(self._remove, list(keys))

    async def list_older(self, moment: float) -> list[str]:
        return await asyncio.to_thread(self._list_older, moment)

    def close(self) -> None:
        """Wait for what is being put."""
        self._putting.shutdown()

    async def _find(self, key: str, read: Callable[[Path], T]) -> T | None:
        if not _KEY.fullmatch(key):
            return None
        try:
            return await asyncio.to_thread(read, self._directory / key)
        except FileNotFoundError:
            return None

    def _write(self, key: str, pieces: Iterable[bytes]) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        path = self._directory / key
        try:
            with path.open("xb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            # The name must be on disk too, or a power cut leaves a row that points nowhere.
            self._sync_names()
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def _sync_names(self) -> None:
        directory = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _remove(self, keys: list[str]) -> None:
        for key in filter(_KEY.fullmatch, keys):
            (self._directory / key).unlink(missing_ok=True)

    def _list_older(self, moment: float) -> list[str]:
        if not self._directory.is_dir():
            return []
        with os.scandir(self._directory) as entries:
            return [entry.name for entry in entries if _is_older(entry, moment)]


def _open(path: Path) -> BlobFile:
    return BlobFile(path.open("rb"))


def _is_older(entry: os.DirEntry[str], moment: float) -> bool:
    if not _KEY.fullmatch(entry.name):
        return False
    try:
        return entry.stat().st_mtime < moment
    except FileNotFoundError:
        return False
