"""app.option.get"""

from typing import Annotated

from msgspec import Meta

from botyard.access import app_options
from botyard.access.app_options import NOBODY
from botyard.model.errors import APPLICATION_CONTEXT_REQUIRED
from botyard.rpc.admit import AppCall
from botyard.rpc.method import Params, app_method


class GetAppOptionParams(Params, frozen=True):
    option: Annotated[str, Meta(description="The name of one; all of them without it.")] = ""


@app_method("app.option.get", refuses_others=APPLICATION_CONTEXT_REQUIRED, reads=True)
async def get_app_options(call: AppCall, params: GetAppOptionParams) -> object:
    """Read what the application keeps for itself.

    All values by name, or the value of one, which is null where there is none.
    """
    return await app_options.read(call.tx, call.app, NOBODY, params.option)
