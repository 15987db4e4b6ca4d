"""Which slash commands a message gives."""

import re
from itertools import islice
from typing import NamedTuple

from botyard.model.code_spans import hide_code

# One message of 20,000 characters could hold 6,000 commands, each an event with all of it.
MAX_COMMANDS = 20

_COMMAND = re.compile(r"^/([^\s/]\S*+)([^\n]*+)", re.MULTILINE)


class SlashCommand(NamedTuple):
    """`/command params`, taken apart: `command` is as written, without its slash."""

    command: str
    params: str


def commands_in(text: str) -> list[SlashCommand]:
    """The first MAX_COMMANDS lines that begin with a slash and a word, outside `[CODE]`.

    The rest of the line, without white space around it, is the parameters.
    """
    if not text.startswith("/") and "\n/" not in text:
        return []
    found = islice(_COMMAND.finditer(hide_code(text)), MAX_COMMANDS)
    # Where code is hidden, so are the ends of its lines.
    rests = ((one[1], text[slice(*one.span(2))].partition("\n")[0]) for one in found)
    return [SlashCommand(command, rest.strip()) for command, rest in rests]
