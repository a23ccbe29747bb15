"""The command line: what it prints, where it writes, and its exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dateline
from dateline.__main__ import main
from dateline.commands import cite, export
from dateline.export import FORMATS, bundle, citation, schema
from tests.conftest import Small

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a shell would run it."""
    return subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=ROOT, capture_output=True, timeout=120, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_check_of_a_healthy_record_prints_one_line_and_succeeds(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(small.write())]) == 0
    assert capsys.readouterr().out == "4 events, 5 sources, 2 links, 0 problems\n"


def test_check_prints_every_problem_then_the_counts_and_fails(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    small.visit["date"] = "2023-02-30"
    small.drill["kind"] = "exersise"
    assert main(["check", str(small.write())]) == 1
    *problems, last = capsys.readouterr().out.splitlines()
    assert problems == [
        "events/drills/2023.yaml:3:3: kind: exersise is not a kind of drills. Did you mean exercise? Known: exercise.",
        "events/visits/2023.yaml:4:3: date: 2023-02-30 is not a date. February 2023 has 28 days.",
    ]
    assert last == "2 events, 3 sources, 2 links, 2 problems"


def test_check_of_a_folder_that_is_not_there_fails_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none")]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.endswith("none: is not a folder. Name the folder that holds the record.")
    assert last == "0 events, 0 sources, 0 links, 1 problems"


def test_check_without_a_folder_looks_at_the_folder_events(
    small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.write().parent)
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("4 events")


def test_check_finds_a_view_of_a_story_that_would_not_open(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    small.tell()["steps"][0]["view"] = "actor=nobody"
    assert main(["check", str(small.write())]) == 1
    written = capsys.readouterr().out
    assert "events/stories/first-story.yaml:" in written
    assert "No actor is called “nobody”." in written
    assert "1 problems" in written


@pytest.mark.parametrize(
    "arguments", [[], ["chek"], ["export", "--format", "xml"], ["check", "a", "b"], ["export", "--vew", "x"]]
)
def test_a_command_that_is_not_understood_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m dateline" in capsys.readouterr().err


def test_export_writes_csv_to_standard_output(small: Small, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "--record", str(small.write())]) == 0
    written = capsysbinary.readouterr()
    assert written.err == b""
    rows = list(csv.DictReader(io.StringIO(written.out.decode("utf-8"), newline="")))
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert len(rows) == 4


def test_export_takes_the_query_of_a_link(small: Small, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    view = "?actor=north-korea&period=2023-08-01&period=2023-08-31&lanes=actor&event=2023-08-11-plants"
    assert main(["export", "--format", "json", "--view", view, "--record", str(small.write())]) == 0
    assert [event["id"] for event in json.loads(capsysbinary.readouterr().out)["events"]] == ["2023-08-11-plants"]


def test_export_of_a_past_day_holds_what_was_known_then(small: Small, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "--format", "json", "--view", "known=2023-08-20", "--record", str(small.write())]) == 0
    assert [event["id"] for event in json.loads(capsysbinary.readouterr().out)["events"]] == ["2023-08-11-plants"]


def test_export_says_what_it_dropped_from_the_view_apart_from_the_data(
    small: Small, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["export", "--format", "json", "--view", "actor=nobody", "--record", str(small.write())]) == 0
    written = capsysbinary.readouterr()
    assert written.err.decode() == "No actor is called “nobody”.\n"
    assert len(json.loads(written.out)["events"]) == 4


@pytest.mark.parametrize(("form", "mark"), [("csv", b"\xef\xbb\xbf"), ("json", b"{")])
def test_export_writes_a_file_that_spreadsheets_and_programs_read(form: str, mark: bytes, small: Small, tmp_path: Path) -> None:
    file = tmp_path / "out"
    assert main(["export", "--format", form, "-o", str(file), "--record", str(small.write())]) == 0
    assert file.read_bytes().startswith(mark)
    assert b"\r\r\n" not in file.read_bytes()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv", "csv"), ("a.JSON", "json"), ("a.parquet", "parquet"), ("a.geojson", "geojson"), ("a.ics", "ics"), ("a.atom", "atom"),
        ("a.timelinejs.json", "timelinejs"), ("a.vis.json", "vis"), ("a.jsonld", "jsonld"), ("a.graphml", "graphml"), ("a.md", "markdown"),
        ("a.zip", "zip"), ("a", "csv"), ("folder.json/a", "csv"), ("a.xlsx", None), (None, "csv"),
    ],
)  # fmt: skip
def test_a_files_ending_names_its_format(name: str | None, form: str | None) -> None:
    assert export.guessed(name) == form


def test_the_commands_know_every_format_and_style_of_the_package() -> None:
    assert {one: FORMATS[one].extension for one in FORMATS} | {"zip": "zip"} == export.ENDINGS
    assert cite.STYLES == citation.STYLES


@pytest.mark.parametrize("ending", export.ENDINGS.values())
def test_export_writes_each_format_by_its_ending_with_the_view(ending: str, small: Small, tmp_path: Path) -> None:
    file = tmp_path / f"out.{ending}"
    assert main(["export", "--view", "?lanes=actor&actor=kcna", "-o", str(file), "--record", str(small.write())]) == 0
    tables = dateline.load(small.folder)
    ids, view = ["2023-08-11-plants"], "actor=kcna&lanes=actor"
    form = export.guessed(str(file)) or ""
    expected = bundle.write(tables, ids, view, small.folder) if form == "zip" else FORMATS[form].write(tables, ids, view)
    assert file.read_bytes() == expected


def test_export_to_an_ending_that_no_format_has_ends_with_2(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "-o", str(tmp_path / "out.xlsx"), "--record", str(small.write())]) == 2
    assert "no format ends so. Name one with --format, or end the file in .csv, .json" in capsys.readouterr().err
    assert not (tmp_path / "out.xlsx").exists()


def test_export_writes_binary_to_standard_output(small: Small) -> None:
    done = run("export", "--format", "zip", "--record", str(small.write()))
    assert done.stdout.startswith(b"PK")
    assert done.stderr == b""


def test_export_writes_the_schema(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "--schema"]) == 0
    assert capsysbinary.readouterr().out == schema.write()


@pytest.mark.parametrize("style", cite.STYLES)
def test_cite_prints_an_event_a_view_and_the_record(
    style: citation.Style, small: Small, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder, base = str(small.write()), "https://dateline.example"
    tables = dateline.load(folder)
    for arguments, expected in (
        (["2023-08-11-plants"], citation.of_event("2023-08-11-plants", tables, style, base)),
        (["--view", "?actor=kcna"], citation.of_view(tables, ["2023-08-11-plants"], "actor=kcna", style, base)),
        ([], citation.of_view(tables, list(tables.records), "", style, base)),
    ):
        assert main(["cite", *arguments, "--style", style, "--base", base, "--record", folder]) == 0
        assert capsysbinary.readouterr().out.decode() == expected + "\n"


def test_cite_of_an_event_that_is_not_there_names_the_nearest(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(small.write())
    assert main(["cite", "2023-08-11-plant", "--record", folder]) == 2
    assert "no event of the record is called so. Did you mean 2023-08-11-plants?" in capsys.readouterr().err
    assert main(["cite", "2023-10-20-denial", "--view", "known=2023-10-13", "--record", folder]) == 2
    assert "is called so as known on 2023-10-13" in capsys.readouterr().err


@pytest.mark.parametrize("where", ["none/out.csv", "."])
def test_export_to_a_place_that_cannot_be_written_ends_with_2(
    where: str, small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "-o", str(tmp_path / where), "--record", str(small.write())]) == 2
    assert "cannot be written: " in capsys.readouterr().err


def test_export_of_a_folder_that_is_not_there_fails_with_a_sentence(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["export", "--record", str(tmp_path / "none")]) == 1
    written = capsysbinary.readouterr()
    assert written.out == b""
    assert b"is not a folder." in written.err


def test_export_leaves_out_and_counts_what_is_held_back_and_drafts(
    small: Small, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    small.drill["kind"] = "exersise"
    small.add("visits", "2023-09-01-x", draft=True)
    assert main(["export", "--format", "json", "--record", str(small.write())]) == 0
    written = capsysbinary.readouterr()
    assert [event["id"] for event in json.loads(written.out)["events"]] == [
        "2023-08-11-plants",
        "2023-10-13-containers",
        "2023-10-20-denial",
    ]
    assert written.err.startswith(b"events/drills/2023.yaml: 1 held back because of mistakes;")


def test_the_module_runs_and_ends_with_its_status(small: Small) -> None:
    done = run("check", str(small.write()))
    assert (done.returncode, done.stderr) == (0, b"")
    small.visit["kind"] = "x"
    assert run("check", str(small.write())).returncode == 1


def test_a_console_that_knows_no_hangul_still_gets_the_problem(small: Small) -> None:
    small.visit["김정은"] = "x"
    done = run("check", str(small.write()), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert b"\\uae40" in done.stdout
    assert done.stderr == b""


@pytest.mark.parametrize("command", ["export", "check"])
def test_a_reader_that_had_enough_is_no_error(command: str, small: Small) -> None:
    broken = dict.fromkeys(("kind", "place", "series"), "no-such-thing") if command == "check" else {}
    for n in range(10, 30):
        for month in range(1, 13):
            small.add("visits", f"2023-{month:02}-{n:02}-x", **broken)
    small.write()
    arguments = ["check", str(small.folder)] if command == "check" else ["export", "--record", str(small.folder)]
    with subprocess.Popen(
        [sys.executable, "-m", "dateline", *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert b"Traceback" not in said
    assert b"Error" not in said
