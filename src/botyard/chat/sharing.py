"""Making something new out of a message."""

from botyard.chat import chats, messages
from botyard.chat.chats import ChatDraft
from botyard.chat.dialogs import Dialog
from botyard.model.entities import Message, Moment, User
from botyard.store import members
from botyard.store.tx import Tx


async def start_group(
    tx: Tx, dialog: Dialog, actor: User, message: Message, now: Moment
) -> Dialog:
    """A group of everybody in `dialog`, which begins with the message."""
    everybody = await members.list_all(tx, dialog.chat.id)
    draft = ChatDraft(user_ids=[one.user_id for one in everybody])
    group = await chats.create(tx, actor, draft, now)
    await messages.forward(tx, group, message, now)
    return group
