"""event.get"""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from botyard.access import handlers
from botyard.chat import bot_subscriptions
from botyard.model.event_names import BOT_EVENT_KINDS
from botyard.rpc.admit import AppCall
from botyard.rpc.method import Params, Result, app_method


class GetEventHandlersParams(Params, frozen=True):
    pass


class BoundEvent(Result, frozen=True, rename="lower"):
    event: Annotated[str, Meta(description="Its name, in capitals.")]
    handler: Annotated[str, Meta(description="Web address; empty for a queue.")]
    auth_type: Annotated[str, Meta(description="Id of whose token goes along; `0` for nobody's.")]
    offline: Annotated[int, Meta(description="1 for a queue.")]
    connector_id: Annotated[str | UnsetType, Meta(description="The queue's name, if any.")] = UNSET


@app_method("event.get", reads=True)
async def get_event_handlers(
    call: AppCall,
    params: GetEventHandlersParams,  # noqa: ARG001
) -> list[BoundEvent]:
    """List what the application has bound to events.

    Who is no administrator sees what they bound themselves. The events of bots that hear by
    webhook are among them, as bound to each address.
    """
    bound_by = None if call.caller.is_admin else call.caller.user_id
    bound = [
        BoundEvent(
            event=one.event,
            handler=one.url,
            auth_type=str(one.auth_user_id),
            offline=int(one.is_offline),
            connector_id=one.connector or UNSET,
        )
        for one in await handlers.list_bound(call.tx, call.app, bound_by)
    ]
    return bound + await _of_bots(call)


async def _of_bots(call: AppCall) -> list[BoundEvent]:
    heard: dict[str, set[str]] = {}
    for bot in await bot_subscriptions.listening(call.tx, call.app.owner):
        kinds = set(BOT_EVENT_KINDS.values()).difference(bot.unbound)
        heard.setdefault(bot.webhook_url, set()).update(kinds)
    return [
        BoundEvent(event=event, handler=url, auth_type="0", offline=0)
        for url, kinds in heard.items()
        for event, kind in BOT_EVENT_KINDS.items()
        if kind in kinds
    ]
