"""Table `method_confirmation`: which credentials may call what needs an administrator's word."""

from botyard.model.entities import Confirmation, ConfirmationState, Moment
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_FIND = sql(
    """
    SELECT method, credential, state, asked_at FROM method_confirmation
    WHERE method = :method AND credential = :credential
    """
)

_LIST = sql(
    """
    SELECT method, credential, state, asked_at FROM method_confirmation
    ORDER BY method, credential
    """
)

_LIST_OF_METHOD = sql(
    """
    SELECT method, credential, state, asked_at FROM method_confirmation
    WHERE method = :method ORDER BY credential
    """
)

_ASK = sql(
    """
    INSERT INTO method_confirmation (method, credential, state, asked_at)
    VALUES (:method, :credential, 'waiting', :now)
    ON CONFLICT (method, credential) DO NOTHING
    """
)

_SAVE = sql(
    """
    INSERT INTO method_confirmation (method, credential, state, asked_at)
    VALUES (:method, :credential, :state, :asked_at)
    ON CONFLICT (method, credential) DO UPDATE SET state = excluded.state
    """
)

_REMOVE = sql(
    "DELETE FROM method_confirmation WHERE method = :method AND credential = :credential"
)

_REMOVE_CREDENTIAL = sql("DELETE FROM method_confirmation WHERE credential = :credential")


async def state_of(tx: Tx, method: str, credential: str) -> ConfirmationState | None:
    """None where nobody was asked."""
    row = await tx.one(_FIND, method=method, credential=credential)
    return None if row is None else _confirmation_of(row).state


async def list_all(tx: Tx) -> list[Confirmation]:
    return [_confirmation_of(row) for row in await tx.all(_LIST)]


async def list_of_method(tx: Tx, method: str) -> list[Confirmation]:
    return [_confirmation_of(row) for row in await tx.all(_LIST_OF_METHOD, method=method)]


async def ask(tx: Tx, method: str, credential: str, now: Moment) -> None:
    """Leaves what was said before."""
    await tx.run(_ASK, method=method, credential=credential, now=now)


async def save(tx: Tx, confirmation: Confirmation) -> None:
    await tx.run(
        _SAVE,
        method=confirmation.method,
        credential=confirmation.credential,
        state=confirmation.state,
        asked_at=confirmation.asked_at,
    )


async def remove(tx: Tx, confirmation: Confirmation) -> None:
    await tx.run(_REMOVE, method=confirmation.method, credential=confirmation.credential)


async def remove_all(tx: Tx, credential: str) -> None:
    await tx.run(_REMOVE_CREDENTIAL, credential=credential)


def _confirmation_of(row: Row) -> Confirmation:
    return Confirmation(method=row[0], credential=row[1], state=row[2], asked_at=Moment(row[3]))
