"""How many events may be under way at once, to each receiver and to all of them."""

from botyard.model.entities import ChatId, RecipientId

MAX_WINDOW = 40
# In all; each takes a socket and holds its body in memory.
MAX_UNDER_WAY = 1000
# From here on nobody gets a second one, so that the rest is there for those who have none.
SCARCE = MAX_UNDER_WAY // 2


class _Window:
    __slots__ = ("chats", "size")

    def __init__(self) -> None:
        self.size = 1
        self.chats: set[ChatId] = set()


class Windows:
    """Slow start: one at first and after each failure, twice as many whenever all succeed."""

    def __init__(self) -> None:
        self._windows: dict[RecipientId, _Window] = {}
        self.under_way = 0

    def room(self, recipient_id: RecipientId) -> int:
        """How many more the receiver may get now."""
        window = self._windows.get(recipient_id)
        size, taken = (1, 0) if window is None else (window.size, len(window.chats))
        if self.under_way >= SCARCE:
            size = 1
        return max(0, min(size - taken, MAX_UNDER_WAY - self.under_way))

    def chats(self, recipient_id: RecipientId) -> frozenset[ChatId]:
        """The dialogs that have something under way."""
        window = self._windows.get(recipient_id)
        return frozenset() if window is None else frozenset(window.chats)

    def start(self, recipient_id: RecipientId, chat_id: ChatId) -> None:
        self._windows.setdefault(recipient_id, _Window()).chats.add(chat_id)
        self.under_way += 1

    def end(self, recipient_id: RecipientId, chat_id: ChatId, *, is_taken: bool | None) -> None:
        """`is_taken` is None where nothing was sent."""
        window = self._windows[recipient_id]
        # Only who uses the whole window shows that it is good for more.
        if is_taken and len(window.chats) >= window.size:
            window.size = min(2 * window.size, MAX_WINDOW)
        elif is_taken is False:
            window.size = 1
        window.chats.discard(chat_id)
        self.under_way -= 1
        if not window.chats and window.size == 1:
            del self._windows[recipient_id]
