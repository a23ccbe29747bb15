"""Documents as data: what a reader is told about an event, in which words."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.address import KEYS
from dateline.dates import parse
from dateline.known import as_known
from dateline.model import Quantity
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import articles, dossier, fields, frame, nodes, record, scripts, state, stories, wording
from dateline.ui.marks import mark
from dateline.ui.nodes import node, text_of
from tests.conftest import Small, source
from tests.shipped import shipped_tables

EVENTS = Path(__file__).resolve().parents[2] / "events"
TOUR = "2023-08-11-tactical-missile-plants"
VISIT, CLAIM = "2023-08-11-plants", "2023-10-13-containers"
ALLEGATION = "2023-10-13-white-house-1000-containers"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


@pytest.fixture(scope="module")
def pages(tables: Tables) -> dict[str, Any]:
    """The page of every fourth event: each takes a hundredth of a second."""
    some = list(tables.records)[::4]
    return {event_id: dossier.page(event_id, tables, Selection(), yaml="", line_link=None) for event_id in some}


def links(root: Any) -> list[str]:
    """Every ``href`` of a document."""
    if isinstance(root, str):
        return []
    own = [root[1]["href"]] if "href" in root[1] else []
    return own + [link for child in root[2] for link in links(child)]


def test_a_node_keeps_text_apart_from_structure_and_leaves_out_what_is_missing() -> None:
    made = node("p", "a <b>", None, [node("b", "c"), "d"], css="x", title=None, hidden=False, open=True, data_value="v")
    assert made == ["p", {"class": "x", "open": "", "data-value": "v"}, ["a <b>", ["b", {}, ["c"]], "d"]]
    assert text_of(made) == "a <b> c d"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_an_action_from_the_browser_may_be_anything(sent: object) -> None:
    name, _ = nodes.sent_action(sent)
    assert isinstance(name, str)


def test_a_document_that_is_no_longer_drawn_may_still_be_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    callbacks: list[Any] = []
    monkeypatch.setattr(nodes, "_component", lambda _: lambda *, on_act_change, **_: callbacks.append(on_act_change))
    acted: list[object] = []
    nodes.show("gone", node("p", "a"), {"choose": acted.append})
    callbacks[0]()
    assert acted == []


def test_the_browser_knows_every_key_and_every_page_of_a_link() -> None:
    script = scripts.script("elements.js", "nodes.js")
    keys = re.search(r"OUR_KEYS = /\[\?&\]\((.*?)\)=/", script)
    safe = re.search(r"SAFE_LINK = /(.*)/i;", script)
    assert keys is not None
    assert safe is not None
    assert set(keys[1].split("|")) == set(KEYS)
    assert all(re.match(safe[1], f"{page}?") for page in state.OF_PAGES)
    assert not re.match(safe[1], "javascript:alert(1)?")


def test_an_action_is_read_as_sent() -> None:
    assert nodes.sent_action({"name": "choose", "value": "x", "n": 1}) == ("choose", "x")


def test_a_packed_document_has_another_mark_when_it_differs() -> None:
    one, same, other = nodes.pack(node("p", "a")), nodes.pack([node("p", "a")]), nodes.pack(node("p", "b"))
    assert one == same
    assert one.mark != other.mark
    assert json.loads(one.json) == [["p", {}, ["a"]]]
    assert nodes.unpack(b"mark\n{}\n" + one.json) == [["p", {}, ["a"]]]


@pytest.mark.parametrize(
    ("status", "fill", "extra"),
    [("corroborated", "currentColor", 0), ("alleged", "none", 0), ("disputed", "none", 1), ("self-reported", "none", 1)],
)
def test_a_mark_shows_its_status_by_its_fill(status: str, fill: str, extra: int) -> None:
    made = mark("square", "sanctions", status)
    assert isinstance(made, list)
    shapes = made[2]
    assert shapes[0][1]["fill"] == fill
    assert len(shapes) == 1 + extra


def test_every_link_of_a_page_is_a_web_address_or_a_view(pages: dict[str, Any]) -> None:
    for page in pages.values():
        for link in links(page):
            assert link.startswith(("https://", "http://", "event?", "claims?", "actors?", "map?", "?"))


def test_a_card_and_a_page_of_an_event_name_who_says_so_and_every_source(tables: Tables, pages: dict[str, Any]) -> None:
    for event_id, page_of_it in pages.items():
        located = tables.records[event_id]
        claimants = wording.names(located.event.claimed_by, tables)
        card = text_of(articles.card(event_id, tables, Selection()))
        page = text_of(page_of_it)
        assert claimants in card
        assert all(wording.name(who, tables) in page for who in located.event.claimed_by)
        assert all(source.url in page for source in located.event.sources)
        assert all(conflict.text in page for conflict in located.event.conflicts)


def test_links_are_worded_from_both_sides(tables: Tables) -> None:
    denunciation, drill = "2023-08-22-kcna-thermonuclear-war", "2023-08-21-ulchi-freedom-shield-23"
    here = text_of(articles.card(denunciation, tables, Selection()))
    there = text_of(articles.card(drill, tables, Selection()))
    assert "denounces" in here
    assert "denounced by" in there
    assert "documented" in there


def test_an_allegation_says_when_the_claimed_thing_was_and_whose_the_figures_are(tables: Tables) -> None:
    page = " ".join(text_of(dossier.page(ALLEGATION, tables, Selection(), yaml="", line_link=None)).split())
    assert "over 1,000 containers" in page
    assert "White House" in page
    assert "What is claimed is dated" in page
    assert "Disputed" in page


@pytest.mark.parametrize(
    ("given_figure", "words"),
    [
        ({"value": "1000", "bound": "over", "unit": "container", "by": "nis"}, "over 1,000 containers"),
        ({"value": "1", "unit": "container", "by": "nis"}, "1 container"),
        ({"value": "5", "value_to": "7.5", "bound": "about", "unit": "ship", "by": "nis"}, "about 5–7.5 ships"),
        ({"value": "3", "unit": "unknown-unit", "of": "things", "by": "nis"}, "3 unknown-unit (things)"),
    ],
)
def test_figures_keep_their_bounds(given_figure: dict[str, str], words: str, tables: Tables) -> None:
    assert wording.quantity(Quantity.model_validate(given_figure), tables) == words


def test_late_reports_say_how_late(tables: Tables) -> None:
    assert "9 months later" in wording.reported(tables.records["2022-11-09-mlrs-shell-plant"].event)
    assert wording.reported(tables.records[TOUR].event) == "reported 14 August 2023, 2 days later"


@pytest.mark.parametrize(("days", "words"), [(1, "1 day"), (20, "20 days"), (21, "3 weeks"), (89, "13 weeks"), (90, "3 months")])
def test_time_spans_grow_coarser(days: int, words: str) -> None:
    assert wording.lag_words(days) == words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1954", "1954"),
        ("1968-07", "1968-07"),
        ("2023-08-11/2023-08-12", "2023-08-11"),
        ("[..2023-08-21]", "2023-08-21 or before"),
        ("[2023-10-19..2023-10-20]", "2023-10-19 or after"),
        ("2023-08-08~", "2023-08-08 (about)"),
    ],
)
def test_a_column_of_starts_is_never_more_exact_than_the_record(written: str, shown: str) -> None:
    assert wording.sortable(parse(written)) == shown


def test_names_make_a_list() -> None:
    assert [wording.listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"], [])] == ["a", "a and b", "a, b and c", ""]


def test_presets_hold_the_whole_record_each_year_and_the_days_around_big_drills(tables: Tables) -> None:
    found = fields.presets(tables)
    assert found["No period"] is None
    assert found["Whole record"] == (tables.events["start"].min().date(), tables.events["start"].max().date())
    assert found["2023"] == (date(2023, 1, 1), date(2023, 12, 31))
    assert found["Around Ulchi Freedom Shield 2023"] == (date(2023, 8, 7), date(2023, 9, 14))
    assert "Around Ulchi Freedom Shield 2024" not in fields.presets(as_known(tables, date(2023, 12, 31)))


def test_the_event_page_can_show_the_record_as_written(tables: Tables) -> None:
    text = record.yaml_of(TOUR, tables)
    assert text.startswith(f"- id: {TOUR}\n")
    assert text.count("\n- id:") == 0
    assert tables.records[TOUR].event.sources[-1].url in text


def test_a_link_to_the_line_needs_a_repository(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_REPOSITORY", raising=False)
    assert record.link_to_line(TOUR, tables) is None
    monkeypatch.setenv("DATELINE_REPOSITORY", "https://example.org/r/blob/main/")
    located = tables.records[TOUR]
    assert record.link_to_line(TOUR, tables) == f"https://example.org/r/blob/main/{located.path}#L{located.line}"
    monkeypatch.setenv("DATELINE_REPOSITORY", "javascript:alert(1)")
    assert record.link_to_line(TOUR, tables) is None


def test_an_uncertain_day_is_never_shown_as_a_sure_one(tables: Tables) -> None:
    for event_id, located in tables.records.items():
        if not located.event.date.exact:
            page = text_of(dossier.page(event_id, tables, Selection(), yaml="", line_link=None))
            assert "day is known" not in page
            assert "days are known" not in page
    assert parse("2023-08-11").exact


def test_on_a_past_day_the_event_page_tells_which_pages_came_out_later(small: Small) -> None:
    small.visit["sources"].append(source("2023-09-01", url="https://gazette.example/b", publisher="gazette", origin="kcna"))
    small.visit.pop("sole_source")
    tables = small.tables()
    later = "came out later"
    then = as_known(tables, date(2023, 8, 31))
    assert text_of(dossier.page(VISIT, then, Selection(), yaml="", line_link=None)).count(later) == 1
    assert later not in text_of(dossier.page(VISIT, as_known(tables, date(2023, 9, 1)), Selection(), yaml="", line_link=None))
    assert later not in text_of(dossier.page(VISIT, tables, Selection(), yaml="", line_link=None))


def test_on_a_past_day_only_the_pages_that_were_out_are_counted(small: Small) -> None:
    small.visit["sources"].append(source("2023-09-01", url="https://gazette.example/b", publisher="gazette", origin="gazette"))
    small.visit.pop("sole_source")
    tables = small.tables()
    pages = tables.records[VISIT].event.sources
    before, one, both = as_known(tables, date(2023, 8, 13)), as_known(tables, date(2023, 8, 31)), tables
    assert [wording.origins(pages, then) for then in (before, one, both)] == [
        "no page was out by then",
        "1 origin on 1 page: KCNA",
        "2 origins on 2 pages: KCNA and Gazette",
    ]
    for document in (articles.card, articles.feed_item):
        assert "1 origin on 1 page: KCNA" in text_of(document(VISIT, one, Selection(), frozenset()))
    assert text_of(stories._sources(tables.records[VISIT].event, one)).count("came out later") == 1
    assert "came out later" not in text_of(stories._sources(tables.records[VISIT].event, tables))


@pytest.mark.parametrize(
    ("event", "known", "told"),
    [
        (VISIT, None, "Kim Jong Un tours missile plants · Dateline"),
        (VISIT, "2023-08-14", "Kim Jong Un tours missile plants · Dateline"),
        (VISIT, date(2023, 8, 13), "Dateline"),
        (VISIT, "yesterday", "Kim Jong Un tours missile plants · Dateline"),
        ("2023-08-12-gone", None, "Dateline"),
        ("", None, "Dateline"),
    ],
)
def test_the_browser_tab_names_an_event_once_it_is_known(event: str, known: object, told: str, small: Small) -> None:
    assert frame.tab(small.tables(), event, known) == told


def test_the_event_page_says_who_read_it_again_and_why_it_has_one_source(small: Small) -> None:
    small.visit["reviewed"] = "2023-09-02"
    text = text_of(dossier.page(VISIT, small.tables(), Selection(), yaml="", line_link=None))
    assert "A second reader compared it with its sources on 2 September 2023." in text
    assert "Only one publisher vouches for it" in text
    assert "Nobody else wrote of it" in text
    other = text_of(dossier.page(CLAIM, small.tables(), Selection(), yaml="", line_link=None))
    assert "No second reader has compared it with its sources yet." in other
    assert "Only one publisher" not in other


def test_where_it_was_leads_to_the_map_unless_nobody_knows(small: Small) -> None:
    small.visit["place"] = "undisclosed-north-korea"
    tables = small.tables()
    known = dossier.page("2023-08-21-summer-drill", tables, Selection(claim="shells"), yaml="", line_link=None)
    assert "map?place=pyongyang" in links(known)
    assert not any("map?" in link for link in links(dossier.page(VISIT, tables, Selection(), yaml="", line_link=None)))
