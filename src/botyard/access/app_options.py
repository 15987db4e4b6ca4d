"""What an application keeps on the portal: one set for itself, and one for each person.

Source: docs pages app.option.set and user.option.set. They end when the application is removed.
"""

from collections.abc import Mapping

from botyard.model.applications import App
from botyard.model.entities import UserId
from botyard.model.errors import INVALID_ARGUMENT, OPTIONS_EMPTY, ApiError
from botyard.store import app_options
from botyard.store.tx import Tx

# Settings, not a store: what each set may hold must not grow with the requests.
MAX_NAME = 255
MAX_OPTIONS = 1_000
MAX_CHARACTERS = 1_000_000
# The application's own set is nobody's.
NOBODY = UserId(0)


async def read(tx: Tx, app: App, user_id: UserId, name: str) -> object:
    """One value, or None; all of them by name where `name` is empty."""
    if name:
        return await app_options.find(tx, app.client_id, user_id, name)
    return await app_options.list_all(tx, app.client_id, user_id)


async def merge(tx: Tx, app: App, user_id: UserId, options: Mapping[str, object]) -> None:
    """Add what is new and replace what was there; the others stay."""
    if not options:
        raise ApiError(OPTIONS_EMPTY)
    if len(options) > MAX_OPTIONS or any(len(name) > MAX_NAME for name in options):
        raise _too_large()
    for name, value in options.items():
        await app_options.save(tx, app.client_id, user_id, name, value)
    count, characters = await app_options.size(tx, app.client_id, user_id)
    if count > MAX_OPTIONS or characters > MAX_CHARACTERS:
        raise _too_large()


def _too_large() -> ApiError:
    return ApiError(
        INVALID_ARGUMENT,
        f"Parameter options must leave at most {MAX_OPTIONS} settings "
        f"of {MAX_CHARACTERS} characters, each with a name of at most {MAX_NAME}",
    )
