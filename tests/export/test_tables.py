"""Files for spreadsheets and programs: complete, the same names everywhere, read back equal, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dateline
from dateline.address import decode
from dateline.export import FORMATS, as_csv, as_parquet, citation, schema
from dateline.export.as_csv import SEPARATOR, cell
from dateline.export.columns import COLUMNS, NAMES
from dateline.export.rows import rows
from dateline.known import as_known
from dateline.model import Event
from dateline.selection import apply
from dateline.tables import Tables
from tests.conftest import Small, sample, source
from tests.export.hostile import all_dates, hostile_record

ROOT = Path(__file__).resolve().parents[2]
PROMISED = [
    "id", "title", "category", "kind", "start", "end", "earliest", "latest", "precision", "reported", "actors", "claimed_by", "status",
    "place", "lat", "lon", "summary", "source_urls", "publishers", "origins",
]  # fmt: skip


def written_csv(tables: Tables, ids: Sequence[str]) -> str:
    return FORMATS["csv"].write(tables, ids, "").decode("utf-8-sig")


def written_json(tables: Tables, ids: Sequence[str], view: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FORMATS["json"].write(tables, ids, view))
    return found


def csv_rows(tables: Tables) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(written_csv(tables, list(tables.records)), newline=""))}


def json_rows(tables: Tables) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in written_json(tables, list(tables.records))["events"]}


def test_both_formats_hold_at_least_the_promised_names(small: Small) -> None:
    tables = small.tables()
    assert set(PROMISED) <= set(NAMES)
    for row in json_rows(tables).values():
        assert set(NAMES) <= set(row)
    assert written_csv(tables, []).split("\r\n")[0].split(",") == list(NAMES)
    for row in rows(tables, list(tables.records)):
        assert tuple(row) == NAMES


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
    assert "None" not in written_csv(tables, list(tables.records))
    assert b"NaN" not in FORMATS["json"].write(tables, list(tables.records), "")


def test_json_keeps_lists_and_the_whole_of_each_event(small: Small) -> None:
    values = json_rows(small.tables())["2023-10-13-containers"]
    assert values["actors"] == ["white-house", "north-korea"]
    assert values["weapons"] == []
    assert values["sources"][0] == {
        "number": 1, "url": "https://en.yna.co.kr/view/1", "publisher": "yonhap", "published": "2023-10-13", "origin": ["white-house"],
        "supports": "the dates", "stance": "affirms", "weak": False,
    }  # fmt: skip
    assert values["links"] == [{"to": "2023-08-11-plants", "kind": "refers-to", "basis": "documented", "source": 2}]
    assert values["stances"] == [{"claim": "shells", "stance": "affirms", "by": "white-house", "source": 1}]
    assert values["quantities"][0]["value"] == 1000


def test_json_says_its_licence_its_version_its_view_and_how_to_cite_it(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ADDRESS", "https://dateline.example/")
    small.visit["changes"] = [{"on": "2024-02-01", "kind": "added"}]
    tables = small.tables()
    assert written_json(tables, [], "?actor=kcna") == {
        "record": "Dateline",
        "version": f"{tables.fingerprint[:8]} of 2024-02-01",
        "fingerprint": tables.fingerprint,
        "licence": "CC-BY-4.0",
        "licence_address": "https://creativecommons.org/licenses/by/4.0/",
        "view": "actor=kcna",
        "link": "https://dateline.example/?actor=kcna",
        "citation": citation.of_view(tables, [], "actor=kcna", "chicago", "https://dateline.example"),
        "events": [],
    }


def test_json_of_a_past_day_says_so_and_holds_nothing_that_came_later(small: Small) -> None:
    small.claim["conflicts"] = [{"text": "Two pages differ", "sources": [1, 2]}, {"text": "The second alone", "sources": [2]}]
    small.claim["quotes"] = [{"text": "so many", "speaker": "white-house", "source": 2}]
    tables = as_known(small.tables(), date(2023, 10, 13))
    written = written_json(tables, list(tables.records))
    assert written["known"] == "2023-10-13"
    assert [event["id"] for event in written["events"]][-1] == "2023-10-13-containers"
    assert all(event["links"] == [] for event in written["events"])
    claim = written["events"][-1]
    assert ([source["number"] for source in claim["sources"]], claim["publishers"]) == ([1], ["yonhap"])
    assert (claim["quotes"], claim["conflicts"]) == ([], [{"text": "Two pages differ", "sources": [1]}])
    assert claim["source_urls"] == ["https://en.yna.co.kr/view/1"]


def test_any_script_is_written_as_it_is(small: Small) -> None:
    small.visit["title"] = "김정은 visits a завод — “so”"
    tables = small.tables()
    assert "김정은 visits a завод — “so”" in FORMATS["json"].write(tables, list(tables.records), "").decode()
    assert csv_rows(tables)["2023-08-11-plants"]["title"] == small.visit["title"]


def test_rows_follow_the_view_and_its_order(small: Small) -> None:
    tables = small.tables()
    selection, _ = decode("actor=north-korea&period=2023-08-01&period=2023-08-31", tables)
    text = written_csv(tables, apply(selection, tables).ids)
    assert [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))] == ["2023-08-11-plants"]
    both = ["2023-10-20-denial", "2023-08-11-plants"]
    assert [row["id"] for row in written_json(tables, both)["events"]] == both


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "－1", "=cmd|' /C calc'!A0"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell([text, "b"]) == f"'{text}{SEPARATOR}b"
    assert cell(f"'{text}") == f"''{text}"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (-77.04, -77.04),
        (0.0, 0.0),
        ([], ""),
        (["a", "-b"], "a | -b"),
        ("a=b", "a=b"),
        (True, "true"),
        (False, "false"),
    ],
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


@given(st.text(alphabet=st.sampled_from("'=+-@ a\t\r＝")) | st.text())
def test_a_cell_made_safe_gives_its_text_back(value: str) -> None:
    assert as_csv.text(str(cell(value))) == value


def read_csv(content: bytes) -> list[dict[str, Any]]:
    """The table that a CSV holds, typed by the codebook."""
    types = {column.name: column.type for column in COLUMNS}

    def value(name: str, text: str) -> Any:
        text = as_csv.text(text)
        if types[name] == "list":
            return text.split(SEPARATOR) if text else []
        if types[name] == "flag":
            return {"true": True, "false": False}[text]
        if not text:
            return None
        return date.fromisoformat(text) if types[name] == "day" else float(text) if types[name] == "number" else text

    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{name: value(name, text) for name, text in row.items()} for row in reader]


def typed(row: dict[str, Any]) -> dict[str, Any]:
    """A row with days as days."""
    types = {column.name: column.type for column in COLUMNS}
    return {name: date.fromisoformat(value) if value and types[name] == "day" else value for name, value in row.items()}


def test_csv_and_parquet_read_back_to_the_same_table(small: Small) -> None:
    for tables in (sample(), all_dates(small), hostile_record(Small(small.folder))):
        ids = list(tables.records)
        expected = [typed(row) for row in rows(tables, ids)]
        assert read_csv(FORMATS["csv"].write(tables, ids, "")) == expected
        assert pq.read_table(io.BytesIO(FORMATS["parquet"].write(tables, ids, ""))).to_pylist() == expected


def test_parquet_has_typed_columns_and_its_citation(small: Small) -> None:
    tables = small.tables()
    table = pq.read_table(io.BytesIO(FORMATS["parquet"].write(tables, [], "actor=kcna")))
    assert table.column_names == list(NAMES)
    assert pa.types.is_date32(table.schema.field("start").type)
    assert table.schema.field("actors").type == pa.list_(pa.string())
    assert json.loads(table.schema.metadata[as_parquet.KEY]) == citation.about(tables, [], "actor=kcna")


def event_of(written: dict[str, Any]) -> Event:
    """An event of the JSON as the record holds it."""
    names = [name for name in Event.model_fields if name in written and name != "actors"]
    fields = {name: written[name] for name in names if written[name] is not None}
    fields["sources"] = [{name: value for name, value in page.items() if name != "number"} for page in written["sources"]]
    fields["actors"] = [{"who": who, "role": role} for who, role in zip(written["actors"], written["roles"], strict=True)]
    return Event.model_validate(fields)


def test_json_reads_back_to_the_same_record(small: Small) -> None:
    small.claim["changes"] = [
        {"on": "2024-02-01", "kind": "added"},
        {"on": "2024-03-01", "kind": "corrected", "about": "the day"},
    ]
    small.claim["conflicts"] = [{"text": "Two pages differ", "sources": [1, 2]}]
    small.claim["reviewed"] = "2024-04-01"
    for tables in (small.tables(), sample(), all_dates(small)):
        written = written_json(tables, list(tables.records))["events"]
        assert [event_of(one) for one in written] == [one.event for one in tables.records.values()]


def test_json_keeps_to_its_schema(small: Small) -> None:
    validator = jsonschema.Draft202012Validator(schema.schema(), format_checker=jsonschema.FormatChecker())
    jsonschema.Draft202012Validator.check_schema(schema.schema())
    known = as_known(small.tables(), date(2023, 10, 13))
    for tables in (small.tables(), known, sample(), all_dates(small)):
        validator.validate(written_json(tables, list(tables.records), "actor=kcna"))
    broken = written_json(known, list(known.records))
    broken["events"][0]["sources"][0]["more"] = 1
    broken["events"][0]["start"] = "some day"
    assert len(list(validator.iter_errors(broken))) == 2


def test_the_published_schema_is_that_of_the_code() -> None:
    published = ROOT / "docs" / "export.schema.json"
    assert published.read_bytes() == schema.write(), "python -m dateline export --schema -o docs/export.schema.json"


def test_drafts_are_in_no_file(small: Small) -> None:
    small.add("visits", "2023-09-01-secret", draft=True, title="A secret draft of something")
    tables = dateline.load(small.write())
    for one in FORMATS.values():
        assert b"secret" not in one.write(tables, list(tables.records), "")
