"""Scripts of the page: sent without comments and indents, which must not change what they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.ui import scripts

FOLDER = Path(scripts.__file__).parent


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_no_text_of_a_script_goes_over_several_lines(path: Path) -> None:
    code = scripts.script(path.name)
    assert [line for line in code.splitlines() if line.count("`") % 2 or line.startswith(("//", " ", "\t"))] == []
    kept = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in code.splitlines() if line] == [line for line in kept if line and not line.startswith("//")]
