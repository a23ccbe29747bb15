"""What an event was called before goes on leading to it: in links, citations, commands, files, for who reads while it is renamed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import date

import pytest
import streamlit as st

import dateline
from dateline.__main__ import main
from dateline.address import decode, encode
from dateline.drafting import checked
from dateline.export import FORMATS
from dateline.export.as_atom import urn
from dateline.export.as_csv import SEPARATOR
from dateline.formatting import formatted
from dateline.known import as_known
from dateline.reader import read
from dateline.registers import StoryStep
from dateline.search import find, index
from dateline.snapshot.content import content
from dateline.stories import opened
from dateline.tables import Tables
from dateline.ui import dossier, frame, state
from dateline.ui.document import text_of
from dateline.ui.kept import Kept
from tests.conftest import Small

FORMER, FIRST, NOW = "2023-10-12-containers", "2023-10-14-containers", "2023-10-13-containers"


@pytest.fixture
def tables(small: Small) -> Tables:
    return renamed(small).tables()


def renamed(small: Small) -> Small:
    """The claim had two ids before."""
    small.claim["former_ids"] = [FIRST, FORMER]
    return small


@pytest.mark.parametrize("event_id", [FORMER, FIRST, FORMER.upper()])
def test_a_link_opens_the_event_and_is_written_with_the_present_id(event_id: str, tables: Tables) -> None:
    selection, notices = decode(f"event={event_id}&category=arms", tables)
    assert (selection.event, notices) == (NOW, ())
    assert encode(selection) == f"category=arms&event={NOW}"


def test_an_id_in_use_means_the_event_that_has_it(small: Small) -> None:
    made = renamed(small).tables()
    assert decode(f"event={NOW}", made)[0].event == made.present_id(NOW) == NOW
    assert made.present_id("2023-01-01-nothing") == "2023-01-01-nothing"


def test_an_event_is_looked_up_by_each_of_its_ids(tables: Tables) -> None:
    assert tables.event(FORMER) is tables.event(FIRST) is tables.event(NOW) is tables.records[NOW].event
    with pytest.raises(KeyError):
        tables.event("2023-01-01-nothing")


def test_before_it_was_known_it_is_found_by_none_of_its_ids(tables: Tables) -> None:
    then = as_known(tables, tables.records["2023-08-21-summer-drill"].event.date.start)
    assert then.former_ids == {}
    with pytest.raises(KeyError):
        then.event(FORMER)


def test_a_step_of_a_story_lights_the_event(tables: Tables) -> None:
    selection, lost = opened(tables, StoryStep(title="A step", text="It is so.", event=FORMER))
    assert (selection.event, lost) == (NOW, ())


def test_the_search_finds_it(small: Small) -> None:
    small.claim["former_ids"] = ["2023-10-13-zebras"]
    found = find("zebras", index(small.tables()))
    assert found is not None
    assert found.ids[found.rows].tolist() == [NOW]


def test_its_page_says_what_it_was_called_and_other_pages_do_not(tables: Tables) -> None:
    selection = decode("", tables)[0]
    text = text_of(dossier.page(NOW, tables, selection, yaml="", line_link=None))
    assert f"Formerly {FIRST} , {FORMER} ." in " ".join(text.split())
    assert "Formerly" not in text_of(dossier.page("2023-10-20-denial", tables, selection, yaml="", line_link=None))


def test_a_page_drawn_before_the_id_changed_can_still_choose_it(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", session)
    for sent, held in ((FORMER, [NOW]), ("2023-01-01-nothing", []), (None, []), ([FORMER], [])):
        state.choose(sent, tables)
        assert session["event"] == held


def test_the_browser_tab_names_it(tables: Tables) -> None:
    assert frame.tab(tables, FORMER, None) == frame.tab(tables, NOW, None) != frame.tab(tables, "", None)


def test_it_is_cited_under_its_present_id(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(renamed(small).write())
    arguments = ["--base", "https://dateline.example", "--record", folder]
    assert main(["cite", NOW, *arguments]) == 0
    expected = capsys.readouterr()
    assert main(["cite", FORMER, *arguments]) == 0
    cited = capsys.readouterr()
    assert cited.out == expected.out
    assert (cited.err, expected.err) == (f"{FORMER} is called {NOW} now.\n", "")


def test_tables_of_files_name_its_former_ids(tables: Tables) -> None:
    ids = list(tables.records)
    rows = {one["id"]: one["former_ids"] for one in json.loads(FORMATS["json"].write(tables, ids, ""))["events"]}
    assert {one: former for one, former in rows.items() if former} == {NOW: [FIRST, FORMER]}
    assert f"{FIRST}{SEPARATOR}{FORMER}" in FORMATS["csv"].write(tables, ids, "").decode()


def test_linked_data_says_that_the_names_are_of_the_same(tables: Tables) -> None:
    claims = {
        one.get("identifier"): one for one in json.loads(FORMATS["jsonld"].write(tables, list(tables.records), ""))["@graph"]
    }
    assert claims[NOW]["sameAs"] == [urn(f"event/{FIRST}"), urn(f"event/{FORMER}")]
    assert "sameAs" not in claims["2023-10-20-denial"]


def test_who_subscribed_sees_no_second_event_when_the_id_changes(small: Small) -> None:
    small.claim["changes"] = [{"on": "2024-02-01", "kind": "added"}]

    def names() -> tuple[list[str], list[str]]:
        made = small.tables()
        feed = ET.fromstring(FORMATS["atom"].write(made, list(made.records), ""))
        entries = [one.text or "" for one in feed.iter("{http://www.w3.org/2005/Atom}id")][1:]
        calendar = FORMATS["ics"].write(made, list(made.records), "").decode()
        return entries, [line for line in calendar.splitlines() if line.startswith("UID:")]

    before = names()
    small.claim.update(id="2023-10-13-boxes", former_ids=[NOW])
    small.denial["links"][0]["to"] = "2023-10-13-boxes"
    assert names() == before


def test_the_field_keeps_its_place_in_a_file(small: Small) -> None:
    small.claim["changes"] = [{"on": "2024-02-01", "kind": "added"}]
    path = renamed(small).write() / "arms" / "2023.yaml"
    text, problems = formatted(path.read_text(encoding="utf-8"), path.as_posix())
    assert not problems
    changes, former = (line for line in text.splitlines() if line.startswith(("  changes:", "  former_ids:")))
    assert changes.startswith("  changes:")
    assert former == f"  former_ids: [{FIRST}, {FORMER}]"


def test_an_event_that_is_renamed_while_other_files_break_is_not_lost(small: Small) -> None:
    held = Kept()
    small.visit["links"] = []
    held.take(dateline.load(small.write()))
    small.claim.update(id="2023-10-13-boxes", former_ids=[NOW])
    small.denial["links"][0]["to"] = "2023-10-13-boxes"
    small.add("visits", "2023-09-01-x", place="nowhere")
    newest = dateline.load(small.write())
    assert newest.problems
    assert held.take(newest) is newest


def test_an_event_with_an_id_that_another_had_is_a_mistake_before_it_is_sent(small: Small) -> None:
    record = read(renamed(small).write())
    draft = {**small.visit, "id": FORMER, "date": FORMER[:10], "reported": FORMER[:10]}
    problems = [str(one) for one in checked(draft, "visits", record).problems]
    assert any(f"is a former id of {NOW}. Ids are used once" in one for one in problems)


def test_a_snapshot_holds_them(tables: Tables) -> None:
    assert content(tables, decode("", tables)[0], date(2026, 1, 1))["address"]["former_ids"] == {FIRST: NOW, FORMER: NOW}
