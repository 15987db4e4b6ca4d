"""When an event that was not taken is offered again."""

import pytest

from botyard.delivery.backoff import DELAYS_S, MAX_ATTEMPTS, delay_s
from botyard.model.secrets import SystemSecrets


class Dice:
    """Always rolls the same digit."""

    def __init__(self, digit: str) -> None:
        self._digit = digit

    def token(self, length: int = 32) -> str:
        return self._digit * length


LOWEST, HIGHEST = Dice("0"), Dice("f")


def test_it_is_offered_ten_times_within_seventy_six_hours() -> None:
    assert MAX_ATTEMPTS == 10
    assert sum(DELAYS_S) == 75 * 3600 + 35 * 60 + 5
    assert DELAYS_S == (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)


@pytest.mark.parametrize("failed", range(1, 10))
def test_each_delay_is_spread_by_a_fifth(failed: int) -> None:
    middle = DELAYS_S[failed]
    assert delay_s(failed, LOWEST) == pytest.approx(0.8 * middle)
    assert delay_s(failed, HIGHEST) == pytest.approx(1.2 * middle)
    rolled = {delay_s(failed, SystemSecrets()) for _ in range(20)}
    assert len(rolled) > 1
    assert all(0.8 * middle <= one <= 1.2 * middle for one in rolled if one is not None)


def test_the_tenth_failure_is_the_last() -> None:
    assert delay_s(10, LOWEST) is None
    assert delay_s(11, LOWEST, retry_after_s=60) is None


def test_what_the_receiver_asks_for_is_the_least() -> None:
    assert delay_s(1, LOWEST, retry_after_s=60) == 60
    assert delay_s(5, LOWEST, retry_after_s=60) == pytest.approx(0.8 * 18_000)
