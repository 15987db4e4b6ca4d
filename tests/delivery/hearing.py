"""Applications that hear of events, and what they are sent."""

from collections.abc import Mapping
from typing import Any

from botyard.access import apps, people, portal_files
from botyard.model.entities import UserId
from botyard.model.secrets import SystemSecrets
from botyard.portal_file import UserEntry, read_portal_document
from botyard.store.tx import Tx
from tests.applications import AppUnderTest, install_app, now
from tests.portals import PortalUnderTest
from tests.store.databases import statement

HANDLER = "https://app.example/events"
INSTALL = "https://app.example/install"
SCOPES = ("im", "imbot", "user")
PLAIN = {"domain", "server_endpoint", "client_endpoint", "member_id", "application_token"}
FULL = PLAIN | {"access_token", "expires", "expires_in", "scope", "status", "user_id"}
_TOKENS = statement("SELECT count(*) FROM access_token")


async def hearing_app(
    portal: PortalUnderTest, *events: str, client_id: str = "local.ear", **traits: Any
) -> AppUnderTest:
    """Installed for Ada, and bound to the events."""
    app = await install_app(portal, client_id, scopes=SCOPES, **traits)
    for event in events:
        await app.call("event.bind", event=event, handler=HANDLER)
    return app


async def add_person(portal: PortalUnderTest, name: str = "Dora") -> int:
    """As `botyard user add` does."""
    entry = UserEntry(id=UserId(0), name=name)

    async def work(tx: Tx) -> int:
        return (await people.add(tx, entry, SystemSecrets(), now(portal))).id

    return await portal.store.write(work)


async def update_app(portal: PortalUnderTest, client_id: str, **changes: Any) -> None:
    async def work(tx: Tx) -> None:
        await apps.update(tx, client_id, changes, SystemSecrets(), now(portal))

    await portal.store.write(work)


async def uninstall_app(portal: PortalUnderTest, client_id: str) -> None:
    await portal.store.write(lambda tx: apps.uninstall(tx, client_id, now(portal)))


async def apply_file(portal: PortalUnderTest, document: Mapping[str, object]) -> None:
    """As a server does at its start."""
    file = read_portal_document(document)
    secrets = SystemSecrets()
    await portal.store.write(lambda tx: portal_files.apply(tx, file, {}, secrets, now(portal)))


async def count_tokens(portal: PortalUnderTest) -> int:
    async def work(tx: Tx) -> int:
        row = await tx.one(_TOKENS)
        assert row is not None
        return int(row[0])

    return await portal.store.read(work)
