"""methods"""

from typing import Annotated

from msgspec import Meta

from botyard.model.scopes import BASIC
from botyard.rpc.admit import Call, Known
from botyard.rpc.method import Params, user_method


class MethodsParams(Params, frozen=True):
    full: Annotated[bool, Meta(description="Every method there is.")] = False
    scope: Annotated[
        str | None, Meta(description="Methods of one scope; empty for those of every key.")
    ] = None


@user_method("methods", reads=True)
async def list_methods(call: Call, params: MethodsParams) -> list[str]:
    """List the names of methods in lower case: by default those that the caller may use."""
    return sorted(name for name, method in call.methods.items() if is_wanted(call, params, method))


def is_wanted(call: Call, params: MethodsParams, method: Known) -> bool:
    if params.full:
        return True
    if params.scope is not None:
        return (params.scope or BASIC) in method.scopes
    return call.caller.allows(method.scopes)
