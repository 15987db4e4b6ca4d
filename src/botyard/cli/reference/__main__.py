"""Writes the pages below the directory that is named."""

import sys
from pathlib import Path

from botyard.cli.reference import pages

directory = Path(sys.argv[1])
for name, text in pages().items():
    page = directory / name
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")
    print(page)
