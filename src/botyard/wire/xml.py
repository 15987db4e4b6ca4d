"""Answers as XML, for the `.xml` suffix. Written by hand: nothing here can parse XML."""

import math
import re
from collections.abc import Iterator

import msgspec

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ILLEGAL = re.compile("[^\t\n\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_UNFIT_FOR_NAMES = re.compile("[^A-Za-z0-9_.-]")
_NAME_START = re.compile("(?!xml)[A-Za-z_]", re.IGNORECASE)


def to_xml(value: object) -> bytes:
    """Write what `msgspec.to_builtins` gives; the root is `response`, list items are `item`.

    Keys become element names. In a key that is no XML name every unfit character becomes `_`,
    and one that starts with a digit, a sign or `xml` gets a `_` before it.
    """
    return "".join([_DECLARATION, *_element("response", value)]).encode()


def _element(name: str, value: object) -> Iterator[str]:
    match value:
        case dict():
            yield f"<{name}>"
            for key, child in value.items():
                yield from _element(_element_name(str(key)), child)
            yield f"</{name}>"
        case list() | tuple():
            yield f"<{name}>"
            for child in value:
                yield from _element("item", child)
            yield f"</{name}>"
        case _:
            yield f"<{name}>{_text(value)}</{name}>"


def _element_name(key: str) -> str:
    name = _UNFIT_FOR_NAMES.sub("_", key)
    return name if _NAME_START.match(name) else f"_{name}"


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case str():
            return _ILLEGAL.sub("\ufffd", value).translate(_ESCAPES)
        case int():
            return str(value)
        case float():
            return msgspec.json.encode(value).decode() if math.isfinite(value) else ""
        case _:
            reason = f"an answer cannot hold {type(value).__name__}"
            raise TypeError(reason)
