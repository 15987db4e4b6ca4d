"""Where applications may show themselves in the messenger, and where they do.

Source: docs pages placement.bind and "chat widgets". They end when the application is uninstalled.
"""

from botyard.access import installations
from botyard.model.applications import App, Placement
from botyard.model.entities import Moment, User
from botyard.model.errors import (
    PLACEMENT_MAX_COUNT,
    PLACEMENT_NOT_FOUND,
    PLACEMENT_TAKEN,
    UNKNOWN_TOKEN,
    USER_ACCESS_ERROR,
    ApiError,
)
from botyard.model.scopes import MESSENGER, PLACEMENT
from botyard.store import placements
from botyard.store.tx import Tx

# Each place with the scope that an application needs for it, beside `placement`.
PLACES = {
    "IM_TEXTAREA": MESSENGER,
    "IM_SIDEBAR": MESSENGER,
    "IM_CONTEXT_MENU": MESSENGER,
    "IM_NAVIGATION": MESSENGER,
    "IM_SMILES_SELECTOR": PLACEMENT,
}
# More than any messenger could show.
MAX_PLACEMENTS = 100


def open_to(scopes: frozenset[str]) -> list[str]:
    """The places where an application with `scopes` may show itself."""
    return [code for code, scope in PLACES.items() if scope in scopes]


async def bind(tx: Tx, app: App, placement: Placement, now: Moment) -> None:
    """Refuses a place that the application has not the scope for, and one that it has taken."""
    if placement.code not in open_to(frozenset(app.scopes)):
        raise ApiError(PLACEMENT_NOT_FOUND)
    if await installations.hold(tx, app.client_id) is None:
        raise ApiError(UNKNOWN_TOKEN)
    if len(await placements.list_all(tx, app.client_id)) >= MAX_PLACEMENTS:
        raise ApiError(PLACEMENT_MAX_COUNT)
    if not await placements.add(tx, app.client_id, placement, now):
        raise ApiError(PLACEMENT_TAKEN)


async def list_all(tx: Tx, app: App) -> list[Placement]:
    return await placements.list_all(tx, app.client_id)


async def find_shown(tx: Tx, app: App, user: User, code: str, handler: str) -> Placement:
    """What the application shows to this person at a place: the oldest, if no page is named."""
    for placement in await placements.list_all(tx, app.client_id):
        if placement.code == code and handler in ("", placement.handler):
            if not _is_shown_to(placement, user):
                raise ApiError(USER_ACCESS_ERROR)
            return placement
    raise ApiError(PLACEMENT_NOT_FOUND)


def _is_shown_to(placement: Placement, user: User) -> bool:
    is_for_administrators = placement.options.get("role") == "ADMIN"
    is_for_guests = placement.options.get("extranet") == "Y"
    return (user.admin or not is_for_administrators) and (user.type != "extranet" or is_for_guests)


async def unbind(tx: Tx, app: App, code: str, handler: str) -> int:
    """Answer how many there were; an empty `handler` means all of the place."""
    return await placements.remove(tx, app.client_id, code, handler)
