"""imbot.v2.File.download"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import files
from botyard.model.entities import FileId
from botyard.model.errors import FILE_ACCESS_ERROR, FILE_NOT_FOUND, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.downloads import add_link, new_token
from botyard.rpc.method import Params, Result, bot_method, prepared_by


class DownloadParams(Params, frozen=True):
    file_id: Annotated[
        int, Meta(description="Id of the file.", extra={"error": FILE_NOT_FOUND})
    ] = 0


class DownloadLink(Result, frozen=True):
    download_url: Annotated[
        str, Meta(description="Answers the file to one GET within two minutes.")
    ]


# An answer that is kept for repeats would keep the secret of its link.
@bot_method("imbot.v2.File.download", errors=[FILE_ACCESS_ERROR, FILE_NOT_FOUND], repeatable=True)
@prepared_by(new_token)
async def download_file(call: BotCall, params: DownloadParams, token: str) -> DownloadLink:
    """Make a link that answers a file of one of the bot's dialogs once."""
    file = await files.find(call.tx, FileId(params.file_id))
    if file is None:
        raise ApiError(FILE_NOT_FOUND)
    if not await files.may_have(call.tx, call.bot.id, file):
        raise ApiError(FILE_ACCESS_ERROR)
    return DownloadLink(await add_link(call, file, token, "imbot"))
