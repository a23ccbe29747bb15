"""The threat model names tests that are there, for every line."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| .*$", PAGE.split("## Threat by threat")[1].split("\n## ")[0], re.MULTILINE)[1:]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_threat_has_a_defence_and_a_test() -> None:
    threats = [row for row in ROWS if not re.fullmatch(r"\| \*\*.*\*\* \| \| \|", row)]
    assert len(threats) > 30
    assert [row for row in threats if not NAMED.search(row) or not row.split("|")[2].strip()] == []


def test_every_test_that_is_named_is_there() -> None:
    named = NAMED.findall(PAGE)
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file()
        or not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []
    assert len(named) == PAGE.count("`tests/")


def test_the_readme_leads_there() -> None:
    assert "(docs/security.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
