"""event.unbind"""

from typing import Annotated

from msgspec import Meta

from botyard.access import handlers
from botyard.chat import bot_subscriptions
from botyard.model.errors import (
    EVENT_NOT_FOUND,
    FOREIGN_UNBINDING_DENIED,
    OFFLINE_UNBINDING_DENIED,
    ApiError,
)
from botyard.model.event_names import BOT_EVENT_KINDS
from botyard.rpc.admit import AppCall
from botyard.rpc.event_bindings import read_auth_type, read_is_offline
from botyard.rpc.method import LowerParams, Result, app_method


class UnbindEventParams(LowerParams, frozen=True):
    event: Annotated[
        str, Meta(description="Its name, in any case.", extra={"error": EVENT_NOT_FOUND})
    ] = ""
    handler: Annotated[str, Meta(description="Only at this address; else at every one.")] = ""
    auth_type: Annotated[
        object,
        Meta(description="Only with this person's token; 0 or empty: only with nobody's own."),
    ] = None
    event_type: Annotated[str, Meta(description="`online` or `offline`.")] = "online"


class UnboundHandlers(Result, frozen=True):
    count: Annotated[int, Meta(description="How many handlers there were.")]


@app_method("event.unbind", errors=[EVENT_NOT_FOUND, OFFLINE_UNBINDING_DENIED])
async def unbind_event(call: AppCall, params: UnbindEventParams) -> UnboundHandlers:
    """Have an event no longer posted or queued.

    An event that nobody bound, or that there is not, counts 0. What an address has yet to hear of
    it is dropped. Who is no administrator unbinds what they bound themselves. The events of a bot
    can be unbound from its `webhookUrl`.
    """
    event = params.event.strip().upper()
    if not event:
        raise ApiError(EVENT_NOT_FOUND)
    is_offline = read_is_offline(call, params.event_type, OFFLINE_UNBINDING_DENIED)
    auth_user_id = read_auth_type(call, params.auth_type, FOREIGN_UNBINDING_DENIED)
    if event in BOT_EVENT_KINDS:
        return UnboundHandlers(await _unbind_from_bots(call, event, params.handler))
    count = await handlers.unbind(
        call.tx,
        call.app,
        event,
        is_offline=is_offline,
        url=params.handler or None,
        auth_user_id=auth_user_id,
        bound_by=None if call.caller.is_admin else call.caller.user_id,
    )
    return UnboundHandlers(count)


async def _unbind_from_bots(call: AppCall, event: str, handler: str) -> int:
    if not call.caller.is_admin:
        return 0
    kind, owner = BOT_EVENT_KINDS[event], call.app.owner
    return await bot_subscriptions.unbind(call.tx, owner, kind, handler or None)
