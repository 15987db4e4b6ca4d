"""im.user.status.get"""

from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class GetStatusParams(UpperParams, frozen=True):
    pass


@user_method("im.user.status.get", scopes=("im",), reads=True)
async def get_status(call: Call, params: GetStatusParams) -> str | bool:  # noqa: ARG001
    """Tell the person's own status, false until they choose one."""
    return (await call.user()).status or False
