"""Slash commands, as the older API spells them."""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.chat.bots import is_web_address
from botyard.model.commands import Command, CommandId
from botyard.model.entities import Bot
from botyard.model.errors import (
    COMMAND_ID_ERROR,
    COMMAND_OF_ANOTHER,
    EVENT_COMMAND_ADD_ERROR,
    ApiError,
)
from botyard.rpc.admit import OwnerCall
from botyard.rpc.command_fields import MAX_LENGTH, texts_of
from botyard.rpc.method import UpperParams
from botyard.rpc.older_bots import MAX_URL_LENGTH


class CommandText(UpperParams, frozen=True):
    language_id: Annotated[str, Meta(description="`en`.")] = ""
    title: Annotated[str, Meta(description="What it does.", max_length=MAX_LENGTH)] = ""
    params: Annotated[str, Meta(description="What may follow it.", max_length=MAX_LENGTH)] = ""


def titles_of(given: list[CommandText]) -> dict[str, str]:
    return texts_of({one.language_id: one.title for one in given}, "LANG")


def params_of(given: list[CommandText]) -> dict[str, str]:
    return texts_of({one.language_id: one.params for one in given}, "LANG")


def check_handler(url: str) -> None:
    if not is_web_address(url) or len(url) > MAX_URL_LENGTH:
        raise ApiError(EVENT_COMMAND_ADD_ERROR)


async def owned_command(call: OwnerCall, command_id: int) -> tuple[Command, Bot]:
    """Refuses with COMMAND_ID_ERROR or COMMAND_OF_ANOTHER."""
    found = await commands.find(call.tx, CommandId(command_id))
    if found is None:
        raise ApiError(COMMAND_ID_ERROR)
    return _own(call, found)


async def named_command(call: OwnerCall, name: str) -> tuple[Command, Bot]:
    """The first one of this name that the caller owns. Refuses as `owned_command`."""
    found = await commands.find_named(call.tx, name)
    if not found:
        raise ApiError(COMMAND_ID_ERROR)
    return _own(call, next((one for one in found if one[1].belongs_to(call.owner)), found[0]))


def _own(call: OwnerCall, found: tuple[Command, Bot]) -> tuple[Command, Bot]:
    if not found[1].belongs_to(call.owner):
        raise ApiError(COMMAND_OF_ANOTHER)
    return found
