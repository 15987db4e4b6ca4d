"""Moments as the API spells them: ISO 8601 with the portal's offset, whole seconds."""

from datetime import datetime, tzinfo
from functools import lru_cache

from botyard.model.entities import Moment


def iso(moment: Moment, zone: tzinfo) -> str:
    return iso_second(moment // 1000, zone)


# Many answers fall into one second, and a page of messages into a few.
@lru_cache(maxsize=4096)
def iso_second(seconds: int, zone: tzinfo) -> str:
    return datetime.fromtimestamp(seconds, zone).isoformat()


def read_moment(text: str, zone: tzinfo) -> Moment | None:
    """A moment in ISO 8601, in `zone` where it names none; None where it is no date."""
    try:
        given = datetime.fromisoformat(text.strip())
        return Moment(
            int((given if given.tzinfo else given.replace(tzinfo=zone)).timestamp() * 1000)
        )
    except (ValueError, OverflowError):
        return None
