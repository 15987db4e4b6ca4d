"""Applications: added by an operator, installed for a person, let in by their secret."""

import hmac
from collections.abc import Mapping
from typing import Any

import msgspec

from botyard.access import installations, tokens
from botyard.access.hashing import hashed
from botyard.access.portal_files import DoesNotFit
from botyard.access.tokens import TokenPair
from botyard.model.applications import App
from botyard.model.entities import Moment, User, UserId
from botyard.model.secrets import Secrets
from botyard.store import apps, consents, users
from botyard.store.tx import Tx


async def find(tx: Tx, client_id: str) -> App | None:
    return await apps.find(tx, client_id)


async def find_installed(tx: Tx, client_id: str) -> App | None:
    app = await apps.find(tx, client_id)
    return None if app is None or app.installed_by is None else app


async def hold_numbered(tx: Tx, number: int) -> App | None:
    """The installed application of this number, held as `installations.hold` does."""
    app = await apps.find_numbered(tx, number)
    return None if app is None else await installations.hold(tx, app.client_id)


async def authenticate(tx: Tx, client_id: str, client_secret: str) -> App | None:
    """The installed application that has this secret, held as `installations.hold` does."""
    app = await find_installed(tx, client_id)
    if app is None or not hmac.compare_digest(app.secret_hash, hashed(client_secret)):
        return None
    return await installations.hold(tx, client_id)


async def list_all(tx: Tx) -> list[App]:
    return await apps.list_all(tx)


async def list_introduced(tx: Tx, secrets: Secrets) -> list[App]:
    """All of them; the installed ones with their application tokens."""
    return [
        app if app.installed_by is None else await installations.introduce(tx, app, secrets)
        for app in await apps.list_all(tx)
    ]


async def add(tx: Tx, app: App) -> App:
    """Refuses with DoesNotFit a client id that is taken, and people who do not exist."""
    if await apps.find(tx, app.client_id) is not None:
        raise DoesNotFit(f"there is an application {app.client_id}")
    for user_id in app.users or ():
        await _person(tx, UserId(user_id))
    await apps.save(tx, app)
    return await get(tx, app.client_id)


async def get(tx: Tx, client_id: str) -> App:
    """Refuses with DoesNotFit an application that does not exist."""
    app = await apps.find(tx, client_id)
    if app is None:
        raise DoesNotFit(f"there is no application {client_id}")
    return app


async def _held(tx: Tx, client_id: str) -> App:
    """As `get`; nobody else changes it before this unit ends."""
    await apps.hold(tx, client_id)
    return await get(tx, client_id)


async def install(
    tx: Tx, client_id: str, user_id: UserId | None, secrets: Secrets, now: Moment
) -> tuple[App, TokenPair]:
    """Install for a person, the first administrator if none is named; answer the first tokens."""
    app = await _held(tx, client_id)
    person = await _installer(tx, app, user_id)
    app = await installations.install(tx, app, person.id, secrets, now)
    await consents.save(tx, client_id, person.id, app.scopes)
    return app, await tokens.issue(tx, tokens.new_grant(app, person.id, secrets), secrets, now)


async def update(
    tx: Tx, client_id: str, changes: Mapping[str, Any], secrets: Secrets, now: Moment
) -> App:
    """`changes` are by the fields of App. Refuses with DoesNotFit people who do not exist."""
    before = await _held(tx, client_id)
    after = msgspec.structs.replace(before, **changes)
    for user_id in after.users or ():
        await _person(tx, UserId(user_id))
    return await installations.change(tx, before, after, secrets, now)


async def uninstall(tx: Tx, client_id: str, now: Moment) -> App:
    """It keeps its bots, for when it is installed again."""
    return await installations.uninstall(tx, await _held(tx, client_id), now, is_clean=False)


async def remove(tx: Tx, client_id: str, now: Moment) -> App:
    """Whoever removes an application unregisters its bots too."""
    app = await installations.uninstall(tx, await _held(tx, client_id), now, is_clean=True)
    await apps.remove(tx, client_id)
    return app


async def issue_token(
    tx: Tx,
    client_id: str,
    user_id: UserId,
    secrets: Secrets,
    now: Moment,
    access_ms: int = tokens.ACCESS_MS,
) -> tuple[App, TokenPair]:
    """Tokens as if the person had agreed. Refuses with DoesNotFit."""
    app = await _held(tx, client_id)
    if app.installed_by is None:
        raise DoesNotFit(f"the application {client_id} is not installed")
    person = await _installer(tx, app, user_id)
    grant = tokens.new_grant(app, person.id, secrets)
    return app, await tokens.issue(tx, grant, secrets, now, access_ms)


async def _installer(tx: Tx, app: App, user_id: UserId | None) -> User:
    person = await (_first_administrator(tx) if user_id is None else _person(tx, user_id))
    if not tokens.may_use(app, person):
        raise DoesNotFit(f"user {person.id} may not use the application {app.client_id}")
    return person


async def _first_administrator(tx: Tx) -> User:
    for user in await users.list_all(tx):
        if user.admin and user.active and not user.is_bot:
            return user
    raise DoesNotFit("there is no administrator: name a person")


async def _person(tx: Tx, user_id: UserId) -> User:
    user = await users.get(tx, user_id)
    if user is None or user.is_bot:
        raise DoesNotFit(f"there is no person {user_id}")
    return user
