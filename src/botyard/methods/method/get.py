"""method.get"""

from typing import Annotated

from msgspec import Meta

from botyard.rpc.admit import Call
from botyard.rpc.method import Params, Result, user_method


class GetMethodParams(Params, frozen=True):
    name: Annotated[str, Meta(description="In any case.")] = ""


class MethodState(Result, frozen=True):
    is_existing: Annotated[bool, Meta(description="There is such a method.")]
    is_available: Annotated[bool, Meta(description="The caller may use it.")]


@user_method("method.get", reads=True)
async def get_method(call: Call, params: GetMethodParams) -> MethodState:
    """Tell whether there is a method, and whether the caller may use it."""
    method = call.methods.get(params.name.lower())
    return MethodState(
        method is not None, method is not None and call.caller.allows(method.scopes)
    )
