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
from botyard.rpc.uploads import keep_file
from botyard.wire.file_content import FileContent
from botyard.wire.file_views import FileView, view_file


class UploadFields(Params, frozen=True):
    name: Annotated[
        str,
        Meta(description="What the file is called, with its extension.", max_length=255),
    ] = ""
    content: Annotated[
        FileContent | None,
        Meta(
            description="The file as base64, at most 100 MiB when decoded; line breaks are fine.",
            extra={"error": FILE_INVALID_CONTENT},
        ),
    ] = None
    message: Annotated[
        str, Meta(description="Text beside the file; past 20,000 characters it is cut.")
    ] = ""


class UploadParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    fields: Annotated[UploadFields, Meta(description="The file.", extra={"error": FILE_EMPTY})] = (
        UploadFields()
    )


class UploadedFile(Result, frozen=True):
    file: Annotated[FileView, Meta(description="The file, typed by its content.")]
    message_id: Annotated[int, Meta(description="Id of the message that carries it.")]
    chat_id: Annotated[int, Meta(description="Id of the chat.")]
    dialog_id: Annotated[str, Meta(description="The dialog as it was given.")]


async def read_upload(preparation: Preparation, params: UploadParams) -> FileDraft | ApiError:
    fields = params.fields
    return await keep_file(preparation, fields.name, fields.content, FILE_EMPTY)


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
