"""Files as people send them: encodings, sizes, what is packed, and what is malformed."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from pathlib import Path

import pytest

from dateline.intake import row, tabular, text
from dateline.intake.row import RefusedError

LINE = "date,title\n2023-08-14,김정은 시찰 소식\n"


def put(folder: Path, content: bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str, tmp_path: Path) -> None:
    assert text.read(put(tmp_path, LINE.encode(encoding))) == LINE


def test_korean_bytes_are_refused_with_the_encoding_to_name_and_read_once_it_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, LINE.encode("cp949"))
    with pytest.raises(RefusedError, match=r"not UTF-8 text from line 2 on.*--encoding cp949"):
        text.read(path)
    assert text.read(path, "cp949") == LINE


def test_western_bytes_are_not_taken_for_korean(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cp1252"):
        text.read(put(tmp_path, "date,title\n2023,caf\u00e9 \u00e0 Paris\n".encode("cp1252")))


@pytest.mark.parametrize(
    ("name", "why"), [("no-such", "no encoding"), ("utf-8", "is not utf-8 text"), ("rot13", "encoding|not rot13")]
)
def test_an_encoding_that_does_not_fit_is_refused(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=why):
        text.read(put(tmp_path, b"\xff\xfe\xfa"), name)


def test_utf_16_without_its_mark_and_other_nul_bytes_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="utf-16-le"):
        text.read(put(tmp_path, "date,title\n2023-08-14,visit\n".encode("utf-16-le")))
    with pytest.raises(RefusedError, match="NUL byte in line 2"):
        text.read(put(tmp_path, b"date,title\n2023,a\x00b\n"))


def test_a_file_of_200_mb_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("it was opened"))
    with pytest.raises(RefusedError, match=r"200,000,000 bytes, more than 20,000,000. Split it"):
        text.read(path)


def test_what_is_packed_is_refused_and_never_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.csv", b"0" * 5_000_000)
    with pytest.raises(RefusedError, match="nothing is unpacked here"):
        text.read(put(tmp_path, packed.getvalue()))
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["list.csv"]
    for begin in (b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7"):
        with pytest.raises(RefusedError, match="is a"):
            text.read(put(tmp_path, begin))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "is not a file"), (tmp_path / "none", "cannot be read"), (Path("a\0b"), "cannot be read")):
        with pytest.raises(RefusedError, match=why):
            text.read(path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(RefusedError, match="is not a file"):
            text.read(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "holds nothing"),
        ("   \n", "holds nothing"),
        (",".join(f"c{n}" for n in range(1_000_000)), "1,000,000 columns, more than 200"),
        ("date,title,Title\n", "two columns 'Title'"),
        ("day,when,title\n", "two columns for date: 'day' and 'when'"),
        ("title,place\nx,y\n", "no column for the date"),
        ("date,place\nx,y\n", "no column for a title"),
        ('date,title\n2023,"open\n', "is no CSV"),
        ('date,title\n2023,"a"b\n', "is no CSV from line 2"),
        ("date,title\n" + "2023," + "x" * 200_000, "is no CSV"),
        ("date,title\n" + "2023,x\n" * 10_001, "more than 10,000 rows"),
        ("[" * 100_000, "nested more than 20 levels deep in line 1"),
        ('{"a":' * 5_000 + "1" + "}" * 5_000, "nested more than 20"),
        ('{"events": [', "is no JSON"),
        ('{"events": [{"id": 1, "id": 2}]}', "holds the name 'id' twice"),
        ('{"a": 1}', "without a list of events"),
        ('"text"', "no column for the date"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "holds no event"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", "ends within an event"),
        ("BEGIN:VCALENDAR\nnonsense\n", "no iCalendar in line 2"),
    ],
)  # fmt: skip
def test_a_file_that_is_malformed_is_refused_with_a_sentence(content: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        row.rows(content)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_of_any_usual_separator_is_read_and_rows_are_counted_as_a_spreadsheet_does(separator: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows(
        [["Date", "Headline", "Mood"], ["2023", "two\nlines; here, and\ttabs", ""], ["", "", ""], ["2024", "b", "calm"]]
    )
    form, rows = row.rows(out.getvalue())
    assert form == "csv"
    assert [one.number for one in rows] == [2, 4]
    assert rows[0].fields == {"date": "2023", "title": "two\nlines; here, and\ttabs"}
    assert rows[1].rest == {"Mood": "calm"}


def test_a_column_called_as_a_field_goes_before_one_that_means_the_same_which_is_kept_aside() -> None:
    _, rows = row.rows("headline,title,date\nlong,short,2023\n")
    assert (rows[0].fields["title"], rows[0].rest) == ("short", {"headline": "long"})


def test_a_row_with_more_cells_than_the_header_is_refused_and_its_cells_are_kept() -> None:
    _, rows = row.rows("date,title\n2023,a,b\n2023,a,,\n")
    assert "has 3 cells, the header 2" in rows[0].refused
    assert rows[0].rest == {"cell 1": "2023", "cell 2": "a", "cell 3": "b"}
    assert not rows[1].refused


def test_the_template_has_every_column_and_a_row_that_is_understood() -> None:
    _, rows = row.rows(tabular.template())
    header = next(csv.reader(io.StringIO(tabular.template())))
    assert header == list(row.COLUMNS)
    assert not rows[0].rest
    assert rows[0].fields["date"] == "2023-08-14"


def test_an_acled_export_is_known_and_its_precision_of_time_is_kept() -> None:
    header = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,actor2,country,location,latitude,longitude,geo_precision,source,notes,fatalities"
    line = "{}1,14 August 2023,2023,{},Political violence,Battles,Armed clash,Army; North,Rebels,Utopia,Port,1.5,2.5,1,Gazette; Herald,On 14 August they fought.,3"
    form, rows = row.rows("\n".join([header, line.format("A", 1), line.format("B", 2), line.format("C", 9)]))
    assert form == "acled"
    day, week, odd = rows
    assert day.fields["key"] == "A1"
    assert day.fields["title"] == "Armed clash: Army; North and Rebels, Port"
    assert day.fields["actors"] == "Army, North; Rebels"
    assert day.rest["fatalities"] == "3"
    assert day.rest["event_type"] == "Battles"
    assert week.fields["date precision"] == "week"
    assert "time_precision 9" in odd.refused


def test_a_sheet_of_timelinejs_is_known_and_its_title_is_no_event() -> None:
    header = "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Type,Group"
    form, rows = row.rows(
        f"{header}\n,,,,,,,,,The title,x,,,,title,\n2023,8,14,09:00,2023,8,15,,mid-August,A visit,<p>Told</p>,https://a.example/x,Me,,,Visits\n"
    )
    assert form == "timelinejs-csv"
    assert "is the timeline's title" in rows[0].refused
    assert rows[1].fields == {
        "date": "2023-08-14", "end": "2023-08-15", "title": "A visit", "summary": "<p>Told</p>", "url": "https://a.example/x", "category": "Visits",
    }  # fmt: skip
    assert rows[1].rest == {"display_date": "mid-August", "media_credit": "Me"}
    assert rows[1].notes == ["start time 09:00 left out"]


def test_a_timeline_of_timelinejs_is_known_and_nothing_in_it_is_lost() -> None:
    content = """{"title": {"text": {"headline": "All"}}, "events": [
      {"start_date": {"year": "2023", "month": 8, "day": 4, "hour": 9, "minute": 30}, "text": {"headline": "A", "text": "B"},
       "media": {"url": "no address", "caption": "C"}, "unique_id": "u1", "group": "Visits", "extra": [1, {"x": null}]},
      {"start_date": {"year": 2023, "day": 4}, "text": {"headline": "D"}}, 7], "eras": [{"start_date": {"year": 2020}}]}"""
    form, rows = row.rows(content)
    assert form == "timelinejs-json"
    assert rows[0].fields == {"date": "2023-08-04", "title": "A", "summary": "B", "key": "u1", "category": "Visits"}
    assert rows[0].rest == {"media": "no address", "media.caption": "C", "extra": '["1", {"x": null}]'}
    assert rows[0].notes == ["start time 9:30 left out"]
    assert rows[1].fields["date"] == "2023, day 4 of no month"
    assert [bool(one.refused) for one in rows] == [False, False, True, True, True]
    assert "no event" in rows[2].refused


def test_events_of_timemap_are_known_with_their_sources() -> None:
    form, rows = row.rows(
        '[{"id": 3, "date": "8/14/2023", "time": "09:00", "location": "Port", "latitude": "1.5", "longitude": "2", "description": "It was told.",'
        ' "category": "visit", "sources": ["https://a.example/1", "photo-2"], "filter1": "x", "associations": ["a", "b"]}]'
    )
    assert form == "timemap"
    assert rows[0].fields == {
        "key": "3", "date": "8/14/2023", "place": "Port", "lat": "1.5", "lon": "2", "summary": "It was told.", "kind": "visit", "url": "https://a.example/1",
    }  # fmt: skip
    assert rows[0].rest == {"sources": "https://a.example/1; photo-2", "filter1": "x", "associations": "a; b"}


def test_a_calendar_is_unfolded_its_end_is_the_last_day_and_persons_stay_out() -> None:
    content = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u1\r\nSUMMARY:A visit\\, told\r\n  of later\r\nDTSTART;VALUE=DATE:20230811\r\nDTEND;VALUE=DATE:20230813\r\n"
        "DESCRIPTION:One\\nTwo\r\nLOCATION:Port\r\nGEO:1.5;2.5\r\nATTENDEE;CN=\"A; B\":mailto:a@b.example\r\nX-MOOD:calm\r\nDTSTAMP:20230101T000000Z\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:u2\r\nSUMMARY:Night\r\nDTSTART:20230811T230000Z\r\nDTEND:20230812T010000Z\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )  # fmt: skip
    form, rows = row.rows(content)
    assert form == "ics"
    assert rows[0].fields == {
        "key": "u1", "title": "A visit, told of later", "summary": "One\nTwo", "place": "Port", "lat": "1.5", "lon": "2.5", "date": "20230811", "end": "20230812",
    }  # fmt: skip
    assert rows[0].rest == {"X-MOOD": "calm", "VALARM": "left out"}
    assert rows[0].notes == ["ATTENDEE left out: persons have no place in a record"]
    assert rows[1].fields["end"] == "20230812"
    assert any("23:00 UTC" in note for note in rows[1].notes)
    assert any("repeated" in note for note in rows[1].notes)
