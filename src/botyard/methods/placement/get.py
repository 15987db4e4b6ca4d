"""placement.get"""

from botyard.access import placements
from botyard.model.errors import PLACEMENT_ACCESS_DENIED, PLACEMENT_AUTH_TYPE
from botyard.model.scopes import PLACEMENT
from botyard.rpc.admit import AppCall
from botyard.rpc.method import Params, app_method
from botyard.rpc.placing import check_may_place
from botyard.wire.placements import PlacementView, placement_view


class GetPlacementsParams(Params, frozen=True):
    pass


@app_method(
    "placement.get",
    scopes=(PLACEMENT,),
    errors=[PLACEMENT_ACCESS_DENIED],
    refuses_others=PLACEMENT_AUTH_TYPE,
    reads=True,
)
async def get_placements(call: AppCall, params: GetPlacementsParams) -> list[PlacementView]:  # noqa: ARG001
    """List where the application shows itself, for an administrator; the oldest first."""
    check_may_place(call)
    return [placement_view(one) for one in await placements.list_all(call.tx, call.app)]
