"""event.bind"""

from typing import Annotated

from msgspec import Meta

from botyard.access import handlers
from botyard.access.handlers import Binding
from botyard.chat import bot_subscriptions, users
from botyard.chat.bots import is_web_address
from botyard.model.entities import UserId
from botyard.model.errors import (
    EVENT_NOT_FOUND,
    FOREIGN_BINDING_DENIED,
    HANDLER_ALREADY_EXISTS,
    HANDLER_MISSING,
    HANDLER_NO_ADDRESS,
    HANDLER_OF_NO_BOT,
    INVALID_ARGUMENT,
    OFFLINE_BINDING_DENIED,
    ApiError,
)
from botyard.model.event_names import BOT_EVENT_KINDS, NEVER_OFFLINE
from botyard.model.secrets import Secrets
from botyard.rpc.admit import AppCall
from botyard.rpc.event_bindings import read_auth_type, read_event, read_is_offline
from botyard.rpc.method import LowerParams, Params, app_method, with_secrets

MAX_TIMEOUT_S = 24 * 60 * 60
MAX_LENGTH = 2048


class HandlerOptions(Params, frozen=True):
    min_timeout: Annotated[
        int, Meta(description="Seconds between two ONOFFLINEEVENT; 0 is one for each call.")
    ] = 1


class BindEventParams(LowerParams, frozen=True):
    event: Annotated[
        str, Meta(description="Its name, in any case.", extra={"error": EVENT_NOT_FOUND})
    ] = ""
    handler: Annotated[
        str,
        Meta(
            description="Web address that is posted to; none for a queue.",
            max_length=MAX_LENGTH,
        ),
    ] = ""
    auth_type: Annotated[
        object, Meta(description="Id of whose access token goes along; 0 is who causes the event.")
    ] = None
    event_type: Annotated[
        str, Meta(description="`online`, or `offline` for a queue that the application reads.")
    ] = "online"
    auth_connector: Annotated[
        str, Meta(description="Name of a queue of its own.", max_length=255)
    ] = ""
    options: Annotated[HandlerOptions, Meta(description="How often to be told.")] = (
        HandlerOptions()
    )


@app_method(
    "event.bind",
    errors=[
        EVENT_NOT_FOUND,
        OFFLINE_BINDING_DENIED,
        HANDLER_MISSING,
        HANDLER_ALREADY_EXISTS,
    ],
)
@with_secrets
async def bind_event(call: AppCall, params: BindEventParams, secrets: Secrets) -> bool:
    """Have an event of the portal posted to an address, or queued for the application.

    The events of a bot go to its `webhookUrl` by themselves: binding one of them takes back that
    it was unbound. A change of the application drops what it has bound.
    """
    event = read_event(call, params.event)
    is_offline = read_is_offline(call, params.event_type, OFFLINE_BINDING_DENIED)
    auth_user_id = read_auth_type(call, params.auth_type, FOREIGN_BINDING_DENIED) or UserId(0)
    if auth_user_id and not await _is_person(call, auth_user_id):
        raise ApiError(INVALID_ARGUMENT, "Parameter auth_type must be the id of a person")
    if event in BOT_EVENT_KINDS and not is_offline:
        await _bind_to_bot(call, event, params.handler)
        return True
    if is_offline and (event in BOT_EVENT_KINDS or event in NEVER_OFFLINE):
        raise ApiError(EVENT_NOT_FOUND)
    wanted = Binding(
        event=event,
        url="" if is_offline else _address(params.handler),
        auth_user_id=auth_user_id,
        bound_by=call.caller.user_id,
        is_offline=is_offline,
        connector=params.auth_connector if is_offline else "",
        min_timeout_s=min(max(params.options.min_timeout, 0), MAX_TIMEOUT_S),
    )
    await handlers.bind(call.tx, call.app, wanted, secrets)
    return True


async def _is_person(call: AppCall, user_id: UserId) -> bool:
    found = await users.of_ids(call.tx, [user_id])
    return bool(found) and not found[0].is_bot


async def _bind_to_bot(call: AppCall, event: str, handler: str) -> None:
    kind, address = BOT_EVENT_KINDS[event], _address(handler)
    is_bound = await bot_subscriptions.bind(call.tx, call.app.owner, kind, address)
    if is_bound is None:
        raise ApiError(HANDLER_OF_NO_BOT)
    if not is_bound:
        raise ApiError(HANDLER_ALREADY_EXISTS)


def _address(handler: str) -> str:
    if not handler:
        raise ApiError(HANDLER_MISSING)
    if not is_web_address(handler):
        raise ApiError(HANDLER_NO_ADDRESS)
    return handler
