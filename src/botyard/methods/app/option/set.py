"""app.option.set"""

from typing import Annotated

from msgspec import Meta, UnsetType

from botyard.access import app_options
from botyard.access.app_options import NOBODY
from botyard.model.errors import (
    ADMINISTRATOR_REQUIRED,
    APPLICATION_CONTEXT_REQUIRED,
    OPTIONS_EMPTY,
    ApiError,
)
from botyard.rpc.admit import AppCall
from botyard.rpc.method import Params, app_method


class SetAppOptionParams(Params, frozen=True):
    options: Annotated[
        dict[str, object | UnsetType | None],
        Meta(description="Values by name; others stay.", extra={"error": OPTIONS_EMPTY}),
    ] = {}


@app_method(
    "app.option.set",
    errors=[OPTIONS_EMPTY],
    refuses_others=APPLICATION_CONTEXT_REQUIRED,
    repeatable=True,
)
async def set_app_options(call: AppCall, params: SetAppOptionParams) -> bool:
    """Keep settings of the application, as an administrator.

    Values are kept as they are given: text, numbers, lists or objects.
    """
    if not call.caller.is_admin:
        raise ApiError(ADMINISTRATOR_REQUIRED)
    await app_options.merge(call.tx, call.app, NOBODY, params.options)
    return True
