"""event.test"""

import msgspec

from botyard.access import app_events
from botyard.model.errors import INVALID_ARGUMENT, ApiError
from botyard.model.events import HandlersTested
from botyard.rpc.admit import AppCall
from botyard.rpc.method import AnyParams, app_method

MAX_BYTES = 65_536
# To all handlers and queues together.
MAX_SENT_BYTES = 1024 * 1024


class TestEventParams(AnyParams, frozen=True):
    pass


@app_method("event.test")
async def send_test_event(call: AppCall, params: TestEventParams) -> int:  # noqa: ARG001
    """Raise ONAPPTEST for the handlers of the application, with the parameters of this call.

    Whatever parameters are given, up to 65,536 bytes, come back as `data[QUERY]`. An application
    with more than 16 handlers of it can give fewer: they get a mebibyte altogether.
    """
    query = {name: value for name, value in call.arguments.items() if name != "auth"}
    bound = await app_events.count_of_test(call.tx, call.app.client_id)
    most = min(MAX_BYTES, MAX_SENT_BYTES // max(bound, 1))
    if len(msgspec.json.encode(query)) > most:
        raise ApiError(INVALID_ARGUMENT, f"The parameters must be at most {most} bytes")
    event = HandlersTested(call.caller.user_id, query)
    await app_events.handlers_tested(call.tx, call.app.client_id, event, call.now)
    return 1
