"""All the commands, and how each of them ends."""

import sys

import click
from click.exceptions import NoArgsIsHelpError

import botyard
from botyard.cli.app import app_group
from botyard.cli.delivery import delivery_group
from botyard.cli.init import init
from botyard.cli.portal import portal_group
from botyard.cli.serve import serve
from botyard.cli.token import token_group
from botyard.cli.user import user_group
from botyard.cli.webhook import webhook_group

# Python's own code for a program that was interrupted.
_INTERRUPTED = 130


@click.group()
@click.version_option(botyard.__version__, message="%(version)s")
def botyard_command() -> None:
    """Botyard, a self-hosted chat-bot platform."""


for command in (
    serve,
    init,
    user_group,
    webhook_group,
    app_group,
    token_group,
    portal_group,
    delivery_group,
):
    botyard_command.add_command(command)


def run(arguments: list[str]) -> int:
    """The exit code."""
    try:
        botyard_command.main(arguments, prog_name="botyard", standalone_mode=False)
    except NoArgsIsHelpError as asked:
        print(asked.format_message())
    except click.ClickException as refusal:
        print("botyard:", " ".join(refusal.format_message().split()), file=sys.stderr)
        return 2
    except click.Abort:
        return _INTERRUPTED
    return 0
