"""Every sentence of the article that started the record is traced to something that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.tables import Tables
from tests.shipped import shipped_tables

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "seed-article.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if re.match(r"\|\s*\d+ ", line)]
TOUR = "2023-08-11-tactical-missile-plants"
DRILL = "2023-08-21-ulchi-freedom-shield-23"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_sentence_leads_to_records_or_register_entries_that_exist(row: list[str], tables: Tables) -> None:
    _, sentence, where, how = row
    names = re.findall(r"`([^`]+)`", where)
    assert sentence
    assert how
    assert names or where == "–"
    for name in names:
        register, _, entry = name.rpartition(":")
        known = {"": tables.records, "series": tables.registers.series, "claim": tables.registers.claims}[register]
        assert entry in known


def test_the_rows_are_numbered_without_a_gap() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))


def test_the_days_of_the_visit_and_of_the_report_are_kept_apart(tables: Tables) -> None:
    event = tables.records[TOUR].event
    assert str(event.date) == "2023-08-11/2023-08-12"
    assert str(event.reported) == "2023-08-14"


def test_the_three_quotations_stand_as_the_article_has_them(tables: Tables) -> None:
    quotes = " ".join(quote.text for quote in tables.records[TOUR].event.quotes)
    for words in (
        "The qualitative levels of war preparations depend on the development of the munitions industry",
        "Our army must thoroughly secure overwhelming military power and solid readiness to handle any war at any time",
        "important goal to dramatically increase",
    ):
        assert words in quotes


@pytest.mark.parametrize("event_id", [TOUR, DRILL, "2023-08-14-ulchi-freedom-shield-23-announced"])
def test_the_misnaming_of_the_drill_is_stated_as_a_conflict_between_sources(event_id: str, tables: Tables) -> None:
    event = tables.records[event_id].event
    naming = [c for c in event.conflicts if "WION" in c.text and "Ulchi Freedom Guardian" in c.text]
    assert naming
    assert "wion" in {event.sources[number - 1].publisher for conflict in naming for number in conflict.sources}


def test_the_tour_is_linked_to_the_one_before_and_to_the_drill_with_a_named_ground(tables: Tables) -> None:
    links = {link.to: link for link in tables.records[TOUR].event.links}
    for other in ("2023-08-03-three-day-munitions-tour", DRILL):
        assert links[other].basis == "asserted"
        assert links[other].by == "wion"
