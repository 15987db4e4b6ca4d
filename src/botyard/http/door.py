"""Whoever answers a path of the server."""

from typing import NamedTuple
from urllib.parse import quote

import msgspec

from botyard.blobs.port import Blobs
from botyard.http import cross_origin
from botyard.http.addresses import Owner, place_of
from botyard.http.marketplace import MarketplaceDoor
from botyard.http.message import Request, Response
from botyard.http.oauth import OauthDoor
from botyard.http.rest import RestDoor
from botyard.http.state import StateDoor
from botyard.model.errors import (
    INVALID_REQUEST,
    LINK_NOT_FOUND,
    NOTHING_HERE,
    STORAGE_UNAVAILABLE,
    ApiError,
)
from botyard.rpc.downloads import Downloads
from botyard.rpc.pipeline import RETRY_AFTER_S
from botyard.store.tx import StoreUnavailable
from botyard.wire import envelope
from botyard.wire.malformed import Malformed
from botyard.wire.php_form import nest, parse_pairs

_PICTURE_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("Cache-Control", "public, max-age=31536000, immutable"),
)
_DOWNLOAD_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "sandbox; default-src 'none'"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
)
_UNSAFE = frozenset('/\\"')
# Docs page "rest-v3": the answer of the other API, which Botyard does not speak.
_NO_V3 = msgspec.json.encode(
    {
        "error": {
            "code": "BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION",
            "message": "Method not found",
        }
    }
)


class ApplicationDoors(NamedTuple):
    """What is asked by applications, and by people about them."""

    oauth: OauthDoor
    marketplace: MarketplaceDoor


class Door:
    def __init__(
        self,
        rest: RestDoor,
        applications: ApplicationDoors,
        downloads: Downloads,
        blobs: Blobs,
        state: StateDoor,
    ) -> None:
        self._rest = rest
        self._oauth, self._marketplace = applications
        self._downloads = downloads
        self._blobs = blobs
        self._state = state

    async def answer(self, request: Request) -> Response:
        owner, segments = place_of(request.target_path)
        match owner:
            case "rest" | "v3" | "download":
                asked = cross_origin.preflight(request)
                if asked is not None:
                    return asked
                answer = await self._call(owner, request, segments)
                return cross_origin.readable(request.headers, answer)
            case "oauth":
                return await self._oauth.answer(request, segments)
            case "marketplace":
                return await self._marketplace.answer(request, segments)
            case "state":
                return await self._state.answer(segments[0])
            case "avatar":
                return await self._picture(segments[0])
            case "nobody":
                return _not_found()

    async def _call(self, owner: Owner, request: Request, segments: tuple[str, ...]) -> Response:
        match owner:
            case "v3":
                return Response(404, _NO_V3)
            case "download":
                return await self._download(request)
            case _:
                return await self._rest.answer(request, segments)

    async def _download(self, request: Request) -> Response:
        """A HEAD looks at what a GET would take."""
        if request.method not in ("GET", "HEAD"):
            return _refusal(ApiError(INVALID_REQUEST, "Use GET"))
        try:
            download = await self._downloads.follow(
                _token_of(request.query),
                secure=request.secure,
                uses_it_up=request.method == "GET",
            )
        except ApiError as refusal:
            return _refusal(refusal)
        except StoreUnavailable:
            return _refusal(ApiError(STORAGE_UNAVAILABLE, retry_after_s=RETRY_AFTER_S))
        if download is None:
            return _refusal(ApiError(LINK_NOT_FOUND))
        name = ("Content-Disposition", disposition_of(download.file.name))
        return Response(
            200,
            b"",
            download.file.content_type,
            (name, *_DOWNLOAD_HEADERS),
            stream=download.content,
        )

    async def _picture(self, key: str) -> Response:
        content = await self._blobs.get(key)
        if content is None:
            return _not_found()
        return Response(200, content, "image/png", _PICTURE_HEADERS)


def disposition_of(name: str) -> str:
    """What a browser saves a file as. RFC 6266: plain for the old, UTF-8 for the others.

    A separator would be read as a path by somebody, and a control character by a terminal.
    """
    harmless = "".join("_" if one in _UNSAFE or not one.isprintable() else one for one in name)
    plain = harmless.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(harmless, safe='')}"


def _token_of(query: bytes) -> str:
    try:
        token = nest(parse_pairs(query)).get("token")
    except Malformed:
        return ""
    return token if isinstance(token, str) else ""


def _refusal(refusal: ApiError) -> Response:
    refusal.arrive()
    retry_after_s = refusal.retry_after_s
    headers = () if retry_after_s is None else (("Retry-After", str(retry_after_s)),)
    body = envelope.failure(refusal.error.code, refusal.description, as_xml=False)
    return Response(refusal.error.status, body, headers=headers)


def _not_found() -> Response:
    return _refusal(ApiError(NOTHING_HERE))
