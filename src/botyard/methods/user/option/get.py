"""user.option.get"""

from typing import Annotated

from msgspec import Meta

from botyard.access import app_options
from botyard.model.errors import APPLICATION_CONTEXT_REQUIRED
from botyard.rpc.admit import AppCall
from botyard.rpc.method import Params, app_method


class GetUserOptionParams(Params, frozen=True):
    option: Annotated[str, Meta(description="The name of one; all of them without it.")] = ""


@app_method("user.option.get", refuses_others=APPLICATION_CONTEXT_REQUIRED, reads=True)
async def get_user_options(call: AppCall, params: GetUserOptionParams) -> object:
    """Read what the application keeps for the calling person.

    All values by name, or the value of one, which is null where there is none.
    """
    return await app_options.read(call.tx, call.app, call.caller.user_id, params.option)
