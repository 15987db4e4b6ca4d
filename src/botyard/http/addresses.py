"""Paths: who answers them, which method is called, and with which credentials."""

from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

from botyard.access.callers import WebhookCredentials
from botyard.model.remembered import LONGEST, remembered


class RestAddress(NamedTuple):
    """`method` as its caller wrote it, without `.json` or `.xml`."""

    method: str
    credentials: WebhookCredentials | None
    as_xml: bool = False


Owner: TypeAlias = Literal[
    "rest", "oauth", "v3", "download", "marketplace", "state", "avatar", "nobody"
]


class Place(NamedTuple):
    """Who answers at a path, and the segments that are left for them."""

    owner: Owner
    segments: tuple[str, ...] = ()


# A bot calls a handful of addresses over and over.
@remembered(4096)
def place_of(target_path: str) -> Place:
    match segments_of(target_path):
        case ("oauth", *rest) | ("rest", "oauth", *rest):
            return Place("oauth", tuple(rest))
        case ("rest", "api", *_):
            return Place("v3")
        case ("rest", "download.json"):
            return Place("download")
        case ("rest", *rest):
            return Place("rest", tuple(rest))
        case ("marketplace", *rest):
            return Place("marketplace", tuple(rest))
        case ("healthz" | "readyz" | "metrics" | "openapi.json" as page, *_):
            return Place("state", (page,))
        case ("avatar", key):
            return Place("avatar", (key,))
        case _:
            return Place("nobody")


def segments_of(target_path: str) -> tuple[str, ...]:
    """Doubled and trailing slashes say nothing: several SDKs write them."""
    return tuple(unquote(part, errors="replace") for part in target_path.split("/") if part)


def rest_address(segments: tuple[str, ...]) -> RestAddress:
    """`segments` follow `/rest/`: a method alone, or a user, a webhook code and a method."""
    is_short = sum(map(len, segments)) <= LONGEST
    return _short_address(segments) if is_short else _read_address(segments)


@lru_cache(maxsize=4096)
def _short_address(segments: tuple[str, ...]) -> RestAddress:
    return _read_address(segments)


def _read_address(segments: tuple[str, ...]) -> RestAddress:
    *before, method = segments or ("",)
    as_xml = method.lower().endswith(".xml")
    if as_xml or method.lower().endswith(".json"):
        method = method.rpartition(".")[0]
    if not before:
        return RestAddress(method, None, as_xml)
    if len(before) == 1:
        # A webhook's address without a method: who may call still comes first.
        return RestAddress("", WebhookCredentials(before[0], segments[-1]), as_xml)
    return RestAddress(
        method if len(before) == 2 else "/".join(segments[2:]),  # noqa: PLR2004 - user, code
        WebhookCredentials(before[0], before[1]),
        as_xml,
    )
