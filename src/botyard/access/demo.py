"""The portal of a first start without a portal file: three people who can try everything."""

from typing import NamedTuple

from botyard.access import portals
from botyard.access.hashing import hashed
from botyard.model.colours import assigned_colour
from botyard.model.entities import Moment, Portal, User, UserId, WebhookKey
from botyard.model.secrets import Secrets
from botyard.store import counters, users, webhook_keys
from botyard.store.tx import Tx

_SECRET_LENGTH = 32
SCOPES = ("imbot", "im", "user", "basic")
_PEOPLE = (
    ("Olivia", "Bennett", "Head of Operations"),
    ("Daniel", "Novak", "Support Engineer"),
    ("Maya", "Fischer", "Sales Manager"),
)


class DemoKey(NamedTuple):
    """A person and the code of their webhook, which is told this once."""

    user_id: UserId
    first_name: str
    name: str
    admin: bool
    code: str


class Demo(NamedTuple):
    """`bot_token` is for a bot that nobody has registered yet."""

    portal: Portal
    keys: tuple[DemoKey, ...]
    bot_token: str


async def make(tx: Tx, secrets: Secrets, now: Moment) -> Demo:
    """For a database without a portal."""
    portal = await portals.ensure(tx, secrets)
    keys = [await _add_person(tx, number, secrets, now) for number in range(len(_PEOPLE))]
    return Demo(portal, tuple(keys), secrets.token(_SECRET_LENGTH))


async def _add_person(tx: Tx, number: int, secrets: Secrets, now: Moment) -> DemoKey:
    first_name, last_name, work_position = _PEOPLE[number]
    user_id = await counters.next_user_id(tx)
    user = User(
        id=user_id,
        admin=number == 0,
        first_name=first_name,
        last_name=last_name,
        email=f"{first_name.lower()}@example.com",
        work_position=work_position,
        color=assigned_colour(user_id),
        created_at=now,
        last_activity_at=now,
    )
    code = secrets.token(_SECRET_LENGTH)
    key = WebhookKey(code_hash=hashed(code), user_id=user_id, scopes=SCOPES, created_at=now)
    await users.save(tx, user)
    await webhook_keys.save(tx, key)
    return DemoKey(user_id, first_name, user.name, user.admin, code)
