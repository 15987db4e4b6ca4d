"""Large bodies on disk: memory holds only what has arrived and is not written yet."""

import asyncio
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# What one connection gathers before it waits for the disk.
WRITE_AT_BYTES = 256 * 1024


class SpoolRoom:
    """All large bodies of one server, in nameless files that go with their process.

    One thread writes for all, and whoever waits for it is not read from.
    """

    def __init__(self, directory: Path | None, limit: int) -> None:
        self._directory = directory
        self._limit = limit
        self._open = 0
        self._taken = 0
        self._disk = ThreadPoolExecutor(1, "spool")
        self.is_closed = False

    def take(self) -> "Spool | None":
        """A new one, or None while too many are open."""
        if self._open >= self._limit:
            return None
        self._open += 1
        self._taken += 1
        return Spool(self, self._disk, self._taken)

    def give_back(self) -> None:
        self._open -= 1

    def make_file(self) -> int:
        if self._directory is not None:
            self._directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self._directory, buffering=0) as file:
            return os.dup(file.fileno())

    def close(self) -> None:
        """Wait for what is being written. A spool that is still held stays until its release."""
        self.is_closed = True
        self._disk.shutdown()


class Spool:
    """One body: added to on the event loop, written and read elsewhere.

    Of two bodies the one with the lower number began first.
    """

    __slots__ = ("_disk", "_file", "_room", "_unwritten", "number", "size")

    def __init__(self, room: SpoolRoom, disk: ThreadPoolExecutor, number: int) -> None:
        self.number = number
        self.size = 0
        self._room = room
        self._disk = disk
        self._file: int | None = None
        self._unwritten = bytearray()

    @property
    def is_full(self) -> bool:
        """Whether it should be written out before more is added."""
        return len(self._unwritten) >= WRITE_AT_BYTES

    def add(self, data: bytes | bytearray) -> None:
        self._unwritten += data
        self.size += len(data)

    async def write_out(self) -> None:
        """Raises OSError where the disk does not take it."""
        if self._unwritten:
            piece, self._unwritten = self._unwritten, bytearray()
            await asyncio.get_running_loop().run_in_executor(self._disk, self._write, piece)

    def read_at(self, offset: int, count: int) -> bytes:
        """At most `count` bytes of what was written out. For any thread."""
        return b"" if self._file is None else os.pread(self._file, count, offset)

    def release(self) -> None:
        """To be called once, when nobody reads it any more. What is on its way is waited for."""
        self._room.give_back()
        self._unwritten = bytearray()
        if self._room.is_closed:
            self._close()
        else:
            # Freeing what a large file held takes the system a while.
            self._disk.submit(self._close)

    def _write(self, piece: bytearray) -> None:
        if self._file is None:
            self._file = self._room.make_file()
        with memoryview(piece) as rest:
            written = 0
            while written < len(piece):
                written += os.write(self._file, rest[written:])

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
