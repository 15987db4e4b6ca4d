"""user.access"""

from typing import Annotated

from msgspec import Meta

from botyard.chat.access_codes import codes_of
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class UserAccessParams(UpperParams, frozen=True):
    access: Annotated[
        list[str], Meta(description="Access codes, such as `U1`, `G2` or `AU`.")
    ] = []


@user_method("user.access", reads=True)
async def has_access(call: Call, params: UserAccessParams) -> bool:
    """Tell whether the caller has any of these access codes; administrators have all.

    Nobody has one of none.
    """
    if call.caller.is_admin:
        return bool(params.access)
    return not codes_of(call.caller.user_id).isdisjoint(params.access)
