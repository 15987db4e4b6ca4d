"""server.time"""

from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method
from botyard.wire.dates import iso


class ServerTimeParams(Params, frozen=True):
    pass


@user_method("server.time", reads=True)
async def get_time(call: Call, params: ServerTimeParams) -> str:  # noqa: ARG001
    """Tell the time in the portal's time zone."""
    return iso(call.now, call.views.zone)
