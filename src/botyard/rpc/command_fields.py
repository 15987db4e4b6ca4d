"""The name and the texts of a slash command, as version 2 takes them."""

import re
from collections.abc import Iterator

from botyard.model.commands import DEFAULT_LANGUAGE
from botyard.model.errors import COMMAND_NAME_INVALID, INVALID_ARGUMENT, ApiError

MAX_LENGTH = 255

_LANGUAGE = re.compile("[a-z]{2}")


def name_of(value: object) -> str | None:
    """None where there is none; other numbers and words than text are no name."""
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MAX_LENGTH:
        raise ApiError(COMMAND_NAME_INVALID)
    return value


def texts_of(value: object, path: str) -> dict[str, str]:
    """Texts by language, without the blank ones; a bare text counts as English.

    Refuses with INVALID_ARGUMENT.
    """
    return {one: text for one, text in text_changes_of(value, path).items() if text is not None}


def text_changes_of(value: object, path: str) -> dict[str, str | None]:
    """As `texts_of`, with None where a text is null or blank."""
    if isinstance(value, str):
        value = {DEFAULT_LANGUAGE: value} if value.strip() else {}
    if value is None or value == []:
        return {}
    if not isinstance(value, dict):
        raise ApiError(INVALID_ARGUMENT, f"Parameter {path} must be an object")
    return dict(_by_language(value, path))


def _by_language(given: dict[str, object], path: str) -> Iterator[tuple[str, str | None]]:
    for key, value in given.items():
        language = key.lower()
        if _LANGUAGE.fullmatch(language) is None:
            continue
        if value is not None and not isinstance(value, str):
            raise ApiError(INVALID_ARGUMENT, f"Parameter {path}.{language} must be a string")
        if value is not None and len(value) > MAX_LENGTH:
            expected = f"at most {MAX_LENGTH} characters"
            raise ApiError(INVALID_ARGUMENT, f"Parameter {path}.{language} must be {expected}")
        yield language, value if value and value.strip() else None
