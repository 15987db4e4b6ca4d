"""Bodies that are read in pieces."""

from botyard.wire.file_content import FileContent, NoBase64


class BodyInPieces:
    """Gives no more than `most` bytes at once, so that everything meets a border somewhere."""

    def __init__(self, content: bytes, most: int = 7) -> None:
        self.size = len(content)
        self._content = content
        self._most = most

    def read_at(self, offset: int, count: int) -> bytes:
        return self._content[offset : offset + min(count, self._most)]


class WholeBody(BodyInPieces):
    def __init__(self, content: bytes) -> None:
        super().__init__(content, len(content) or 1)


def content_of(value: object) -> bytes | None:
    """What the file holds, or None where its text is not base64."""
    assert isinstance(value, FileContent)
    try:
        return b"".join(value.decoded())
    except NoBase64:
        return None
