"""user.option.set"""

from typing import Annotated

from msgspec import Meta, UnsetType

from botyard.access import app_options
from botyard.model.errors import APPLICATION_CONTEXT_REQUIRED, OPTIONS_EMPTY
from botyard.rpc.admit import AppCall
from botyard.rpc.method import Params, app_method


class SetUserOptionParams(Params, frozen=True):
    options: Annotated[
        dict[str, object | UnsetType | None],
        Meta(description="Values by name; others stay.", extra={"error": OPTIONS_EMPTY}),
    ] = {}


@app_method(
    "user.option.set",
    errors=[OPTIONS_EMPTY],
    refuses_others=APPLICATION_CONTEXT_REQUIRED,
    repeatable=True,
)
async def set_user_options(call: AppCall, params: SetUserOptionParams) -> bool:
    """Keep settings of the application for the calling person.

    Values are kept as they are given: text, numbers, lists or objects.
    """
    await app_options.merge(call.tx, call.app, call.caller.user_id, params.options)
    return True
