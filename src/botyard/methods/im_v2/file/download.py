"""im.v2.File.download"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import files
from botyard.model.entities import FileId
from botyard.model.errors import ACCESS_DENIED, FILE_NOT_FOUND, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.downloads import add_link, new_token
from botyard.rpc.method import Params, Result, prepared_by, user_method


class FetchParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    file_id: Annotated[
        int, Meta(description="Id of a file of this dialog.", extra={"error": FILE_NOT_FOUND})
    ] = 0


class FetchLink(Result, frozen=True):
    download_url: Annotated[
        str, Meta(description="Answers the file to one GET within two minutes.")
    ]


# An answer that is kept for repeats would keep the secret of its link.
@user_method(
    "im.v2.File.download",
    scopes=("im",),
    errors=[ACCESS_DENIED, FILE_NOT_FOUND],
    repeatable=True,
)
@prepared_by(new_token)
async def fetch_file(call: Call, params: FetchParams, token: str) -> FetchLink:
    """Make a link that answers a file of one of the person's dialogs once."""
    dialog = await call.find_opened_dialog(params.dialog_id)
    if dialog is None:
        raise ApiError(ACCESS_DENIED)
    file = await files.find(call.tx, FileId(params.file_id))
    if file is None or file.chat_id != dialog.chat.id:
        raise ApiError(FILE_NOT_FOUND)
    if not await files.may_have(call.tx, call.caller.user_id, file):
        raise ApiError(FILE_NOT_FOUND)
    return FetchLink(await add_link(call, file, token, "im"))
