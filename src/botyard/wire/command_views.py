"""Slash commands as imbot.v2 and im.v2 answer them.

Source: docs page "entities" of Chatbots 2.0.
"""

from botyard.model.commands import Command, in_language
from botyard.wire.views import View


class CommandView(View, frozen=True, kw_only=True):
    """`command` has its slash."""

    id: int
    bot_id: int
    command: str
    common: bool
    hidden: bool
    extranet_support: bool


class ListedCommandView(CommandView, frozen=True, kw_only=True):
    """`category` is the name of the command's bot; `title` and `params` are in one language."""

    title: str
    params: str
    category: str
    context: str = ""


def command_view(command: Command) -> CommandView:
    return CommandView(
        id=command.id,
        bot_id=command.bot_id,
        command=f"/{command.name}",
        common=command.common,
        hidden=command.hidden,
        extranet_support=command.extranet_support,
    )


def listed_command(command: Command, bot_name: str, language: str) -> ListedCommandView:
    return ListedCommandView(
        id=command.id,
        bot_id=command.bot_id,
        command=f"/{command.name}",
        common=command.common,
        hidden=command.hidden,
        extranet_support=command.extranet_support,
        title=in_language(command.titles, language),
        params=in_language(command.params, language),
        category=bot_name,
    )
