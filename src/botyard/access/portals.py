"""The portal itself: made once, read by every call, changed by its operator."""

import msgspec

from botyard.model.entities import Portal
from botyard.model.secrets import Secrets
from botyard.store import portals
from botyard.store.tx import Tx


async def find(tx: Tx) -> Portal | None:
    return await portals.get(tx)


async def ensure(tx: Tx, secrets: Secrets) -> Portal:
    """The portal, made where there is none."""
    portal = await portals.get(tx)
    if portal is not None:
        return portal
    portal = Portal(member_id=secrets.token(32))
    await portals.save(tx, portal)
    return portal


async def save(tx: Tx, portal: Portal) -> None:
    await portals.save(tx, portal)


async def note_served(tx: Tx, portal: Portal, domain: str) -> Portal:
    """Remember where the portal is served, for one whose operator named no domain."""
    stored = await portals.get(tx) or portal
    noted = msgspec.structs.replace(stored, served_domain=domain)
    if noted != stored:
        await portals.save(tx, noted)
    return noted
