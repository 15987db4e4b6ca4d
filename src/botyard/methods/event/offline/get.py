"""event.offline.get"""

from typing import Annotated

from msgspec import Meta

from botyard.access import offline_events
from botyard.delivery import offline
from botyard.model.errors import OFFLINE_DENIED
from botyard.model.secrets import Secrets
from botyard.rpc.admit import AppCall
from botyard.rpc.method import LowerParams, Result, app_method, with_secrets
from botyard.rpc.offline_filters import FIELDS, check_administrator, selection
from botyard.wire.offline_views import OfflineEventView

MAX_LIMIT = 1_000


class GetOfflineEventsParams(LowerParams, frozen=True):
    filter: Annotated[
        dict[str, object],
        Meta(
            description="`ID`, `TIMESTAMP_X`, `EVENT_NAME`, `MESSAGE_ID`; an operator before it."
        ),
    ] = {}
    order: Annotated[
        dict[str, object], Meta(description="These fields to `ASC` or `DESC`; else by time.")
    ] = {}
    limit: Annotated[int, Meta(description="Events to take, 1 to 1,000.")] = 50
    clear: Annotated[
        bool, Meta(description="Remove them; else they are reserved for 30 days.")
    ] = True
    process_id: Annotated[str, Meta(description="Read what was reserved under it again.")] = ""
    auth_connector: Annotated[str, Meta(description="The queue's name, if it has one.")] = ""
    error: Annotated[bool, Meta(description="Also those that a process failed with.")] = False


class TakenOfflineEvents(Result, frozen=True, rename="lower"):
    process_id: Annotated[
        str | None, Meta(description="What they are reserved under; null when removed.")
    ]
    events: Annotated[list[OfflineEventView], Meta(description="The oldest first.")]


@app_method("event.offline.get", errors=[OFFLINE_DENIED])
@with_secrets
async def get_offline_events(
    call: AppCall, params: GetOfflineEventsParams, secrets: Secrets
) -> TakenOfflineEvents:
    """Take the first offline events of the application, to keep them or to work on them first.

    Calls at once get different ones.
    """
    check_administrator(call)
    is_plain = not (params.filter or params.order or params.process_id)
    order = params.order or {"TIMESTAMP_X": "ASC"}
    taken = await offline_events.take(
        call.tx,
        call.app.client_id,
        params.auth_connector,
        process_id=params.process_id,
        count=min(max(params.limit, 1), MAX_LIMIT),
        with_failed=params.error,
        select=None if is_plain else selection(call, params.filter, order, FIELDS),
    )
    events = await offline.spell(call.tx, call.views, call.portal.language, taken)
    if params.clear:
        await offline_events.remove(call.tx, taken)
        return TakenOfflineEvents(None, events)
    process_id = params.process_id or secrets.token()
    await offline_events.reserve(call.tx, taken, process_id, call.now)
    return TakenOfflineEvents(process_id, events)
