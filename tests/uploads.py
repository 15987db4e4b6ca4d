"""Files for tests: as base64, and what stays of them on disk."""

import base64
from pathlib import Path


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def blobs_in(data: Path) -> list[bytes]:
    """The contents of everything that is kept, in no order."""
    directory = data / "blobs"
    return [file.read_bytes() for file in directory.iterdir()] if directory.is_dir() else []
