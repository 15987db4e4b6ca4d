"""Credentials -> who calls."""

from typing import NamedTuple

from msgspec import Struct

from botyard.access.hashing import hashed
from botyard.model.entities import UserId
from botyard.model.errors import INSUFFICIENT_SCOPE, INVALID_CREDENTIALS, NO_AUTH_FOUND, ApiError
from botyard.model.scopes import BASIC
from botyard.store import webhook_keys
from botyard.store.tx import Tx


class WebhookCredentials(NamedTuple):
    """`/rest/{user}/{code}/`: the user as written in the path, and the code."""

    user: str
    code: str


class Caller(Struct, frozen=True):
    user_id: UserId
    scopes: frozenset[str]
    is_admin: bool
    code_hash: str

    @property
    def key(self) -> str:
        """Names the credential, and never is one."""
        return f"webhook:{self.code_hash}"

    def allows(self, scopes: tuple[str, ...]) -> bool:
        return BASIC in scopes or not self.scopes.isdisjoint(scopes)


async def admit(tx: Tx, credentials: WebhookCredentials | None) -> Caller:
    """Refuses with NO_AUTH_FOUND, or INVALID_CREDENTIALS for a person who was dismissed."""
    if credentials is None:
        raise ApiError(NO_AUTH_FOUND)
    holder = await webhook_keys.find(tx, hashed(credentials.code))
    if holder is None or str(holder.key.user_id) != credentials.user:
        raise ApiError(NO_AUTH_FOUND)
    if not holder.user_active:
        raise ApiError(INVALID_CREDENTIALS)
    return Caller(
        user_id=holder.key.user_id,
        scopes=holder.scopes,
        is_admin=holder.user_admin,
        code_hash=holder.key.code_hash,
    )


def check_scope(caller: Caller, scopes: tuple[str, ...]) -> None:
    if not caller.allows(scopes):
        raise ApiError(INSUFFICIENT_SCOPE)
