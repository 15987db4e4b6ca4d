"""What each method answers to who is not in the chat, message or file that they name."""

from botyard.model.errors import (
    ACCESS_DENIED,
    ACCESS_ERROR,
    CHAT_ACCESS_ERROR,
    CHAT_NOT_MUTED,
    COMMAND_ANSWER_FAILED,
    DIALOG_ACCESS_ERROR,
    DIALOG_ID_EMPTY,
    FILE_ACCESS_ERROR,
    FILE_SAVE_ERROR,
    LEAVING_DENIED,
    MANAGER_NOT_CHANGED,
    MESSAGE_ACCESS_DENIED,
    MESSAGE_ID_ERROR,
    MESSAGE_NOT_ADDED,
    PIN_ACCESS_ERROR,
    SEARCH_ACCESS_ERROR,
    USER_NOT_REMOVED,
    USERS_NOT_ADDED,
    ErrorCode,
)
from botyard.rpc.method import AnyMethod

_TARGETS = frozenset(("dialog_id", "chat_id", "message_id", "file_id"))
_SCOPES_OF_CHATS = frozenset(("im", "imbot"))
# What version 2 refuses with, as far as a method declares it: the narrowest first.
_OF_VERSION_2 = (MESSAGE_ACCESS_DENIED, FILE_ACCESS_ERROR, ACCESS_DENIED)

# Every method of the older API has words of its own. None: the answer is that nothing was done.
_OF_ITS_OWN: dict[str, ErrorCode | None] = {
    "im.chat.leave": LEAVING_DENIED,
    "im.chat.mute": CHAT_NOT_MUTED,
    "im.chat.setOwner": CHAT_ACCESS_ERROR,
    "im.chat.updateAvatar": ACCESS_DENIED,
    "im.chat.updateColor": CHAT_ACCESS_ERROR,
    "im.chat.updateTitle": CHAT_ACCESS_ERROR,
    "im.chat.user.add": CHAT_ACCESS_ERROR,
    "im.chat.user.delete": CHAT_ACCESS_ERROR,
    "im.chat.user.list": CHAT_ACCESS_ERROR,
    "im.dialog.get": DIALOG_ACCESS_ERROR,
    "im.dialog.messages.get": DIALOG_ACCESS_ERROR,
    "im.dialog.messages.search": SEARCH_ACCESS_ERROR,
    "im.dialog.read": None,
    "im.dialog.unread": None,
    "im.dialog.users.list": DIALOG_ACCESS_ERROR,
    "im.dialog.writing": CHAT_ACCESS_ERROR,
    "im.disk.file.commit": DIALOG_ACCESS_ERROR,
    "im.disk.file.delete": None,
    "im.disk.file.save": FILE_SAVE_ERROR,
    "im.disk.folder.get": DIALOG_ACCESS_ERROR,
    "im.message.add": ACCESS_ERROR,
    "im.message.command": MESSAGE_ID_ERROR,
    "im.message.delete": MESSAGE_ID_ERROR,
    "im.message.like": MESSAGE_ID_ERROR,
    "im.message.share": DIALOG_ACCESS_ERROR,
    "im.message.update": MESSAGE_ID_ERROR,
    "im.recent.hide": None,
    "im.recent.pin": PIN_ACCESS_ERROR,
    "im.recent.unread": None,
    "im.search.last.add": DIALOG_ID_EMPTY,
    "im.search.last.delete": None,
    "imbot.chat.leave": USER_NOT_REMOVED,
    "imbot.chat.sendTyping": DIALOG_ID_EMPTY,
    "imbot.chat.setManager": MANAGER_NOT_CHANGED,
    "imbot.chat.setOwner": CHAT_ACCESS_ERROR,
    "imbot.chat.updateAvatar": ACCESS_DENIED,
    "imbot.chat.updateColor": CHAT_ACCESS_ERROR,
    "imbot.chat.updateTitle": ACCESS_ERROR,
    "imbot.chat.user.add": USERS_NOT_ADDED,
    "imbot.chat.user.delete": CHAT_ACCESS_ERROR,
    "imbot.chat.user.list": CHAT_ACCESS_ERROR,
    "imbot.command.answer": MESSAGE_NOT_ADDED,
    "imbot.dialog.get": DIALOG_ACCESS_ERROR,
    "imbot.message.add": MESSAGE_NOT_ADDED,
    "imbot.message.delete": MESSAGE_ID_ERROR,
    "imbot.message.like": MESSAGE_ID_ERROR,
    "imbot.message.update": MESSAGE_ID_ERROR,
    # Whoever was not called has nothing to answer, wherever that was.
    "imbot.v2.Command.answer": COMMAND_ANSWER_FAILED,
}


def names_a_chat(method: AnyMethod) -> bool:
    """Ids of messages in other methods are not those of chats."""
    is_of_chats = not _SCOPES_OF_CHATS.isdisjoint(method.scopes)
    return is_of_chats and not _TARGETS.isdisjoint(method.params.__struct_fields__)


def refusal_of_outsiders(method: AnyMethod) -> ErrorCode | None:
    """Raises LookupError for a method that neither a rule nor the table knows."""
    if method.name in _OF_ITS_OWN:
        return _OF_ITS_OWN[method.name]
    declared = [error for error in _OF_VERSION_2 if error in method.errors]
    if ".v2." not in method.name or not declared:
        raise LookupError(f"who is not in the chat: {method.name} has no cell")
    return declared[0]
