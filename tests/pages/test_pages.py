"""Every page in Streamlit's own test harness: what it shows for a link, and that nothing a link can hold breaks it."""

from __future__ import annotations

import gc
import re
import shutil
import weakref
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from streamlit.testing.v1 import AppTest

import dateline
from dateline import drafting, places, quantities, sources
from dateline.address import decode
from dateline.dates import day_label
from dateline.known import as_known
from dateline.model import Basis, Bound, Stance
from dateline.selection import Selection, apply, facets
from dateline.standing import became_public
from dateline.tables import Tables
from dateline.ui import behind, form_parts, listing
from dateline.ui.nodes import text_of
from dateline.ui.then import moved
from tests import sent
from tests.shipped import shipped_tables

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("timeline", "event", "claims", "before_after", "map", "actors", "stories", "sources", "data", "contribute", "about")
TOUR = "2023-08-11-tactical-missile-plants"
PARTS = ("stances", "quantities", "quotes", "conflicts", "links")
DRILL = "2023-08-21-ulchi-freedom-shield-23"


@pytest.fixture(scope="session")
def tables() -> Tables:
    return shipped_tables()


def run(page: str = "timeline", /, **query: list[str]) -> AppTest:
    """The dashboard as a link opens it."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    for key, values in query.items():
        app.query_params[key] = values
    app.run()
    if page != "timeline":
        app.switch_page(f"pages/{page}.py").run()
    return app


def documents(app: AppTest) -> list[str]:
    """The words of each document on the page, in order; the chart is left out."""
    return [text_of(document) for document in sent.documents(app)]


def elements(app: AppTest, tag: str) -> list[list[Any]]:
    """The elements of a tag in the documents on the page, in order."""

    def within(root: Any) -> Iterator[list[Any]]:
        if isinstance(root, list):
            if len(root) == 3 and isinstance(root[1], dict):
                if root[0] == tag:
                    yield root
                root = root[2]
            for child in root:
                yield from within(child)

    return [one for document in sent.documents(app) for one in within(document)]


def words(app: AppTest) -> str:
    return "\n".join(documents(app))


def counts(app: AppTest) -> str:
    """The sentence that says how many events are shown."""
    head = next(text.split(" Lanes ")[0] for text in documents(app) if " Lanes " in text)
    return head[head.rindex("Timeline ") :]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_without_a_link(page: str) -> None:
    app = run(page)
    assert not app.exception
    assert "events shown" in words(app) or page != "timeline"


def test_the_timeline_says_how_many_events_are_shown_and_why_the_rest_are_not(tables: Tables) -> None:
    app = run(actor=["hamas"], period=["2023-10-01", "2023-10-31"])
    total = len(tables.events)
    text = words(app)
    assert f"of {total:,} events shown" in text
    assert "left out:" in text
    assert "by actor" in text


def test_the_chosen_event_has_its_card_with_claimant_links_and_conflicts(tables: Tables) -> None:
    text = words(run(event=[TOUR]))
    event = tables.records[TOUR].event
    assert event.title in text
    assert "Says so: KCNA" in " ".join(text.split())
    assert event.conflicts[0].text in text
    assert tables.records[DRILL].event.title in text


def test_the_event_page_holds_everything_about_the_event(tables: Tables) -> None:
    text = words(run("event", event=[TOUR]))
    event = tables.records[TOUR].event
    for piece in (event.summary, *(quote.text for quote in event.quotes), *(conflict.text for conflict in event.conflicts)):
        assert piece in text
    for source in event.sources:
        assert source.url in text
        assert source.supports in text
    assert "11–12 August 2023" in text
    assert "14 August 2023" in text
    assert "days before and after" in text
    assert f"{tables.records[TOUR].path}, line {tables.records[TOUR].line}" in text


def test_the_drills_page_shows_its_lineage_and_the_conflict_about_its_name() -> None:
    text = words(run("event", event=[DRILL]))
    assert "Ulchi Focus Lens" in text
    assert "Eulji Mundeok" in text
    assert "WION calls the drill Ulchi Freedom Guardian" in text


def test_the_event_page_without_an_event_offers_some() -> None:
    text = words(run("event"))
    assert "No event is chosen" in text


def test_the_claims_page_holds_every_claim_that_somebody_spoke_on(tables: Tables) -> None:
    text = words(run("claims"))
    for claim, entry in tables.registers.claims.items():
        assert entry.name in text
        assert (f"{entry.proposition}." in text) == bool(tables.threads[claim].voices)


def test_a_claim_in_the_link_opens_its_whole_thread(tables: Tables) -> None:
    claim = "shells-to-russia"
    text = words(run("claims", claim=[claim]))
    assert "All claims" in text
    for voice in tables.threads[claim].voices:
        assert tables.records[voice.event].event.title in text
    assert tables.registers.claims["oil-to-north-korea"].proposition not in text


def test_on_a_past_day_a_claims_thread_ends_on_that_day(tables: Tables) -> None:
    claim, day = "troops-to-russia", date(2024, 10, 20)
    text = words(run("claims", claim=[claim], known=[day.isoformat()]))
    told = {tables.records[voice.event].event.title: voice.day <= day for voice in tables.threads[claim].voices}
    assert {*told.values()} == {True, False}
    assert all((title in text) == known for title, known in told.items())


def test_the_sources_page_counts_what_the_record_rests_on_and_names_the_last_search(tables: Tables) -> None:
    ids = tuple(tables.events["id"])
    text = " ".join(words(run("sources")).split())
    assert f"{len(ids):,} events in view rest on {len(sources.vouching(tables)):,} sources" in text
    assert f"{len(sources.on_one(tables, ids, 'party')):,} rest on one party's word" in text
    assert f"The last search was on {day_label(max(one.searched.start for one in tables.registers.coverage.values()))}." in text
    assert f"A second reader compared {len(sources.reviewed(tables, ids)):,} of" in text


def test_the_sources_page_keeps_to_the_filters_and_to_the_day(tables: Tables) -> None:
    day = date(2023, 10, 1)
    then = as_known(tables, day)
    ids = apply(Selection(category=("sanctions",)), then).ids
    text = " ".join(words(run("sources", category=["sanctions"], known=[day.isoformat()])).split())
    assert f"{len(ids):,} events in view rest on" in text
    assert f"nor those that came out after {day_label(day)}" in text
    late = [one for one in tables.events["id"] if one not in then.records]
    assert not any(tables.records[one].event.title in text for one in late)


def test_a_table_of_more_events_than_a_browser_holds_is_cut_and_says_so(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 7)
    app = run()
    app.session_state["_listing_as"] = "Table"
    app.run()
    total = len(tables.events)
    assert f"The table has the first 7 of {total:,} events in this order." in words(app)
    assert [list(frame.value["Id"]) for frame in app.dataframe if "Id" in frame.value] == [tables.ids[::-1][:7].tolist()]


@pytest.mark.parametrize("sent", ["who;publisher;kbs", "one;one-party;category=sanctions", "coverage;cell;sanctions|2024-05-01"])
def test_a_number_opens_the_events_that_it_counts(sent: str, tables: Tables) -> None:
    app = run("sources")
    app.session_state["_behind_open"] = sent
    app.run()
    _, what, key = sent.split(";")
    found = behind.listed(tables, tuple(tables.events["id"]), what, key)
    assert found is not None
    text = words(app)
    assert found.title in text
    assert all(tables.records[one].event.title in text for one in found.ids[: behind.PAGE])
    assert found.ids


@pytest.mark.parametrize(
    "sent", ["who;", "who;nonsense;x", "coverage;cell;sanctions|yesterday", "coverage;cell;x|2024-05-01", 7, None, ["who"]]
)
def test_no_message_breaks_the_sources_page(sent: object) -> None:
    app = run("sources")
    app.session_state["_behind_open"] = sent
    app.session_state["_sources_by"] = sent
    app.run()
    assert not app.exception
    assert "Sources & coverage" in words(app)


def test_the_actors_page_names_everyone_and_who_is_named_with_whom(tables: Tables) -> None:
    text = words(run("actors"))
    assert all(actor.name in text for actor in tables.registers.actors.values())
    assert "That they appear together says nothing more" in text


def test_an_actor_in_the_link_opens_its_page_with_its_parts(tables: Tables) -> None:
    text = words(run("actors", who=["north-korea"]))
    named = sum("north-korea" in who for who in tables.involved.values())
    assert f"{named:,} of {len(tables.events):,} events" in text
    assert "name North Korea or a part of it" in text
    for claim in tables.stances[tables.stances["by"] == "kim-jong-un"]["claim"]:
        assert tables.registers.claims[claim].proposition in text


def test_an_unknown_actor_is_named_and_all_are_shown() -> None:
    text = words(run("actors", who=["nobody-at-all"]))
    assert "No actor is called “nobody-at-all”" in text
    assert "Find an actor" not in text
    assert "Who is named with whom" in text


def test_an_actor_whom_the_filters_leave_no_event_is_told_and_the_filters_can_be_reset() -> None:
    app = run("actors", who=["hamas"], period=["2022-01-01", "2022-01-02"])
    text = words(app)
    assert not app.exception
    assert "Hamas" in text
    assert "0 of " in text
    assert "Reset the filters" in text
    assert "Stances on claims" not in text


def test_on_a_past_day_an_actor_has_said_only_what_was_known() -> None:
    now = words(run("actors", who=["north-korea"]))
    then = words(run("actors", who=["north-korea"], known=["2023-08-31"]))
    assert "acknowledges in" in " ".join(now.split())
    assert "acknowledges" not in then
    assert "known by 31 August 2023" in then


def test_the_map_counts_every_shown_event_on_it_outside_it_or_nowhere(tables: Tables) -> None:
    for area in tables.registers.areas.values():
        text = words(run("map", area=[area.id]))
        inside, outside, nowhere = places.sorted_out(area, places.spots(tables, tuple(tables.events["id"])))
        numbers = [places.counted(some) for some in (inside, outside, nowhere)]
        assert sum(numbers) == len(tables.events)
        assert f"{numbers[0]:,} events on this map" in text
        assert f"Outside this map: {numbers[1]:,} events at {len(outside)} places" in text or not outside
        assert f"Not on any map: not disclosed, or without coordinates: {numbers[2]:,} events at {len(nowhere)} places" in text
        for spot in (*inside, *outside, *nowhere):
            assert spot.name in text


def test_the_map_obeys_the_filters_and_the_day(tables: Tables) -> None:
    query = {"category": ["sanctions"], "known": ["2023-08-31"]}
    known = as_known(tables, date(2023, 8, 31))
    ids = apply(Selection(category=("sanctions",)), known).ids
    inside, *_ = places.sorted_out(tables.registers.areas["world"], places.spots(known, ids))
    assert 0 < len(ids) < len(tables.events)
    assert f"{places.counted(inside):,} events on this map" in words(run("map", area=["world"], **query))


def test_a_place_in_the_link_lists_its_events_and_says_when_it_is_off_the_map(tables: Tables) -> None:
    text = words(run("map", place=["kursk-region"]))
    here = tables.events[tables.events["place"] == "kursk-region"]
    assert len(here) > 1
    assert all(title in text for title in here["title"])
    assert "It lies outside this map." in text
    assert "Show the map: Europe" in text
    assert "Province or coast, no point" in text
    assert "It lies outside this map." not in words(run("map", place=["kursk-region"], area=["europe"]))
    assert "It is on no map" in words(run("map", place=["undisclosed-north-korea"]))


def test_a_place_whose_events_the_filters_leave_out_says_so() -> None:
    assert "The filters leave no event here." in words(run("map", place=["kursk-region"], category=["munitions-visits"]))


def test_the_map_says_what_its_borders_are_and_are_not() -> None:
    text = words(run("map"))
    assert "nothing here is a claim about a border" in text
    assert "A statement stands where it was made" in text


def test_before_and_after_opens_with_visits_before_drills_and_says_what_it_does_not_show(tables: Tables) -> None:
    app = run("before_after")
    text = " ".join(words(app).split())
    assert "Visits to arms plants, around Ulchi Freedom Shield or Freedom Shield (command-post exercise)" in text
    assert "circular shift" in text
    assert "It does not show cause" in text
    assert "Small numbers: only" in text
    assert "Period, standing and “as known on” hold for both sets" in text
    tour, drill = tables.records[TOUR].event.title, tables.records[DRILL].event.title
    assert f"{drill} 21–31 August 2023 10 days before {tour}" in text


def test_before_and_after_answers_the_question_in_the_link_and_counts_the_tries() -> None:
    asked = {"anchor": ["kind:allegation"], "other": ["kind:denial"], "window": ["7"], "null": ["season"], "bin": ["1"]}
    app = run("before_after", **asked)
    text = words(app)
    assert "Denial, around allegation" in text
    assert "in the 7 days before it" in text
    assert "This is the first combination" in text
    app.query_params["window"] = ["30"]
    app.session_state["window"] = ["30"]
    app.run()
    assert "2 combinations looked at in this sitting" in words(app)
    app.session_state["bin"] = []
    app.run()
    assert "2 combinations looked at in this sitting" in words(app)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"anchor": ["category:weapons-tests"]}, "Choose other events to compare."),
        ({"other": ["category:weapons-tests"]}, "Choose anchors to compare."),
        ({"anchor": ["category:sanctions"], "other": ["category:sanctions"]}, "An event is not compared with itself"),
        ({"anchor": ["kind:satellite-launch", "series:ulchi"], "other": ["category:sanctions"]}, "There is no anchor"),
        ({"known": ["2022-02-01"]}, "There is no stretch within"),
        (
            {"known": ["2022-02-01"], "period": ["2022-01-01", "2022-12-31"]},
            "There is no anchor and no other event that begins within 1 January – 1 February 2022",
        ),
        ({"period": ["1954-01-01", "1954-12-31"]}, "There is no stretch within 1 January – 31 December 1954"),
        ({"period": ["2023-08-01", "2023-08-31"], "window": ["366"], "lag": ["366"]}, "nearly everything lies in it"),
        ({"period": ["2023-08-01", "2023-08-31"]}, "of 1 anchor "),
        ({"anchor": ["nonsense", "actor:<b>"], "other": ["kind:denial"]}, "Choose anchors to compare."),
    ],
)
def test_before_and_after_answers_in_words_where_there_is_little_or_nothing_to_compare(
    query: dict[str, list[str]], said: str
) -> None:
    app = run("before_after", **query)
    assert not app.exception
    assert said in " ".join(words(app).split())


def test_the_about_page_words_the_rules_and_counts_the_record(tables: Tables) -> None:
    text = words(run("about"))
    assert f"{len(tables.events):,} events" in text
    assert "not a statement of cause" in text or "does not say what caused what" in text
    assert "CC BY 4.0" in text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_it_shows_what_was_known_on_a_day(page: str, tables: Tables) -> None:
    app = run(page, known=["2023-08-31"])
    text = words(app)
    known = len(as_known(tables, date(2023, 8, 31)).records)
    assert not app.exception
    assert "As known on 31 August 2023." in text
    assert f"{known:,} of {len(tables.records):,} events had been reported by then" in text
    assert "As known on 31 August 2023." not in words(run(page))


def test_on_a_past_day_the_timeline_counts_and_shows_only_what_was_known(tables: Tables) -> None:
    known = len(as_known(tables, date(2023, 8, 31)).records)
    app = run(known=["2023-08-31"])
    assert counts(app).startswith(f"Timeline {known} of {known} events shown")
    assert "White House says North Korea sent Russia over 1,000 containers" not in words(app)


def test_the_first_page_opens_with_figures_each_with_claimant_and_day(tables: Tables) -> None:
    asked = [(claim.id, claim.headline) for claim in tables.registers.claims.values() if claim.headline]
    found = quantities.headline(tables, asked)
    text = words(run())
    assert len(found) >= len(asked) > 0
    for one in found:
        assert one.figure in text
        assert f"— {one.claimant}, {day_label(one.day)}" in text
    assert "Figures as claimed, the latest" not in words(run(known=["2020-01-01"]))


def test_an_event_that_became_known_later_is_not_shown_and_said_so() -> None:
    late = "2023-10-13-white-house-1000-containers"
    text = words(run("event", known=["2023-08-31"], event=[late]))
    assert "became known only on 13 October 2023" in text
    assert "No event is chosen" in text
    assert "became known only" not in words(run("event", known=["2023-10-13"], event=[late]))


@pytest.mark.parametrize("day", ["1066-10-14", "1900-01-01"])
def test_before_the_record_nothing_is_known_and_nothing_breaks(day: str) -> None:
    for page in PAGES:
        app = run(page, known=[day])
        assert not app.exception
        assert "0 of " in words(app)


@pytest.mark.parametrize(
    ("day", "step", "by", "then"),
    [
        ("2023-08-31", "day", 1, "2023-09-01"),
        ("2023-08-31", "week", -1, "2023-08-24"),
        ("2023-08-31", "month", 1, "2023-09-30"),
        ("2024-03-31", "month", -1, "2024-02-29"),
        ("2023-12-15", "month", 1, "2024-01-15"),
        ("2024-01-15", "month", -1, "2023-12-15"),
    ],
)
def test_time_is_stepped_by_days_weeks_and_months(day: str, step: str, by: int, then: str) -> None:
    assert moved(date.fromisoformat(day), step, by) == date.fromisoformat(then)


def test_an_id_in_capitals_is_understood() -> None:
    small, capital = run(actor=["kcna"]), run(actor=["KCNA"])
    assert counts(capital) == counts(small) != counts(run())
    assert "Not everything in this link" not in words(capital)


def test_a_half_period_is_shown_as_one_day_and_said_so() -> None:
    half, whole = run(period=["2023-08-14"]), run(period=["2023-08-14", "2023-08-14"])
    assert "one day of a period only" in words(half)
    assert counts(half) == counts(whole)


def test_a_reversed_period_is_read_as_it_was_meant() -> None:
    straight, reversed_ = (run(period=days) for days in (["2023-08-01", "2023-08-31"], ["2023-08-31", "2023-08-01"]))
    assert counts(straight) == counts(reversed_)


STORY = "troops"


def test_the_stories_page_names_every_story_with_its_steps_and_days(tables: Tables) -> None:
    text = words(run("stories"))
    for story in tables.registers.stories.values():
        assert story.name in text
        assert story.about in text
        assert f"{len(story.steps)} steps · " in text
    assert "4 October 2024 – 22 August 2025" in text


def test_a_step_of_a_story_shows_its_text_its_event_and_its_sources(tables: Tables) -> None:
    text = words(run("stories", story=[STORY], step=["3"]))
    story = tables.registers.stories[STORY]
    event = tables.records[story.steps[2].event or ""].event
    assert f"3 of {len(story.steps)}" in text
    assert story.steps[2].text in text
    assert event.title in text
    assert all(source.url in text for source in event.sources)


def test_a_step_shows_its_own_view_and_says_what_the_reader_laid_over_it(tables: Tables) -> None:
    own = run("stories", story=[STORY], step=["1"])
    view, _ = decode(tables.registers.stories[STORY].steps[0].view, tables)
    shown = apply(view, as_known(tables, view.known)).ids
    assert "The chart shows what had been reported by the end of 9 October 2024." in words(own)
    assert "You changed" not in words(own)
    assert any(expander.label.startswith(f"{len(shown)} events in this view") for expander in own.expander)
    changed = words(run("stories", story=[STORY], step=["1"], event=["2024-10-08-rok-officers-killed"]))
    assert "You changed this step’s view: event." in changed
    assert changed.index(tables.records["2024-10-08-rok-officers-killed"].event.title) < changed.index("Print all steps")


def test_a_story_holds_all_its_steps_to_print_whichever_is_open(tables: Tables) -> None:
    story = tables.registers.stories[STORY]
    whole = next(text for text in documents(run("stories", story=[STORY], step=["2"])) if f"{story.name}: all steps" in text)
    for step in story.steps:
        event = tables.records[step.event or ""].event
        assert step.text in whole
        assert event.title in whole
        assert event.sources[0].url in whole


def test_a_story_that_is_not_there_is_named_and_all_stories_are_shown(tables: Tables) -> None:
    app = run("stories", story=["once-upon-a-time"], step=["2"])
    assert not app.exception
    assert "No story is called “once-upon-a-time”." in words(app)
    assert all(story.name in words(app) for story in tables.registers.stories.values())


def test_a_step_beyond_the_end_shows_the_last_one(tables: Tables) -> None:
    text = words(run("stories", story=[STORY], step=["99"]))
    steps = tables.registers.stories[STORY].steps
    assert f"This story has {len(steps)} steps; the last one is shown." in text
    assert f"{len(steps)} of {len(steps)}" in text


def test_before_its_events_were_known_a_story_says_so(tables: Tables) -> None:
    app = run("stories", story=[STORY], step=["2"], known=["2024-01-31"])
    title = tables.records["2024-10-10-peskov-fake-troops"].event.title
    assert not app.exception
    assert "became public only on 10 October 2024, so it is not shown" in words(app)
    assert title not in words(app)
    assert "none of its events had been reported by 31 January 2024" in words(run("stories", known=["2024-01-31"]))


def test_a_step_whose_event_and_view_are_gone_is_shown_with_a_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "events"
    shutil.copytree(ROOT / "events", folder)
    file = folder / "stories" / f"{STORY}.yaml"
    text = file.read_text(encoding="utf-8").replace("2024-10-10-peskov-fake-troops", "2024-10-10-gone", 1)
    file.write_text(
        text.replace("view: category=arms-transfers", "view: category=gone&category=arms-transfers"), encoding="utf-8"
    )
    monkeypatch.setenv("DATELINE_EVENTS", str(folder))
    app = run("stories", story=[STORY], step=["2"])
    assert not app.exception
    assert "No category is called “gone”." in words(app)
    assert "The event of this step, “2024-10-10-gone”, is not in the record" in words(app)
    assert "2 of 9" in words(app)


def test_the_first_page_tells_what_is_new_as_of_its_day_and_leads_to_the_stories(tables: Tables) -> None:
    text = words(run())
    last = max((became_public(one.event), one.event.title) for one in tables.records.values())
    assert f"{day_label(last[0])} " in text
    assert last[1] in text
    assert all(story.name.partition(":")[0] in text for story in tables.registers.stories.values())
    then = words(run(known=["2023-08-31"]))
    assert "All that changed since 3 August 2023" in then
    assert last[1] not in then


HOSTILE = {
    "unknown ids": {
        "actor": ["kcna", "nobody"],
        "category": ["?"],
        "status": ["proven"],
        "event": ["1999-01-01-nothing"],
        "lanes": ["diagonal"],
        "place": ["atlantis"],
        "area": ["moon"],
    },
    "markup": {"actor": ["<script>alert(1)</script>"], "q": ["<img src=x onerror=alert(1)>"], "event": ["<b>"]},
    "years that are too far": {"period": ["0001-01-01", "9999-12-31"]},
    "rubbish dates": {"period": ["2023-02-30", "yesterday", ""], "known": ["2023-02-30", "tomorrow"]},
    "a future day and no claim": {"known": ["2099-01-01"], "claim": ["<b>x</b>"]},
    "ten thousand values": {"actor": [f"a{n}" for n in range(10_000)]},
    "what is left of lone surrogates": {"q": ["\ufffd \ufffd"], "event": ["\ufffd"]},
    "control characters": {"q": ["\x00\x1b[31m\u202e"], "actor": ["\x00"]},
    "empty values": {
        "actor": [""],
        "category": [""],
        "status": [""],
        "period": ["", ""],
        "q": [""],
        "lanes": [""],
        "event": [""],
    },
    "long text": {"q": ["missile " * 5_000], "event": ["x" * 50_000]},
    "foreign keys": {"foo": ["1"], "__proto__": ["2"]},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_link_breaks_the_dashboard(name: str) -> None:
    app = run(**HOSTILE[name])
    assert not app.exception
    assert "of " in words(app)


def test_what_a_link_lost_is_named_and_the_rest_opens() -> None:
    text = words(run(**HOSTILE["unknown ids"]))
    for lost in ("“nobody”", "“?”", "“proven”", "“1999-01-01-nothing”", "“diagonal”", "“atlantis”", "“moon”"):
        assert lost in text
    assert "The rest is shown" in text


def test_a_broken_file_is_named_and_the_healthy_records_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables: Tables
) -> None:
    folder = tmp_path / "events"
    shutil.copytree(ROOT / "events", folder)
    broken = folder / "sanctions" / "2023.yaml"
    lost = sum(located.path == "events/sanctions/2023.yaml" for located in tables.records.values())
    broken.write_text(broken.read_text(encoding="utf-8") + "\n- id: [unclosed\n", encoding="utf-8")
    monkeypatch.setenv("DATELINE_EVENTS", str(folder))
    app = run()
    text = words(app)
    assert not app.exception
    assert "The record has mistakes." in text
    assert "events/sanctions/2023.yaml" in text
    assert "held back" in text
    assert f"of {len(tables.events) - lost:,} events shown" in text


def test_an_empty_folder_is_said_and_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "events").mkdir()
    monkeypatch.setenv("DATELINE_EVENTS", str(tmp_path / "events"))
    for page in PAGES:
        app = run(page)
        assert not app.exception
    assert "no events" in words(run())


def test_tables_of_an_older_record_are_let_go() -> None:
    made = dateline.load(ROOT / "events")
    apply(Selection(q="shoigu", actor=("russia",)), made)
    facets(Selection(q="shoigu"), made)
    gone = weakref.ref(made)
    del made
    gc.collect()
    assert gone() is None


def test_the_contribute_page_asks_for_what_is_missing_and_says_where_nothing_is_kept() -> None:
    text = words(run("contribute"))
    assert "Nothing is saved on the server" in text
    assert "Still to fill in: title, kind, date, who says so, who took part, place, summary, sources." in " ".join(text.split())
    assert "Copy the text" in text


def fill(app: AppTest, target: str = "", /, more: str = "", **fields: Any) -> None:
    """What the form sends when these fields were filled in; "__" in a name stands for "." and a "_0" at its end for "-0"."""
    named = {re.sub(r"_(\d+)$", r"-\1", name).replace("__", "."): value for name, value in fields.items()}
    app.session_state["_contribute"][target].take({"n": 1, "fields": named, "more": more})
    del app.session_state["_contribute_made"]
    app.run()


def filled_in(app: AppTest, name: str) -> str:
    return str(next(one[1]["value"] for one in elements(app, "input") if one[1].get("data-field") == name))


def test_an_answer_is_checked_at_once_by_the_rules_of_check() -> None:
    app = run("contribute")
    fill(app, date="2023-02-30")
    assert "2023-02-30 is not a date. February 2023 has 28 days." in words(app)
    fill(app, date="2023-08-14")
    fill(app, reported="2023-08-10")
    assert "2023-08-10 is before the event, which began 2023-08-14." in words(app)


def test_a_name_in_another_script_is_known_and_a_new_one_is_told_of_as_new() -> None:
    app = run("contribute")
    fill(app, claimed_by=["КНДР", "Somebody New"])
    text = words(app)
    assert "New to the record: " in text
    assert "Somebody New. The editors will add the name." in text
    assert "somebody-new is not in" not in text.split("Send it")[0]
    assert "claimed_by: [north-korea, somebody-new]" in text


def test_what_was_filled_in_is_still_there_after_a_look_at_another_page() -> None:
    app = run("contribute")
    fill(app, title="White House says so once more", place="Washington")
    app.switch_page("pages/timeline.py").run()
    app.switch_page("pages/contribute.py").run()
    assert filled_in(app, "title") == "White House says so once more"
    assert filled_in(app, "place") == "Washington"
    assert not any("White House" in value for key in app.query_params for value in app.query_params[key])


def test_the_form_is_made_anew_only_when_something_was_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("contribute")
    text = words(app)
    checks: list[str] = []
    monkeypatch.setattr(drafting, "checked", lambda *_args, **_more: checks.append("checked"))
    app.run()
    assert checks == []
    assert words(app) == text


def test_a_correction_begins_with_the_event_as_it_is_and_keeps_what_the_form_does_not_show(tables: Tables) -> None:
    app = run("contribute", event=[TOUR])
    assert "Nothing is changed yet" in words(app)
    assert filled_in(app, "title") == tables.records[TOUR].event.title
    fill(app, TOUR, title="Kim visits four plants, orders higher output")
    text = words(app)
    assert "Nothing to correct." in text
    assert "Fields that change: title." in text
    for quote in tables.records[TOUR].event.quotes:
        assert quote.text.replace("'", "''") in text
    fill(app, TOUR, date="2023-08-10/2023-08-12")
    assert "2023-08-10-tactical-missile-plants" in words(app)
    assert f"former_ids: [{TOUR}]" in words(app)
    assert "Fields that change: id, title, date, former_ids." in words(app)
    former, present = next(iter(tables.former_ids.items()))
    n = app.session_state["_contribute"][TOUR].counts["links"]
    fill(app, TOUR, more="links")
    fill(app, TOUR, **{f"links__to_{n}": f"https://x.example/?event={former}"})
    assert f"{{to: {present}" in words(app)


def test_stances_figures_quotations_conflicts_and_links_are_written_by_the_form_too() -> None:
    app = run("contribute", event=[TOUR])

    def add(part: str, **values: Any) -> None:
        n = app.session_state["_contribute"][TOUR].counts[part]
        fill(app, TOUR, more=part)
        fill(app, TOUR, **{f"{part}__{name}_{n}": value for name, value in values.items()})

    add("stances", claim="shells-to-russia", by="kcna", stance="affirms", source="1")
    add("quantities", bound="over", value="0", unit="container", by="kcna", source="1")
    assert "must be more than zero" in words(app)
    fill(app, TOUR, quantities__value_0="1000", quotes__text_0="In so many words")
    add("conflicts", text="One says so, the other not.", sources=["1"])
    to = "https://x.example/event?q=a&event=2023-08-21-ulchi-freedom-shield-23"
    add("links", to=to, kind="refers-to", basis="asserted", by="associated-press", source="1")
    text = words(app)
    assert "To correct" not in text
    for line in (
        "- {claim: shells-to-russia, stance: affirms, by: kcna, source: 1}",
        "- {value: 1000, bound: over, unit: container, by: kcna, source: 1}",
        "In so many words",
        "One says so, the other not.",
        "- {to: 2023-08-21-ulchi-freedom-shield-23, kind: refers-to, basis: asserted, by: associated-press, source: 1}",
    ):
        assert line in text


def test_every_event_opens_as_a_correction_without_a_change_or_a_mistake(tables: Tables) -> None:
    ids = [*tables.records]
    odd = [one for one in ids if tables.records[one].event.date.text.startswith("[")]
    fullest = max(ids, key=lambda one: sum(bool(getattr(tables.records[one].event, part)) for part in PARTS))
    assert all(any(getattr(located.event, part) for located in tables.records.values()) for part in PARTS)
    for event_id in (*odd[:2], fullest, ids[-1]):
        app = run("contribute", event=[event_id])
        assert not app.exception
        text = words(app)
        assert tables.records[event_id].event.title in text
        assert "Nothing is changed yet" in text, event_id
        assert "To correct" not in text, event_id


def test_the_form_offers_every_word_that_the_model_knows() -> None:
    assert set(form_parts.STANCES) == set(get_args(Stance))
    assert set(form_parts.BOUNDS) == set(get_args(Bound))
    assert set(form_parts.BASES) == set(get_args(Basis))


def test_with_a_repository_the_page_links_to_its_tracker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_REPOSITORY", "https://github.com/someone/record/blob/main")
    assert "Open an issue" in words(run("contribute"))
    monkeypatch.delenv("DATELINE_REPOSITORY")
    assert "Open an issue" not in words(run("contribute"))


def test_a_field_out_of_sight_waits_until_it_is_wanted_and_then_stands_in_the_link() -> None:
    app = run()
    assert not app.multiselect
    app.session_state["category"] = ["statements"]
    app.session_state["_set"] = ("category",)
    app.run()
    assert app.query_params["category"] == "statements"
    assert [one.value for one in app.multiselect] == [["statements"]]
    app.session_state["category"] = []
    app.run()
    assert [one.value for one in app.multiselect] == [[]]


def test_a_link_draws_the_fields_that_it_names() -> None:
    app = run(category=["statements"], event=[TOUR])
    assert {one.label for one in app.multiselect} == {"category", "event"}
