"""placement.unbind"""

from typing import Annotated

from msgspec import Meta

from botyard.access import placements
from botyard.model.errors import (
    PLACEMENT_ACCESS_DENIED,
    PLACEMENT_ARGUMENT,
    PLACEMENT_AUTH_TYPE,
    PLACEMENT_NO_TEXT,
    ApiError,
)
from botyard.model.scopes import PLACEMENT
from botyard.rpc.admit import AppCall
from botyard.rpc.method import Result, UpperParams, app_method
from botyard.rpc.placing import check_may_place


class UnbindPlacementParams(UpperParams, frozen=True):
    placement: Annotated[
        str, Meta(description="The place.", extra={"error": PLACEMENT_NO_TEXT})
    ] = ""
    handler: Annotated[str, Meta(description="The page; without it every one of the place.")] = ""
    user_id: Annotated[int, Meta(description="Nobody has places of their own: 0.")] = 0


class UnbindPlacementResult(Result, frozen=True):
    count: Annotated[int, Meta(description="Two for each that was found and is gone.")]


@app_method(
    "placement.unbind",
    scopes=(PLACEMENT,),
    errors=[PLACEMENT_ACCESS_DENIED, PLACEMENT_ARGUMENT],
    refuses_others=PLACEMENT_AUTH_TYPE,
)
async def unbind_placement(call: AppCall, params: UnbindPlacementParams) -> UnbindPlacementResult:
    """Take the application away from a place of the messenger, as an administrator."""
    check_may_place(call)
    if not params.placement:
        raise ApiError(PLACEMENT_ARGUMENT)
    if params.user_id:
        return UnbindPlacementResult(0)
    gone = await placements.unbind(call.tx, call.app, params.placement, params.handler)
    # As documented: one for each that was found, and one more for each that was removed.
    return UnbindPlacementResult(2 * gone)
