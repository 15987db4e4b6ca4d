"""What a person may reply to."""

from botyard.chat import history
from botyard.chat.dialogs import Dialog
from botyard.model.entities import MessageId
from botyard.model.errors import REPLY_ACCESS_ERROR, REPLY_FROM_OTHER_CHAT_ERROR, ApiError
from botyard.store.tx import Tx


async def check_reply(tx: Tx, dialog: Dialog, message_id: MessageId) -> None:
    """Refuses with REPLY_ACCESS_ERROR or REPLY_FROM_OTHER_CHAT_ERROR."""
    message = await history.find_message(tx, message_id)
    if message is None or message.params.is_deleted:
        raise ApiError(REPLY_ACCESS_ERROR)
    member = await history.member_of(tx, message.chat_id, dialog.member.user_id)
    if member is None or message.id <= member.history_hidden_to:
        raise ApiError(REPLY_ACCESS_ERROR)
    if message.chat_id != dialog.chat.id:
        raise ApiError(REPLY_FROM_OTHER_CHAT_ERROR)
