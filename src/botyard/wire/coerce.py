"""Reading parameters as PHP clients spell them, led by the declared type.

`compile_reader(Shape)` is done once per method; the reader it answers is called per request.
"""

import math
import re
import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin

import msgspec
from msgspec import Struct, UnsetType

from botyard.wire.file_content import FileContent, content_of_text

S = TypeVar("S", bound=Struct)
Reader = Callable[[object, str], Any]

MAX_INTEGER = 2**63 - 1
_DIGITS = re.compile(r"\s*([+-]?)0*([0-9]+)\s*", re.ASCII)
_LONGEST = len(str(MAX_INTEGER))
_TRUE = frozenset(("y", "1", "true"))
_FALSE = frozenset(("n", "0", "false"))


class BadValue(Exception):
    """`path` names the parameter, like `fields.userIds[0]`; `error` is its own refusal, if any.

    `is_settled` once a parameter has said which: those around it have no say.
    """

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(path)
        self.path = path
        self.expected = expected
        self.error: object = None
        self.is_settled = False

    def settle(self, error: object) -> None:
        if not self.is_settled:
            self.error, self.is_settled = error, True


class _Absent:
    """Stands for a value that means "not given": null, or an empty string for a number."""


_ABSENT = _Absent()
# An empty list in a form: `userIds[]=`, as the Python SDK writes one in a batch.
_EMPTY_IN_FORM = [""]


def compile_reader(shape: type[S]) -> Callable[[Mapping[str, object]], S]:
    read = _struct_reader(shape)

    def read_arguments(arguments: Mapping[str, object]) -> S:
        return cast("S", read(arguments, ""))

    return read_arguments


def read_integer(value: object, path: str = "") -> Any:  # noqa: ANN401 - an int or "absent"
    """Digit strings too. What 64 bits cannot hold becomes the nearest they can: no id is there."""
    if isinstance(value, int) and not isinstance(value, bool):
        if -MAX_INTEGER <= value <= MAX_INTEGER:
            return value
        return MAX_INTEGER if value > 0 else -MAX_INTEGER
    if value in ("", "None") or value is None:
        return _ABSENT
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return read_integer(int(value), path)
    if isinstance(value, str) and (found := _DIGITS.fullmatch(value)):
        sign, digits = found.groups()
        size = MAX_INTEGER if len(digits) > _LONGEST else min(MAX_INTEGER, int(digits))
        return -size if sign == "-" else size
    raise BadValue(path, "an integer")


def _read_boolean(value: object, path: str) -> Any:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    if value in ("", "None") or value is None:
        return _ABSENT
    word = str(value).lower() if isinstance(value, (str, int)) else ""
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadValue(path, "a boolean")


def _read_string(value: object, path: str) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return value
    if value is None:
        return _ABSENT
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise BadValue(path, "a string")


def _read_file_content(value: object, path: str) -> Any:  # noqa: ANN401
    if isinstance(value, FileContent):
        return value
    text = _read_string(value, path)
    return content_of_text(text) if isinstance(text, str) else text


def _read_anything(value: object, _path: str) -> Any:  # noqa: ANN401
    return _ABSENT if value is None else value


def _reader_of(declared: object) -> Reader:
    if get_origin(declared) is Annotated:
        inner, *notes = get_args(declared)
        return _bounded(_reader_of(inner), notes)
    if isinstance(declared, type) and issubclass(declared, Struct):
        return _struct_reader(declared)
    simple = _SIMPLE.get(cast("type", declared))
    if simple is not None:
        return simple
    origin, arguments = get_origin(declared), get_args(declared)
    if origin in (Union, types.UnionType):
        return _optional_reader(arguments)
    if origin is list:
        return _list_reader(_reader_of(arguments[0]))
    if origin is dict:
        return _map_reader(_reader_of(arguments[1]))
    raise TypeError(f"no parameter can be of type {declared}")


def _bounded(read: Reader, notes: list[object]) -> Reader:
    """Text of at most the declared length. What is too long is there: no code for absence fits."""
    most = next((note.max_length for note in notes if isinstance(note, msgspec.Meta)), None)
    if most is None:
        return read

    def read_bounded(value: object, path: str) -> Any:  # noqa: ANN401
        found = read(value, path)
        if isinstance(found, str) and len(found) > most:
            bad = BadValue(path, f"at most {most} characters")
            bad.settle(None)
            raise bad
        return found

    return read_bounded


def _optional_reader(arguments: tuple[object, ...]) -> Reader:
    inner = [one for one in arguments if one not in (type(None), UnsetType)]
    read = _reader_of(inner[0])
    takes_null = type(None) in arguments and UnsetType in arguments

    def read_optional(value: object, path: str) -> Any:  # noqa: ANN401
        return None if value is None and takes_null else read(value, path)

    return read_optional


def _list_reader(read: Reader) -> Reader:
    def read_list(value: object, path: str) -> Any:  # noqa: ANN401
        if value is None or value == "":
            return _ABSENT
        if isinstance(value, dict) and all(key.isdigit() for key in value):
            value = list(value.values())
        if not isinstance(value, list):
            raise BadValue(path, "a list")
        if value == _EMPTY_IN_FORM:
            return []
        return [_present(read, one, f"{path}[{place}]") for place, one in enumerate(value)]

    return read_list


def _map_reader(read: Reader) -> Reader:
    def read_map(value: object, path: str) -> Any:  # noqa: ANN401
        if value is None or value == "":
            return _ABSENT
        if value == _EMPTY_IN_FORM:
            return {}
        if isinstance(value, list):
            value = {str(place): one for place, one in enumerate(value)}
        if not isinstance(value, dict):
            raise BadValue(path, "an object")
        return {key: _present(read, one, f"{path}.{key}") for key, one in value.items()}

    return read_map


def _present(read: Reader, value: object, path: str) -> Any:  # noqa: ANN401
    answer = read(value, path)
    if answer is _ABSENT:
        raise BadValue(path, "a value")
    return answer


# Name, name on the wire, reader, whether it is required, its refusal. No NamedTuple: taking one
# apart takes five times as long, and each call does that for each field that it could have given.
_Field = tuple[str, str, Reader, bool, object]


def _struct_reader(shape: type[Struct]) -> Reader:
    fields = [_field_of(info) for info in msgspec.structs.fields(shape)]

    def read_struct(value: object, path: str) -> Any:  # noqa: ANN401
        if not isinstance(value, dict):
            if value is not None and value not in ("", []):
                raise BadValue(path, "an object")
            if path:
                return _ABSENT
            value = {}
        return shape(**_read_fields(fields, value, f"{path}." if path else ""))

    return read_struct


def _read_fields(fields: list[_Field], given: dict[str, object], prefix: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, wire_name, read, required, error in fields:
        if wire_name in given:
            try:
                found = read(given[wire_name], prefix + wire_name)
            except BadValue as bad:
                bad.settle(error)
                raise
            if found is not _ABSENT:
                values[name] = found
                continue
        if required:
            missing = BadValue(prefix + wire_name, "given")
            missing.settle(error)
            raise missing
    return values


def _field_of(info: msgspec.structs.FieldInfo) -> _Field:
    error = None
    if get_origin(info.type) is Annotated:
        for note in get_args(info.type)[1:]:
            if isinstance(note, msgspec.Meta) and note.extra:
                error = note.extra.get("error")
    return (info.name, info.encode_name, _reader_of(info.type), info.required, error)


def file_paths(shape: type[Struct], path: tuple[str, ...] = ()) -> frozenset[tuple[str, ...]]:
    """Where among the parameters the contents of files stand."""
    found: set[tuple[str, ...]] = set()
    for info in msgspec.structs.fields(shape):
        here = (*path, info.encode_name)
        if _holds(info.type, FileContent):
            found.add(here)
        elif (inner := _struct_in(info.type)) is not None:
            found |= file_paths(inner, here)
    return frozenset(found)


def _holds(declared: object, wanted: type) -> bool:
    return declared is wanted or any(_holds(part, wanted) for part in get_args(declared))


class UnknownName(NamedTuple):
    """A parameter that is ignored, the path to it, and the names that are declared there."""

    prefix: str
    name: str
    known: list[str]


def unknown_names(
    shape: type[Struct], given: Mapping[str, object], prefix: str = ""
) -> list[UnknownName]:
    fields = {info.encode_name: info.type for info in msgspec.structs.fields(shape)}
    found = [UnknownName(prefix, name, list(fields)) for name in given if name not in fields]
    for name, declared in fields.items():
        inner, value = _struct_in(declared), given.get(name)
        if inner is not None and isinstance(value, dict):
            found += unknown_names(inner, value, f"{prefix}{name}.")
    return found


def _struct_in(declared: object) -> type[Struct] | None:
    if isinstance(declared, type):
        return declared if issubclass(declared, Struct) else None
    for part in get_args(declared):
        if (inner := _struct_in(part)) is not None:
            return inner
    return None


_SIMPLE: dict[type, Reader] = {
    int: read_integer,
    bool: _read_boolean,
    str: _read_string,
    object: _read_anything,
    FileContent: _read_file_content,
}
