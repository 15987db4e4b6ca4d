"""Avatars are made anew: what comes out is a small PNG, whatever came in."""

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.pictures import picture

from botyard.chat import pictures
from botyard.chat.pictures import AVATAR_SIDE, NoPicture, PictureTooLarge, read_avatar

_KINDS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")


def _opened(made: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(made))
    opened.load()
    return opened


@pytest.mark.parametrize("kind", _KINDS)
def test_every_kind_becomes_a_png(kind: str) -> None:
    made = _opened(read_avatar(picture(8, 6, kind)))
    assert (made.format, made.size) == ("PNG", (8, 6))


def test_a_large_one_becomes_smaller() -> None:
    made = _opened(read_avatar(picture(2000, 1000)))
    assert made.size == (AVATAR_SIDE, AVATAR_SIDE // 2)


def test_of_what_moves_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("#ff0000", "#0000ff")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    made = _opened(read_avatar(base64.b64encode(written.getvalue()).decode()))
    assert getattr(made, "n_frames", 1) == 1
    assert made.getpixel((0, 0)) == (255, 0, 0, 255)


def test_what_it_carries_is_left_behind() -> None:
    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "JPEG", comment=b"<script>secret</script>")
    made = read_avatar(base64.b64encode(written.getvalue() + b"<?php secret").decode())
    assert b"secret" not in made


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture):
        read_avatar(base64.b64encode(content).decode())


def test_line_breaks_in_base64_are_nothing() -> None:
    broken = "\r\n".join(picture(8, 6)[at : at + 76] for at in range(0, len(picture(8, 6)), 76))
    assert "\n" in broken
    assert read_avatar(broken) == read_avatar(picture(8, 6))


@pytest.mark.parametrize("encoded", ["!", "data:image/png;base64,AAAA", "AAA"])
def test_what_is_not_base64_is_refused(encoded: str) -> None:
    with pytest.raises(NoPicture):
        read_avatar(encoded)


@pytest.mark.parametrize("size", [(5001, 1), (1, 5001)])
def test_more_than_5000_pixels_are_too_many(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge):
        read_avatar(picture(*size))


def test_5000_pixels_are_not() -> None:
    assert _opened(read_avatar(picture(5000, 1))).width == AVATAR_SIDE


def test_the_size_is_judged_before_anything_is_decoded() -> None:
    """A head that promises 60,000 by 60,000 pixels, and nothing behind it."""
    head = base64.b64decode(picture(1, 1))
    promised = head[:16] + (60_000).to_bytes(4, "big") * 2 + head[24:33]
    with pytest.raises((PictureTooLarge, NoPicture)):
        read_avatar(base64.b64encode(promised).decode())


def test_too_many_bytes_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 30)
    with pytest.raises(PictureTooLarge):
        read_avatar("!" * 41)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(_KINDS), st.binary(min_size=1, max_size=12), st.integers(0, 300))
def test_damage_is_a_picture_or_none(kind: str, damage: bytes, place: int) -> None:
    whole = base64.b64decode(picture(9, 9, kind))
    place %= len(whole)
    damaged = whole[:place] + damage + whole[place + len(damage) :]
    try:
        made = read_avatar(base64.b64encode(damaged).decode())
    except (NoPicture, PictureTooLarge):
        return
    assert _opened(made).format == "PNG"
