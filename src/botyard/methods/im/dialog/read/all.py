"""im.dialog.read.all"""

from botyard.chat import reading
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class ReadAllParams(UpperParams, frozen=True):
    pass


@user_method("im.dialog.read.all", scopes=("im",))
async def read_all(call: Call, params: ReadAllParams) -> bool:  # noqa: ARG001
    """Read all chats of the person to their ends and take away the marks."""
    await reading.read_all(call.tx, call.caller.user_id, call.now)
    return True
