"""People who log in with a browser: by email address and password, for a day."""

from typing import NamedTuple

from botyard.access.hashing import hashed
from botyard.access.passwords import is_password
from botyard.model.entities import Moment, User
from botyard.model.secrets import Secrets
from botyard.store import logins, users
from botyard.store.tx import Tx

LOGIN_MS = 24 * 60 * 60 * 1000
# Of nobody: checking it takes as long as checking a person's.
_NOBODY = f"scrypt$nobody${'A' * 86}=="


class Candidate(NamedTuple):
    """Who may be logging in, as far as the address tells; None for nobody."""

    user: User | None

    def has_password(self, password: str) -> bool:
        """Slow, so not for a transaction or the event loop. As slow for nobody."""
        stored = "" if self.user is None else self.user.password_hash
        return is_password(password, stored or _NOBODY) and bool(stored)


async def candidate(tx: Tx, email: str) -> Candidate:
    user = await users.find_person(tx, email.strip()) if email.strip() else None
    return Candidate(user if user is not None and user.active else None)


async def begin(tx: Tx, user: User, secrets: Secrets, now: Moment) -> str:
    """The secret of the login, which only the browser keeps."""
    token = secrets.token(64)
    await logins.add(tx, hashed(token), user.id, Moment(now + LOGIN_MS))
    return token


async def who(tx: Tx, token: str, now: Moment) -> User | None:
    """The person, unless the login has ended or they were dismissed."""
    user_id = await logins.find(tx, hashed(token), now) if token else None
    user = None if user_id is None else await users.get(tx, user_id)
    return user if user is not None and user.active else None


async def end(tx: Tx, token: str) -> None:
    await logins.remove(tx, hashed(token))


async def forget_expired(tx: Tx, now: Moment) -> int:
    return await logins.forget_expired(tx, now)
