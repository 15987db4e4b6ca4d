"""multipart/form-data: fields named as PHP names them, and files."""

import msgspec
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from botyard.wire.content_type import read_content_type
from botyard.wire.malformed import MAX_KEYS, NUL_CHARACTER, TOO_MANY_KEYS, Malformed
from botyard.wire.php_form import nest


class UploadedPart(msgspec.Struct, frozen=True):
    """`filename` is what the client calls the file: data, never a path."""

    filename: str
    content: bytes


def parse_multipart(boundary: str, body: bytes) -> dict[str, object]:
    """Read the whole form; a part that carries a file name becomes an `UploadedPart`."""
    if not boundary:
        raise Malformed("The multipart content type has no boundary")
    form = _Form()
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": form.begin_part,
                "on_header_field": form.add_header_name,
                "on_header_value": form.add_header_value,
                "on_header_end": form.end_header,
                "on_part_data": form.add_data,
                "on_part_end": form.end_part,
                "on_end": form.end,
            },
        )
        parser.write(body)
    except FormParserError as error:
        reason = f"Malformed multipart: {error}"
        raise Malformed(reason) from error
    if not form.is_complete:
        raise Malformed("Malformed multipart: the closing boundary is missing")
    return nest(form.pairs)


class _Form:
    """What the parser has told so far."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str | UploadedPart]] = []
        self.is_complete = False
        self._parts = 0
        self._headers: dict[bytes, bytes] = {}
        self._header_name = b""
        self._header_value = b""
        self._data: list[bytes] = []

    def begin_part(self) -> None:
        self._parts += 1
        if self._parts > MAX_KEYS:
            raise Malformed(TOO_MANY_KEYS)
        self._headers = {}
        self._data = []

    def add_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def add_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def end_header(self) -> None:
        self._headers[self._header_name.lower()] = self._header_value
        self._header_name = self._header_value = b""

    def add_data(self, data: bytes, start: int, end: int) -> None:
        self._data.append(data[start:end])

    def end_part(self) -> None:
        _, disposition = parse_options_header(self._headers.get(b"content-disposition"))
        raw_name = disposition.get(b"name")
        if raw_name is None:
            raise Malformed("Malformed multipart: a part has no name")
        name = _decoded(raw_name)
        content = b"".join(self._data)

        raw_filename = disposition.get(b"filename")
        if raw_filename is None:
            read_content_type(self._headers.get(b"content-type", b"").decode("latin-1"))
            self.pairs.append((name, _decoded(content)))
        elif raw_filename or content:
            self.pairs.append((name, UploadedPart(_decoded(raw_filename), content)))
        # What is left is how a browser says that no file was chosen.

    def end(self) -> None:
        self.is_complete = True


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Malformed("Malformed multipart: a field is not valid UTF-8") from error
    if "\0" in text:
        raise Malformed(NUL_CHARACTER)
    return text
