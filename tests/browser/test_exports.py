"""TimelineJS3 and vis-timeline themselves, in Chromium without a network, show every event of the files made for them, and run nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from dateline.export import FORMATS
from tests.conftest import Small, sample
from tests.export.hostile import DATES, HOSTILE, all_dates, hostile_record

VENDOR = Path(__file__).parent / "vendor"
ORIGIN = "http://page.test"
TIMELINEJS = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/timelinejs/timeline.css">
<div id="t" style="width:1200px;height:700px"></div><script src="/timelinejs/timeline.js"></script>
<script>fetch("/data.json").then((r) => r.json()).then((data) => { window.timeline = new TL.Timeline("t", data, { hash_bookmark: false }); });</script>"""
VIS = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/vis-timeline/vis-timeline-graph2d.min.css">
<div id="t" style="width:1200px"></div><script src="/vis-timeline/vis-timeline-graph2d.min.js"></script>
<script>fetch("/data.json").then((r) => r.json()).then((data) => {
  window.timeline = new vis.Timeline(document.getElementById("t"), new vis.DataSet(data.items), new vis.DataSet(data.groups), { stack: true });
});</script>"""


@pytest.fixture
def lone(browser: Browser) -> Iterator[Page]:
    """A page that gets only what a test hands it. It fails the test by an error, and by a script that ran out of a text."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=False)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert page.evaluate("window.hostile") is None
    context.close()
    assert errors == []


def opened(page: Page, html: str, data: bytes) -> list[str]:
    """Open a page with a file; returns the addresses outside the page that it asked for, which got nothing."""
    elsewhere: list[str] = []

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        file = VENDOR / asked.path.lstrip("/")
        if f"{asked.scheme}://{asked.netloc}" != ORIGIN:
            elsewhere.append(route.request.url)
            route.abort()
        elif asked.path == "/data.json":
            route.fulfill(body=data, content_type="application/json")
        elif asked.path == "/":
            route.fulfill(body=html, content_type="text/html")
        elif file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    page.goto(ORIGIN)
    return elsewhere


def slides(page: Page, count: int) -> list[str]:
    """Ids of the slides that TimelineJS made, once it has."""
    page.wait_for_function("(count) => document.querySelectorAll('.tl-timemarker').length >= count", arg=count)
    found: list[str] = page.evaluate("timeline.config.events.map((one) => one.unique_id)")
    return found


def test_timelinejs_shows_every_event(lone: Page) -> None:
    tables = sample()
    ids = list(tables.records)
    elsewhere = opened(lone, TIMELINEJS, FORMATS["timelinejs"].write(tables, ids, ""))
    assert slides(lone, len(ids)) == ids
    assert lone.locator(".tl-timemarker").count() == len(ids)
    assert [one for one in elsewhere if "/css/fonts/" not in one] == []


def test_timelinejs_draws_a_date_as_far_as_it_is_known(lone: Page, small: Small) -> None:
    tables = all_dates(small)
    ids = list(tables.records)
    opened(lone, TIMELINEJS, FORMATS["timelinejs"].write(tables, ids, ""))
    slides(lone, len(ids))
    assert len(ids) >= len(DATES)
    drawn = dict(lone.evaluate("timeline.config.events.map((one) => [one.display_date, [one.start_date, one.end_date]])"))
    parts = {
        words: [
            date and {name: int(date["data"][name]) for name in ("year", "month", "day") if date["data"].get(name)}
            for date in ends
        ]
        for words, ends in drawn.items()
    }
    assert parts["September 2023"] == [{"year": 2023, "month": 9}, None]
    assert parts["2023"] == [{"year": 2023}, None]
    assert parts["about 8 August 2023"] == [{"year": 2023, "month": 8, "day": 5}, {"year": 2023, "month": 8, "day": 11}]
    assert parts["not later than 5 September 2023"] == [{"year": 2023, "month": 9, "day": 5}, None]


def test_timelinejs_runs_nothing_of_a_hostile_record_and_shows_its_words(lone: Page, small: Small) -> None:
    tables = hostile_record(small)
    ids = list(tables.records)
    opened(lone, TIMELINEJS, FORMATS["timelinejs"].write(tables, ids, ""))
    slides(lone, len(ids))
    lone.evaluate("timeline.goToEnd()")
    lone.wait_for_timeout(500)
    shown = lone.evaluate("[...document.querySelectorAll('.tl-timemarker .tl-headline')].map((one) => one.textContent)")
    assert any("<script>window.hostile=1</script>" in one for one in shown)
    assert lone.locator("#t script, #t img[src='x']").count() == 0
    assert len(HOSTILE) <= len(ids)


def test_vis_timeline_shows_every_event(lone: Page) -> None:
    tables = sample()
    ids = list(tables.records)
    elsewhere = opened(lone, VIS, FORMATS["vis"].write(tables, ids, ""))
    lone.wait_for_function("(count) => window.timeline && timeline.itemsData.length === count", arg=len(ids))
    lone.evaluate("timeline.fit({ animation: false })")
    lone.wait_for_function("(count) => timeline.getVisibleItems().length === count", arg=len(ids))
    assert sorted(lone.evaluate("timeline.getVisibleItems()")) == sorted(ids)
    lone.wait_for_function("(count) => document.querySelectorAll('.vis-item .vis-item-content').length >= count", arg=len(ids))
    assert lone.locator(".vis-label").count() == len({one.category for one in tables.records.values()})
    assert [one for one in elsewhere if "/css/fonts/" not in one] == []


def test_vis_timeline_shows_dates_of_every_form(lone: Page, small: Small) -> None:
    tables = all_dates(small)
    ids = list(tables.records)
    opened(lone, VIS, FORMATS["vis"].write(tables, ids, ""))
    lone.wait_for_function("(count) => window.timeline && timeline.itemsData.length === count", arg=len(ids))
    lone.evaluate("timeline.fit({ animation: false })")
    lone.wait_for_function("(count) => timeline.getVisibleItems().length === count", arg=len(ids))
    assert lone.locator(".vis-item.not-exact .vis-item-content", has_text="[about 8 August 2023]").count() == 1


def test_vis_timeline_runs_nothing_of_a_hostile_record_and_shows_its_words(lone: Page, small: Small) -> None:
    tables = hostile_record(small)
    ids = list(tables.records)
    opened(lone, VIS, FORMATS["vis"].write(tables, ids, ""))
    lone.wait_for_function("(count) => window.timeline && timeline.itemsData.length === count", arg=len(ids))
    lone.evaluate("timeline.fit({ animation: false })")
    lone.wait_for_function("(count) => document.querySelectorAll('.vis-item .vis-item-content').length >= count", arg=len(ids))
    shown = lone.evaluate("[...document.querySelectorAll('.vis-item-content')].map((one) => one.textContent)")
    assert any("<script>window.hostile=1</script>" in one for one in shown)
    assert lone.locator("#t script, #t img[src='x']").count() == 0
