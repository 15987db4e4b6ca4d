"""One server for each data directory."""

import fcntl
import os
from pathlib import Path


class DataDirectoryInUse(Exception):
    """Another server already serves this data directory."""


class ProcessLock:
    """Held by the one server of a data directory; the operating system drops it with us."""

    def __init__(self, directory: Path) -> None:
        self._file = (directory / "botyard.lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise DataDirectoryInUse(
                f"{directory} is already served by another Botyard (process {holder})"
            ) from taken
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()
