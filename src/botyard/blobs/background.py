"""Threads for work that takes so long that nobody else's answer may wait for it."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

# Enough to give way at once, and little enough to go on beside a busy server.
_NICENESS = 5


def background(name: str) -> ThreadPoolExecutor:
    """One thread, since more would only take turns, which steps back for those that answer."""
    return ThreadPoolExecutor(1, name, initializer=_step_back)


def _step_back() -> None:
    # Linux alone gives each thread a priority of its own.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
