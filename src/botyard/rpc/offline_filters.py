"""The filter and the order of offline events, and who may ask for them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from botyard.access.offline_events import Select
from botyard.chat import user_filters
from botyard.chat.user_filters import FilterTooLarge, Values
from botyard.model.errors import INVALID_ARGUMENT, OFFLINE_DENIED, ApiError
from botyard.rpc.admit import AppCall
from botyard.store.offline_events import OfflineEvent
from botyard.wire.dates import read_moment

FIELDS = ("ID", "TIMESTAMP_X", "EVENT_NAME", "MESSAGE_ID")
QUEUE_FIELDS = (*FIELDS, "PROCESS_ID", "ERROR")


def check_administrator(call: AppCall) -> None:
    if not call.caller.is_admin:
        raise ApiError(OFFLINE_DENIED)


def selection(
    call: AppCall, wanted: Mapping[str, object], order: Mapping[str, object], fields: Sequence[str]
) -> Select:
    """Keeps what meets the filter, in which an operator may stand before a field.

    Sorts by the first field of `order`, then by the next, and at last by id.
    """
    try:
        conditions = user_filters.read_conditions(
            wanted, fields, lambda text: read_moment(text, call.views.zone)
        )
    except FilterTooLarge as failure:
        raise ApiError(INVALID_ARGUMENT, "Parameter filter must be shorter") from failure

    def select(events: Iterable[OfflineEvent]) -> list[OfflineEvent]:
        found = [one for one in events if user_filters.meets(_values(one), conditions)]
        found.sort(key=lambda one: one.id)
        for name, way in reversed([*order.items()]):
            if name.upper() in fields:
                rank = partial(_rank, name.upper())
                found.sort(key=rank, reverse=str(way).upper() == "DESC")
        return found

    return select


def _values(one: OfflineEvent) -> Values:
    return {
        "ID": one.id,
        "TIMESTAMP_X": one.happened_at,
        "EVENT_NAME": one.event,
        "MESSAGE_ID": one.message_id,
        "PROCESS_ID": one.process_id,
        "ERROR": str(int(one.is_failed)),
    }


def _rank(field: str, one: OfflineEvent) -> tuple[int, str]:
    value = _values(one)[field]
    return (value, "") if isinstance(value, int) else (0, str(value))
