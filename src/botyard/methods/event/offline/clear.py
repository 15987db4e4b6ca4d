"""event.offline.clear"""

from typing import Annotated

from msgspec import Meta

from botyard.access import offline_events
from botyard.model.errors import OFFLINE_DENIED
from botyard.rpc.admit import AppCall
from botyard.rpc.method import LowerParams, app_method
from botyard.rpc.offline_filters import check_administrator


class ClearOfflineEventsParams(LowerParams, frozen=True):
    process_id: Annotated[str, Meta(description="What event.offline.get answered.")]
    id: Annotated[list[int], Meta(description="Only these, by `ID`.")] = []
    message_id: Annotated[
        list[str], Meta(description="Only these, by `MESSAGE_ID`; not beside `id`.")
    ] = []


@app_method("event.offline.clear", errors=[OFFLINE_DENIED])
async def clear_offline_events(call: AppCall, params: ClearOfflineEventsParams) -> bool:
    """Remove reserved offline events: all of a process, or some of them."""
    check_administrator(call)
    reserved = await offline_events.reserved(call.tx, call.app.client_id, params.process_id)
    # Sets, because a caller may name very many.
    ids, message_ids = frozenset(params.id), frozenset(params.message_id)
    if ids:
        done = [one for one in reserved if one.id in ids]
    elif message_ids:
        done = [one for one in reserved if one.message_id in message_ids]
    else:
        done = reserved
    await offline_events.remove(call.tx, done)
    return True
