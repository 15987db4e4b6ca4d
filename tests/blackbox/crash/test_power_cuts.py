"""A power cut at any moment keeps what was answered, and only because each answer is synced."""

import random
from pathlib import Path

import pytest

from tests.blackbox.crash.images import Disk
from tests.blackbox.crash.power_cuts import PowerCutRun, answers_in, record
from tests.blackbox.crash.report import report
from tests.blackbox.crash.servers import require_tracing
from tests.blackbox.crash.settings import IMAGES, RECORDED_SENDS, SEED
from tests.blackbox.crash.trace import SyncDone

pytestmark = pytest.mark.timeout(120 + IMAGES)


def test_nothing_answered_is_lost_in_a_power_cut(tmp_path: Path) -> None:
    require_tracing()
    recording = record(tmp_path, RECORDED_SENDS)
    run = PowerCutRun(recording, SEED, IMAGES)
    with report("power cuts", run):
        run.check()
    assert (run.lost, run.broken) == (0, [])
    assert run.checked == IMAGES
    assert answers_in(recording) >= RECORDED_SENDS
    synced = {Path(event.path).name for event in recording.events if isinstance(event, SyncDone)}
    assert {"botyard.sqlite", "botyard.sqlite-wal"} <= synced, "no checkpoint was recorded"


def test_the_replay_of_a_whole_trace_is_what_the_server_left(tmp_path: Path) -> None:
    require_tracing()
    recording = record(tmp_path, 40)
    disk = Disk(recording.data)
    for event in recording.events:
        disk.take(event)
    rebuilt = disk.files("kept", random.Random(SEED))
    assert sorted(rebuilt) == ["botyard.sqlite", "botyard.sqlite-wal"]
    for name, content in rebuilt.items():
        assert content == (recording.data / name).read_bytes()


@pytest.mark.parametrize("weakness", ["NORMAL", "OFF", "answers before it commits"])
def test_a_server_that_answers_what_is_not_synced_is_caught(tmp_path: Path, weakness: str) -> None:
    """The control: a harness that stays green here would prove nothing above.

    NORMAL and OFF are what SQLite is told of `synchronous`.
    """
    require_tracing()
    recording = record(tmp_path, min(RECORDED_SENDS, 240), weakness)
    run = PowerCutRun(recording, SEED, min(IMAGES, 300))
    with report(f"control: {weakness}", run):
        run.check()
    assert run.lost > 0
