"""`$result[command][field][0]` in a command of a batch: part of what an earlier one answered."""

import re
from collections.abc import Sequence

import msgspec

from botyard.wire.json_body import parse_json
from botyard.wire.malformed import Malformed
from botyard.wire.php_form import scalar_text

MAX_EXPANSION_BYTES = 1024 * 1024

_REFERENCE = re.compile(r"\$result((?:\[[^\[\]]*+\])++)")
_KEY = re.compile(r"\[([^\[\]]*+)\]")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_NOTHING = object()


class Results:
    """What the commands before were answered, by their keys.

    A reference that leads nowhere stays the text that it is. One that is a whole value becomes
    what it names, whatever that is; within other text it becomes text, if it names a scalar.
    It ends at the first scalar: `[B]$result[me][NAME][/B]` is a name in bold.
    """

    def __init__(self) -> None:
        self._answers: dict[str, object] = {}
        self._readable: dict[str, object] = {}
        self._left = MAX_EXPANSION_BYTES

    def note(self, command: str, answer: object) -> None:
        self._answers[command] = answer

    def fill(self, arguments: dict[str, object]) -> dict[str, object]:
        """Put what they name in the place of references.

        What is put there is never read again, as a query or for references. Malformed when a
        batch would become larger by more than 1 MiB, or a command more than a request may be.
        """
        left = self._left
        filled = {key: self._filled(value) for key, value in arguments.items()}
        if self._left == left:
            return arguments
        # The bounds of a request hold for what became of it, too.
        parse_json(msgspec.json.encode(filled))
        return filled

    def _filled(self, value: object) -> object:
        match value:
            case str():
                return self._filled_text(value) if "$result[" in value else value
            case dict():
                return {key: self._filled(child) for key, child in value.items()}
            case list():
                return [self._filled(child) for child in value]
            case _:
                return value

    def _filled_text(self, text: str) -> object:
        whole = _REFERENCE.fullmatch(text)
        if whole is not None:
            path = _KEY.findall(whole[1])
            named, used = self._look_up(path)
            if named is not _NOTHING and used == len(path):
                self._spend(named)
                return named
        return _REFERENCE.sub(self._text_for, text)

    def _text_for(self, reference: re.Match[str]) -> str:
        path: list[str] = _KEY.findall(reference[1])
        named, used = self._look_up(path)
        if named is _NOTHING or isinstance(named, (dict, list)):
            return reference[0]
        self._spend(named)
        return scalar_text(named) + "".join(f"[{key}]" for key in path[used:])

    def _look_up(self, path: Sequence[str]) -> tuple[object, int]:
        """What is there, and how many keys led to it."""
        found = self._read(path[0])
        for used, key in enumerate(path[1:], 1):
            match found:
                case dict():
                    found = found.get(key, _NOTHING)
                case list():
                    is_there = _INDEX.fullmatch(key) and int(key) < len(found)
                    found = found[int(key)] if is_there else _NOTHING
                case _:
                    return found, used
        return found, len(path)

    def _read(self, command: str) -> object:
        """The answer as plain JSON, made when the first reference asks for it."""
        if command not in self._answers:
            return _NOTHING
        if command not in self._readable:
            encoded = msgspec.json.encode(self._answers[command])
            self._readable[command] = msgspec.json.decode(encoded)
        return self._readable[command]

    def _spend(self, named: object) -> None:
        size = len(msgspec.json.encode(named))
        if size > self._left:
            raise Malformed("The references of the batch stand for more than 1 MiB")
        self._left -= size
