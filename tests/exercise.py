"""Which parameters and refusals of each method the tests have exercised.

Off unless BOTYARD_EXERCISE names a file, where a table of all methods is then written.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import botyard.methods
from botyard.model.errors import ApiError
from botyard.rpc import pipeline, registry
from botyard.rpc.bind import bind
from botyard.rpc.method import AnyMethod
from botyard.rpc.pipeline import Pipeline
from botyard.rpc.request import Answer, RestRequest

REPORT = os.environ.get("BOTYARD_EXERCISE", "")
_KEY = "exercise"

_given: defaultdict[str, set[str]] = defaultdict(set)
_refused: defaultdict[str, set[str]] = defaultdict(set)
_answered: defaultdict[str, int] = defaultdict(int)

_serve = Pipeline.serve


def _note_arguments(method: AnyMethod, arguments: Mapping[str, object]) -> Any:
    _given[method.name].update(_names_in(arguments))
    return bind(method, arguments)


async def _note_answer(self: Pipeline, request: RestRequest) -> Answer:
    method = self.methods.get(request.method.lower())
    name = "" if method is None else method.name
    try:
        answer = await _serve(self, request)
    except ApiError as refusal:
        _refused[name].add(refusal.error.code)
        raise
    _answered[name] += 1
    return answer


def _names_in(arguments: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    for name, value in arguments.items():
        path = f"{prefix}{name.lower()}"
        yield path
        if isinstance(value, Mapping):
            yield from _names_in(value, f"{path}.")


def pytest_configure() -> None:
    if REPORT:
        setattr(pipeline, bind.__name__, _note_arguments)
        Pipeline.serve = _note_answer  # type: ignore[method-assign]


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if REPORT and output is not None:
        output[_KEY] = json.dumps(
            [
                {name: sorted(found) for name, found in _given.items()},
                {name: sorted(found) for name, found in _refused.items()},
                _answered,
            ]
        )


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if not REPORT or _KEY not in getattr(node, "workeroutput", {}):
        return
    given, refused, answered = json.loads(node.workeroutput[_KEY])
    for name, found in given.items():
        _given[name].update(found)
    for name, found in refused.items():
        _refused[name].update(found)
    for name, count in answered.items():
        _answered[name] += count


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not REPORT:
        return
    methods = sorted(registry.load(botyard.methods).values(), key=lambda method: method.name)
    Path(REPORT).write_text("\n".join([*_HEAD, *map(_row, methods)]) + "\n")
    terminalreporter.write_line(f"what was exercised: {REPORT}")


_HEAD = (
    "| method | answered | parameters given | refusals met | not yet |",
    "| --- | --: | --: | --: | --- |",
)


def _row(method: AnyMethod) -> str:
    parameters = list(_parameters(method.params))
    codes = list(dict.fromkeys(error.code for error in method.errors))
    unused = [name for name in parameters if name.lower() not in _given[method.name]]
    unmet = [code for code in codes if code not in _refused[method.name]]
    return (
        f"| {method.name} | {_answered[method.name]:,} "
        f"| {len(parameters) - len(unused)} of {len(parameters)} "
        f"| {len(codes) - len(unmet)} of {len(codes)} | {', '.join([*unused, *unmet])} |"
    )


def _parameters(params: Any, prefix: str = "") -> Iterator[str]:
    """Each parameter, and those inside of it, as `fields.properties.name`."""
    for field in msgspec.structs.fields(params):
        path = f"{prefix}{field.encode_name}"
        yield path
        nested = _struct_in(field.type)
        if nested is not None:
            yield from _parameters(nested, f"{path}.")


def _struct_in(declared: Any) -> Any:
    """The struct that a parameter's type names, beside None and its description."""
    if hasattr(declared, "__struct_fields__"):
        return declared
    found = (_struct_in(part) for part in get_args(declared))
    return next((one for one in found if one is not None), None)
