"""Files for spreadsheets and programs: complete, the same names everywhere, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.address import decode
from dateline.export import FORMATS
from dateline.export.as_csv import COLUMNS, SEPARATOR, cell
from dateline.export.citation import citation
from dateline.selection import apply
from dateline.tables import Tables, as_known
from tests.conftest import Small, source

PROMISED = [
    "id", "title", "category", "kind", "start", "end", "earliest", "latest", "precision", "reported", "actors", "claimed_by", "status",
    "place", "lat", "lon", "summary", "source_urls", "publishers", "origins",
]  # fmt: skip


def csv_rows(tables: Tables) -> dict[str, dict[str, str]]:
    text = FORMATS["csv"](tables, list(tables.records))
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def json_rows(tables: Tables) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in json.loads(FORMATS["json"](tables, list(tables.records)))["events"]}


def test_both_formats_hold_at_least_the_promised_names(small: Small) -> None:
    tables = small.tables()
    assert set(PROMISED) <= set(COLUMNS)
    for row in json_rows(tables).values():
        assert set(COLUMNS) <= set(row)
    assert FORMATS["csv"](tables, []).split("\r\n")[0].split(",") == list(COLUMNS)


def test_a_row_holds_what_the_record_says(small: Small) -> None:
    row = csv_rows(small.tables())["2023-10-13-containers"]
    assert row["title"] == "White House speaks of 1,000 containers of missile parts"
    assert (row["category"], row["kind"], row["status"]) == ("arms", "allegation", "disputed")
    assert (row["start"], row["end"], row["reported"], row["claimed_date"]) == (
        "2023-10-13",
        "2023-10-13",
        "2023-10-13",
        "2023-09-07/2023-10-01",
    )
    assert row["actors"] == f"white-house{SEPARATOR}north-korea"
    assert row["roles"] == f"accuser{SEPARATOR}supplier"
    assert row["publishers"] == f"yonhap{SEPARATOR}gazette"
    assert row["origins"] == "white-house"
    assert row["source_urls"] == f"https://en.yna.co.kr/view/1{SEPARATOR}https://gazette.example/a"
    assert (row["place"], row["lat"], row["lon"]) == ("washington", "38.9", "-77.04")


def test_not_known_is_an_empty_cell_and_null(small: Small) -> None:
    small.add("visits", "2023-09-01-x", date="2023-09-01/..")
    small.add("visits", "2023-09-05-y", date="[..2023-09-05]", sources=[source("2024")])
    tables = small.tables()
    cells, values = csv_rows(tables), json_rows(tables)
    assert (cells["2023-09-01-x"]["end"], cells["2023-09-01-x"]["latest"], cells["2023-09-01-x"]["lat"]) == ("", "", "")
    assert (values["2023-09-01-x"]["end"], values["2023-09-01-x"]["latest"], values["2023-09-01-x"]["lat"]) == (None, None, None)
    assert (cells["2023-09-05-y"]["earliest"], values["2023-09-05-y"]["earliest"]) == ("", None)
    assert (cells["2023-09-05-y"]["series"], values["2023-09-05-y"]["series"]) == ("", None)
    assert "None" not in FORMATS["csv"](tables, list(tables.records))
    assert "NaN" not in FORMATS["json"](tables, list(tables.records))


def test_json_keeps_lists_and_the_whole_of_each_event(small: Small) -> None:
    values = json_rows(small.tables())["2023-10-13-containers"]
    assert values["actors"] == ["white-house", "north-korea"]
    assert values["weapons"] == []
    assert values["sources"][0] == {
        "url": "https://en.yna.co.kr/view/1", "publisher": "yonhap", "published": "2023-10-13", "origin": ["white-house"],
        "supports": "the dates", "stance": "affirms", "weak": False,
    }  # fmt: skip
    assert values["links"] == [{"to": "2023-08-11-plants", "kind": "refers-to", "basis": "documented", "source": 2}]
    assert values["stances"] == [{"claim": "shells", "stance": "affirms", "by": "white-house", "source": 1}]
    assert values["quantities"][0]["value"] == 1000


def test_json_says_its_licence_and_which_record_it_is_from(small: Small) -> None:
    tables = small.tables()
    head = json.loads(FORMATS["json"](tables, []))
    assert head == {"record": "Dateline", "licence": "CC-BY-4.0", "fingerprint": tables.fingerprint, "events": []}


def test_json_of_a_past_day_says_so_and_holds_no_link_that_was_not_drawn_yet(small: Small) -> None:
    tables = as_known(small.tables(), date(2023, 10, 13))
    written = json.loads(FORMATS["json"](tables, list(tables.records)))
    assert written["known"] == "2023-10-13"
    assert [event["id"] for event in written["events"]][-1] == "2023-10-13-containers"
    assert all(event["links"] == [] for event in written["events"])


def test_any_script_is_written_as_it_is(small: Small) -> None:
    small.visit["title"] = "김정은 visits a завод — “so”"
    tables = small.tables()
    assert "김정은 visits a завод — “so”" in FORMATS["json"](tables, list(tables.records))
    assert csv_rows(tables)["2023-08-11-plants"]["title"] == small.visit["title"]


def test_rows_follow_the_view_and_its_order(small: Small) -> None:
    tables = small.tables()
    selection, _ = decode("actor=north-korea&period=2023-08-01&period=2023-08-31", tables)
    text = FORMATS["csv"](tables, apply(selection, tables).ids)
    assert [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))] == ["2023-08-11-plants"]
    both = ["2023-10-20-denial", "2023-08-11-plants"]
    assert [row["id"] for row in json.loads(FORMATS["json"](tables, both))["events"]] == both


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "－1", "=cmd|' /C calc'!A0"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell([text, "b"]) == f"'{text}{SEPARATOR}b"


@pytest.mark.parametrize(
    ("value", "written"), [(None, ""), (-77.04, -77.04), (0.0, 0.0), ([], ""), (["a", "-b"], "a | -b"), ("a=b", "a=b")]
)
def test_other_values_are_written_as_they_are(value: Any, written: Any) -> None:
    assert cell(value) == written


def test_a_formula_in_the_record_reaches_no_cell(small: Small) -> None:
    small.visit["title"] = '=HYPERLINK("http://x","click")'
    small.visit["summary"] = "@x and so on, for a whole sentence."
    row = csv_rows(small.tables())["2023-08-11-plants"]
    assert row["title"] == "'" + small.visit["title"]
    assert row["summary"] == "'" + small.visit["summary"]


@given(st.text() | st.lists(st.text()))
def test_no_cell_begins_like_a_formula(value: str | list[str]) -> None:
    assert not str(cell(value)).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_citation_names_title_date_id_and_version(small: Small) -> None:
    tables = small.tables()
    assert citation("2023-08-11-plants", tables) == (
        "Dateline, “Kim Jong Un tours missile plants” (11–12 August 2023), record 2023-08-11-plants, "
        f"version {tables.fingerprint[:8]}. CC BY 4.0."
    )
