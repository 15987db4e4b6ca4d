"""user.admin"""

from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method


class UserAdminParams(Params, frozen=True):
    pass


@user_method("user.admin", reads=True)
async def is_admin(call: Call, params: UserAdminParams) -> bool:  # noqa: ARG001
    """Tell whether the caller is an administrator, who may change what applications keep."""
    return call.caller.is_admin
