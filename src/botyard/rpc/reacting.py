"""Reactions of a call, with the refusals of version 2."""

from typing import Annotated

from msgspec import Meta

from botyard.chat import reactions
from botyard.chat.held_messages import HeldMessage
from botyard.model.errors import (
    ACCESS_DENIED,
    REACTION_ALREADY_SET,
    REACTION_NOT_FOUND,
    ApiError,
)
from botyard.model.reactions import REACTIONS
from botyard.rpc.admit import Call
from botyard.rpc.method import Params


class ReactionParams(Params, frozen=True):
    message_id: Annotated[
        int, Meta(description="A message of a chat of one's own.", extra={"error": ACCESS_DENIED})
    ] = 0
    reaction: Annotated[
        str,
        Meta(description="A name like `fire`, spelled so.", extra={"error": REACTION_NOT_FOUND}),
    ] = ""


async def react(call: Call, held: HeldMessage | None, reaction: str) -> None:
    """Refuses with ACCESS_DENIED, REACTION_NOT_FOUND or REACTION_ALREADY_SET."""
    if held is None or not await reactions.may_react(call.tx, held):
        raise ApiError(ACCESS_DENIED)
    if reaction not in REACTIONS:
        raise ApiError(REACTION_NOT_FOUND)
    if not await reactions.add(call.tx, held, reaction, call.now):
        raise ApiError(REACTION_ALREADY_SET)


async def take_back(call: Call, held: HeldMessage | None, reaction: str) -> None:
    """Refuses with ACCESS_DENIED, or with REACTION_NOT_FOUND what was not set."""
    if held is None or not reactions.may_take_back(held):
        raise ApiError(ACCESS_DENIED)
    if not await reactions.take_back(call.tx, held, reaction, call.now):
        raise ApiError(REACTION_NOT_FOUND)
