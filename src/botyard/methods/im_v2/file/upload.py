"""im.v2.File.upload"""

from typing import Annotated, NamedTuple

from msgspec import Meta

from botyard.chat import dialogs, files
from botyard.chat.dialogs import Dialog
from botyard.chat.files import FileDraft
from botyard.model.errors import (
    ACCESS_DENIED,
    CHAT_NOT_FOUND,
    FILE_INVALID_CONTENT,
    FILE_PARTS_REQUIRED,
    FILE_TOO_LARGE,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.downloads import add_link, new_token
from botyard.rpc.method import Params, Preparation, Result, prepared_by, user_method
from botyard.rpc.uploads import FileFields, keep_file
from botyard.wire.file_views import PersonFileView, view_persons_file


class SendFileParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": CHAT_NOT_FOUND}),
    ] = ""
    fields: Annotated[
        FileFields, Meta(description="The file.", extra={"error": FILE_PARTS_REQUIRED})
    ] = FileFields()


class SentFile(Result, frozen=True):
    file: Annotated[
        PersonFileView,
        Meta(description="The file, typed by its content; each link in it serves once."),
    ]
    message_id: Annotated[int, Meta(description="Id of the message that carries it.")]
    chat_id: Annotated[int, Meta(description="Id of the chat.")]
    dialog_id: Annotated[str, Meta(description="The dialog as it was given.")]


class Prepared(NamedTuple):
    """The file on disk, and the secrets of the links to it."""

    draft: FileDraft | ApiError
    show: str
    download: str


async def read_sent_file(preparation: Preparation, params: SendFileParams) -> Prepared:
    draft = await keep_file(preparation, params.fields, FILE_PARTS_REQUIRED)
    tokens = [await new_token(preparation, params) for _ in range(2)]
    return Prepared(draft, *tokens)


@user_method(
    "im.v2.File.upload",
    scopes=("im",),
    errors=[
        CHAT_NOT_FOUND,
        ACCESS_DENIED,
        FILE_PARTS_REQUIRED,
        FILE_INVALID_CONTENT,
        FILE_TOO_LARGE,
    ],
)
@prepared_by(read_sent_file)
async def send_file(call: Call, params: SendFileParams, prepared: Prepared) -> SentFile:
    """Send a file to a dialog as the person, in a message of its own."""
    dialog = await target(call, params.dialog_id)
    if isinstance(prepared.draft, ApiError):
        raise prepared.draft
    file = await files.send(call.tx, dialog, prepared.draft, params.fields.message, call.now)
    view = view_persons_file(
        call.views,
        file,
        await call.user(),
        show=await add_link(call, file, prepared.show, "im"),
        download=await add_link(call, file, prepared.download, "im"),
    )
    return SentFile(view, file.message_id, file.chat_id, params.dialog_id)


async def target(call: Call, dialog_id: str) -> Dialog:
    dialog = await call.find_dialog(dialog_id)
    if dialog is not None:
        return dialog
    absence = await dialogs.why_absent(call.tx, call.caller.user_id, dialog_id)
    raise ApiError(ACCESS_DENIED if absence == "no_member" else CHAT_NOT_FOUND)
