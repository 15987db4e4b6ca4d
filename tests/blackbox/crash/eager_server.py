"""The server, with checkpoints after a few commits, and as durable as the test asks for."""

import os
from pathlib import Path

import apsw

from botyard import cli
from botyard.store import sqlite

_connect = sqlite.connect


def _weakened(path: Path) -> apsw.Connection:
    connection = _connect(path)
    level = os.environ.get("BOTYARD_CRASH_SYNCHRONOUS", "FULL")
    connection.execute(f"PRAGMA synchronous = {level}")
    return connection


if __name__ == "__main__":
    sqlite.CHECKPOINT_EVERY_PAGES = 60
    sqlite.RESTART_AT_PAGES = 240
    sqlite.connect = _weakened
    cli.main()
