"""access.name"""

from typing import Annotated, Literal

from msgspec import Meta

from botyard.chat import access_codes
from botyard.model.errors import INVALID_ARGUMENT, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, UpperParams, user_method

# More than any list of rights shows.
MAX_CODES = 1_000


class AccessNamesParams(UpperParams, frozen=True):
    access: Annotated[
        list[str], Meta(description="Access codes, such as `U1`, `G2` or `AU`.")
    ] = []


class AccessNameView(Result, frozen=True, rename=None):
    provider: Annotated[str, Meta(description="Empty for the groups of the portal itself.")]
    name: Annotated[str, Meta(description="What people call it.")]
    provider_id: Annotated[str, Meta(description="`user` or `other`.")]


@user_method("access.name", reads=True)
async def name_codes(
    call: Call, params: AccessNamesParams
) -> dict[str, AccessNameView] | Literal[False]:
    """Name what access codes stand for.

    Codes that stand for nothing are left out; `false` where none was given.
    """
    if len(params.access) > MAX_CODES:
        raise ApiError(INVALID_ARGUMENT, f"Parameter ACCESS must hold at most {MAX_CODES} codes")
    if not params.access:
        return False
    found = await access_codes.names_of(call.tx, params.access)
    return {
        code: AccessNameView(provider=one.provider, name=one.name, provider_id=one.provider_id)
        for code, one in found.items()
    }
