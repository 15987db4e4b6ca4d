"""What a portal must count, kept as plain lists: who is where, what was said, who has seen it."""

from dataclasses import dataclass, field


@dataclass
class Line:
    """A message: `author` is 0 for what the chat itself says."""

    id: int
    author: int
    is_deleted: bool = False
    viewers: set[int] = field(default_factory=set)


@dataclass
class Place:
    """Where a member stands: nothing up to `hidden_to` is theirs to see."""

    hidden_to: int = 0
    read_to: int = 0


@dataclass
class PlainChat:
    id: int
    is_private: bool
    owner: int
    places: dict[int, Place] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    @property
    def last_id(self) -> int:
        return max((one.id for one in self.lines), default=0)

    def visible(self, user_id: int) -> list[Line]:
        return [one for one in self.lines if one.id > self.places[user_id].hidden_to]

    def unread(self, user_id: int) -> list[int]:
        """What others said beyond the member's place."""
        read_to = self.places[user_id].read_to
        return [one.id for one in self.lines if one.id > read_to and one.author != user_id]

    def join(self, user_id: int, *, history: bool) -> bool:
        if user_id in self.places:
            return False
        hidden_to = 0 if history else self.last_id
        self.places[user_id] = Place(hidden_to, hidden_to)
        return True

    def read(self, user_id: int, up_to: int) -> None:
        """Forward only."""
        place = self.places.get(user_id)
        if place is None:
            return
        place.read_to = max(place.read_to, min(up_to, self.last_id))
        for one in self.visible(user_id):
            if one.id <= place.read_to:
                one.viewers.add(user_id)

    def unread_from(self, user_id: int, first: int) -> None:
        place = self.places[user_id]
        first = max(first, place.hidden_to + 1)
        if place.read_to >= first:
            place.read_to = first - 1

    def say(self, message_id: int, author: int, actor: int) -> None:
        """Whoever makes a message stand there has read what stands above it."""
        self.lines.append(Line(message_id, author))
        self.read(actor, message_id)

    def viewed_by_others(self, line: Line, viewer: int) -> int:
        """How many others than its author; of what the chat says, than the viewer."""
        return len(line.viewers - {line.author or viewer})


@dataclass
class PlainBot:
    sent: int = 0
    commands: int = 0


class PlainPortal:
    def __init__(self) -> None:
        self.chats: dict[int, PlainChat] = {}
        self.bots: dict[int, PlainBot] = {}

    def chats_of(self, user_id: int) -> list[PlainChat]:
        return [one for one in self.chats.values() if user_id in one.places]

    def private(self, one: int, other: int) -> PlainChat | None:
        return next(
            (
                chat
                for chat in self.chats.values()
                if chat.is_private and set(chat.places) == {one, other}
            ),
            None,
        )

    def people_met(self, bot_id: int) -> set[int]:
        """Whom a bot shares a chat with, bots left out."""
        found = {one for chat in self.chats_of(bot_id) for one in chat.places}
        return {one for one in found if one not in self.bots and one != bot_id}
