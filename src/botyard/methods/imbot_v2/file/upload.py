"""imbot.v2.File.upload"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import files
from botyard.chat.files import FileDraft
from botyard.model.errors import (
    ACCESS_DENIED,
    FILE_EMPTY,
    FILE_INVALID_CONTENT,
    FILE_TOO_LARGE,
    ApiError,
)
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Params, Preparation, Result, bot_method, prepared_by
from botyard.rpc.uploads import FileFields, keep_file
from botyard.wire.file_views import FileView, view_file


class UploadParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    fields: Annotated[FileFields, Meta(description="The file.", extra={"error": FILE_EMPTY})] = (
        FileFields()
    )


class UploadedFile(Result, frozen=True):
    file: Annotated[FileView, Meta(description="The file, typed by its content.")]
    message_id: Annotated[int, Meta(description="Id of the message that carries it.")]
    chat_id: Annotated[int, Meta(description="Id of the chat.")]
    dialog_id: Annotated[str, Meta(description="The dialog as it was given.")]


async def read_upload(preparation: Preparation, params: UploadParams) -> FileDraft | ApiError:
    return await keep_file(preparation, params.fields, FILE_EMPTY)


@bot_method(
    "imbot.v2.File.upload",
    errors=[ACCESS_DENIED, FILE_EMPTY, FILE_INVALID_CONTENT, FILE_TOO_LARGE],
)
@prepared_by(read_upload)
async def upload_file(
    call: BotCall, params: UploadParams, draft: FileDraft | ApiError
) -> UploadedFile:
    """Send a file to a dialog as the bot, in a message of its own."""
    dialog = await call.dialog(params.dialog_id)
    if isinstance(draft, ApiError):
        raise draft
    file = await files.send(call.tx, dialog, draft, params.fields.message, call.now)
    view = view_file(call.views, file, await call.bot_user())
    return UploadedFile(view, file.message_id, file.chat_id, params.dialog_id)
