"""Brings a portal in line with its file; what the file does not name is left alone."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from botyard.access import app_events, installations, portals
from botyard.access.hashing import hashed
from botyard.access.passwords import hash_password, is_password
from botyard.model.applications import App, OutgoingWebhook
from botyard.model.colours import assigned_colour
from botyard.model.entities import Moment, Portal, User, WebhookKey
from botyard.model.secrets import Secrets
from botyard.portal_file import AppEntry, Place, PortalFile, UserEntry
from botyard.store import apps, counters, outgoing_webhooks, users, webhook_keys
from botyard.store.tx import Tx

# As the API spells them: docs page "user.get".
_PHONES = {
    "personal_mobile": "personalMobile",
    "personal_phone": "personalPhone",
    "work_phone": "workPhone",
    "inner_phone": "innerPhone",
}
# Kept under another name than the file's, or in another way.
_NOT_AS_WRITTEN = {"name", "password", "phones", "color"}


class DoesNotFit(Exception):
    """What this portal cannot be brought in line with, told in one sentence.

    `place` is where a portal file says it, if one does.
    """

    def __init__(self, problem: str, place: Place = ()) -> None:
        super().__init__(problem)
        self.place = place


async def known_users(tx: Tx) -> Mapping[int, User]:
    return {user.id: user for user in await users.list_all(tx)}


def check(file: PortalFile, known: Mapping[int, User]) -> None:
    """Refuse, before anything is changed, a file whose people are not who it takes them for."""
    people = {entry.id for entry in file.users}
    for user_id, title, named_at in _named_people(file):
        if user_id not in people and user_id not in known:
            raise DoesNotFit(f"{title} names user {user_id}, who does not exist", named_at)
    holders = {user.email.lower(): user.id for user in known.values() if user.email}
    for number, entry in enumerate(file.users):
        place = ("users", number)
        if entry.id in known and known[entry.id].is_bot:
            problem = f"[[users]] names user {entry.id}, which is a bot"
            raise DoesNotFit(problem, (*place, "id"))
        email = "" if isinstance(entry.email, UnsetType) else entry.email.lower()
        holder = holders.get(email, entry.id)
        if holder != entry.id and holder not in people:
            problem = f"the email address {email} is that of user {holder}"
            raise DoesNotFit(problem, (*place, "email"))


def hash_passwords(
    file: PortalFile, known: Mapping[int, User], secrets: Secrets
) -> Mapping[int, str]:
    """The hash of each password of the file. Slow, so not for a transaction."""
    return {
        entry.id: _password_hash(entry.password, known.get(entry.id), secrets)
        for entry in file.users
        if not isinstance(entry.password, UnsetType)
    }


async def apply(
    tx: Tx, file: PortalFile, password_hashes: Mapping[int, str], secrets: Secrets, now: Moment
) -> Portal:
    """Refuses with DoesNotFit; otherwise the file is what the portal says afterwards."""
    known = await known_users(tx)
    check(file, known)
    portal = await portals.ensure(tx, secrets)
    in_line = msgspec.structs.replace(portal, **_portal_changes(file))
    if in_line != portal:
        await portals.save(tx, in_line)
    await _apply_users(tx, file, known, password_hashes, now)
    await _apply_webhooks(tx, file, secrets, now)
    await _apply_apps(tx, file, secrets, now)
    return in_line


def _named_people(file: PortalFile) -> Iterator[tuple[int, str, Place]]:
    for number, webhook in enumerate(file.webhooks):
        yield webhook.user, "[[webhooks]]", ("webhooks", number, "user")
    for number, app in enumerate(file.apps):
        title = f"[[apps]] {app.client_id}"
        if not isinstance(app.installed_by, UnsetType):
            yield app.installed_by, title, ("apps", number, "installed_by")
        for user_id in () if isinstance(app.users, UnsetType) else app.users:
            yield user_id, title, ("apps", number, "users")


def _password_hash(password: str, user: User | None, secrets: Secrets) -> str:
    if user is not None and is_password(password, user.password_hash):
        return user.password_hash
    return hash_password(password, secrets)


def _portal_changes(file: PortalFile) -> dict[str, Any]:
    changes = _given(file.portal)
    if "domain" in changes:
        changes["named_domain"] = changes.pop("domain")
    delivery = _given(file.delivery)
    if "mode" in delivery:
        delivery["delivery_mode"] = delivery.pop("mode")
    return changes | delivery


async def _apply_users(
    tx: Tx,
    file: PortalFile,
    known: Mapping[int, User],
    password_hashes: Mapping[int, str],
    now: Moment,
) -> None:
    for entry in file.users:
        before = known.get(entry.id)
        user = _person(entry, before, password_hashes.get(entry.id), now)
        if user != before:
            await users.save(tx, user)
        if before is None:
            await app_events.person_added(tx, user.id, now)
    if file.users:
        await counters.skip_user_ids(tx, max(entry.id for entry in file.users))


def _person(entry: UserEntry, before: User | None, password_hash: str | None, now: Moment) -> User:
    user = before or User(id=entry.id, created_at=now, last_activity_at=now)
    given = _given(entry)
    changes = {name: value for name, value in given.items() if name not in _NOT_AS_WRITTEN}
    changes["first_name"] = entry.name
    changes["color"] = given.get("color") or user.color or assigned_colour(entry.id)
    if not isinstance(entry.phones, UnsetType):
        named = {_PHONES[kind]: number for kind, number in entry.phones.items()}
        changes["phones"] = user.phones | named
    if password_hash is not None:
        changes["password_hash"] = password_hash
    return msgspec.structs.replace(user, **changes)


async def _apply_webhooks(tx: Tx, file: PortalFile, secrets: Secrets, now: Moment) -> None:
    for entry in file.webhooks:
        key = WebhookKey(
            code_hash=hashed(entry.code), user_id=entry.user, scopes=entry.scopes, created_at=now
        )
        await webhook_keys.save(tx, key)
    for outgoing in file.outgoing_webhooks:
        webhook = OutgoingWebhook(
            url=outgoing.url,
            events=outgoing.events,
            application_token=outgoing.application_token,
        )
        if not await outgoing_webhooks.change(tx, webhook):
            handler_id = await counters.next_handler_id(tx)
            signing_key = secrets.token(installations.KEY_LENGTH)
            await outgoing_webhooks.add(tx, webhook, handler_id, signing_key)


async def _apply_apps(tx: Tx, file: PortalFile, secrets: Secrets, now: Moment) -> None:
    known = {app.client_id: app for app in await apps.list_all(tx)}
    for entry in file.apps:
        before = known.get(entry.client_id)
        wanted = _app(entry, before)
        if before is not None and before.installed_by == wanted.installed_by:
            await installations.change(tx, before, wanted, secrets, now)
        elif wanted.installed_by is None:
            await apps.save(tx, wanted)
        else:
            await installations.install(tx, wanted, wanted.installed_by, secrets, now)


def _app(entry: AppEntry, before: App | None) -> App:
    changes = _given(entry)
    changes["secret_hash"] = hashed(changes.pop("client_secret"))
    app = before or App(client_id=entry.client_id, secret_hash=changes["secret_hash"])
    if app.is_uninstalled or app.installed_by is not None:
        changes.pop("installed_by", None)  # what an operator did since stays done
    return msgspec.structs.replace(app, **changes)


def _given(entry: Struct) -> dict[str, Any]:
    return {
        name: value for name, value in msgspec.structs.asdict(entry).items() if value is not UNSET
    }
