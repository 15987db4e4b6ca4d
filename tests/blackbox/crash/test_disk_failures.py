"""A disk that fails under a sync ends the server: nobody knows any more what it holds."""

import random
from pathlib import Path

import pytest

from tests.blackbox.crash.images import Disk
from tests.blackbox.crash.loads import EXHAUSTED, Load, Send, prepare
from tests.blackbox.crash.servers import EAGER_SERVER, require_tracing, start, tracing
from tests.blackbox.crash.settings import KILLS, SEED
from tests.blackbox.crash.soundness import damage, messages, open_quietly
from tests.blackbox.crash.trace import CALLS, Answered, read_trace

DISK_FAILED = 70


@pytest.mark.parametrize("sync", range(12, 12 + 9 * max(2, KILLS // 10), 9))
def test_a_failed_sync_ends_the_server_before_it_answers_what_was_not_synced(
    tmp_path: Path, sync: int
) -> None:
    require_tracing()
    log = tmp_path / "trace.log"
    inject = f"fdatasync:error=EIO:when={sync}"
    # With many checkpoints, so that it may be their sync that fails, too.
    server = start(tmp_path, under=tracing(log, CALLS, inject), module=EAGER_SERVER)
    stage = prepare(server.url)
    begun = Load(server.url, stage, first_number=0, each=EXHAUSTED).finish()
    assert server.wait() == DISK_FAILED

    synced, answered = _what_was_synced(log, server.data.resolve(), tmp_path)
    assert answered
    assert answered <= set(synced)
    _assert_kept_after_a_restart(tmp_path, begun)


def _what_was_synced(log: Path, data: Path, place: Path) -> tuple[dict[int, str], set[int]]:
    """What the disk has for certain, and what clients were told."""
    events = read_trace(log, data)
    disk = Disk(data)
    for event in events:
        disk.take(event)
    for name, content in disk.files("dropped", random.Random(SEED)).items():
        (place / name).write_bytes(content)
    connection = open_quietly(place / "botyard.sqlite")
    synced = messages(connection)
    connection.close()
    return synced, {event.message_id for event in events if isinstance(event, Answered)}


def _assert_kept_after_a_restart(directory: Path, begun: list[Send]) -> None:
    server = start(directory)
    connection = open_quietly(server.database)
    stored = messages(connection)
    found = damage(connection)
    connection.close()
    server.kill()
    answered = {send.id: send.text for send in begun if send.id is not None}
    assert {message_id: stored.get(message_id) for message_id in answered} == answered
    assert found == []
