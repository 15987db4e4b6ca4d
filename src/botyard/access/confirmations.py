"""Methods that an application or webhook calls only with an administrator's word.

Source: docs page "confirmation" of the scopes. The word is for the credential as such, so it
survives a refresh, and ends with the credential.
"""

from botyard.access import app_events
from botyard.access.portal_files import DoesNotFit
from botyard.model.entities import Confirmation, ConfirmationState, Moment
from botyard.model.errors import (
    CONFIRMATION_UNASKED,
    METHOD_CONFIRM_DENIED,
    METHOD_CONFIRM_WAITING,
    ApiError,
)
from botyard.store import confirmations
from botyard.store.tx import Tx


async def check(tx: Tx, method: str, credential: str) -> None:
    """Refuses with METHOD_CONFIRM_WAITING until somebody has decided.

    Refused with CONFIRMATION_UNASKED, the caller has yet to ask, in a unit of its own.
    """
    match await confirmations.state_of(tx, method.lower(), credential):
        case "confirmed":
            return
        case "denied":
            raise ApiError(METHOD_CONFIRM_DENIED)
        case "waiting":
            raise ApiError(METHOD_CONFIRM_WAITING)
        case None:
            raise ApiError(CONFIRMATION_UNASKED)


async def ask(tx: Tx, method: str, credential: str, now: Moment) -> None:
    """Let administrators see that the credential waits for their word."""
    await confirmations.ask(tx, method.lower(), credential, now)


async def list_all(tx: Tx) -> list[Confirmation]:
    return await confirmations.list_all(tx)


async def decide(
    tx: Tx, method: str, credential: str | None, state: ConfirmationState | None, now: Moment
) -> list[Confirmation]:
    """Answer what was decided: for one credential, also before it asks, or for all that asked.

    With None for the state it is undecided again, and the next call asks anew. An application
    hears of each word that is new to it.
    """
    name = method.lower()
    known = await confirmations.list_of_method(tx, name)
    chosen = [one for one in known if credential in (None, one.credential)]
    if not chosen and credential is not None and state is not None:
        chosen = [Confirmation(credential, name, "waiting", now)]
    if not chosen:
        raise DoesNotFit(f"nobody asks to call {method}")
    return [await _keep(tx, one, state, now) for one in chosen]


async def _keep(
    tx: Tx, asked: Confirmation, state: ConfirmationState | None, now: Moment
) -> Confirmation:
    if state is None:
        await confirmations.remove(tx, asked)
        return asked
    decided = Confirmation(asked.credential, asked.method, state, asked.asked_at)
    await confirmations.save(tx, decided)
    if decided.client_id is not None and decided != asked:
        await app_events.method_decided(
            tx, decided.client_id, decided.method, now, is_confirmed=state == "confirmed"
        )
    return decided
