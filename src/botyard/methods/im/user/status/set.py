"""im.user.status.set"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import presence
from botyard.model.errors import STATUS_ERROR
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class SetStatusParams(UpperParams, frozen=True):
    status: Annotated[
        str,
        Meta(
            description="`online`, `dnd`, `away` or `break`, in small letters.",
            extra={"error": STATUS_ERROR},
        ),
    ] = ""


@user_method("im.user.status.set", scopes=("im",), errors=[STATUS_ERROR])
async def set_status(call: Call, params: SetStatusParams) -> bool:
    """Choose the person's own status."""
    await presence.choose_status(call.tx, call.caller.user_id, params.status)
    return True
