"""Files of a call: read and kept before its transaction."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from botyard.chat.file_types import HEAD_BYTES, type_of
from botyard.chat.files import FileDraft
from botyard.chat.texts import is_blank
from botyard.model.errors import FILE_INVALID_CONTENT, FILE_TOO_LARGE, ApiError, ErrorCode
from botyard.rpc.method import Params, Preparation
from botyard.store.tx import StoreUnavailable
from botyard.wire.file_content import FileContent, NoBase64

# Docs page File.upload: 100 MB, after decoding.
MAX_FILE_BYTES = 100 * 1024 * 1024


class FileFields(Params, frozen=True):
    name: Annotated[
        str,
        Meta(description="What the file is called, with its extension.", max_length=255),
    ] = ""
    content: Annotated[
        FileContent | None,
        Meta(
            description="The file as base64, at most 100 MiB when decoded; line breaks are fine.",
            extra={"error": FILE_INVALID_CONTENT},
        ),
    ] = None
    message: Annotated[
        str, Meta(description="Text beside the file; past 20,000 characters it is cut.")
    ] = ""


class _EmptyError(Exception):
    """Not one byte."""


class _TooLargeError(Exception):
    """More than MAX_FILE_BYTES."""


class _Watched:
    """The decoded content on its way to disk: how much it is, and how it begins."""

    def __init__(self, content: FileContent) -> None:
        self._content = content
        self.size = 0
        self.head = b""

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._content.decoded():
            self.size += len(piece)
            if self.size > MAX_FILE_BYTES:
                raise _TooLargeError
            if len(self.head) < HEAD_BYTES:
                self.head += piece
            yield piece
        if not self.size:
            raise _EmptyError


async def keep_file(
    preparation: Preparation, fields: FileFields, empty: ErrorCode
) -> FileDraft | ApiError:
    """The file, on disk; or the refusal for the method, with nothing left there.

    `empty` is how the spoken API refuses a file without a name or without content.
    """
    if is_blank(fields.name) or fields.content is None:
        return ApiError(empty)
    watched = _Watched(fields.content)
    try:
        key = await preparation.keep(watched)
    except NoBase64:
        return ApiError(FILE_INVALID_CONTENT)
    except _TooLargeError:
        return ApiError(FILE_TOO_LARGE)
    except _EmptyError:
        return ApiError(empty)
    except OSError as failure:
        raise StoreUnavailable(str(failure)) from failure
    return FileDraft(fields.name, key, watched.size, type_of(watched.head))
