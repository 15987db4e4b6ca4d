"""What a Content-Type header says: the media type, and the charset that must be UTF-8."""

from functools import lru_cache

from python_multipart.multipart import parse_options_header

from botyard.wire.malformed import Malformed

_UTF_8 = frozenset(["utf-8", "utf8"])


# Clients send the same few headers for ever; the bound keeps strangers from filling it.
@lru_cache(maxsize=256)
def read_content_type(header: str | None) -> tuple[str, dict[str, str]]:
    """The media type in lower case and its parameters; any charset but UTF-8 is refused."""
    text = header or ""
    if not text.isascii():
        raise Malformed("The content type is not ASCII")
    media_type, raw_parameters = parse_options_header(text)
    parameters = {key.decode(): value.decode() for key, value in raw_parameters.items()}
    charset = parameters.get("charset", "utf-8")
    if charset.lower() not in _UTF_8:
        reason = f"The charset must be UTF-8, not {charset[:40]}"
        raise Malformed(reason)
    return media_type.decode(), parameters
