"""The command line: every problem is one line on stderr and exit code 2."""

import os
import sys
from typing import NoReturn

from botyard.cli.early_stop import early_stop


def main() -> NoReturn:
    arguments = sys.argv[1:]
    if arguments[:1] == ["serve"]:
        early_stop.listen()
    # What the server keeps is for its own user only, also in a directory made by somebody else.
    os.umask(0o077)
    # Loading the commands takes the better part of a second.
    from botyard.cli.commands import run  # noqa: PLC0415

    sys.exit(run(arguments))
