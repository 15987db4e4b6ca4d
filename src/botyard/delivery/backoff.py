"""When an event that was not taken is offered again."""

from botyard.model.secrets import Secrets

# Seconds before each attempt, as in the specification of Standard Webhooks: 75 hours and 35
# minutes in all.
DELAYS_S = (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
MAX_ATTEMPTS = len(DELAYS_S)
# So that what failed together does not come back together.
JITTER = 0.2

_DIGITS = 8
_MOST = int("f" * _DIGITS, 16)


def delay_s(failed: int, secrets: Secrets, retry_after_s: float = 0.0) -> float | None:
    """Seconds to wait after `failed` attempts, at least what the receiver asked for.

    None when it was the last one.
    """
    if failed >= MAX_ATTEMPTS:
        return None
    share = int(secrets.token(_DIGITS), 16) / _MOST
    spread = 1 - JITTER + 2 * JITTER * share
    return max(DELAYS_S[failed] * spread, retry_after_s)
