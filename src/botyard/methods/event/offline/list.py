"""event.offline.list"""

from typing import Annotated

from msgspec import UNSET, Meta

from botyard.access import offline_events
from botyard.delivery import offline
from botyard.model.errors import OFFLINE_DENIED
from botyard.rpc.admit import AppCall
from botyard.rpc.method import LowerParams, Page, app_method
from botyard.rpc.offline_filters import QUEUE_FIELDS, check_administrator, selection
from botyard.wire.offline_views import QueuedEventView

PAGE = 50


class ListOfflineEventsParams(LowerParams, frozen=True):
    filter: Annotated[
        dict[str, object],
        Meta(description="As in event.offline.get, and `PROCESS_ID` and `ERROR`."),
    ] = {}
    order: Annotated[
        dict[str, object], Meta(description="These fields to `ASC` or `DESC`; else by id.")
    ] = {}
    start: Annotated[int, Meta(description="Events to pass over.")] = 0
    auth_connector: Annotated[str, Meta(description="The queue's name, if it has one.")] = ""


@app_method("event.offline.list", errors=[OFFLINE_DENIED], reads=True)
async def list_offline_events(
    call: AppCall, params: ListOfflineEventsParams
) -> Page[list[QueuedEventView]]:
    """List the offline events of the application, 50 on a page, and leave them as they are."""
    check_administrator(call)
    queue = await offline_events.list_all(call.tx, call.app.client_id, params.auth_connector)
    found = selection(call, params.filter, params.order, QUEUE_FIELDS)(queue)
    start = max(params.start, 0)
    page = found[start : start + PAGE]
    shown = await offline.spell_queue(call.tx, call.views, call.portal.language, page)
    follows = start + PAGE < len(found)
    return Page(shown, total=len(found), next=start + PAGE if follows else UNSET)
