"""Which people have been here of late: written down at most once a minute for each."""

from botyard.chat import presence
from botyard.chat.presence import MINUTE_MS
from botyard.model.entities import Moment, UserId
from botyard.store.tx import Store, StoreUnavailable, Tx

_NEVER = Moment(-MINUTE_MS)


class Attendance:
    """Marked from whatever thread a unit runs in; a mark is a hint and may come twice."""

    def __init__(self) -> None:
        self._written: dict[UserId, Moment] = {}
        self._due: dict[UserId, Moment] = {}

    def mark(self, user_id: UserId, now: Moment) -> None:
        if now - self._written.get(user_id, _NEVER) >= MINUTE_MS:
            self._due[user_id] = now

    @property
    def is_due(self) -> bool:
        return bool(self._due)

    async def write_down(self, store: Store) -> None:
        due, self._due = self._due, {}
        seen = sorted(due.items())
        self._written.update(seen)

        async def work(tx: Tx) -> None:
            for user_id, now in seen:
                await presence.note_activity(tx, user_id, now)

        try:
            await store.write(work)
        except StoreUnavailable:
            # The call itself was answered; the next one marks the person again.
            for user_id, _ in seen:
                self._written.pop(user_id, None)
