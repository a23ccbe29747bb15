"""The public YAML test suite: what it holds to be an error is refused, and what it holds to mean something means that or is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dateline.reader import read
from dateline.strict_yaml import Map, Seq, parse_yaml
from tests.conftest import Small

FILE = Path(__file__).parent / "vendor" / "yaml-test-suite" / "cases.json"
TOLERATED = frozenset(["9C9N", "9JBA", "CVW2", "DK95-2", "G5U8", "QB6E", "S98Z", "SU5Z", "X4QW", "Y79Y-4", "YJV2"])
"""Errors by YAML 1.2 that libyaml reads as they look: a comment without a space before it, a dash alone in brackets, too little indentation."""
OTHERWISE = frozenset({"652Z", "L24T-2"})
"""What libyaml reads in another way: a key in braces that begins with "?", a last line of blanks without an end of line."""


class Case(NamedTuple):
    """One case: its id in the suite, its text, the events that a parser must give, whether the text is an error."""

    id: str
    text: str
    tree: str | None
    fails: bool


CASES = [Case(*one) for one in json.loads(FILE.read_text(encoding="utf-8"))]


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 402
    assert sum(one.fails for one in CASES) == 94


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.id)
def test_a_case_is_read_as_it_is_meant_or_refused_with_its_place(case: Case) -> None:
    data, problems = parse_yaml(case.text, "x")
    lines = case.text.count("\n") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines + 1
        assert problem.column >= 1
        assert problem.message
    if case.fails:
        assert problems or case.id in TOLERATED
    elif not problems and case.tree is not None:
        assert (plain(data) == meant(case.tree)) is (case.id not in OTHERWISE)


def test_as_files_of_a_record_the_cases_break_nothing_and_leave_the_rest(small: Small) -> None:
    folder = small.write()
    for case in CASES:
        (folder / "visits" / f"{case.id.lower()}.yaml").write_text(case.text, encoding="utf-8", newline="")
    found = read(folder)
    assert len(found.events) == 4
    named = {problem.path.removeprefix("events/visits/").removesuffix(".yaml") for problem in found.problems}
    assert named == {case.id.lower() for case in CASES}


def plain(data: Any) -> Any:
    """Data without its places."""
    if isinstance(data, Map):
        return {key: plain(value) for key, value in data.items()}
    return [plain(one) for one in data] if isinstance(data, Seq) else data


def meant(tree: str) -> Any:
    """The data of an event tree whose values are all text; None for an empty stream."""
    return _value(iter([line.lstrip(" ") for line in tree.split("\n") if line and not re.match(r"\s*[+-](STR|DOC)", line)]))


def _value(lines: Iterator[str]) -> Any:
    line = next(lines, None)
    if line is None or line in ("-SEQ", "-MAP"):
        return _END if line else None
    if line.startswith("+SEQ"):
        return list(iter(lambda: _value(lines), _END))
    if line.startswith("+MAP"):
        keys = iter(lambda: _value(lines), _END)
        return {key: _value(lines) for key in keys}
    written = re.sub(r"^=VAL (?:[&<]\S+ )*[:'\"|>]", "", line)
    return re.sub(r"\\(.)", lambda found: _ESCAPES[found[1]], written)


_END = object()
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "\\": "\\"}
