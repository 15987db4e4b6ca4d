"""Decision records have one form, and the list names them all by their titles."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Consequences", "Verification"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_has_all_its_parts(record: Path) -> None:
    text = record.read_text("utf-8")
    assert re.search(r"^- Status: (accepted|superseded by .+)$", text, re.MULTILINE)
    assert re.search(r"^- Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [heading for heading in headings if heading in PARTS] == PARTS


def test_the_list_names_every_record_once_and_in_order_by_its_title() -> None:
    titles = []
    for record in RECORDS:
        number, title = record.read_text("utf-8").splitlines()[0].removeprefix("# ").split(": ", 1)
        assert record.name.startswith(f"{number}-")
        titles.append((f"[{number}]({record.name})", title))
    listed = re.findall(
        r"^\| (\[\d+\]\(.+?\)) \| (.+) \|$",
        (FOLDER / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert listed == titles
