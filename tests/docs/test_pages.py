"""Pages lead to each other, and say what is so in plain words."""

import re
from pathlib import Path

import pytest

from botyard.cli.reference import pages
from tests.docs.pages import PAGES, README, ROOT, anchors, code_words, every_page, links, prose

# Words that promise or hurry, and say nothing.
_EMPTY_WORDS = re.compile(
    r"\b(simply|easily|obviously|basically|blazing\w*|seamless\w*|powerful|robust|leverag\w+|"
    r"utili[sz]e\w*|cutting-edge|world-class|please note|of course)\b",
    re.IGNORECASE,
)
_MACHINE_PATH = re.compile(r"(?<![\w.])/(home|root|work|Users|usr|var|opt)/")
_FIRST_FOLDERS = ("src", "tests", "docs", "benchmarks")


@every_page
def test_every_link_leads_to_something(page: Path) -> None:
    broken = [
        f"{target}#{anchor}"
        for target, anchor in links(page)
        if not target.exists() or (anchor and anchor not in anchors(target))
    ]
    assert broken == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [README]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.exists():
            reached.add(page)
            waiting += [target for target, _ in links(page) if target.suffix == ".md"]
    assert set(PAGES) - reached == set()


@every_page
def test_every_file_that_is_named_exists(page: Path) -> None:
    """A path names a file from the top, one of the package, or one beside the page."""
    named = [word for word in code_words(page) if re.fullmatch(r"[\w.\-]+(/[\w.\-]+)+/?", word)]
    missing = [
        word
        for word in named
        if word.split("/")[0] in _FIRST_FOLDERS and not (ROOT / word).exists()
    ]
    assert missing == []


@every_page
def test_the_words_are_plain(page: Path) -> None:
    assert _EMPTY_WORDS.findall(prose(page)) == []


@every_page
def test_no_page_knows_the_machine_it_was_written_on(page: Path) -> None:
    assert _MACHINE_PATH.findall(page.read_text("utf-8")) == []


@pytest.mark.parametrize(("name", "text"), pages().items(), ids=pages())
def test_the_reference_is_what_the_code_says(name: str, text: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == text, "run make docs"


def test_nothing_else_stands_among_the_generated_pages() -> None:
    written = {path.name for path in (ROOT / "docs" / "reference").iterdir()}
    assert written == {name.removeprefix("reference/") for name in pages() if "/" in name}
