"""How much, how many and how slow: what one server accepts from its connections."""

import msgspec


class ConnectionLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Sizes in bytes, times in seconds. Times are kept with the precision of one sweep."""

    head_bytes: int = 64 * 1024
    body_bytes: int = 150 * 1024 * 1024
    # A body longer than this is kept on disk, and at most so many are at one time.
    memory_body_bytes: int = 1024 * 1024
    spooled_bodies: int = 64
    # Nothing more of large bodies comes in for so long after each piece of one, nor while so many
    # bytes of them are handled.
    intake_rest_s: float = 0.002
    handled_bytes: int = 64 * 1024 * 1024
    head_s: float = 10.0
    body_allowance_s: float = 10.0
    body_window_s: float = 4.0
    body_bytes_per_s: int = 10_000
    keep_alive_s: float = 75.0
    unread_answer_s: float = 30.0
    linger_s: float = 2.0
    sweep_s: float = 1.0
    connections: int = 10_000
    # Above `connections`, this many more may stay long enough to read that they are refused.
    refused_connections: int = 500
