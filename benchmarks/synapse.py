"""Matrix Synapse beside Botyard, each with its own send.

Who wants the comparison installs `matrix-synapse` in an environment of its own:
`BOTYARD_BENCH_SYNAPSE=/path/to/its/python make bench`.
"""

import itertools
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.load import MakeRequest
from benchmarks.processes import Server, running
from benchmarks.sends import CHATS, SERVER_CORE, TEXT, Subject

_API = "/_matrix/client/v3"
_NO_LIMIT = {"per_second": 1_000_000, "burst_count": 1_000_000}
_START_WITHIN_S = 120


@contextmanager
def synapse(python: str) -> Iterator[Subject]:
    """One process on SQLite, as it is but for its limits of rate; rooms of two people."""
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        config = Path(folder) / "homeserver.yaml"
        # JSON is YAML.
        config.write_text(json.dumps(_configuration(Path(folder))))
        command = [python, "-m", "synapse.app.homeserver", "--config-path", str(config)]
        subprocess.run([*command, "--generate-keys"], check=True, capture_output=True)
        with running(command, cores={SERVER_CORE}, ready_within_s=_START_WITHIN_S) as server:
            writer, hearer = (_register(server, name) for name in ("writer", "hearer"))
            rooms = [_open_room(server, writer, hearer) for _ in range(CHATS)]
            yield Subject(server, _sends(writer, rooms))


def _configuration(folder: Path) -> dict[str, Any]:
    logs = folder / "logs.yaml"
    logs.write_text(json.dumps(_logs()))
    return {
        "server_name": "bench",
        "report_stats": False,
        "listeners": [
            {
                "port": 0,
                "type": "http",
                "bind_addresses": ["127.0.0.1"],
                "resources": [{"names": ["client"]}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": f"{folder}/homeserver.db"}},
        "media_store_path": f"{folder}/media",
        "signing_key_path": f"{folder}/signing.key",
        "trusted_key_servers": [],
        "macaroon_secret_key": "bench",
        "form_secret": "bench",
        "log_config": str(logs),
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "rc_message": _NO_LIMIT,
        "rc_registration": _NO_LIMIT,
        "rc_room_creation": _NO_LIMIT,
        "rc_joins": {"local": _NO_LIMIT, "remote": _NO_LIMIT},
        "rc_joins_per_room": _NO_LIMIT,
    }


def _logs() -> dict[str, Any]:
    """Quiet, but for the line that tells where it listens."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "loggers": {"synapse.app._base": {"level": "INFO"}},
        "root": {"level": "WARNING", "handlers": ["console"]},
    }


def _register(server: Server, name: str) -> str:
    """The new person's access token."""
    arguments = {"username": name, "password": name, "auth": {"type": "m.login.dummy"}}
    return str(_call(server, "POST", "/register", "", arguments)["access_token"])


def _open_room(server: Server, writer: str, hearer: str) -> str:
    room = str(_call(server, "POST", "/createRoom", writer, {"preset": "public_chat"})["room_id"])
    _call(server, "POST", f"/join/{room}", hearer, {})
    return room


def _sends(token: str, rooms: list[str]) -> MakeRequest:
    """One with a used transaction number would be answered with the message of the first."""
    body = json.dumps({"msgtype": "m.text", "body": TEXT}).encode()
    numbers = itertools.count()

    def make(number: int) -> bytes:
        room = rooms[number % len(rooms)]
        head = (
            f"PUT {_API}/rooms/{room}/send/m.room.message/{next(numbers)} HTTP/1.1\r\n"
            f"Host: bench\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return make


def _call(server: Server, verb: str, path: str, token: str, arguments: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    request = Request(
        f"{server.url}{_API}{path}", json.dumps(arguments).encode(), headers, method=verb
    )
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)
