"""What stands around every result: `{"result", "time"}`, or `{"error", "error_description"}`."""

from datetime import tzinfo
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from botyard.wire.dates import iso_second
from botyard.wire.xml import to_xml

JSON = "application/json; charset=utf-8"
XML = "text/xml; charset=utf-8"

_encode = msgspec.json.Encoder().encode


class Time(Struct, frozen=True):
    """Seconds since 1970 and durations in seconds, both with a fraction."""

    start: float
    finish: float
    duration: float
    processing: float
    date_start: str
    date_finish: str


class Operating(NamedTuple):
    """Seconds that a method has worked of late, and when the oldest of them are forgotten."""

    spent_s: float
    reset_at: int


class LimitedTime(Time, frozen=True):
    """Where the operating limit is on; clients slow down by it."""

    operating_reset_at: int
    operating: float


class _Success(Struct, frozen=True):
    result: object
    time: Time


class Failure(Struct, frozen=True):
    error: str
    error_description: str


def time_of(
    start: float,
    duration: float,
    processing: float,
    zone: tzinfo,
    operating: Operating | None = None,
) -> Time:
    finish = start + duration
    processing = min(processing, duration)
    date_start = iso_second(int(start), zone)
    date_finish = iso_second(int(finish), zone)
    if operating is None:
        return Time(start, finish, duration, processing, date_start, date_finish)
    return LimitedTime(
        start,
        finish,
        duration,
        processing,
        date_start,
        date_finish,
        operating.reset_at,
        operating.spent_s,
    )


def success(body: object, time: Time, *, is_page: bool, as_xml: bool) -> bytes:
    """`body` is the result, or a page whose members stand beside `time`."""
    if is_page:
        answer: Any = {**_builtins(body), "time": time}
    else:
        answer = _Success(body, time)
    return to_xml(_builtins(answer)) if as_xml else _encode(answer)


def failure(code: str, description: str, *, as_xml: bool) -> bytes:
    answer = Failure(code, description)
    return to_xml(_builtins(answer)) if as_xml else _encode(answer)


def _builtins(value: object) -> Any:  # noqa: ANN401 - JSON of any shape
    return msgspec.json.decode(_encode(value))
