"""SIGTERM and SIGINT while a server is on its way up: remembered, and obeyed where nothing is half
made.

It imports next to nothing, so that it listens before everything else is loaded.
"""

import signal
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM)


class EarlyStop:
    def __init__(self) -> None:
        self.asked = False

    def listen(self) -> None:
        for number in STOPS:
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


early_stop = EarlyStop()
