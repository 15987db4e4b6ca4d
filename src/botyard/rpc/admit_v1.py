"""Who may call the older bot methods, and as which bot: by CLIENT_ID and BOT_ID."""

from collections.abc import Mapping

from botyard.chat import bots
from botyard.model.entities import Bot, UserId
from botyard.model.errors import (
    BOT_OF_ANOTHER,
    CLIENT_NOT_SPECIFIED,
    OLDER_BOT_NOT_FOUND,
    ApiError,
)
from botyard.rpc.admit import Call, OwnerCall, Rules, owner_of, read_id

# Owns no bot: who calls through a webhook without CLIENT_ID.
NOBODY = ""


class OlderBotCall(OwnerCall, frozen=True):
    """A call in which the bot acts as a person would."""

    bot: Bot

    @property
    def actor_id(self) -> UserId:  # type: ignore[explicit-override]
        return self.bot.id


async def admit_older_owner(
    call: Call, arguments: Mapping[str, object], _rules: Rules
) -> OwnerCall:
    owner = _owner(call, in_capitals(arguments))
    return OwnerCall(call.tx, call.caller, call.surroundings, call.now, owner)


async def admit_known_owner(
    call: Call, arguments: Mapping[str, object], rules: Rules
) -> OwnerCall:
    """Only whoever says which application it is."""
    owner = await admit_older_owner(call, arguments, rules)
    _check_known(owner.owner)
    return owner


async def admit_older_bot(
    call: Call, arguments: Mapping[str, object], _rules: Rules
) -> OlderBotCall:
    """Without BOT_ID the owner's first bot acts."""
    given = in_capitals(arguments)
    return await _as_bot(call, given, default=given.get("BOT_ID") is None)


async def admit_named_older_bot(
    call: Call, arguments: Mapping[str, object], _rules: Rules
) -> OlderBotCall:
    return await _as_bot(call, in_capitals(arguments), default=False)


async def admit_bot_of_known_owner(
    call: Call, arguments: Mapping[str, object], _rules: Rules
) -> OlderBotCall:
    given = in_capitals(arguments)
    _check_known(_owner(call, given))
    return await _as_bot(call, given, default=False)


def _check_known(owner: str) -> None:
    if not owner:
        raise ApiError(CLIENT_NOT_SPECIFIED)


def in_capitals(arguments: Mapping[str, object]) -> Mapping[str, object]:
    """The older methods take the names of parameters in any case."""
    return {name.upper(): value for name, value in arguments.items()}


async def _as_bot(call: Call, given: Mapping[str, object], *, default: bool) -> OlderBotCall:
    owner = _owner(call, given)
    if default:
        bot = await bots.find_first(call.tx, owner)
    else:
        bot_id = UserId(read_id(given.get("BOT_ID"), OLDER_BOT_NOT_FOUND))
        bot = await bots.find(call.tx, bot_id, "")
    if bot is None:
        raise ApiError(OLDER_BOT_NOT_FOUND)
    if not bot.belongs_to(owner):
        raise ApiError(BOT_OF_ANOTHER)
    return OlderBotCall(call.tx, call.caller, call.surroundings, call.now, owner, bot)


def _owner(call: Call, given: Mapping[str, object]) -> str:
    """An application owns its bots, whatever CLIENT_ID it names.

    Over a webhook that is what version 2 calls a bot token.
    """
    if call.caller.owner is not None:
        return call.caller.owner
    client_id = given.get("CLIENT_ID")
    if client_id is None:
        return NOBODY
    owner = owner_of(client_id)
    if owner is None:
        raise ApiError(CLIENT_NOT_SPECIFIED)
    return owner
