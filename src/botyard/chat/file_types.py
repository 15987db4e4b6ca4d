"""What a file is, told by its first bytes: its name may say anything."""

from typing import Literal, NamedTuple

UNKNOWN = "application/octet-stream"
# How much of a file is looked at: a photograph may carry a profile before its size.
HEAD_BYTES = 256 * 1024

_MOST_SEGMENTS = 1000
# Frames of JPEG that tell a size: all SOF markers but those for tables.
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_LENGTHLESS = frozenset({0x01, *range(0xD0, 0xD8)})

_BEGINNINGS = (
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"fLaC", "audio/flac"),
    (b"MThd", "audio/midi"),
    (b"#!AMR", "audio/amr"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"%PDF-", "application/pdf"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"heic": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
}


class FileType(NamedTuple):
    """`width` and `height` in pixels are 0 where the content does not tell them."""

    content_type: str
    width: int = 0
    height: int = 0


def type_of(head: bytes) -> FileType:
    """By the first HEAD_BYTES of the content. Nothing is decoded."""
    picture = _png(head) or _jpeg(head) or _gif(head) or _webp(head) or _bmp(head)
    if picture is not None:
        return picture
    if head[4:8] == b"ftyp":
        return FileType(_BRANDS.get(head[8:12], "video/mp4"))
    if head.startswith(b"RIFF"):
        return FileType(_RIFF.get(head[8:12], UNKNOWN))
    for beginning, content_type in _BEGINNINGS:
        if head.startswith(beginning):
            return FileType(content_type)
    return FileType(UNKNOWN)


def _png(head: bytes) -> FileType | None:
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or head[12:16] != b"IHDR":
        return None
    return _picture("image/png", head[16:20], head[20:24], "big")


def _gif(head: bytes) -> FileType | None:
    if not head.startswith((b"GIF87a", b"GIF89a")) or len(head) < 13:  # noqa: PLR2004
        return None
    return _picture("image/gif", head[6:8], head[8:10], "little")


def _bmp(head: bytes) -> FileType | None:
    # "BM" alone begins many a text; the size of its header tells a bitmap.
    if not head.startswith(b"BM") or head[14:18] not in (
        b"\x28\0\0\0",
        b"\x6c\0\0\0",
        b"\x7c\0\0\0",
    ):
        return None
    width = abs(int.from_bytes(head[18:22], "little", signed=True))
    # A negative height says that the rows go from top to bottom.
    height = abs(int.from_bytes(head[22:26], "little", signed=True))
    return FileType("image/bmp", width, height) if width and height else None


def _webp(head: bytes) -> FileType | None:
    if not head.startswith(b"RIFF") or head[8:12] != b"WEBP" or len(head) < 30:  # noqa: PLR2004
        return None
    match head[12:16]:
        case b"VP8 ":
            width = int.from_bytes(head[26:28], "little") & 0x3FFF
            height = int.from_bytes(head[28:30], "little") & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(head[21:25], "little")
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width = int.from_bytes(head[24:27], "little") + 1
            height = int.from_bytes(head[27:30], "little") + 1
        case _:
            return None
    return FileType("image/webp", width, height) if width and height else None


def _jpeg(head: bytes) -> FileType | None:
    """Walk from segment to segment: what looks like a frame inside another one is a thumbnail."""
    if not head.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    for _ in range(_MOST_SEGMENTS):
        while head[at + 1 : at + 2] == b"\xff":
            at += 1
        if head[at : at + 1] != b"\xff" or at + 9 > len(head):
            break
        marker = head[at + 1]
        if marker in _JPEG_FRAMES:
            return _picture("image/jpeg", head[at + 7 : at + 9], head[at + 5 : at + 7], "big")
        at += 2
        if marker not in _JPEG_LENGTHLESS:
            at += int.from_bytes(head[at : at + 2], "big")
    # A picture whose size stands too far from its beginning.
    return FileType("image/jpeg") if at >= HEAD_BYTES else None


def _picture(
    content_type: str, width: bytes, height: bytes, order: Literal["big", "little"]
) -> FileType | None:
    size = (int.from_bytes(width, order), int.from_bytes(height, order))
    return FileType(content_type, *size) if all(size) else None
