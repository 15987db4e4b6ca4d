"""Runs a released client in a process of its own, the way a person would."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.blackbox.clients.expectations import ClientRefused

TIME_S = 60


class Outcome(NamedTuple):
    """What the client made of one step. `kind` is the class of its exception, if it names one."""

    result: Any
    error: str | None = None
    status: int = 0
    description: str = ""
    kind: str = ""

    def success(self) -> Any:
        if self.error is not None:
            raise ClientRefused(self.error, self.status, self.description)
        return self.result


class Driver(NamedTuple):
    """`variables` is what its user is told to set beside the usual environment."""

    command: tuple[str, ...]
    variables: Mapping[str, str]

    def run(
        self,
        endpoint: str,
        *steps: Mapping[str, Any],
        access_token: str | None = None,
        refresh: Mapping[str, str] | None = None,
    ) -> list[Outcome]:
        """Perform the steps with one client object. With `refresh` it can get new tokens."""
        given = {
            "endpoint": endpoint,
            "access_token": access_token,
            "refresh": refresh,
            "steps": steps,
        }
        told = run(*self.command, variables=self.variables, stdin=json.dumps(given))
        return [_read(one) for one in json.loads(told)]

    def run_one(
        self, endpoint: str, step: Mapping[str, Any], access_token: str | None = None
    ) -> Any:
        """The result of a step that must succeed."""
        (outcome,) = self.run(endpoint, step, access_token=access_token)
        return outcome.success()


def call(method: str, **params: Any) -> dict[str, Any]:
    """The step that every client has: one method, by name."""
    return {"do": "call", "method": method, "params": params}


def run(
    *command: str,
    variables: Mapping[str, str] | None = None,
    stdin: str = "",
    directory: Path | None = None,
) -> str:
    """What the program prints. It must succeed."""
    finished = subprocess.run(
        command,
        input=stdin,
        env={**os.environ, **(variables or {})},
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=TIME_S,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def _read(told: dict[str, Any]) -> Outcome:
    return Outcome(
        told.get("result"),
        told.get("error"),
        told.get("status", 0),
        told.get("description", ""),
        told.get("class", ""),
    )
