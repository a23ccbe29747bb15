"""Sources without an archived copy: which, where a copy may stand, and how the command tells of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from dateline.__main__ import main
from dateline.archives import OfHost, by_host, missing
from dateline.model import Event
from tests.conftest import Small, source


def events(small: Small) -> list[Event]:
    return [located.event for located in small.tables().records.values()]


def test_a_source_with_a_copy_is_not_missing_and_one_without_has_addresses_of_its_day(small: Small) -> None:
    small.visit["sources"] = [
        source("2023-08-14", archived="https://web.archive.org/web/20230815/https://en.yna.co.kr/view/1"),
        source("2023-08", url="https://en.yna.co.kr/view/2?a=b&c=d#e"),
    ]
    del small.denial["sources"][0]["published"]
    rows = {(row.event, row.number): row for row in missing(events(small))}
    assert ("2023-08-11-plants", 1) not in rows
    month = rows["2023-08-11-plants", 2]
    assert month.copy == "https://web.archive.org/web/202308/https://en.yna.co.kr/view/2?a=b&c=d#e"
    assert month.save == "https://web.archive.org/save/https://en.yna.co.kr/view/2?a=b&c=d#e"
    denial = rows["2023-10-20-denial", 1]
    assert denial.day == "20231020", "the day on which the event was reported"
    assert denial.weak


def test_no_copy_is_looked_for_in_a_year_before_there_was_an_archive(small: Small) -> None:
    undated = {name: value for name, value in source().items() if name != "published"}
    small.add("visits", "1954-08-11-old", reviewed="2026-11-26", sources=[undated])
    small.add("visits", "1955-08-11-older", sources=[undated])
    days = {row.event: row.day for row in missing(events(small))}
    assert days["1954-08-11-old"] == "20261126"
    assert days["1955-08-11-older"] == "1996"


def test_hosts_are_counted_and_chosen(small: Small) -> None:
    held = events(small)
    assert by_host(held) == [
        OfHost("en.yna.co.kr", 3, 3, 0), OfHost("farm.example", 1, 1, 1), OfHost("gazette.example", 1, 1, 0),
    ]  # fmt: skip
    assert [row.host for row in missing(held, weak=True)] == ["farm.example"]
    assert {row.host for row in missing(held, host="yna.co.kr")} == {"en.yna.co.kr"}
    assert missing(held, host="a.co.kr") == []


def test_the_command_lists_them_as_a_table_or_csv(small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(small.write())
    assert main(["links", "--check", "--record", folder]) == 0
    out, told = capsys.readouterr()
    assert "https://web.archive.org/web/20231020/https://farm.example/a" in out
    assert len(out.splitlines()) == 6
    assert told == "5 sources have no archived copy, 1 of them weak.\n"
    assert main(["links", "--by", "host", "--weak", "--record", folder]) == 0
    assert capsys.readouterr().out.split() == ["host", "missing", "of", "weak", "farm.example", "1", "1", "1"]
    file = tmp_path / "links.csv"
    assert main(["links", "--format", "csv", "-o", str(file), "--record", folder]) == 0
    rows = [*csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))]
    assert [row["weak"] for row in rows] == ["", "", "", "", "weak"]
    assert main(["links", "--record", str(tmp_path / "none")]) == 1


def test_the_events_page_shows_the_copy_beside_its_source(small: Small) -> None:
    from dateline.selection import Selection
    from dateline.ui import dossier

    copy = "https://web.archive.org/web/20230815/https://en.yna.co.kr/view/1"
    small.visit["sources"][0]["archived"] = copy
    page = dossier.page("2023-08-11-plants", small.tables(), Selection(), yaml="", line_link=None)
    assert ["a", {"href": copy}, ["archived copy"]] in _links(page)


def _links(document: object) -> list[object]:
    found: list[object] = [document] if isinstance(document, list) and document[:1] == ["a"] else []
    return found + [one for child in document for one in _links(child)] if isinstance(document, list) else found
