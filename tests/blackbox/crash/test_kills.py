"""A server that is killed under load keeps what it answered, whole and once."""

from pathlib import Path

import pytest

from tests.blackbox.crash.kills import KillRun
from tests.blackbox.crash.report import report
from tests.blackbox.crash.servers import require_tracing
from tests.blackbox.crash.settings import KILLS, SEED

pytestmark = pytest.mark.timeout(60 + KILLS * 10)


def test_nothing_answered_is_lost_when_the_server_is_killed_at_any_moment(tmp_path: Path) -> None:
    run = KillRun(tmp_path, SEED)
    with report("kills", run):
        for _ in range(KILLS):
            run.cycle()
        run.finish()
    assert run.acknowledged > KILLS


@pytest.mark.parametrize(("call", "at"), [("fdatasync", (12, 120)), ("pwrite64", (60, 900))])
def test_nothing_answered_is_lost_when_the_server_dies_while_it_writes(
    tmp_path: Path, call: str, at: tuple[int, int]
) -> None:
    require_tracing()
    run = KillRun(tmp_path, SEED)
    with report(f"kills at {call}", run):
        run.cycle()
        for _ in range(max(2, KILLS // 4)):
            run.cycle_at_call(call, at)
        run.finish()
