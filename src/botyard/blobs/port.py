"""What the rest of the server knows of where bytes are kept."""

from typing import Protocol


class Blobs(Protocol):
    async def put(self, content: bytes) -> str:
        """Keep `content`; it is on disk when this returns its key."""

    async def get(self, key: str) -> bytes | None: ...
