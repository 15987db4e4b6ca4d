"""events"""

from typing import Annotated

from msgspec import Meta

from botyard.model.event_names import BOT_EVENT_KINDS, HANDLED, scope_of
from botyard.rpc.admit import AppCall
from botyard.rpc.method import UpperParams, app_method


class ListEventsParams(UpperParams, frozen=True):
    scope: Annotated[str, Meta(description="Only the events of this scope.")] = ""
    full: Annotated[bool, Meta(description="Every event there is; not with `SCOPE`.")] = False


@app_method("events", reads=True)
async def list_events(call: AppCall, params: ListEventsParams) -> list[str]:
    """List the events that the application can be bound to, or those of one scope."""
    scope = params.scope.lower()
    return [
        event for event in (*HANDLED, *BOT_EVENT_KINDS) if _is_listed(call, event, scope, params)
    ]


def _is_listed(call: AppCall, event: str, scope: str, params: ListEventsParams) -> bool:
    needed = scope_of(event) or ""
    if scope:
        return needed == scope
    return params.full or call.caller.allows((needed,))
