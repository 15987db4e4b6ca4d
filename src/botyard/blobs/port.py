"""What the rest of the server knows of where bytes are kept."""

from collections.abc import Iterable
from typing import Protocol


class OpenBlob(Protocol):
    """A blob that is being read, piece by piece."""

    size: int

    async def read(self) -> bytes:
        """The next piece; empty at the end."""

    def close(self) -> None: ...


class Blobs(Protocol):
    """Failures of the disk are OSError."""

    async def put(self, pieces: Iterable[bytes]) -> str:
        """Keep what `pieces` yields; it is on disk when this returns its key.

        Nothing is left where `pieces` raises. It is asked in a thread, so it may take long.
        """

    async def get(self, key: str) -> bytes | None:
        """A small blob, whole."""

    async def open(self, key: str) -> OpenBlob | None: ...

    async def remove(self, keys: Iterable[str]) -> None:
        """Those that are there."""

    async def list_older(self, moment: float) -> list[str]:
        """Keys of what was put before `moment`, in seconds since 1970."""
