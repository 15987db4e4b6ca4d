"""Answers that are remembered, without letting anybody fill the memory."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

# What is longer is hardly ever said twice; a stranger may say a megabyte.
LONGEST = 256

Answer = TypeVar("Answer")


def remembered(most: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """Ask again only for long texts, and for those that `most` others came after.

    The function must depend on its text alone.
    """

    def remember(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
        of_short = lru_cache(maxsize=most)(function)

        @wraps(function)
        def answer(text: str) -> Answer:
            return of_short(text) if len(text) <= LONGEST else function(text)

        return answer

    return remember
