"""What is known of a call before its transaction, and in it who makes the call."""

from collections.abc import Mapping

from msgspec import Struct

from botyard.access import callers, confirmations
from botyard.access.callers import Caller, Credentials
from botyard.model.entities import Moment
from botyard.model.errors import METHOD_NOT_FOUND, ApiError
from botyard.rpc.admit import Surroundings
from botyard.rpc.method import AnyMethod, Params
from botyard.rpc.once import RepeatKey
from botyard.rpc.operating import Meter
from botyard.rpc.request import RestRequest
from botyard.store.tx import Tx


class Prepared(Struct, frozen=True):
    """What is known of a call before its transaction.

    `caller` is known only for a command of a batch; `meter` is there where the operating limit is
    on.
    """

    request: RestRequest
    credentials: Credentials | None
    method: AnyMethod | None
    arguments: Mapping[str, object]
    params: Params | ApiError
    malformed: ApiError | None
    repeat: RepeatKey | None
    surroundings: Surroundings
    now: Moment
    meter: Meter | None = None
    caller: Caller | None = None


async def caller_of(tx: Tx, prepared: Prepared) -> Caller:
    """Who makes the call, if they may call its method."""
    caller = prepared.caller
    if caller is None:
        caller = await callers.admit(tx, prepared.credentials, prepared.now)
    caller = _permitted(caller, prepared.method)
    if prepared.surroundings.is_watched:
        await _check_watched(tx, prepared, caller)
    return caller


async def _check_watched(tx: Tx, prepared: Prepared, caller: Caller) -> None:
    method = prepared.method
    if method is not None and method.name.lower() in prepared.surroundings.confirm:
        await confirmations.check(tx, method.name, caller.credential)
    if prepared.meter is not None:
        prepared.meter.admit(caller)


async def ask_to_confirm(tx: Tx, prepared: Prepared) -> None:
    """Have the administrators see that the caller lacks their word."""
    caller = prepared.caller or await callers.admit(tx, prepared.credentials, prepared.now)
    if prepared.method is not None:
        await confirmations.ask(tx, prepared.method.name, caller.credential, prepared.now)


async def known_caller(
    tx: Tx, credentials: Credentials | None, method: AnyMethod | None, now: Moment
) -> Caller:
    """The same before the call was read, when nobody has counted or confirmed it."""
    return _permitted(await callers.admit(tx, credentials, now), method)


def _permitted(caller: Caller, method: AnyMethod | None) -> Caller:
    if method is None:
        raise ApiError(METHOD_NOT_FOUND)
    if method.refuses_others is not None and caller.app is None:
        raise ApiError(method.refuses_others)
    callers.check_scope(caller, method.scopes)
    return caller
