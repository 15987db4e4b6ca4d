"""The arguments of a call, whichever way its client writes them."""

from collections.abc import Mapping
from enum import Enum

import msgspec

from botyard.wire.content_type import read_content_type
from botyard.wire.json_body import parse_json
from botyard.wire.malformed import Malformed
from botyard.wire.multipart import parse_multipart
from botyard.wire.php_form import nest, parse_pairs

# What the official SDKs say about themselves; never meant for a method.
_CLIENT_KEYS = ("bx24_request_id", "bx24_sdk_ver", "bx24_sdk_type", "__order")
# How a client may name its access token in the arguments; never meant for a method.
_TOKEN_KEYS = ("auth", "access_token")
_NOT_FOR_METHODS = (*_CLIENT_KEYS, *_TOKEN_KEYS)
NO_TOKENS: frozenset[str] = frozenset()
_NOTHING_TOLD: Mapping[str, str] = {}
_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"


class Arguments(msgspec.Struct, frozen=True):
    """`values` are for the method, `client` is what the SDK tells about itself.

    `tokens` are the access tokens that stood among them.
    """

    values: dict[str, object]
    client: Mapping[str, str]
    tokens: frozenset[str] = NO_TOKENS


def read_arguments(content_type: str | None, body: bytes, query: bytes) -> Arguments:
    """Merge the query with the body, which wins."""
    values = _read_body(content_type, body)
    if query:
        values = nest(parse_pairs(query)) | values
    if values.keys().isdisjoint(_NOT_FOR_METHODS):
        return Arguments(values, _NOTHING_TOLD)
    client = {}
    for key in _CLIENT_KEYS:
        told = values.pop(key, None)
        if isinstance(told, str):
            client[key] = told
    tokens = _take_tokens(values)
    if tokens and kind_of(read_content_type(content_type)[0], body) is Kind.FORM:
        tokens |= read_tokens(body)
    return Arguments(values, client, tokens)


def read_tokens(form: bytes) -> frozenset[str]:
    """Every access token in a query or a form, also one that a later one would replace.

    None in one that cannot be read.
    """
    try:
        pairs = parse_pairs(form)
        return _take_tokens(nest(pairs)) | {
            value for name, value in pairs if value and name in _TOKEN_KEYS
        }
    except Malformed:
        return frozenset()


def _take_tokens(values: dict[str, object]) -> frozenset[str]:
    if values.keys().isdisjoint(_TOKEN_KEYS):
        return NO_TOKENS
    named = [values.pop(key, None) for key in _TOKEN_KEYS]
    return frozenset(token for token in named if isinstance(token, str) and token)


class Kind(Enum):
    """The ways to write a body."""

    FORM = "form"
    MULTIPART = "multipart"
    JSON = "json"


def kind_of(media_type: str, beginning: bytes) -> Kind:
    match media_type:
        case "application/x-www-form-urlencoded":
            return Kind.FORM
        case "multipart/form-data":
            return Kind.MULTIPART
        case "application/json" | "text/json":
            return Kind.JSON
        case _ if media_type.endswith("+json") or _looks_like_json(beginning):
            return Kind.JSON
        case _:
            return Kind.FORM


def _read_body(content_type: str | None, body: bytes) -> dict[str, object]:
    media_type, parameters = read_content_type(content_type)
    if not body:
        return {}
    match kind_of(media_type, body):
        case Kind.FORM:
            return nest(parse_pairs(body))
        case Kind.MULTIPART:
            return parse_multipart(parameters.get("boundary", ""), body)
        case Kind.JSON:
            return _read_object(body)


def _looks_like_json(body: bytes) -> bool:
    return body[:100].lstrip(_BEFORE_JSON).startswith((b"{", b"["))


def _read_object(body: bytes) -> dict[str, object]:
    value = parse_json(body)
    if value == []:  # PHP cannot tell an empty map from an empty list
        return {}
    if not isinstance(value, dict):
        raise Malformed("The JSON body must be an object")
    return value
