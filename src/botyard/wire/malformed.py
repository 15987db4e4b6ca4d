"""The refusal of a request that cannot be read, and the bounds that every reader keeps."""

MAX_DEPTH = 64
MAX_KEYS = 10_000

TOO_DEEP = f"The request is nested deeper than {MAX_DEPTH} levels"
TOO_MANY_KEYS = f"The request has more than {MAX_KEYS:,} keys"
NUL_CHARACTER = "The request contains a NUL character"


class Malformed(Exception):
    """`reason` is one sentence for whoever wrote the request."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
