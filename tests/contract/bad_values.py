"""Wrong values, as bytes of JSON and of forms, and the calls that carry them."""

import random
from collections.abc import Iterator
from typing import Any, NamedTuple, get_origin
from urllib.parse import quote_plus

import msgspec

from botyard.rpc.admit import admit_bot, admit_owner
from botyard.rpc.method import AnyMethod
from tests.contract.declared import Parameter, parameters_of, struct_in

# Text that no compression makes small enough for an index.
LONG_TEXT = random.Random(1).randbytes(500_000).hex()
DEPTH = 100
_MARK = "@the wrong value@"


class Wrong(NamedTuple):
    """`json` stands where the value would, `form` follows the name where a form can say it."""

    name: str
    json: bytes | None
    form: str | None


WRONG = (
    Wrong("missing", None, None),
    Wrong("null", b"null", None),
    Wrong("an empty list", b"[]", None),
    Wrong("a list", b'["x"]', "[]=x"),
    Wrong("a list of null", b"[null]", None),
    Wrong("an empty object", b"{}", None),
    Wrong("an object", b'{"x":1}', "[x]=1"),
    Wrong("true", b"true", None),
    Wrong("text", b'"x"', "=x"),
    Wrong("a fraction", b"1.5", "=1.5"),
    Wrong("negative", b"-5", "=-5"),
    Wrong("huge", str(2**62).encode(), f"={2**62}"),
    Wrong("beyond 64 bits", str(10**19).encode(), f"={10**19}"),
    Wrong("beyond a float", b"1" + b"0" * 400, "=1" + "0" * 400),
    Wrong("empty", b'""', "="),
    Wrong("NUL", b'"a\\u0000b"', "=a%00b"),
    Wrong("a lone surrogate", b'"a\\ud800b"', "=a%ED%A0%80b"),
    Wrong("half a character", b'"a\xc3"', "=a%C3"),
    Wrong("over-long", f'"{LONG_TEXT}"'.encode(), f"={LONG_TEXT}"),
    Wrong("nested lists", b"[" * DEPTH + b"]" * DEPTH, "[0]" * DEPTH + "=x"),
    Wrong("nested objects", b'{"a":' * DEPTH + b"1" + b"}" * DEPTH, "[a]" * DEPTH + "=x"),
)


class BadCall(NamedTuple):
    parameter: Parameter
    wrong: Wrong
    is_form: bool
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.parameter.name}: {self.wrong.name}{' (form)' * self.is_form}"


def parameters_to_spoil(method: AnyMethod) -> list[Parameter]:
    """The declared ones, and what admission reads."""
    found = parameters_of(method)
    if method.admit is admit_bot:
        found.append(Parameter(("botId",), int))
    if method.admit in (admit_bot, admit_owner):
        found.append(Parameter(("botToken",), str))
    return found


def valid_arguments(method: AnyMethod, known: dict[str, Any]) -> dict[str, Any]:
    """What is known under the parameters' names, in whatever spelling they have."""
    arguments: dict[str, Any] = {}
    for parameter in parameters_to_spoil(method):
        value = known.get(_letters(parameter.path[-1]))
        is_plain = struct_in(parameter.declared) is None
        fits = get_origin(parameter.declared) is not list or isinstance(value, list)
        if value is not None and is_plain and fits:
            _place(arguments, parameter.path, value)
    return arguments


def bad_calls(method: AnyMethod, known: dict[str, Any]) -> Iterator[BadCall]:
    for parameter in parameters_to_spoil(method):
        for wrong in WRONG:
            arguments = valid_arguments(method, known)
            yield BadCall(parameter, wrong, False, _json(arguments, parameter, wrong))
            if wrong.form is not None:
                yield BadCall(parameter, wrong, True, _form(arguments, parameter, wrong.form))


def _json(arguments: dict[str, Any], parameter: Parameter, wrong: Wrong) -> bytes:
    if wrong.json is None:
        _take_out(arguments, parameter.path)
        return msgspec.json.encode(arguments)
    _place(arguments, parameter.path, _MARK)
    return msgspec.json.encode(arguments).replace(f'"{_MARK}"'.encode(), wrong.json)


def _form(arguments: dict[str, Any], parameter: Parameter, wrong: str) -> bytes:
    _take_out(arguments, parameter.path)
    first, *rest = parameter.path
    spoilt = first + "".join(f"[{key}]" for key in rest) + wrong
    return "&".join([*form_pairs(arguments), spoilt]).encode()


def form_pairs(value: Any, prefix: str = "") -> Iterator[str]:
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from form_pairs(one, f"{prefix}[{key}]" if prefix else str(key))
    else:
        yield f"{prefix}={quote_plus(str(value))}"


def _place(arguments: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    *outer, last = path
    for key in outer:
        arguments = arguments.setdefault(key, {})
    arguments[last] = value


def _take_out(arguments: dict[str, Any], path: tuple[str, ...]) -> None:
    *outer, last = path
    for key in outer:
        arguments = arguments.get(key, {})
    arguments.pop(last, None)


def _letters(name: str) -> str:
    return name.replace("_", "").lower()
