"""Applications: added by an operator, installed for a person, let in by their secret."""

import hmac

import msgspec

from botyard.access import tokens
from botyard.access.hashing import hashed
from botyard.access.portal_files import DoesNotFit
from botyard.access.tokens import TokenPair
from botyard.model.entities import App, Moment, User, UserId
from botyard.model.secrets import Secrets
from botyard.store import app_options, apps, confirmations, consents, placements, users
from botyard.store import tokens as stored_tokens
from botyard.store.tx import Tx


async def find(tx: Tx, client_id: str) -> App | None:
    return await apps.find(tx, client_id)


async def find_installed(tx: Tx, client_id: str) -> App | None:
    app = await apps.find(tx, client_id)
    return None if app is None or app.installed_by is None else app


async def find_numbered(tx: Tx, number: int) -> App | None:
    """The installed application of this number."""
    app = await apps.find_numbered(tx, number)
    return None if app is None or app.installed_by is None else app


async def authenticate(tx: Tx, client_id: str, client_secret: str) -> App | None:
    """The installed application that has this secret."""
    app = await find_installed(tx, client_id)
    if app is None or not hmac.compare_digest(app.secret_hash, hashed(client_secret)):
        return None
    return app


async def list_all(tx: Tx) -> list[App]:
    return await apps.list_all(tx)


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


async def install(
    tx: Tx, client_id: str, user_id: UserId | None, secrets: Secrets, now: Moment
) -> tuple[App, TokenPair]:
    """Install for a person, the first administrator if none is named; answer the first tokens."""
    app = await get(tx, client_id)
    person = await _installer(tx, app, user_id)
    app = msgspec.structs.replace(app, installed_by=person.id, is_uninstalled=False)
    app = await ensure_application_token(tx, app, secrets)
    await apps.save(tx, app)
    await consents.save(tx, client_id, person.id, app.scopes)
    return app, await tokens.issue(tx, tokens.new_grant(app, person.id, secrets), secrets, now)


async def ensure_application_token(tx: Tx, app: App, secrets: Secrets) -> App:
    """Keep the secret that the application knows the portal by; once made, it stays the same."""
    if app.application_token:
        return app
    app = msgspec.structs.replace(app, application_token=secrets.token(32))
    await apps.save(tx, app)
    return app


async def uninstall(tx: Tx, client_id: str) -> App:
    """Its tokens end at once; it keeps its bots, for when it is installed again."""
    app = await get(tx, client_id)
    app = msgspec.structs.replace(app, installed_by=None, is_uninstalled=True)
    await apps.save(tx, app)
    await _forget(tx, app)
    return app


async def remove(tx: Tx, client_id: str) -> App:
    app = await get(tx, client_id)
    await _forget(tx, app)
    await app_options.remove_all(tx, client_id)
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
    app = await get(tx, client_id)
    if app.installed_by is None:
        raise DoesNotFit(f"the application {client_id} is not installed")
    person = await _installer(tx, app, user_id)
    grant = tokens.new_grant(app, person.id, secrets)
    return app, await tokens.issue(tx, grant, secrets, now, access_ms)


async def _forget(tx: Tx, app: App) -> None:
    await consents.remove_all(tx, app.client_id)
    await stored_tokens.remove_all(tx, app.client_id)
    await placements.remove_all(tx, app.client_id)
    await confirmations.remove_all(tx, app.owner)


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
