"""Who may not call: every method in every situation, with the refusal that its declaration asks.

`python -m tests.contract.authorization` counts the cells.
"""

import sys
from collections.abc import Callable
from typing import NamedTuple

from botyard.model.errors import (
    BOT_OF_ANOTHER,
    BOT_OWNERSHIP_ERROR,
    BOT_TOKEN_NOT_SPECIFIED,
    CLIENT_NOT_SPECIFIED,
    COMMAND_OF_ANOTHER,
    EXPIRED_TOKEN,
    INSUFFICIENT_SCOPE,
    INVALID_CREDENTIALS,
    NO_AUTH_FOUND,
    USER_ACCESS_ERROR,
    ErrorCode,
)
from botyard.model.scopes import BASIC
from botyard.rpc.admit import admit_app, admit_bot, admit_owner, admit_user
from botyard.rpc.admit_v1 import (
    admit_bot_of_known_owner,
    admit_known_owner,
    admit_named_older_bot,
    admit_older_bot,
    admit_older_owner,
)
from botyard.rpc.method import AnyMethod
from tests.contract.foreign_chats import names_a_chat, refusal_of_outsiders
from tests.portals import METHODS


class NotApplicable(NamedTuple):
    """Why a method cannot come into a situation, as its declaration tells."""

    reason: str


class Nothing:
    """The call is answered, and neither tells nor changes anything of what is not the caller's."""


Verdict = ErrorCode | Nothing | NotApplicable


class Situation(NamedTuple):
    """`by` names the credentials, `about` what the arguments speak of: see `strangers`.

    `verdict` raises LookupError for a method that no rule covers.
    """

    name: str
    by: str
    about: str
    verdict: Callable[[AnyMethod], Verdict]


class Cell(NamedTuple):
    method: AnyMethod
    situation: Situation
    verdict: Verdict

    @property
    def runs(self) -> bool:
        return not isinstance(self.verdict, NotApplicable)


def always(error: ErrorCode) -> Callable[[AnyMethod], Verdict]:
    return lambda _method: error


def no_scope(method: AnyMethod) -> Verdict:
    if BASIC in method.scopes:
        return NotApplicable("needs no scope")
    return INSUFFICIENT_SCOPE


def no_scope_of_webhook(method: AnyMethod) -> Verdict:
    """A webhook that is no application hears of that first."""
    verdict = no_scope(method)
    return verdict if isinstance(verdict, NotApplicable) else method.refuses_others or verdict


def by_webhook(method: AnyMethod) -> Verdict:
    if method.refuses_others is None:
        return NotApplicable("open to webhooks")
    return method.refuses_others


def without_bot_token(method: AnyMethod) -> Verdict:
    if method.admit in (admit_owner, admit_bot):
        return BOT_TOKEN_NOT_SPECIFIED
    if method.admit in (admit_known_owner, admit_bot_of_known_owner):
        return CLIENT_NOT_SPECIFIED
    return bot_of_another(method)


def bot_of_another(method: AnyMethod) -> Verdict:
    of_others: Verdict = _OWN_BOTS
    if COMMAND_OF_ANOTHER in method.errors:
        of_others = COMMAND_OF_ANOTHER
    verdicts: dict[object, Verdict] = {
        admit_user: _NO_BOT,
        admit_app: _NO_BOT,
        admit_owner: _OWN_BOTS,
        admit_bot: BOT_OWNERSHIP_ERROR,
        admit_known_owner: of_others,
        admit_older_owner: of_others,
        admit_bot_of_known_owner: BOT_OF_ANOTHER,
        admit_older_bot: BOT_OF_ANOTHER,
        admit_named_older_bot: BOT_OF_ANOTHER,
    }
    return verdicts[method.admit]


def foreign_chat(method: AnyMethod) -> Verdict:
    if not names_a_chat(method):
        return NotApplicable("takes no chat, message or file")
    return refusal_of_outsiders(method) or Nothing()


_NO_BOT = NotApplicable("acts as no bot")
_OWN_BOTS = NotApplicable("speaks of the caller's own bots")

SITUATIONS = (
    Situation("no credentials", "nobody", "own", always(NO_AUTH_FOUND)),
    Situation("an unknown webhook code", "unknown webhook", "own", always(NO_AUTH_FOUND)),
    Situation("another person's webhook code", "other's code", "own", always(NO_AUTH_FOUND)),
    Situation("a revoked webhook", "revoked webhook", "own", always(NO_AUTH_FOUND)),
    Situation("a dismissed person's webhook", "dismissed", "own", always(INVALID_CREDENTIALS)),
    Situation("an unknown token", "unknown token", "own", always(NO_AUTH_FOUND)),
    Situation("a refresh token", "refresh token", "own", always(NO_AUTH_FOUND)),
    Situation("an expired token", "expired token", "own", always(EXPIRED_TOKEN)),
    Situation("a revoked token", "revoked token", "own", always(NO_AUTH_FOUND)),
    Situation(
        "a token of an uninstalled application", "uninstalled", "own", always(NO_AUTH_FOUND)
    ),
    Situation("a token of a removed application", "removed", "own", always(NO_AUTH_FOUND)),
    Situation(
        "a dismissed person's token", "dismissed's token", "own", always(INVALID_CREDENTIALS)
    ),
    Situation("an application closed to the person", "closed", "own", always(USER_ACCESS_ERROR)),
    Situation("a token beside a webhook", "token and webhook", "own", always(NO_AUTH_FOUND)),
    Situation("two tokens", "two tokens", "own", always(NO_AUTH_FOUND)),
    Situation("a webhook without the scope", "scopeless webhook", "own", no_scope_of_webhook),
    Situation("an application without the scope", "scopeless application", "own", no_scope),
    Situation("an application that lost the scope", "poorer application", "own", no_scope),
    Situation("a webhook in an application's place", "webhook", "own", by_webhook),
    Situation("a bot without its token", "webhook", "tokenless bot", without_bot_token),
    Situation("another's bot", "webhook", "another's bot", bot_of_another),
    Situation("an application's bot by webhook", "webhook", "application's bot", bot_of_another),
    Situation("a webhook's bot by an application", "application", "own", bot_of_another),
    Situation(
        "another application's bot", "other application", "application's bot", bot_of_another
    ),
    Situation("a chat that the caller is not in", "webhook", "foreign chat", foreign_chat),
    Situation(
        "a chat that an application is not in", "application", "its foreign chat", foreign_chat
    ),
)


def cells_of(method: AnyMethod) -> list[Cell]:
    return [Cell(method, one, one.verdict(method)) for one in SITUATIONS]


def counted() -> str:
    """How many cells there are, and how many of them run."""
    cells = [cell for method in METHODS.values() for cell in cells_of(method)]
    lines = []
    for situation in SITUATIONS:
        runs = [cell.runs for cell in cells if cell.situation is situation]
        left_out = len(runs) - sum(runs)
        lines.append(f"{sum(runs):6,} run {left_out:6,} not applicable  {situation.name}")
    run = sum(cell.runs for cell in cells)
    return "\n".join(
        [
            *lines,
            f"{len(METHODS)} methods in {len(SITUATIONS)} situations: {len(cells):,} cells,",
            f"{run:,} run and {len(cells) - run:,} not applicable by rule.\n",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(counted())
