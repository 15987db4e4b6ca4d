"""Blobs as files of one directory, each under a random name."""

import asyncio
import os
import re
from pathlib import Path

from botyard.model.secrets import Secrets

_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


class BlobDirectory:
    def __init__(self, directory: Path, secrets: Secrets) -> None:
        self._directory = directory
        self._secrets = secrets

    async def put(self, content: bytes) -> str:
        key = self._secrets.token(32)
        await asyncio.to_thread(self._write, key, content)
        return key

    async def get(self, key: str) -> bytes | None:
        if not _KEY.fullmatch(key):
            return None
        return await asyncio.to_thread(self._read, key)

    def _write(self, key: str, content: bytes) -> None:
        # The name must be on disk too, or a power cut leaves a row that points nowhere.
        self._directory.mkdir(parents=True, exist_ok=True)
        with (self._directory / key).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        directory = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _read(self, key: str) -> bytes | None:
        try:
            return (self._directory / key).read_bytes()
        except FileNotFoundError:
            return None
