"""The timeline of more events than can be drawn, in Chromium: counts, and marks again when it is narrowed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bench.sample import write_sample
from tests.browser.conftest import Open, quiet
from tests.browser.serving import serve
from tests.browser.test_timeline_chart import charted, inside, key

EVENTS = 3_200


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a dashboard on a record of more events than are drawn."""
    folder = tmp_path_factory.mktemp("large") / "events"
    write_sample(folder, EVENTS, 900)
    with serve(DATELINE_EVENTS=str(folder), DATELINE_CACHE="off") as served:
        yield served.address


@pytest.fixture
def page(open_page: Open, large: str) -> Page:
    """The whole record in the chart."""
    found = charted(open_page("?period=2022-01-01&period=2026-12-31", address=large))
    found.wait_for_function("document.querySelector('.tl').timeline.counting")
    return found


def test_every_event_stands_behind_a_bar_and_zooming_in_shows_marks_again(page: Page) -> None:
    assert inside(page, "chart.bars.events") == EVENTS
    assert inside(page, "chart.bars.lanes.flat().reduce((sum, n) => sum + n, 0)") == EVENTS
    assert inside(page, "chart.drawn.length") == 0
    expect(page.locator(".tl-behind")).to_contain_text(f"{EVENTS:,} events are too many to draw one by one")
    # A bar says what it stands for, and a click on it narrows the window to its step.
    x, y = page.evaluate(
        """() => { const chart = document.querySelector(".tl").timeline, box = chart.plot.getBoundingClientRect();
          const { margin, height } = chart.figure.layout, lane = chart.meta.lanes[1], k = chart.bars.edges.findIndex((day) => day > chart.range[0] + 400);
          const day = (chart.bars.edges[k] + chart.bars.edges[k + 1]) / 2;
          return [box.left + margin.l + (day - chart.range[0]) * chart.scale, box.top + height - margin.b - (lane.low + 8) * chart.unit]; }"""
    )
    page.mouse.move(x, y)
    expect(page.locator(".tl-tip")).to_contain_text("Military drills: ")
    page.mouse.click(x, y)
    page.wait_for_function("!document.querySelector('.tl').timeline.counting")
    quiet(page)
    page.wait_for_function("location.search.includes('period=')")
    expect(page.locator(".tl-behind")).to_be_hidden()
    first, after = inside(page, "chart.range")
    shown = inside(page, "chart.drawn.filter((event) => event.x > chart.range[0] && event.x < chart.range[1]).length")
    assert 0 < after - first < 40
    assert shown > 0
    key(page, "0")
    page.wait_for_function(
        "document.querySelector('.tl').timeline.range[1] - document.querySelector('.tl').timeline.range[0] > 400"
    )


def test_a_chosen_event_stands_over_the_counts_with_what_it_is_linked_to(open_page: Open, large: str, page: Page) -> None:
    key(page, "ArrowRight")
    expect(page.locator(".tl-news")).to_contain_text("Zoom in or choose a bar")
    link = page.locator("#dl-feed a, .dl-feed a").first.get_attribute("href") or ""
    event = link.split("event=")[1].split("&")[0]
    other = charted(open_page(f"?period=2022-01-01&period=2026-12-31&event={event}", address=large))
    other.wait_for_function("document.querySelector('.tl').dataset.sel")
    assert inside(other, "chart.counting")
    assert inside(other, "chart.drawn.some((one) => one.id === chart.chosen)")
    assert inside(other, "chart.drawn.length") == inside(other, "1 + (chart.near.get(chart.chosen)?.size ?? 0)")
