"""Records a server at work, and asks of every image of a power cut what it has lost."""

import random
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import apsw

from tests.blackbox.crash.images import Image, images
from tests.blackbox.crash.loads import SENDERS, Load, prepare
from tests.blackbox.crash.servers import EAGER_SERVER, start, tracing
from tests.blackbox.crash.soundness import damage, messages, open_quietly
from tests.blackbox.crash.trace import CALLS, Answered, Event, read_trace


class Recording(NamedTuple):
    """`texts` is what the clients sent, by the id that they were answered."""

    data: Path
    events: list[Event]
    texts: dict[int, str]


def record(directory: Path, sends: int, weakness: str = "") -> Recording:
    """From an empty directory to a kill under load, with checkpoints on the way."""
    log = directory / "trace.log"
    server = start(
        directory,
        under=tracing(log, CALLS),
        module=EAGER_SERVER,
        variables={"BOTYARD_CRASH_WEAKNESS": weakness},
    )
    try:
        stage = prepare(server.url)
        each = sends // SENDERS
        load = Load(server.url, stage, first_number=0, each=each)
        load.wait_for(sends)
        begun = load.finish()
    finally:
        server.kill()
    texts = {send.id: send.text for send in begun if send.id is not None}
    events = read_trace(log, server.data.resolve())
    log.unlink()
    return Recording(server.data.resolve(), events, texts)


@dataclass
class PowerCutRun:
    recording: Recording
    seed: int
    count: int
    checked: int = 0
    answers: int = 0
    lost: int = 0
    broken: list[str] = field(default_factory=list)

    def figures(self) -> str:
        return (
            f"{self.checked} images of {len(self.recording.events)} recorded steps, "
            f"{self.answers} answers looked for in them, {self.lost} lost, "
            f"{len(self.broken)} images broken {self.broken[:3]}"
        )

    def check(self) -> None:
        dice = random.Random(self.seed)
        recording = self.recording
        place = Path(tempfile.mkdtemp(prefix="botyard-images-", dir=_quick_directory()))
        try:
            for image in images(recording.events, recording.data, self.count, dice):
                self._check(image, place)
        finally:
            shutil.rmtree(place)

    def _check(self, image: Image, place: Path) -> None:
        for old in place.iterdir():
            old.unlink()
        for name, content in image.files.items():
            (place / name).write_bytes(content)
        self.checked += 1
        self.answers += len(image.answered)
        try:
            lost = self._lost(image, place / "botyard.sqlite")
        except apsw.Error as failure:
            self.lost += len(image.answered)
            self._note_broken(image, [repr(failure)])
            return
        self.lost += lost

    def _lost(self, image: Image, database: Path) -> int:
        if not database.exists():
            return len(image.answered)
        connection = open_quietly(database)
        try:
            has_tables = connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
            if not has_tables:
                return len(image.answered)
            if found := damage(connection):
                self._note_broken(image, found)
            stored = messages(connection)
        finally:
            connection.close()
        texts = self.recording.texts
        return sum(
            message_id not in stored or texts.get(message_id, "") not in (stored[message_id], "")
            for message_id in image.answered
        )

    def _note_broken(self, image: Image, found: list[str]) -> None:
        self.broken.append(f"step {image.point}, {image.fate}: {found}")


def answers_in(recording: Recording) -> int:
    return sum(isinstance(event, Answered) for event in recording.events)


def _quick_directory() -> str | None:
    """Images are read once: memory is good enough for them."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() else None
