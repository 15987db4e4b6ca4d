"""scope"""

from typing import Annotated

from msgspec import Meta

from botyard.model.scopes import SCOPES
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method


class ScopeParams(Params, frozen=True):
    full: Annotated[bool, Meta(description="Every scope there is.")] = False


@user_method("scope", reads=True)
async def list_scopes(call: Call, params: ScopeParams) -> list[str]:
    """List what the caller's key is allowed, or everything a key can be allowed."""
    return list(SCOPES) if params.full else sorted(call.caller.scopes)
