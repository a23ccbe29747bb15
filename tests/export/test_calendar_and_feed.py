"""iCalendar as icalendar reads it, Atom as its RFC asks: days as far as they are known, ids that stay, what was changed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from dateline.export import FORMATS, citation
from dateline.export.as_ics import UNKNOWN_DAY
from dateline.known import as_known
from dateline.tables import Tables, build
from tests.conftest import Small, sample, source
from tests.export.hostile import all_dates, hostile_record

ATOM = "{http://www.w3.org/2005/Atom}"


def calendar(tables: Tables, view: str = "") -> Any:
    content = FORMATS["ics"].write(tables, list(tables.records), view)
    for one in content.split(b"\r\n"):
        assert len(one) <= 75
        one.decode()
    assert b"\n" not in content.replace(b"\r\n", b"")
    found = Calendar.from_ical(content)
    assert isinstance(found, Calendar)
    return found


def entries(tables: Tables) -> dict[str, Any]:
    found = {str(one["UID"]).removesuffix("@dateline"): one for one in calendar(tables).walk("VEVENT")}
    assert list(found) == list(tables.records)
    assert all(isinstance(one, Event) for one in found.values())
    return found


def span(entry: Any) -> tuple[date, date | None]:
    return entry["DTSTART"].dt, entry["DTEND"].dt if "DTEND" in entry else None


def test_a_calendar_holds_every_event_with_its_days_the_end_excluded(small: Small) -> None:
    found = entries(small.tables())
    assert span(found["2023-08-11-plants"]) == (date(2023, 8, 11), date(2023, 8, 13))
    assert span(found["2023-10-13-containers"]) == (date(2023, 10, 13), date(2023, 10, 14))
    for entry in found.values():
        assert entry.errors == []
        assert "STATUS" not in entry
        assert entry["TRANSP"] == "TRANSPARENT"


def test_every_day_of_a_larger_record_reads_back() -> None:
    tables = sample()
    for event_id, entry in entries(tables).items():
        when = tables.records[event_id].event.date
        assert when.earliest
        assert when.latest
        assert span(entry) == (when.earliest, when.latest + timedelta(days=1))
        assert str(entry["SUMMARY"]).endswith(tables.records[event_id].event.title)


@pytest.mark.parametrize(
    ("written", "first", "end", "title"),
    [
        ("2023-09", date(2023, 9, 1), date(2023, 10, 1), "[September 2023] "),
        ("2023-08-08~", date(2023, 8, 5), date(2023, 8, 12), "[about 8 August 2023] "),
        ("[2023-09-01..2023-09-05]", date(2023, 9, 1), date(2023, 9, 6), "[one day, 1–5 September 2023] "),
        ("[..2023-09-05]", date(2023, 9, 5), date(2023, 9, 6), "[not later than 5 September 2023] "),
        ("2023-09-01?", date(2023, 9, 1), date(2023, 9, 2), "[1 September 2023 (uncertain)] "),
        ("2023-09/..", date(2023, 9, 1), None, "[since September 2023] "),
    ],
)
def test_a_day_that_is_not_known_is_said_and_takes_all_the_days_it_may_have_been(
    written: str, first: date, end: date | None, title: str, small: Small
) -> None:
    small.add("visits", "2023-09-01-x", date=written, sources=[source("2024")])
    entry = entries(build(small.read()))["2023-09-01-x"]
    assert span(entry) == (first, end)
    assert str(entry["SUMMARY"]).startswith(title)
    assert UNKNOWN_DAY in entry["CATEGORIES"].cats
    assert entry["STATUS"] == "TENTATIVE"
    assert title.strip("[] ")[1:] in str(entry["DESCRIPTION"])


def test_what_goes_on_has_no_end_and_says_so(small: Small) -> None:
    small.add("visits", "2023-09-01-x", date="2023-09-01/..")
    entry = entries(small.tables())["2023-09-01-x"]
    assert span(entry) == (date(2023, 9, 1), None)
    assert str(entry["SUMMARY"]).startswith("[since 1 September 2023]")


def test_an_entry_says_who_says_so_and_on_what_it_rests(small: Small) -> None:
    entry = entries(small.tables())["2023-10-13-containers"]
    told = str(entry["DESCRIPTION"])
    assert told.startswith("Told by White House. Standing: Disputed.")
    assert "Figures as claimed: over 1,000 containers, says White House." in told
    assert "[2] Gazette, 14 October 2023, from White House: https://gazette.example/a" in told
    assert "record 2023-10-13-containers, version " in told
    assert entry["CATEGORIES"].cats == ["Arms", "Disputed"]
    assert entry["GEO"].latitude == 38.9


def test_a_place_that_is_no_spot_has_no_point(small: Small) -> None:
    small.entry("places", "washington")["precision"] = "country"
    found = entries(small.tables())
    assert "GEO" not in found["2023-10-13-containers"]
    assert "GEO" not in found["2023-08-11-plants"]
    assert str(found["2023-10-13-containers"]["LOCATION"]) == "Washington (country as a whole, no point)"


def test_a_calendar_tells_changes_and_stays_the_same(small: Small) -> None:
    small.claim["changes"] = [
        {"on": "2024-02-01", "kind": "added"},
        {"on": "2024-03-02", "kind": "corrected", "about": "the day"},
    ]
    tables = small.tables()
    entry = entries(tables)["2023-10-13-containers"]
    assert int(entry["SEQUENCE"]) == 1
    assert entry["CREATED"].dt.date() == date(2024, 2, 1)
    assert entry["LAST-MODIFIED"].dt.date() == entry["DTSTAMP"].dt.date() == date(2024, 3, 2)
    other = entries(tables)["2023-08-11-plants"]
    assert ("LAST-MODIFIED" in other, int(other["SEQUENCE"])) == (False, 0)
    ids = list(tables.records)
    assert FORMATS["ics"].write(tables, ids, "") == FORMATS["ics"].write(small.tables(), ids, "")


def test_a_calendar_cites_its_view(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ADDRESS", "https://dateline.example")
    tables = small.tables()
    found = calendar(tables, "actor=kcna")
    assert found["URL"] == "https://dateline.example/?actor=kcna"
    assert citation.version(tables) in str(found["DESCRIPTION"])
    assert found.walk("VEVENT")[0]["URL"] == "https://dateline.example/event?event=2023-08-11-plants"


def test_a_calendar_of_every_form_of_date_and_of_hostile_texts_is_read(small: Small) -> None:
    entries(all_dates(small))
    tables = hostile_record(Small(small.folder))
    for event_id, entry in entries(tables).items():
        assert entry.errors == []
        assert not set(entry) - {
            "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "CATEGORIES", "STATUS", "CREATED",
            "LAST-MODIFIED", "SEQUENCE", "TRANSP", "URL",
        }, event_id  # fmt: skip


def feed(tables: Tables, view: str = "") -> ET.Element:
    """The feed, held to what RFC 4287 asks of one."""
    found = ET.fromstring(FORMATS["atom"].write(tables, list(tables.records), view))
    assert found.tag == f"{ATOM}feed"
    for element in (found, *found.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "")
        assert (element.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert found.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in found.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    for entry in found.findall(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}content")
    return found


def changed(small: Small) -> Small:
    small.visit["changes"] = [
        {"on": "2024-01-01", "kind": "added"},
        {"on": "2024-03-01", "kind": "corrected", "about": "the day"},
    ]
    small.claim["changes"] = [{"on": "2024-02-01", "kind": "added"}]
    return small


def test_a_feed_has_an_entry_a_change_the_newest_first(small: Small) -> None:
    found = feed(changed(small).tables())
    titles = [entry.findtext(f"{ATOM}title") for entry in found.findall(f"{ATOM}entry")]
    assert titles == [
        "Corrected: Kim Jong Un tours missile plants",
        "Added: White House speaks of 1,000 containers of missile parts",
        "Added: Kim Jong Un tours missile plants",
    ]
    assert found.findtext(f"{ATOM}updated") == "2024-03-01T00:00:00Z"
    first = found.find(f"{ATOM}entry")
    assert first is not None
    content = first.findtext(f"{ATOM}content") or ""
    assert content.startswith("Corrected on 1 March 2024: the day.")
    assert "Told by KCNA." in content


def test_ids_of_a_feed_stay_when_more_is_changed_and_reworded(small: Small) -> None:
    def ids() -> set[str]:
        return {entry.findtext(f"{ATOM}id") or "" for entry in feed(small.tables()).findall(f"{ATOM}entry")}

    changed(small)
    before = ids()
    small.visit["changes"][1]["about"] = "the day, which was wrong"
    small.visit["title"] = "Kim Jong Un tours plants"
    small.visit["changes"].append({"on": "2024-03-01", "kind": "corrected", "about": "the place"})
    small.denial["changes"] = [{"on": "2024-01-01", "kind": "added"}]
    assert len(ids() - before) == 2
    assert before < ids()


def test_a_feed_of_a_record_without_changes_is_healthy_and_empty(small: Small) -> None:
    found = feed(small.tables())
    assert found.findall(f"{ATOM}entry") == []
    assert found.findtext(f"{ATOM}updated") == "2023-10-20T00:00:00Z"
    nothing = small.tables()
    assert ET.fromstring(FORMATS["atom"].write(nothing, [], "")).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_a_feed_of_hostile_texts_is_xml_and_tells_pages_of_a_past_day_only(small: Small) -> None:
    feed(hostile_record(small))
    tables = as_known(changed(Small(small.folder)).tables(), date(2023, 10, 13))
    content = FORMATS["atom"].write(tables, list(tables.records), "known=2023-10-13").decode()
    assert "gazette.example" not in content
    assert "yna.co.kr" in content
