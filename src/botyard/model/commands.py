"""Slash commands of bots."""

from typing import NewType, TypeAlias

from msgspec import Struct

from botyard.model.entities import UserId

CommandId = NewType("CommandId", int)
# By language, like "en".
Texts: TypeAlias = dict[str, str]

DEFAULT_LANGUAGE = "en"


class Command(Struct, frozen=True, kw_only=True):
    """`name` has no slash. A `common` one works where its bot is not.

    `handler_url` belongs to the older API: where calls go, instead of to the bot.
    """

    id: CommandId
    bot_id: UserId
    name: str
    common: bool
    hidden: bool
    extranet_support: bool
    titles: Texts
    params: Texts
    handler_url: str = ""


def in_language(texts: Texts, language: str) -> str:
    """The text in `language`, else in English, else in any; empty where there is none."""
    for wanted in (language, DEFAULT_LANGUAGE):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")
