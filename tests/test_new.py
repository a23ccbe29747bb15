"""``python -m dateline new``: asks, says what is wrong at once, writes a record that passes ``check``."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dateline.__main__ import main
from dateline.checks import read_and_check
from tests.conftest import Small

TOLD = "Two plain sentences of our own. They say who says so."
ANSWERS = [
    "arms", "1",
    "White House tells of 200 more containers.", "White House tells of 200 more containers",
    "2023-02-30", "2023-11-02",
    "2023-11-01", "2023-11-02",
    "white house", "",
    "White Hous", "1", "accuser", "DPRK", "supplier", "",
    "Washington",
    "", "",
    "too short", TOLD,
    "www.gazette.example/b", "https://www.gazette.example/b", "2023-10-01", "2023-11-02", "white-house", "the words", "",
    "https://daily.example/c", "The Daily", "n", "", "", "newspapr", "newspaper", "Utopia", "", "2023-11-02", "White House", "the number", "",
    "",
    "",
    "",
]  # fmt: skip
"""As a curator types them, mistakes included; empty: what was suggested, or none."""


def typed(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*answers, ""])))


def new(small: Small, *options: str) -> tuple[int, Path]:
    folder = small.write()
    return main(["new", "--record", str(folder), *options]), folder


def test_a_new_event_stands_in_its_file_and_the_record_passes(
    small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small.add("arms", "2023-12-01-later", kind="denial", title="Something that comes after it in the file")
    folder = small.write()
    before = (folder / "arms" / "2023.yaml").read_text(encoding="utf-8")
    typed(monkeypatch, ANSWERS)
    assert main(["new", "--record", str(folder)]) == 0
    out = capsys.readouterr().out
    for said in (
        "must be one line without a full stop at the end",
        "2023-02-30 is not a date. February 2023 has 28 days.",
        "2023-11-01 is before the event, which began 2023-11-02.",
        "'too short' is too short. At least 20 characters are needed.",
        "'www.gazette.example/b' is not a web address.",
        "2023-10-01 is before the event began",
        "'newspapr' is not one of",
    ):
        assert said in out
    record = read_and_check(folder)
    assert [str(problem) for problem in record.problems] == []
    (made,) = (one for one in record.events if one.event.id == "2023-11-02-white-house-tells-200-more-containers")
    assert made.category == "arms"
    assert made.event.claimed_by == ("white-house",)
    assert [(part.who, part.role) for part in made.event.actors] == [("white-house", "accuser"), ("north-korea", "supplier")]
    assert [source.publisher for source in made.event.sources] == ["gazette", "the-daily"]
    assert made.event.changes[0].kind == "added"
    assert record.registers.publishers["the-daily"].hosts == ("daily.example",)
    after = (folder / "arms" / "2023.yaml").read_text(encoding="utf-8")
    added = out[out.index("- id: 2023-11-02") :].split("\n\n")[0]
    assert added in after
    assert after.replace(f"{added}\n\n", "") == before


def test_a_dry_run_prints_it_and_writes_nothing(
    small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small.claim["former_ids"] = ["2023-11-02-white-house-tells-200-more-containers"]
    typed(monkeypatch, ANSWERS)
    folder = small.write()
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert main(["new", "--dry-run", "--draft", "--record", str(folder)]) == 0
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
    out, told = capsys.readouterr()
    assert "  draft: true\n" in out
    assert "- id: 2023-11-02-white-house-tells-200-more-containers-2\n" in out
    assert "registers/publishers.yaml\n\n- id: the-daily\n  name: The Daily\n  type: newspaper\n  country: Utopia\n" in out
    assert "Nothing was written" in told


def test_one_publisher_needs_a_reason(small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    one = ANSWERS.index("https://daily.example/c")
    typed(monkeypatch, [*ANSWERS[:one], "", "", "Nobody else wrote of it", "", "2023-11-01-x", ""])
    status, folder = new(small)
    assert status == 0
    out = capsys.readouterr().out
    assert "It rests on one publisher." in out
    assert "It is needed." in out
    assert "2023-11-01-x does not begin with the event's date. Begin it with 2023-11-02-." in out
    assert not read_and_check(folder).problems


def test_an_event_that_looks_like_another_is_told_so_and_named_anew(
    small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small.add("arms", "2023-11-02-other", kind="denial", title="White House tells of 200 more containers at sea")
    n = ANSWERS.index("white house")
    typed(monkeypatch, [*ANSWERS[:n], "Washington counts anew and differently", *ANSWERS[n:]])
    status, folder = new(small)
    assert status == 0
    assert "looks like 2023-11-02-other (events/arms/2023.yaml:" in capsys.readouterr().out
    assert {one.event.title for one in read_and_check(folder).events} >= {"Washington counts anew and differently"}


def test_answers_that_end_too_soon_write_nothing(
    small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for count in (0, 1, 5, len(ANSWERS) - 8):
        typed(monkeypatch, ANSWERS[:count])
        folder = small.write()
        before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
        assert main(["new", "--record", str(folder)]) == 2
        assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
        assert "Nothing was written" in capsys.readouterr().err


def test_a_folder_without_a_record_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--record", str(tmp_path / "none")]) == 2
    assert "has no categories" in capsys.readouterr().err
