"""Every setting of a server, once: its name, type, default and one sentence about it."""

import ipaddress
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, get_args, get_type_hints
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import Meta

LogLevel = Literal["debug", "info", "warning", "error"]
_ON = {"1", "true", "yes", "on", "y"}
_OFF = {"0", "false", "no", "off", "n"}
_MOST_DIGITS = 9


class _Unfit(ValueError):
    def __init__(self, given: str, wanted: str) -> None:
        super().__init__(f"must be {wanted}, not {given[:80]!r}")


def _whole_number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        # int refuses a number of thousands of digits with words of its own.
        is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
        if is_number and least <= int(text) <= most:
            return int(text)
        raise _Unfit(text, f"a whole number from {least} to {most}")

    return read


def _switch(text: str) -> bool:
    if text.lower() in _ON | _OFF:
        return text.lower() in _ON
    raise _Unfit(text, "true or false")


def _log_level(text: str) -> str:
    if text.lower() in get_args(LogLevel):
        return text.lower()
    raise _Unfit(text, f"one of {', '.join(get_args(LogLevel))}")


def _host(text: str) -> str:
    if text and not any(character.isspace() or character in "/@[]" for character in text):
        return text
    raise _Unfit(text, "a host name or an IP address")


def _networks(text: str) -> tuple[str, ...]:
    given = [part.strip() for part in text.split(",")]
    try:
        return tuple(str(ipaddress.ip_network(part)) for part in given)
    except ValueError:
        raise _Unfit(text, "addresses or networks such as 10.0.0.0/8,::1") from None


def _path(text: str) -> Path:
    if text and "\0" not in text:
        return Path(text)
    raise _Unfit(text, "a path")


# The addresses below may hold a password, so what was given is not repeated.
def _database(text: str) -> str:
    parts = _split(text)
    if parts and text.startswith("sqlite:///") and len(parts.path) > 1:
        return text
    if parts and text.startswith("postgresql://"):
        return text
    raise ValueError("must be sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME")


def _redis(text: str) -> str:
    parts = _split(text)
    if parts and parts.scheme in {"redis", "rediss"} and parts.hostname:
        return text
    raise ValueError("must be redis://HOST:PORT or rediss://HOST:PORT")


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        # Asking for the port is what checks it.
        has_port = parts.port != 0
    except ValueError:
        return None
    return parts if has_port else None


def _told(sentence: str, read: Callable[[str], object]) -> Meta:
    return Meta(description=sentence, extra={"read": read})


_PORT = _whole_number(0, 65535)


class Settings(msgspec.Struct, frozen=True):
    host: Annotated[str, _told("Address to listen on.", _host)] = "127.0.0.1"
    port: Annotated[int, _told("Port for http; 0 takes a free one.", _PORT)] = 8080
    tls: Annotated[bool, _told("Serve https beside http.", _switch)] = False
    tls_port: Annotated[int, _told("Port for https; 0 takes a free one.", _PORT)] = 8443
    allow_insecure: Annotated[
        bool, _told("Listen beyond this machine although clients come over http.", _switch)
    ] = False
    trusted_proxies: Annotated[
        tuple[str, ...] | None,
        _told(
            "Networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.",
            _networks,
        ),
    ] = None
    data: Annotated[Path, _told("Directory that keeps everything.", _path)] = Path("data")
    portal: Annotated[
        Path | None, _told("Portal file: people, webhooks and applications, in TOML.", _path)
    ] = None
    database: Annotated[
        str | None,
        _told("sqlite:///PATH or postgresql://...; SQLite in the data directory.", _database),
    ] = None
    redis: Annotated[
        str | None, _told("redis://... to wake other processes; without it they poll.", _redis)
    ] = None
    workers: Annotated[
        int, _told("Processes; more than one needs PostgreSQL.", _whole_number(1, 64))
    ] = 1
    log_level: Annotated[LogLevel, _told("The least serious level to log.", _log_level)] = "info"


class Setting(NamedTuple):
    """What the command line and the reference page say about one setting."""

    name: str
    option: str
    variable: str
    is_flag: bool
    default: Any
    sentence: str
    read: Callable[[str], object]


class BadSetting(Exception):
    """A setting that cannot be used, told in one sentence to the person who gave it."""

    def __init__(self, option: str, problem: str, origin: str) -> None:
        super().__init__(f"{option} {problem} (from {origin})")


def _declared() -> tuple[Setting, ...]:
    hints = get_type_hints(Settings, include_extras=True)
    found = []
    for field in msgspec.structs.fields(Settings):
        kind, meta = get_args(hints[field.name])
        found.append(
            Setting(
                name=field.name,
                option=f"--{field.name.replace('_', '-')}",
                variable=f"BOTYARD_{field.name.upper()}",
                is_flag=kind is bool,
                default=field.default,
                sentence=meta.description,
                read=meta.extra["read"],
            )
        )
    return tuple(found)


SETTINGS: Final = _declared()


def read_settings(options: Mapping[str, object], environment: Mapping[str, str]) -> Settings:
    """Let an option win over its BOTYARD_ variable, and that over the default.

    An option that is None and a variable that is empty count as not given.
    """
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for setting in SETTINGS:
        if options.get(setting.name) is not None:
            given, origin = str(options[setting.name]), "the command line"
        elif environment.get(setting.variable):
            given, origin = environment[setting.variable], setting.variable
        else:
            continue
        try:
            values[setting.name] = setting.read(given)
        except ValueError as refusal:
            raise BadSetting(setting.option, str(refusal), origin) from None
        origins[setting.name] = origin
    settings = msgspec.convert(values, Settings)
    _check_together(settings, origins)
    return settings


def _check_together(settings: Settings, origins: Mapping[str, str]) -> None:
    scales_out = (settings.database or "").startswith("postgresql:")
    if settings.workers > 1 and not scales_out:
        problem = "above 1 needs --database postgresql://..."
        raise BadSetting("--workers", problem, origins["workers"])
    if settings.tls and settings.port == settings.tls_port != 0:
        origin = origins.get("tls_port", origins.get("port", "the default"))
        raise BadSetting("--tls-port", f"must differ from --port {settings.port}", origin)
