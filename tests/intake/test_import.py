"""From a file to drafts of a record: what is written, what is missing, what is refused, and that nothing of the record changes."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline
from dateline.__main__ import main
from dateline.checks import read_and_check
from dateline.intake import row
from dateline.intake.plan import Outcome, plan
from dateline.intake.row import COLUMNS, RefusedError, Row
from dateline.intake.write import write
from dateline.model import Event
from dateline.reader import read
from dateline.record import Record
from tests.conftest import Small

GOOD = {
    "key": "7", "date": "14 August 2023", "title": "Harbour is seen by the leader", "category": "visits", "kind": "Plant",
    "claimed_by": "kcna", "actors": "Ким Чен Ын (visits); KCNA", "place": "Pyongyang", "reported": "Aug 15, 2023", "weapons": "PX 1",
    "summary": "A long text that tells what is said to have happened there.", "url": "https://en.yna.co.kr/1; https://www.gazette.example/2",
    "published": "2023-08-15; 20230816", "origin": "DPRK", "mood": "calm",
}  # fmt: skip


def table(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    names = list(dict.fromkeys(name for one in rows for name in one))
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def planned(small: Small, text: str, **options: Any) -> list[Outcome]:
    folder = small.write()
    return list(plan(row.rows(text)[1], "list.csv", read(folder), folder, **options).outcomes)


def written(small: Small, text: str, **options: Any) -> tuple[Record, list[Event]]:
    """The record after the import, checked, and the drafts in it."""
    folder = small.write()
    write(plan(row.rows(text)[1], "list.csv", read(folder), folder, **options), folder)
    return read_and_check(folder), [one.event for one in read(folder).events if one.event.imported]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_full_row_becomes_a_draft_with_names_found_by_id_name_and_alias(small: Small) -> None:
    record, events = written(small, table(GOOD))
    assert not record.problems, "\n".join(map(str, record.problems))
    (event,) = events
    assert event.id == "2023-08-14-harbour-is-seen-by-the-leader"
    assert event.draft
    assert (event.kind, str(event.date), str(event.reported), event.place) == ("plant", "2023-08-14", "2023-08-15", "pyongyang")
    assert event.claimed_by == ("kcna",)
    assert [(one.who, one.role) for one in event.actors] == [("kim-jong-un", "visitor"), ("kcna", "to-do")]
    assert event.weapons == ("tactical-missile",)
    assert [(one.publisher, str(one.published), one.origin) for one in event.sources] == [
        ("yonhap", "2023-08-15", ("north-korea",)), ("gazette", "2023-08-16", ("north-korea",)),
    ]  # fmt: skip
    assert event.note is not None
    assert "role of kcna" in event.note
    assert "mood = calm" in event.note
    assert "list.csv, row 2" in event.note


def test_a_bare_row_becomes_a_draft_that_names_all_that_is_missing_and_is_no_problem(small: Small) -> None:
    record, (event,) = written(small, "date,title\n2023,Something\n", category="arms")
    assert not record.problems
    assert event.note is not None
    for part in ("kind", "reported", "claimed_by", "actors", "place", "summary", "sources", "a second publisher"):
        assert part in event.note
    assert event.sources[0].url == "https://to-do.invalid/"


def test_a_draft_that_is_published_unfinished_is_told_everything_that_is_left(small: Small) -> None:
    folder = small.write()
    write(plan(row.rows("date,title\n2023,Something\n")[1], "x", read(folder), folder, category="arms"), folder)
    path = folder / "arms" / "2023.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  draft: true\n", ""), encoding="utf-8")
    said = "\n".join(str(problem) for problem in read_and_check(folder).problems)
    for field in (
        "kind",
        "actors[1].who",
        "actors[1].role",
        "place",
        "claimed_by[1]",
        "sources[1].url",
        "sources[1].publisher",
        "summary",
        "sole_source",
        "note",
        "reported",
    ):
        assert f": {field}: " in said


def test_drafts_are_seen_nowhere_until_they_are_no_drafts(small: Small) -> None:
    folder = small.write()
    before = dateline.load(folder).fingerprint
    write(plan(row.rows(table(GOOD))[1], "x", read(folder), folder), folder)
    assert dateline.load(folder).fingerprint == before


def test_a_name_that_is_only_alike_is_suggested_and_not_taken(small: Small) -> None:
    (one,) = planned(small, table(GOOD | {"place": "Pyongyan", "claimed_by": "K.C.N.A"}))
    told = "; ".join(one.missing)
    assert "“Pyongyan” is in no register; is it pyongyang?" in told
    assert "place: to-do" in one.text
    assert "place = Pyongyan" in " ".join(one.text.split())


def test_a_name_that_two_entries_have_is_not_taken(small: Small) -> None:
    small.entry("actors", "kremlin")["aliases"] = ["Union"]
    small.entry("actors", "jcs")["aliases"] = ["union"]
    (one,) = planned(small, table(GOOD | {"claimed_by": "UNION"}))
    assert "“UNION” can be jcs or kremlin" in "; ".join(one.missing)


def test_a_publisher_is_told_by_the_host_of_its_page(small: Small) -> None:
    (one,) = planned(small, table(GOOD | {"url": "https://other.example/1", "publisher": "Yonhap", "published": ""}))
    assert "publisher of other.example (not a host of yonhap)" in "; ".join(one.missing)
    assert "publisher: to-do" in one.text


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"date": "03/04/2023"}, "can be 2023-04-03 or 2023-03-04"),
        ({"date": ""}, "date: is missing"),
        ({"date": "soon"}, "is not a date"),
        ({"category": "visit"}, "category: “visit” is in no register; is it visits?"),
        ({"reported": "2023-08-01"}, "before the event, which began 2023-08-14"),
        ({"published": "2023-08-01; 2023-08-16"}, "sources[1].published: 2023-08-01 is before the event"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_refused_with_its_reason_and_the_others_go_on(
    change: dict[str, str], why: str, small: Small
) -> None:
    one, two = planned(small, table(GOOD | {"key": "1"} | change, GOOD))
    assert (one.number, one.what) == (2, "refused")
    assert why in one.why
    assert two.what == "draft"


def test_rows_that_are_called_or_written_alike_are_refused_but_the_first(small: Small) -> None:
    assert [one.what for one in planned(small, table(GOOD, GOOD | {"title": "Quite another thing"}))] == ["draft", "refused"]
    again = planned(small, table(GOOD | {"key": ""}, GOOD | {"key": ""}))
    assert "is row 2 again" in again[1].why


def test_two_events_of_one_title_and_day_get_ids_of_their_own(small: Small) -> None:
    ids = [one.id for one in planned(small, table(GOOD, GOOD | {"key": "8"}))]
    assert ids == ["2023-08-14-harbour-is-seen-by-the-leader", "2023-08-14-harbour-is-seen-by-the-leader-2"]


def test_an_id_of_the_record_is_never_used_again(small: Small) -> None:
    small.add("visits", "2023-08-14-harbour-is-seen-by-the-leader")
    small.visit["former_ids"] = ["2023-08-14-harbour-is-seen-by-the-leader-2"]
    assert planned(small, table(GOOD))[0].id == "2023-08-14-harbour-is-seen-by-the-leader-3"


def test_the_second_import_of_a_file_changes_nothing_even_after_a_draft_was_finished(small: Small) -> None:
    folder = small.write()
    text = table(GOOD, GOOD | {"key": "", "title": "Another thing altogether", "date": "2022-01-05"})
    rows = row.rows(text)[1]
    write(plan(rows, "list.csv", read(folder), folder), folder)
    path = folder / "visits" / "2023.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Harbour is seen", "The harbour was seen"), encoding="utf-8")
    before = files(folder)
    again = plan(rows, "list.csv", read(folder), folder)
    assert [one.what for one in again.outcomes] == ["there", "there"]
    assert write(again, folder) == {}
    assert files(folder) == before


def test_what_stood_in_the_files_stands_there_still_to_the_byte(small: Small) -> None:
    folder = small.write()
    path = folder / "visits" / "2023.yaml"
    path.write_bytes(b"# A note of ours\n" + path.read_bytes().rstrip(b"\n"))
    before = files(folder)
    write(plan(row.rows(table(GOOD, GOOD | {"key": "8", "date": "1999"}))[1], "x", read(folder), folder), folder)
    after = files(folder)
    assert set(after) - set(before) == {"visits/1999.yaml"}
    assert all(after[name].startswith(content) for name, content in before.items())
    assert not read_and_check(folder).problems


def test_a_record_with_mistakes_is_not_imported_into(small: Small) -> None:
    small.visit["date"] = "2023-02-30"
    with pytest.raises(RefusedError, match="mend them first"):
        planned(small, table(GOOD))


def test_a_file_that_is_no_open_list_is_not_added_to(small: Small) -> None:
    folder = small.write()
    path = folder / "visits" / "2023.yaml"
    path.write_text(json.dumps([small.visit], ensure_ascii=False), encoding="utf-8")
    before = files(folder)
    made = plan(row.rows(table(GOOD))[1], "x", read(folder), folder)
    with pytest.raises(RefusedError, match=r"cannot be added to visits/2023\.yaml"):
        write(made, folder)
    assert files(folder) == before


def test_a_file_never_grows_beyond_what_is_read(small: Small) -> None:
    rows = [
        Row(n, {"date": "2023-08-14", "title": f"Event of number {n}", "key": str(n), "summary": "word " * 380})
        for n in range(900)
    ]
    folder = small.write()
    before = files(folder)
    made = plan(rows, "x", read(folder), folder, category="visits")
    with pytest.raises(RefusedError, match="more than 2,000,000"):
        write(made, folder)
    assert files(folder) == before


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> hello there", "=HYPERLINK(\"http://x\",\"y\") as a title", "@SUM(A1:A9) as a title", "x: y # no comment & *alias",
        "'quoted' \"twice\" \\ back", "- a list: [x, {y: z}]", "\u202eright to left\u202c and שלום", "김정은, 군수공장 시찰", "![image](http://x) and [a](http://y)",
        "a&lt;b&gt;c and &amp;amp; &nbsp;", "line\nbreaks\r\nand\ttabs\x85here", "𝕏 emoji 🎉 beyond the plane", "\ud800 half a pair", "null", "~ is a title too",
    ],
)  # fmt: skip
def test_any_text_of_a_row_becomes_plain_text_of_a_healthy_record(hostile: str, small: Small) -> None:
    rows = [
        Row(
            2,
            {"date": "2023-08-14", "title": hostile, "summary": hostile, "note": hostile, "place": hostile, "actors": hostile},
            {hostile: hostile},
        )
    ]
    folder = small.write()
    made = plan(rows, hostile, read(folder), folder, category="visits")
    assert made.count("draft") == 1, made.outcomes
    write(made, folder)
    record = read_and_check(folder)
    assert not record.problems, "\n".join(map(str, record.problems))
    (event,) = [one.event for one in read(folder).events if one.event.imported]
    assert "<script" not in event.title + event.summary + str(event.note)
    if hostile.startswith(("=", "@", "김", "x:", "-")):
        assert event.title == hostile


def test_long_texts_are_cut_in_their_field_and_whole_in_the_note_or_told(small: Small) -> None:
    text = "word " * 300
    (one,) = planned(small, table(GOOD | {"summary": text, "title": "title " * 30}))
    assert one.what == "draft"
    assert ("all of the text = " + text.strip()) in " ".join(one.text.split())
    (longer,) = planned(small, table(GOOD | {"summary": text * 4}))
    assert any("the note holds 2000 of" in kept for kept in longer.kept)


def test_a_category_that_leads_out_of_the_record_is_refused(small: Small) -> None:
    (one,) = planned(small, table(GOOD | {"category": "../../etc"}))
    assert one.what == "refused"
    with pytest.raises(RefusedError, match=r"cannot go to the category \.\./x"):
        planned(small, table(GOOD), category="../x")


ACLED = """event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,location,latitude,longitude,source,notes,fatalities
UTO1,14 August 2023,2,Battles,Armed clash,Kremlin,Rebels,Pyongyang,1,2,Gazette; Herald,They fought for a day or so.,3
"""
TIMELINE = json.dumps(
    {
        "events": [
            {
                "start_date": {"year": "2023", "month": "8"},
                "text": {"headline": "A visit of old", "text": "<p>Told &amp; shown</p>"},
                "unique_id": "u",
            }
        ]
    }
)
TIMEMAP = json.dumps(
    [
        {
            "id": "3",
            "date": "8/14/2023",
            "location": "Washington",
            "description": "It was told in some words.",
            "sources": ["https://yna.co.kr/1"],
        }
    ]
)
CALENDAR = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nSUMMARY:Summer drill of old\nDTSTART;VALUE=DATE:20230811\nDTEND;VALUE=DATE:20230813\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    ("content", "date"),
    [(ACLED, "2023-08-14~"), (TIMELINE, "2023-08"), (TIMEMAP, "2023-08-14"), (CALENDAR, "2023-08-11/2023-08-12")],
)
def test_every_format_becomes_drafts_that_pass_the_checks_and_are_known_again(content: str, date: str, small: Small) -> None:
    record, (event,) = written(small, content, category="drills")
    assert not record.problems, "\n".join(map(str, record.problems))
    assert str(event.date) == date
    rows = row.rows(content)[1]
    assert [one.what for one in plan(rows, "list.csv", read(small.folder), small.folder, category="drills").outcomes] == ["there"]


def test_the_command_is_a_dry_run_that_tells_row_by_row(small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(table(GOOD, GOOD | {"key": "8", "date": "03/04/2023"}), encoding="utf-8")
    folder = small.write()
    before = files(folder)
    assert main(["import", str(path), "--record", str(folder)]) == 1
    assert files(folder) == before
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "row 2: draft 2023-08-14-harbour-is-seen-by-the-leader in visits/2023.yaml"
    assert lines[1].startswith("  to do: ")
    assert lines[2].startswith("row 3: refused: date: 03/04/2023 can be")
    assert lines[3] == "No field takes these columns; they go into the note: mood (2)"
    assert lines[4].endswith("1 become drafts, 0 are there already, 1 refused.")
    assert lines[5] == "Nothing was written; --write does it."


def test_the_command_writes_when_it_is_told_to_and_says_where(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(table(GOOD, GOOD | {"key": "8", "date": "03/04/2023"}), encoding="utf-8")
    folder = str(small.write())
    assert main(["import", str(path), "--record", folder, "--write", "--dates", "day-first"]) == 0
    assert "visits/2023.yaml: 2 added" in capsys.readouterr().out
    assert main(["check", folder]) == 0


@pytest.mark.parametrize("arguments", [["none.csv"], [], ["{folder}"]])
def test_the_command_without_a_usable_file_ends_with_2(
    arguments: list[str], small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(small.write())
    assert main(["import", *(one.format(folder=folder) for one in arguments), "--record", folder]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_command_needs_a_record_with_categories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(table(GOOD), encoding="utf-8")
    assert main(["import", str(path), "--record", str(tmp_path / "none")]) == 2
    assert "python -m dateline init" in capsys.readouterr().err


def test_the_template_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--template"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ",".join(COLUMNS)


CELLS = st.text(max_size=40) | st.sampled_from(
    ["2023-08-14", "kcna", "https://yna.co.kr/1", "Pyongyang", "visits", "plant", "14/15/2023", "김정은", "=1+1", "<b>", "a;b|c"]
)


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from([*COLUMNS, "mood", "latitude"]), CELLS, max_size=12), min_size=1, max_size=4))
def test_whatever_a_csv_holds_each_row_is_told_once_and_the_record_stays_healthy(rows: list[dict[str, str]]) -> None:
    _hold(table(*[{"date": "2023-08-14", "title": "A title of some length"} | one for one in rows]))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["start_date", "text", "media", "year", "month", "day", "headline", "url", "id", "date", "x"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(JSON, max_size=4) | st.fixed_dictionaries({"events": st.lists(JSON, max_size=4)}))
def test_whatever_a_json_file_holds_each_entry_is_told_and_the_record_stays_healthy(data: object) -> None:
    _hold(json.dumps(data))


LINES = st.lists(
    st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "DTSTART:20230811", "DTSTART:x", "DTEND;VALUE=DATE:00010101", "UID:a", " folded", "SUMMARY:A title of length", "RECURRENCE-ID:1", "GEO:1", ""])
    | st.text(max_size=20),
    max_size=14,
)  # fmt: skip


@settings(max_examples=60)
@given(LINES)
def test_whatever_a_calendar_holds_each_event_is_told_and_the_record_stays_healthy(lines: list[str]) -> None:
    _hold("\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]))


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_refused(content: str) -> None:
    _hold(content)


def _hold(content: str) -> None:
    """Import a text into a copy of the small record: it is refused as a whole, or each row is told once and the checks find nothing."""
    with tempfile.TemporaryDirectory() as name:
        small = Small(Path(name) / "events")
        folder = small.write()
        try:
            rows = row.rows(content)[1]
        except RefusedError:
            return
        made = plan(rows, "fuzz", read(folder), folder, category="visits")
        assert [one.number for one in made.outcomes] == [one.number for one in rows]
        assert all(one.why for one in made.outcomes if one.what != "draft")
        written = write(made, folder)
        assert sum(written.values()) == made.count("draft")
        record = read_and_check(folder)
        assert not record.problems, "\n".join(map(str, record.problems))
        assert len(record.events) == 4
        again = plan(rows, "fuzz", read(folder), folder, category="visits")
        assert again.count("draft") == 0
        shutil.rmtree(folder)
