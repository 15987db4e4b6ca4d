"""Values inside keyboards, menus and attachments, from any client: JSON, JSON text or a form."""

import re

import msgspec

from botyard.model.links import safe_link
from botyard.model.rich import OversizeRichContent, UnreadableRichContent
from botyard.wire.json_body import parse_json
from botyard.wire.malformed import Malformed

# Docs page Chat.Message.send, parameter attach; nobody needs a longer keyboard or menu either.
MAX_CHARACTERS = 60_000
# JSON may write each character as \u and four digits.
MAX_JSON_CHARACTERS = 6 * MAX_CHARACTERS

_REMOVALS = ("N", "", "[]", "{}")
_YES = frozenset(["Y", "1", "TRUE"])
_LONGEST_YES = 4
_DIGITS = re.compile("[0-9]{1,19}")
_LARGEST_INTEGER = 2**63 - 1
_COLOR = re.compile("#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")

CONTEXTS = ("MOBILE", "DESKTOP", "ALL")
COLOR_TOKENS = ("primary", "secondary", "alert", "base")
DEFAULT_COLOR_TOKEN = "base"  # noqa: S105 - the name of a color


def asks_removal(value: object) -> bool:
    """Whether an update means "take it away"; null is no request at all."""
    if isinstance(value, str):
        return len(value) <= MAX_JSON_CHARACTERS and value.strip() in _REMOVALS
    # The last is an empty list as the Python SDK writes it in a form: `attach[]=`.
    return isinstance(value, dict | list) and (not value or value == [""])


def opened(value: object) -> object:
    """What `value` holds when it is JSON text, else `value`.

    Raises OversizeRichContent, before anything is parsed, for text that is too long for any form.
    """
    if not isinstance(value, str):
        return value
    if len(value) > MAX_JSON_CHARACTERS:
        raise OversizeRichContent
    try:
        return parse_json(value.encode())
    except (Malformed, UnicodeEncodeError) as error:
        raise UnreadableRichContent from error


def listed(value: object) -> list[object] | None:
    """A list, also as PHP forms spell it: a map with numbers for keys."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and all(_DIGITS.fullmatch(str(key)) for key in value):
        return list(value.values())
    return None


def text(value: object) -> str | None:
    """Text that shows something; a number counts, a boolean does not."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    _check_length(value)
    return value if value.strip() else None


def integer(value: object, minimum: int = 1) -> int | None:
    if (isinstance(value, str) and _DIGITS.fullmatch(value)) or (
        isinstance(value, float) and value.is_integer()
    ):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if minimum <= value <= _LARGEST_INTEGER else None


def flag(value: object) -> str:
    """ "Y" or "N"."""
    known = isinstance(value, str | int) and str(value)[: _LONGEST_YES + 1].upper() in _YES
    return "Y" if known else "N"


def choice(value: object, *allowed: str) -> str | None:
    return value if isinstance(value, str) and value in allowed else None


def is_oversize(content: object) -> bool:
    """Whether it is too long, written as JSON, for a message to carry."""
    encoded = msgspec.json.encode(content)
    return len(encoded) >= MAX_CHARACTERS and len(encoded.decode()) >= MAX_CHARACTERS


def color(value: object) -> str | None:
    return value if isinstance(value, str) and _COLOR.fullmatch(value) else None


def color_token(value: object) -> str | None:
    return choice(value, *COLOR_TOKENS)


def link(value: object) -> str | None:
    """An address that is safe to follow: http, https, or a path on this portal."""
    if not isinstance(value, str):
        return None
    _check_length(value)
    return safe_link(value)


def _check_length(value: str) -> None:
    """One such value is too much for the whole: nobody shall search it."""
    if len(value) > MAX_CHARACTERS:
        raise OversizeRichContent
