"""The server with a weakness that readers must notice, or the stress would prove nothing."""

import os
from collections.abc import Sequence

from botyard import cli
from botyard.model.entities import UserId
from botyard.store import outbox
from botyard.store.tx import Tx


async def _number_by_age(tx: Tx, recipient_ids: Sequence[UserId], count: int) -> int:
    """Ids as the database gave them, which is before their rows are committed."""
    rows = [
        row
        for recipient_id in recipient_ids
        for row in await tx.all(outbox._UNREAD, recipient_id=recipient_id, count=count)
    ]
    given = "[" + ",".join(f"[{row[0]},{row[1]},{row[2]},{row[0]}]" for row in rows) + "]"
    return await tx.run(outbox._NUMBER, given=given)


async def _hold_nothing(tx: Tx, recipient_id: UserId) -> int:
    """As if everything there is had been handed out."""
    return 2**62


if __name__ == "__main__":
    weakness = os.environ["BOTYARD_STRESS_WEAKNESS"]
    if weakness == "numbered before the commit":
        outbox._number = _number_by_age
    elif weakness == "confirmed unseen":
        outbox.hold_consumer = _hold_nothing
        outbox._number = _number_by_age
    cli.main()
