"""Structured logs on stderr: JSON lines for machines, readable lines for a terminal."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

_HIDDEN = "***"
_NAMED = r"\w*(?:token|password|secret)|auth"
_NAMES_SECRET = re.compile(rf"{_NAMED}|code", re.IGNORECASE)
# What a text may hold that came from elsewhere, such as the words of an exception: the path of
# a webhook, the address of a database, a secret beside its name.
_SECRETS = (
    (re.compile(r"(/rest/[^/\s]+/)[^/\s?&'\"]+"), rf"\1{_HIDDEN}"),
    (re.compile(r"(\w+://[^:@/\s]*:)[^@/\s]+@"), rf"\1{_HIDDEN}@"),
    (
        re.compile(rf"(\b(?:{_NAMED})\b['\"\]]*\s*[:=]\s*)['\"]?[^\s,&'\"}})]+", re.IGNORECASE),
        rf"\1{_HIDDEN}",
    ),
)


def quiet_logs() -> None:
    """For a command, or a start, that tells in its own line what went wrong."""
    _configure("critical", sys.stderr, is_final=False)


def configure_logs(level: str, output: TextIO | None = None) -> None:
    _configure(level, output or sys.stderr, is_final=True)


def _configure(level: str, stream: TextIO, *, is_final: bool) -> None:
    number = logging.getLevelNamesMapping()[level.upper()]
    prepare: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_secrets,
    ]
    render: Any = structlog.processors.JSONRenderer()
    if stream.isatty():
        render = structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*prepare, render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=is_final,
    )
    _configure_libraries(stream, prepare, render, max(number, logging.WARNING))


def mask_secrets(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> Mapping[str, Any]:
    """Nothing is meant to log a secret; this is for the day when something does."""
    for name, value in event.items():
        if _NAMES_SECRET.fullmatch(name):
            event[name] = _HIDDEN
        elif isinstance(value, str):
            event[name] = _masked(value)
    return event


def _masked(text: str) -> str:
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def _configure_libraries(stream: TextIO, prepare: list[Any], render: object, level: int) -> None:
    handler = logging.StreamHandler(stream)
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=prepare)
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # It tells every byte that it skips.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
