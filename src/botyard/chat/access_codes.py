"""Access codes: how the API writes who may see something.

Source: docs page access.name. Beside people there are only the two groups that everybody is in.
"""

from collections.abc import Iterable
from typing import NamedTuple

from botyard.chat import users
from botyard.model.entities import UserId
from botyard.store.tx import Tx

VISITORS = "G2"
AUTHORIZED = "AU"
_GROUPS = {VISITORS: "All visitors", AUTHORIZED: "All authorized users"}
# More digits than any id has.
_MAX_DIGITS = 18


class AccessName(NamedTuple):
    """`provider` is empty for what the portal itself is made of."""

    name: str
    provider: str
    provider_id: str


def codes_of(user_id: UserId) -> frozenset[str]:
    """What a person may present."""
    return frozenset((f"U{user_id}", *_GROUPS))


async def names_of(tx: Tx, codes: Iterable[str]) -> dict[str, AccessName]:
    """In the order of `codes`; what stands for nobody is left out."""
    wanted = list(dict.fromkeys(codes))
    people = {
        f"U{user.id}": AccessName(user.name, "Users", "user")
        for user in await users.of_ids(tx, _ids_in(wanted))
        if not user.is_bot
    }
    groups = {code: AccessName(name, "", "other") for code, name in _GROUPS.items()}
    known = people | groups
    return {code: known[code] for code in wanted if code in known}


def _ids_in(codes: Iterable[str]) -> list[int]:
    numbers = (code[1:] for code in codes if code.startswith("U"))
    return [
        int(number)
        for number in numbers
        if number.isascii() and number.isdigit() and len(number) <= _MAX_DIGITS
    ]
