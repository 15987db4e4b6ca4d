"""im.disk.file.commit"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, files
from botyard.chat.dialogs import Dialog
from botyard.model.entities import File, FileId
from botyard.model.errors import (
    CHAT_ID_EMPTY,
    DIALOG_ACCESS_ERROR,
    DIALOG_ID_EMPTY,
    FILES_ERROR,
    FILES_NOT_SAVED,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, user_method
from botyard.rpc.named_chats import NamedGroupParams, numbered_chat
from botyard.wire.coerce import BadValue, read_integer
from botyard.wire.file_views import (
    FileModelView,
    PersonFileView,
    view_file_model,
    view_persons_file,
)

MAX_FILES = 100


class CommitFilesParams(NamedGroupParams, frozen=True):
    file_id: Annotated[
        object, Meta(description="A file that the person may have, or a list of at most 100.")
    ] = None
    upload_id: Annotated[
        object, Meta(description="The same, where `FILE_ID` is absent: there are no uploads.")
    ] = None
    message: Annotated[
        str, Meta(description="Text beside the files; past 20,000 characters it is cut.")
    ] = ""
    silent_mode: Annotated[bool, Meta(description="Accepted: there are no open lines.")] = False
    as_file: Annotated[bool, Meta(description="Accepted: no file is changed.")] = False


class CommittedFiles(Result, frozen=True, rename="upper"):
    files: Annotated[
        dict[str, PersonFileView],
        Meta(description="The new files by `upload` and the id that was given, without links."),
    ]
    disk_id: Annotated[list[str], Meta(description="Their ids.")]
    file_models: Annotated[
        dict[str, FileModelView], Meta(description="By the same keys, what a Drive would tell.")
    ]
    message_id: Annotated[int, Meta(description="Id of the message that carries them.")]


@user_method(
    "im.disk.file.commit",
    scopes=("im",),
    errors=[CHAT_ID_EMPTY, DIALOG_ID_EMPTY, FILES_ERROR, FILES_NOT_SAVED, DIALOG_ACCESS_ERROR],
)
async def commit_files(call: Call, params: CommitFilesParams) -> CommittedFiles:
    """Send files that are in one dialog of the person to another one, in one message."""
    dialog = await target(call, params)
    given = params.upload_id if params.file_id is None else params.file_id
    if given is None:
        raise ApiError(FILES_ERROR)
    found = await own_files(call, read_file_ids(given))
    message_id, sent = await files.share(call.tx, dialog, found, params.message, call.now)
    authors = {file.id: author for file, author in await files.with_authors(call.tx, sent)}
    keys = [f"upload{file.id}" for file in found]
    return CommittedFiles(
        files={
            key: view_persons_file(call.views, file, authors[file.id])
            for key, file in zip(keys, sent, strict=True)
        },
        disk_id=[str(file.id) for file in sent],
        file_models={key: view_file_model(file) for key, file in zip(keys, sent, strict=True)},
        message_id=message_id,
    )


async def target(call: Call, params: CommitFilesParams) -> Dialog:
    if params.dialog_id is None:
        chat_id = numbered_chat(params.chat_id)
        dialog = await dialogs.of_chat(call.tx, call.caller.user_id, chat_id)
    elif dialogs.is_dialog_id(params.dialog_id):
        dialog = await call.find_dialog(params.dialog_id)
    else:
        raise ApiError(DIALOG_ID_EMPTY)
    if dialog is None:
        raise ApiError(DIALOG_ACCESS_ERROR)
    return dialog


def read_file_ids(given: object) -> list[FileId]:
    """One id, or a list of them; each once."""
    values = list(given.values()) if isinstance(given, dict) else given
    try:
        ids = [read_integer(one) for one in (values if isinstance(values, list) else [values])]
    except BadValue as bad:
        raise ApiError(FILES_NOT_SAVED) from bad
    known = [FileId(one) for one in dict.fromkeys(ids) if isinstance(one, int)]
    if not 0 < len(known) <= MAX_FILES:
        raise ApiError(FILES_NOT_SAVED)
    return known


async def own_files(call: Call, file_ids: list[FileId]) -> list[File]:
    """All of them, or FILES_NOT_SAVED."""
    found = []
    for file_id in file_ids:
        file = await files.find(call.tx, file_id)
        if file is None or not await files.may_have(call.tx, call.caller.user_id, file):
            raise ApiError(FILES_NOT_SAVED)
        found.append(file)
    return found
