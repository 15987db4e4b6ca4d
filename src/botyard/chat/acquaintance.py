"""Whom a person may see: an outsider knows nobody but those who share a chat with them."""

from collections.abc import Iterable

from botyard.model.entities import User
from botyard.store import users
from botyard.store.tx import Tx

_OUTSIDERS = ("extranet", "email", "collaber")


def is_outsider(user: User) -> bool:
    return user.type in _OUTSIDERS


async def visible_people(tx: Tx, viewer: User, user_ids: Iterable[int]) -> list[User]:
    """Those who exist and may be seen, by ascending id."""
    found = await users.get_many(tx, user_ids)
    if not is_outsider(viewer):
        return found
    known = await users.known_to(tx, viewer.id, [user.id for user in found])
    return [user for user in found if user.id in known or user.id == viewer.id]
