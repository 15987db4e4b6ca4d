"""How far somebody has read: forward, back, and what that makes viewed. Nobody is told of it."""

from typing import NamedTuple

from botyard.chat.dialogs import Dialog
from botyard.model.entities import MessageId, Moment, UserId
from botyard.store import messages, reading, recents
from botyard.store.messages import NEWEST
from botyard.store.tx import Tx

# A reader who was away for long is told the newest of what was waiting.
MAX_VIEWED = 1_000


class Reading(NamedTuple):
    """How far somebody has read, and how much is left."""

    last_id: int
    unread: int


async def read(tx: Tx, dialog: Dialog, now: Moment, up_to: int | None = None) -> Reading:
    """Read up to a message and with it, or everything. What was read further stays read."""
    chat, member = dialog
    last_id = chat.last_message_id or 0
    wanted = MessageId(last_id if up_to is None else min(up_to, last_id))
    await reading.read_to(tx, chat.id, member.user_id, wanted, now)
    counts = await recents.unread(tx, member.user_id, [chat.id])
    return Reading(max(wanted, member.last_read_id), counts.get(chat.id, 0))


async def unviewed(tx: Tx, dialog: Dialog, up_to: int | None) -> list[MessageId]:
    """What others said and `dialog.member` has not viewed, oldest first: the newest 1,000."""
    chat, member = dialog
    return await messages.ids_of_others(
        tx,
        chat.id,
        member.user_id,
        above=max(member.has_viewed_to, member.history_hidden_to),
        up_to=NEWEST if up_to is None else up_to,
        count=MAX_VIEWED,
    )


async def unread(tx: Tx, dialog: Dialog, first: int, now: Moment) -> None:
    """A message and all that follow it; what others know as viewed stays so."""
    chat, member = dialog
    visible = MessageId(max(first, member.history_hidden_to + 1))
    await reading.unread_from(tx, chat.id, member.user_id, visible, now)


async def read_all(tx: Tx, user_id: UserId, now: Moment) -> None:
    """Every chat of the user, muted and hidden ones too."""
    await reading.read_all(tx, user_id, now)
