"""How long the worst texts take to read. `python -m benchmarks.parsers` measures this alone."""

import json
import time
from collections.abc import Callable

from tests.hostile_texts import hostile_texts

from botyard.chat.mentions import mentioned_users
from botyard.chat.slash import commands_in
from botyard.model.bbcode import parse_block, parse_message

LENGTH = 60_000
# Below the bounds of the parser, which would make twice the text less than twice the work.
_SHORT, _LONG = 15_000, 30_000
_ROUNDS = 5
_READERS: tuple[Callable[[str], object], ...] = (
    parse_message,
    parse_block,
    mentioned_users,
    commands_in,
)


def table() -> list[str]:
    short, long, full = (hostile_texts(length) for length in (_SHORT, _LONG, LENGTH))
    rows = []
    for piece in full:
        took = [_milliseconds(read, full[piece]) for read in _READERS]
        growth = _milliseconds(parse_message, long[piece]) / max(
            _milliseconds(parse_message, short[piece]), 0.001
        )
        name = json.dumps(piece)[1:-1]
        shown = name if len(name) <= 40 else f"{name[:37]}..."
        cells = " | ".join(f"{one:.1f}" for one in took)
        rows.append((max(took), f"| `{shown}` | {cells} | {growth:.1f} |"))
    return [
        f"## The worst texts, {LENGTH:,} characters",
        "",
        "Milliseconds of one core to read a text that is made of one piece again and again:",
        "into the tree of a message and of an attachment's block, for its mentions, and for its",
        f"slash commands. Growth is the time for {_LONG:,} characters by that for {_SHORT:,}.",
        "",
        "| piece | message | block | mentions | commands | growth |",
        "| --- | --: | --: | --: | --: | --: |",
        *(row for _, row in sorted(rows, reverse=True)),
    ]


def _milliseconds(read: Callable[[str], object], text: str) -> float:
    """The best of some rounds: what else the machine does is no work of ours."""
    best = float("inf")
    for _ in range(_ROUNDS):
        started = time.thread_time()
        read(text)
        best = min(best, time.thread_time() - started)
    return best * 1000


if __name__ == "__main__":
    print("\n".join(table()))
