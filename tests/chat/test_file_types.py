"""Content tells what a file is, and a picture its size, whatever its name says."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from botyard.chat.file_types import HEAD_BYTES, UNKNOWN, FileType, type_of


def _picture(kind: str, size: tuple[int, int], **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#4ba984").save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("size", [(1, 1), (300, 7), (7, 300), (5000, 2)])
@pytest.mark.parametrize(
    ("kind", "content_type", "options"),
    [
        ("PNG", "image/png", {}),
        ("JPEG", "image/jpeg", {}),
        ("JPEG", "image/jpeg", {"progressive": True, "comment": b"\xff\xc0\x00\x11 not a frame"}),
        ("GIF", "image/gif", {}),
        ("BMP", "image/bmp", {}),
        ("WEBP", "image/webp", {"lossless": True}),
        ("WEBP", "image/webp", {"lossless": False}),
        ("WEBP", "image/webp", {"exif": b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00"}),
    ],
)
def test_pictures_tell_their_size(
    kind: str, content_type: str, options: dict[str, object], size: tuple[int, int]
) -> None:
    assert type_of(_picture(kind, size, **options)) == FileType(content_type, *size)


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04rest", "application/zip"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"OggS\x00", "audio/ogg"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", "video/x-msvideo"),
        (b"RIFF\x24\x00\x00\x00WHAT", UNKNOWN),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x20ftypheic", "image/heic"),
        (b"\x1a\x45\xdf\xa3", "video/webm"),
        (b"II*\x00\x08\x00", "image/tiff"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNKNOWN),
        (b"<!DOCTYPE html>", UNKNOWN),
        (b"BMW is no bitmap, although it begins like one", UNKNOWN),
        (b"plain text", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_other_files_are_known_by_their_beginning(head: bytes, content_type: str) -> None:
    assert type_of(head) == FileType(content_type)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_half_a_head_is_no_picture(kind: str) -> None:
    assert type_of(_picture(kind, (8, 8))[:9]) == FileType(UNKNOWN)


def test_a_photograph_whose_size_stands_too_far_away_is_still_one() -> None:
    profiles = (b"\xff\xe2\xff\xff" + b"p" * 65533) * 5
    photograph = b"\xff\xd8" + profiles + _picture("JPEG", (8, 8))[2:]
    assert type_of(photograph[:HEAD_BYTES]) == FileType("image/jpeg")


@given(
    st.sampled_from(["PNG", "JPEG", "GIF", "BMP", "WEBP"]),
    st.binary(max_size=40),
    st.integers(0, 80),
)
def test_damage_is_some_type(kind: str, damage: bytes, place: int) -> None:
    whole = _picture(kind, (8, 8))
    found = type_of(whole[:place] + damage + whole[place + len(damage) :])
    assert found.width >= 0
    assert found.height >= 0


def test_a_thousand_segments_are_enough() -> None:
    assert type_of(b"\xff\xd8" + b"\xff\xe1\x00\x02" * 60_000) == FileType(UNKNOWN)
