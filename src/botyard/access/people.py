"""Adds people to a portal that exists."""

import msgspec

from botyard.access import portal_files
from botyard.model.entities import Moment, User
from botyard.model.secrets import Secrets
from botyard.portal_file import PortalFile, UserEntry
from botyard.store import counters, users
from botyard.store.tx import Tx


async def add(tx: Tx, entry: UserEntry, secrets: Secrets, now: Moment) -> User:
    """Whatever id `entry` has, the new person gets the next one. Refuses with DoesNotFit."""
    user_id = await counters.next_user_id(tx)
    file = PortalFile(users=(msgspec.structs.replace(entry, id=user_id),))
    await portal_files.apply(tx, file, {}, secrets, now)
    user = await users.get(tx, user_id)
    if user is None:
        raise LookupError(f"user {user_id} was not kept")
    return user


async def list_people(tx: Tx) -> list[User]:
    return [user for user in await users.list_all(tx) if not user.is_bot]
