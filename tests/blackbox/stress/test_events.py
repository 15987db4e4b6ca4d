"""Every event comes, in order, and none is confirmed unseen: kills, restarts, odd offsets."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from tests.blackbox.crash.report import report
from tests.blackbox.crash.servers import Server, start
from tests.blackbox.stress.clients import READERS
from tests.blackbox.stress.ledger import Violation
from tests.blackbox.stress.run import LANES, StressRun
from tests.blackbox.stress.settings import EVENTS, SEED, SEED_VARIABLE, SENDS_PER_LIFE
from tests.conftest import POSTGRES
from tests.serving import PORTAL

pytestmark = pytest.mark.timeout(180 + EVENTS // 100)

# More than enough for a weakness to show; one that does not fails the test.
CONTROL_EVENTS = 20_000
NO_KILLS = 10**9
CARELESS = "tests.blackbox.stress.careless_server"


FOUR_PEOPLE = f"""{PORTAL}
[[users]]
id = 4
name = "Edsger"

[[webhooks]]
user = 4
code = "edsger-secret"
scopes = ["im"]
"""


@pytest.fixture
def postgres_database() -> Iterator[str]:
    """The address of a database of its own."""
    name = f"stress_{uuid4().hex}"
    try:
        asyncio.run(_execute(f"CREATE DATABASE {name}"))
    except (OSError, TimeoutError, asyncpg.PostgresError):
        pytest.skip("PostgreSQL is not reachable")
    yield POSTGRES.rpartition("/")[0] + f"/{name}"
    asyncio.run(_execute(f"DROP DATABASE {name} WITH (FORCE)"))


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(POSTGRES, timeout=5)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _starting(directory: Path, database: str | None, weakness: str = "") -> Callable[[], Server]:
    variables = {"BOTYARD_STRESS_WEAKNESS": weakness} if weakness else {}
    if database is not None:
        variables["BOTYARD_DATABASE"] = database
    module = CARELESS if weakness else "botyard"
    return lambda: start(directory, module=module, variables=variables, portal=FOUR_PEOPLE)


def _must_succeed(run: StressRun) -> None:
    with report("events", run, SEED_VARIABLE):
        asyncio.run(run.go())
    assert [ledger.received for ledger in run.ledgers] == [run.each * LANES] * len(READERS)


def test_every_event_comes_in_order_from_sqlite(tmp_path: Path) -> None:
    _must_succeed(StressRun(_starting(tmp_path, None), EVENTS, SENDS_PER_LIFE, SEED))


def test_every_event_comes_in_order_from_postgres(tmp_path: Path, postgres_database: str) -> None:
    start_one = _starting(tmp_path, postgres_database)
    _must_succeed(StressRun(start_one, EVENTS, SENDS_PER_LIFE, SEED))


def test_a_reader_notices_what_is_confirmed_unseen(tmp_path: Path) -> None:
    weak = _starting(tmp_path, None, "confirmed unseen")
    _must_fail(StressRun(weak, CONTROL_EVENTS, NO_KILLS, SEED))


def test_a_reader_notices_what_is_numbered_before_the_commit(
    tmp_path: Path, postgres_database: str
) -> None:
    weak = _starting(tmp_path, postgres_database, "numbered before the commit")
    _must_fail(StressRun(weak, CONTROL_EVENTS, NO_KILLS, SEED))


def _must_fail(run: StressRun) -> None:
    with report("control", run, SEED_VARIABLE), pytest.raises(BaseExceptionGroup) as caught:
        asyncio.run(run.go())
    assert caught.group_contains(Violation)
