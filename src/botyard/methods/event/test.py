"""event.test"""

import msgspec

from botyard.access import app_events
from botyard.model.errors import INVALID_ARGUMENT, ApiError
from botyard.model.events import HandlersTested
from botyard.rpc.admit import AppCall
from botyard.rpc.method import AnyParams, app_method

MAX_BYTES = 65_536


class TestEventParams(AnyParams, frozen=True):
    pass


@app_method("event.test")
async def send_test_event(call: AppCall, params: TestEventParams) -> int:  # noqa: ARG001
    """Raise ONAPPTEST for the handlers of the application, with the parameters of this call.

    Whatever parameters are given, up to 65,536 bytes, come back as `data[QUERY]`.
    """
    query = {name: value for name, value in call.arguments.items() if name != "auth"}
    if len(msgspec.json.encode(query)) > MAX_BYTES:
        raise ApiError(INVALID_ARGUMENT, f"The parameters must be at most {MAX_BYTES} bytes")
    event = HandlersTested(call.caller.user_id, query)
    await app_events.handlers_tested(call.tx, call.app.client_id, event, call.now)
    return 1
