"""placement.list"""

from typing import Annotated

from msgspec import Meta

from botyard.access.placements import PLACES, open_to
from botyard.model.errors import PLACEMENT_AUTH_TYPE
from botyard.model.scopes import PLACEMENT
from botyard.rpc.admit import AppCall
from botyard.rpc.method import UpperParams, app_method


class ListPlacementsParams(UpperParams, frozen=True):
    scope: Annotated[str, Meta(description="Only the places of this scope.")] = ""
    full: Annotated[bool, Meta(description="Also places that the application may not use.")] = (
        False
    )


@app_method("placement.list", scopes=(PLACEMENT,), refuses_others=PLACEMENT_AUTH_TYPE, reads=True)
async def list_placements(call: AppCall, params: ListPlacementsParams) -> list[str]:
    """List the places of the messenger where the application may show itself."""
    if params.scope:
        return [code for code in open_to(call.caller.scopes) if PLACES[code] == params.scope]
    return list(PLACES) if params.full else open_to(call.caller.scopes)
