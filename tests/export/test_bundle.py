"""The zip: it explains itself, cites itself, and is the same every time."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

import dateline
from dateline.export import FORMATS, bundle, citation
from dateline.export.columns import NAMES
from dateline.known import as_known
from dateline.tables import Tables
from tests.conftest import Small
from tests.export.hostile import hostile_record

FILES = {
    "README.md", "CITATION.cff", "citation.txt", "CODEBOOK.md", "LICENSE.md", "VERSION", "events.csv", "events.json", "events.parquet",
    "events.schema.json", "links.csv", "sources.csv", "names.csv", "languages.csv",
}  # fmt: skip


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(set(names)) == len(names)
        assert all(name.startswith("dateline/") and ".." not in name for name in names)
        return {name.removeprefix("dateline/"): archive.read(name) for name in names}


def files(tables: Tables, view: str = "", folder: Path | None = None) -> dict[str, bytes]:
    return unpacked(bundle.write(tables, list(tables.records), view, folder))


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_zip_holds_data_words_licence_and_citation(small: Small) -> None:
    small.visit["changes"] = [{"on": "2024-02-01", "kind": "added"}]
    tables = small.tables()
    found = files(tables, "actor=kcna")
    assert set(found) == FILES
    ids = list(tables.records)
    for name in ("csv", "json", "parquet"):
        assert found[f"events.{name}"] == FORMATS[name].write(tables, ids, "actor=kcna")
    jsonschema.validate(json.loads(found["events.json"]), json.loads(found["events.schema.json"]))
    assert found["VERSION"].decode() == citation.version(tables) + "\n"
    cff = yaml.safe_load(found["CITATION.cff"])
    assert (cff["version"], cff["license"], cff["date-released"]) == (citation.version(tables), "CC-BY-4.0", "2024-02-01")
    assert cff["authors"] == [{"name": "Dateline contributors"}]
    for style in citation.STYLES:
        assert citation.of_view(tables, ids, "actor=kcna", style) in found["citation.txt"].decode()
    assert "4 events" in found["README.md"].decode()
    for name in FILES - {"README.md"}:
        assert f"`{name}`" in found["README.md"].decode()
    for name in NAMES:
        assert f"| {name} |" in found["CODEBOOK.md"].decode()


def test_links_sources_and_names_stand_in_tables_of_their_own(small: Small) -> None:
    small.visit["titles"] = {"ko": "김정은, 미사일 공장들 시찰"}
    small.entry("actors", "north-korea")["names"] = {"ko": "북한"}
    found = files(small.tables())
    assert [tuple(row.values()) for row in lines(found["languages.csv"])] == [
        ("events", small.visit["id"], "ko", "김정은, 미사일 공장들 시찰"),
        ("actors", "north-korea", "ko", "북한"),
    ]
    assert [tuple(row.values()) for row in lines(found["links.csv"])] == [
        ("2023-10-13-containers", "2023-08-11-plants", "refers-to", "refers-to", "documented", "", "2", ""),
        ("2023-10-20-denial", "2023-10-13-containers", "denies", "denies", "documented", "", "1", ""),
    ]
    assert [row["number"] for row in lines(found["sources.csv"]) if row["event"] == "2023-10-13-containers"] == ["1", "2"]
    names = {(row["register"], row["id"]): row for row in lines(found["names.csv"])}
    assert names["actors", "kim-jong-un"]["native"] == "김정은"
    assert names["claims", "shells"]["name"] == "One sent shells to the other"
    described = found["CODEBOOK.md"].decode()
    for name in ("links", "sources", "names", "languages"):
        assert all(f"| {column} |" in described for column in lines(found[f"{name}.csv"])[0])


def test_of_a_past_day_the_zip_holds_nothing_that_came_later(small: Small) -> None:
    found = files(as_known(small.tables(), date(2023, 10, 13)))
    assert lines(found["links.csv"]) == []
    assert [row["number"] for row in lines(found["sources.csv"]) if row["event"] == "2023-10-13-containers"] == ["1"]
    assert b"As known on 2023-10-13" in found["README.md"]


def test_the_same_view_gives_the_same_bytes(small: Small) -> None:
    tables = small.tables()
    ids = list(tables.records)
    assert bundle.write(tables, ids, "") == bundle.write(dateline.load(small.folder), ids, "")
    with zipfile.ZipFile(io.BytesIO(bundle.write(tables, ids, ""))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_records_own_codebook_and_licence_go_in_and_no_others(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = small.tables()
    plain = files(tables)
    assert b"North Korea" not in plain["LICENSE.md"]
    (small.folder / "CODEBOOK.md").write_text("# Our own words", encoding="utf-8")
    (small.folder / "LICENSE.md").write_text("# Our own licence", encoding="utf-8")
    assert b"# Our own words" in files(tables, folder=small.folder)["CODEBOOK.md"]
    assert files(tables, folder=small.folder)["LICENSE.md"] == b"# Our own licence"
    monkeypatch.setenv("DATELINE_EVENTS", str(small.folder))
    assert b"# Our own words" in files(tables)["CODEBOOK.md"]
    assert files(tables, folder=small.folder.parent / "elsewhere")["LICENSE.md"] == plain["LICENSE.md"]


def test_hostile_texts_break_no_file_of_the_zip(small: Small) -> None:
    found = files(hostile_record(small), "q=</script>")
    assert yaml.safe_load(found["CITATION.cff"])["type"] == "dataset"
    for name in ("links.csv", "sources.csv"):
        for row in lines(found[name]):
            assert None not in row
            assert not any(value.lstrip(" ").startswith(("=", "+", "-", "@")) for value in row.values())
