"""im.disk.file.save"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import FILE_ID_EMPTY, FILE_SAVE_ERROR, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class SaveFileParams(UpperParams, frozen=True):
    file_id: Annotated[
        int | None, Meta(description="A file of a chat.", extra={"error": FILE_ID_EMPTY})
    ] = None


@user_method(
    "im.disk.file.save", scopes=("im",), reads=True, errors=[FILE_ID_EMPTY, FILE_SAVE_ERROR]
)
async def save_file(_call: Call, params: SaveFileParams) -> bool:
    """Copy a file to a Drive of one's own: refused, as where a Drive is switched off."""
    raise ApiError(FILE_SAVE_ERROR if params.file_id else FILE_ID_EMPTY)
