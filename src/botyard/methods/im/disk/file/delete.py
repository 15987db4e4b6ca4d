"""im.disk.file.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import files, message_changes
from botyard.model.entities import FileId
from botyard.model.errors import CHAT_ID_EMPTY, FILE_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method
from botyard.rpc.named_chats import numbered_chat


class DeleteFileParams(UpperParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of a chat.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    file_id: Annotated[
        int | None, Meta(description="A file in it.", extra={"error": FILE_ID_EMPTY})
    ] = None


@user_method("im.disk.file.delete", scopes=("im",), errors=[CHAT_ID_EMPTY, FILE_ID_EMPTY])
async def delete_file(call: Call, params: DeleteFileParams) -> bool:
    """Take a file out of its message, and with the last one a message without a text.

    Only whoever sent it may; to other members the answer is true as well, and nothing happens. It
    is false where there is no such file for the person.
    """
    chat_id = numbered_chat(params.chat_id)
    if not params.file_id:
        raise ApiError(FILE_ID_EMPTY)
    file = await files.find(call.tx, FileId(params.file_id))
    if file is None or file.chat_id != chat_id:
        return False
    held = await call.find_held_message(file.message_id)
    if held is None:
        return False
    if held.is_own:
        await message_changes.take_file(call.tx, held, file.id, call.now)
    return True
