"""Which slash commands a message gives."""

import re
from typing import NamedTuple

from botyard.model.code_spans import hide_code

_COMMAND = re.compile(r"^/([^\s/]\S*+)([^\n]*+)", re.MULTILINE)


class SlashCommand(NamedTuple):
    """`/command params`, taken apart: `command` is as written, without its slash."""

    command: str
    params: str


def commands_in(text: str) -> list[SlashCommand]:
    """Each line that begins with a slash and a word, in their order, outside `[CODE]`.

    The rest of the line, without white space around it, is the parameters.
    """
    if not text.startswith("/") and "\n/" not in text:
        return []
    found = _COMMAND.finditer(hide_code(text))
    # Where code is hidden, so are the ends of its lines.
    rests = ((one[1], text[slice(*one.span(2))].partition("\n")[0]) for one in found)
    return [SlashCommand(command, rest.strip()) for command, rest in rests]
