"""event.offline.error"""

from typing import Annotated

from msgspec import Meta

from botyard.access import offline_events
from botyard.model.errors import OFFLINE_DENIED
from botyard.rpc.admit import AppCall
from botyard.rpc.method import LowerParams, app_method
from botyard.rpc.offline_filters import check_administrator


class FailOfflineEventsParams(LowerParams, frozen=True):
    process_id: Annotated[str, Meta(description="What event.offline.get answered.")]
    message_id: Annotated[
        list[str], Meta(description="Only these, by `MESSAGE_ID`; else all of the process.")
    ] = []


@app_method("event.offline.error", errors=[OFFLINE_DENIED])
async def fail_offline_events(call: AppCall, params: FailOfflineEventsParams) -> bool:
    """Mark reserved offline events as failed: all of a process, or some of them.

    Only who asks event.offline.get for `error` gets them again.
    """
    check_administrator(call)
    reserved = await offline_events.reserved(call.tx, call.app.client_id, params.process_id)
    wanted = frozenset(params.message_id)
    failed = [one for one in reserved if not wanted or one.message_id in wanted]
    await offline_events.fail(call.tx, failed)
    return True
