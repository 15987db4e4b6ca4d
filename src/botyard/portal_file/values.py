"""Values of a portal file: each reader returns the value, or raises what it must be."""

import ipaddress
import json
import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from typing import TypeGuard, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from botyard.model.colours import COLOURS, colour_of
from botyard.model.entities import UserId
from botyard.model.errors import SYSTEM_ERRORS
from botyard.model.event_names import scope_of
from botyard.model.scopes import BASIC, SCOPES

T = TypeVar("T")

# Bots take numbers from the same sequence, so the people's must leave room.
_MOST_USER_ID = 1_000_000_000
_MOST_DEPARTMENT = 2**31 - 1
_LONGEST_TEXT = 255
_LONGEST_URL = 2048
_LONGEST_SHOWN = 60
_MOST_SHOWN_BITS = 63
_LEAP_YEAR = 2000
_DOMAIN = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*)(:[0-9]{1,5})?")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,128}")
_CLIENT_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_METHOD = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,127}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LANGUAGE = re.compile(r"[a-z]{2}")
_HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")
_FAULTS = tuple(error.code for error in SYSTEM_ERRORS)
_BREAKING = ("Cc", "Cs", "Zl", "Zp")


class Wrong(ValueError):
    """Tells what a value must be, on one line."""

    def __init__(self, wanted: str, given: object) -> None:
        super().__init__(f"must be {wanted}, not {_shown(given)}")


def text(least: int = 0, most: int = _LONGEST_TEXT) -> Callable[[object], str]:
    def read(value: object) -> str:
        if _is_plain(value) and least <= len(value) <= most and len(value.strip()) >= least:
            return value
        raise Wrong(f"text of {least} to {most} characters on one line", value)

    return read


def secret(most: int = _LONGEST_TEXT) -> Callable[[object], str]:
    """Text that no message repeats."""

    def read(value: object) -> str:
        if _is_plain(value) and 1 <= len(value) <= most:
            return value
        raise ValueError(f"must be text of 1 to {most} characters on one line")

    return read


def webhook_code(value: object) -> str:
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    raise ValueError("must be 1 to 128 letters, digits, - and _")


def client_id(value: object) -> str:
    if isinstance(value, str) and _CLIENT_ID.fullmatch(value):
        return value
    raise Wrong("1 to 128 letters, digits, dots, - and _", value)


def boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise Wrong("true or false", value)


def number(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise Wrong(f"a whole number from {least} to {most}", value)

    return read


def user_id(value: object) -> UserId:
    return UserId(number(1, _MOST_USER_ID)(value))


def one_of(choices: Collection[T]) -> Callable[[object], T]:
    def read(value: object) -> T:
        for choice in choices:
            if isinstance(value, str) and value == choice:
                return choice
        raise Wrong(f"one of {', '.join(json.dumps(choice) for choice in choices)}", value)

    return read


def each(read: Callable[[object], T], least: int = 0) -> Callable[[object], tuple[T, ...]]:
    """A list, without repetitions."""

    def read_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list) or len(value) < least:
            raise Wrong("a list" if least == 0 else f"a list of at least {least}", value)
        try:
            return tuple(dict.fromkeys(read(item) for item in value))
        except ValueError as refusal:
            raise ValueError(f"holds a wrong value: it {refusal}") from None

    return read_all


def domain(value: object) -> str:
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT:
        lowered = value.lower()
        if _DOMAIN.fullmatch(lowered) and _has_host(f"http://{lowered}/"):
            return lowered
    raise Wrong("a host name with or without a port", value)


def domain_or_nothing(value: object) -> str:
    return "" if value == "" else domain(value)


def url(value: object) -> str:
    if isinstance(value, str) and _is_url(value):
        return value
    raise Wrong("an address that begins with http:// or https://", value)


def url_or_nothing(value: object) -> str:
    return "" if value == "" else url(value)


def timezone(value: object) -> str:
    if isinstance(value, str) and _is_timezone(value):
        return value
    raise Wrong("a time zone such as Europe/Berlin", value)


def timezone_or_nothing(value: object) -> str:
    return "" if value == "" else timezone(value)


def language(value: object) -> str:
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return value
    raise Wrong("two small letters such as en", value)


def network(value: object) -> str:
    try:
        if isinstance(value, str):
            return str(ipaddress.ip_network(value))
    except ValueError:
        pass
    raise Wrong("a network such as 10.0.0.0/8", value)


def scope(value: object) -> str:
    if isinstance(value, str) and (value == BASIC or value in SCOPES):
        return value
    raise Wrong("a known scope such as imbot", value)


def event_name(value: object) -> str:
    if isinstance(value, str) and scope_of(value.upper()) is not None:
        return value.upper()
    raise Wrong("the name of an event such as ONAPPTEST", value)


def method(value: object) -> str:
    if isinstance(value, str) and _METHOD.fullmatch(value):
        return value
    raise Wrong("the name of a method such as user.get", value)


def fault(value: object) -> str:
    if isinstance(value, str):
        name, colon, code = value.rpartition(":")
        if code in _FAULTS and (not colon or _METHOD.fullmatch(name)):
            return value
    raise Wrong("a system error, CODE or METHOD:CODE", value)


def email(value: object) -> str:
    if value == "" or (
        _is_plain(value) and _EMAIL.fullmatch(value) and len(value) <= _LONGEST_TEXT
    ):
        return value
    raise Wrong("an address such as ada@example.com", value)


def birthday(value: object) -> str:
    if value == "":
        return ""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{2}-[0-9]{2}", value):
        try:
            date(_LEAP_YEAR, int(value[3:]), int(value[:2]))
        except ValueError:
            raise Wrong("a day of the year", value) from None
        return value
    raise Wrong("a day and a month such as 15-03", value)


def colour(value: object) -> str:
    """As #rrggbb."""
    if isinstance(value, str):
        found = value.lower() if _HEX_COLOUR.fullmatch(value.lower()) else colour_of(value)
        if found is not None:
            return found
    raise Wrong(f"#rrggbb or one of {', '.join(COLOURS)}", value)


def department(value: object) -> int:
    return number(1, _MOST_DEPARTMENT)(value)


def _is_plain(value: object) -> TypeGuard[str]:
    # PostgreSQL cannot keep a NUL, and a line break in a name only breaks pages.
    return isinstance(value, str) and not any(
        unicodedata.category(character) in _BREAKING for character in value
    )


def _is_url(value: str) -> bool:
    is_short = len(value) <= _LONGEST_URL
    is_web = value.lower().startswith(("http://", "https://"))
    return is_short and is_web and _is_plain(value) and " " not in value and _has_host(value)


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    # A name can also be a folder of the zone database, or lead out of it.
    except (KeyError, ValueError, OSError):
        return False
    return True


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        # Asking for the port is what checks it.
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _shown(value: object) -> str:
    """The value on one line, cut, or only its kind."""
    if isinstance(value, str):
        return json.dumps(value[:_LONGEST_SHOWN])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > _MOST_SHOWN_BITS:
        return "a huge number"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "a table" if isinstance(value, dict) else str(value)
