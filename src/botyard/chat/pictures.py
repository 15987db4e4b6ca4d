"""Avatars: only real pictures, in a form that cannot carry anything else."""

import base64
import binascii
import io
import struct
import warnings
import zlib

from PIL import Image, UnidentifiedImageError

# Docs page Bot.register, error BOT_AVATAR_INCORRECT_SIZE.
MAX_SIDE = 5000
# No picture within these sides needs more, unless it is written to be large.
MAX_BYTES = 20 * 1024 * 1024
AVATAR_SIDE = 512
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")

_NO_LINE_BREAKS = str.maketrans("", "", "\r\n")

# What the decoders of Pillow raise on damaged pictures.
_DAMAGE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error,
    IndexError, KeyError, TypeError, OverflowError,
)  # fmt: skip

# Pillow only mutters about some of the pictures that are too large.
warnings.simplefilter("error", Image.DecompressionBombWarning)


class NoPicture(Exception):
    """The bytes are no picture of a kind that we show."""


class PictureTooLarge(Exception):
    """More than 5000 pixels on a side, or more than 20 MiB."""


def read_avatar(encoded: str) -> bytes:
    """A PNG made anew from `encoded` base64. May take long: not for the event loop.

    The size is judged by the header, before anything is decoded; of what moves the first frame
    is taken. A drawing is no picture: it can carry scripts. Line breaks in `encoded` are nothing.
    """
    if len(encoded) > MAX_BYTES * 4 // 3:
        raise PictureTooLarge
    try:
        raw = base64.b64decode(encoded.translate(_NO_LINE_BREAKS), validate=True)
    except (binascii.Error, ValueError) as failure:
        raise NoPicture from failure
    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
            if max(picture.size) > MAX_SIDE:
                raise PictureTooLarge
            return _png(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as failure:
        raise PictureTooLarge from failure
    except _DAMAGE as failure:
        raise NoPicture from failure


def _png(picture: Image.Image) -> bytes:
    small = picture.convert("RGBA")
    small.thumbnail((AVATAR_SIDE, AVATAR_SIDE))
    written = io.BytesIO()
    small.save(written, "PNG")
    return written.getvalue()
