"""What each hears is noted, for `make heard`."""

from tests.heard import record_heard

__all__ = ["record_heard"]
