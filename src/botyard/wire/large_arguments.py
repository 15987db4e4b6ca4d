"""The arguments of a call whose body is too large for memory."""

from collections.abc import Mapping

from botyard.wire.arguments import Arguments, Kind, kind_of, read_arguments
from botyard.wire.content_type import read_content_type
from botyard.wire.file_content import FileContent
from botyard.wire.large_body import Cut, FilePath, LargeBody, Place, beginning_of
from botyard.wire.large_form import cut_form, cut_multipart
from botyard.wire.large_json import cut_json
from botyard.wire.malformed import Malformed

# What holds no file is read whole: 50 commands of a batch with some files in them.
MAX_WHOLE_BYTES = 32 * 1024 * 1024
_BEGINNING_BYTES = 200


def read_large_arguments(
    content_type: str | None, body: LargeBody, query: bytes, paths: frozenset[FilePath]
) -> Arguments:
    """As `read_arguments`, but text at `paths` stays where it is, as a `FileContent`.

    Without such paths the whole body is read, if it has no more than 32 MiB. May take long: not
    for the event loop.
    """
    cut = _cut(content_type, body, paths)
    arguments = read_arguments(content_type, cut.rest, query)
    for path, content in cut.found.items():
        _place(arguments.values, path, content)
    return arguments


def _cut(content_type: str | None, body: LargeBody, paths: frozenset[FilePath]) -> Cut:
    whole = Place(0, body.size)
    if not paths:
        if body.size > MAX_WHOLE_BYTES:
            mebibytes = MAX_WHOLE_BYTES // 1024 // 1024
            raise Malformed(f"The request has more than {mebibytes} MiB and no file of its own")
        return Cut(beginning_of(body, whole, body.size), {})
    media_type, parameters = read_content_type(content_type)
    match kind_of(media_type, beginning_of(body, whole, _BEGINNING_BYTES)):
        case Kind.FORM:
            return cut_form(body, paths)
        case Kind.MULTIPART:
            return cut_multipart(parameters.get("boundary", ""), body, paths)
        case Kind.JSON:
            return cut_json(body, paths)


def _place(values: dict[str, object], path: FilePath, content: FileContent) -> None:
    """Put the content where its empty text is, unless a later value has taken the place."""
    *outer, last = path
    found: object = values
    for key in outer:
        found = found.get(key) if isinstance(found, Mapping) else None
    if isinstance(found, dict) and found.get(last) == "":
        found[last] = content
