"""The fields of the filter bar: search, period, the two days."""

from __future__ import annotations

from urllib.parse import parse_qsl

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, becomes, query, quiet

COUNTS = ".dl-counts"
WATCHED = """() => {
  window.sent = [];
  for (const name of ["pushState", "replaceState"]) {
    const was = history[name].bind(history);
    history[name] = (...all) => (window.sent.push(String(all[2])), was(...all));
  }
}"""
"""Keeps every address that the page puts in the bar."""


def test_a_period_that_is_filled_in_is_in_the_address_and_an_open_end_is_the_records_own(page: Page) -> None:
    first, last = page.get_by_label("Period from"), page.get_by_label("Period to")
    first.fill("2025-01-01")
    expect(last).not_to_have_value("")
    quiet(page)
    (end,) = (day for key, day in parse_qsl(query(page)) if key == "period" and day != "2025-01-01")
    expect(last).to_have_value(end)
    last.fill("2025-06-30")
    page.wait_for_function("window.location.search.endsWith('period=2025-01-01&period=2025-06-30')")
    expect(page.locator(COUNTS)).to_contain_text("by period")


def test_a_period_of_one_day_stays_one_day(open_page: Open) -> None:
    page = open_page("?period=2023-08-11&period=2023-08-11")
    page.locator('[data-value="category:munitions-visits"]').click()
    page.wait_for_function("window.location.search.includes('munitions-visits')")
    quiet(page)
    becomes(lambda: query(page).count("period=2023-08-11"), 2)
    for label in ("Period from", "Period to"):
        expect(page.get_by_label(label)).to_have_value("2023-08-11")


def test_a_year_that_is_being_typed_is_no_day_yet_and_the_field_is_not_left(page: Page) -> None:
    page.evaluate(WATCHED)
    field = page.get_by_label("As known on")
    field.focus()
    page.keyboard.type("10202023", delay=120)
    page.wait_for_function("window.location.search.includes('known=2023-10-20')")
    expect(page.locator(".dl-then")).to_contain_text("20 October 2023")
    assert not [one for one in page.evaluate("window.sent") if "known=" in one and "known=2023-10-20" not in one]
    expect(field).to_be_focused()
    # The part of the day that the reader stands in is still the year.
    page.keyboard.press("ArrowUp")
    page.wait_for_function("window.location.search.includes('known=2024-10-20')")


def test_back_and_forward_fill_the_search_with_what_it_was(page: Page) -> None:
    everything = page.locator(COUNTS).inner_text()
    box = page.get_by_label("Search", exact=True)
    for text in ("containers", "satellite"):
        box.fill(text)
        box.press("Enter")
        page.wait_for_function(f"window.location.search.includes('q={text}')")
        quiet(page)
    page.go_back()
    expect(box).to_have_value("containers")
    page.go_forward()
    expect(box).to_have_value("satellite")
    box.fill("")
    expect(page.locator(COUNTS)).to_have_text(everything)
    quiet(page)
    assert query(page) == ""


def test_what_is_typed_while_the_page_answers_is_kept(page: Page) -> None:
    box = page.get_by_label("Search", exact=True)
    page.locator('[data-value="category:sanctions"]').click()
    box.press_sequentially("bank")
    page.wait_for_function("window.location.search.includes('sanctions')")
    expect(page.locator('[data-value="category:sanctions"]')).to_have_attribute("aria-checked", "true")
    quiet(page)
    expect(box).to_have_value("bank")
    expect(box).to_be_focused()
    box.press("Enter")
    page.wait_for_function("window.location.search.includes('q=bank')")


def test_an_actor_who_is_looked_for_and_all_that_are_shown_stay_when_a_filter_is_chosen(page: Page) -> None:
    facet = page.locator(".dl-facet", has=page.get_by_role("heading", name="Actor", exact=True))
    facet.get_by_role("button", name="Show all").click()
    page.locator("#dl-find-actor").fill("kim")
    seen = facet.locator(".dl-option:visible").count()
    page.locator('[data-value="category:sanctions"]').click()
    page.wait_for_function("window.location.search.includes('sanctions')")
    quiet(page)
    expect(page.locator("#dl-find-actor")).to_have_value("kim")
    assert 0 < facet.locator(".dl-option:visible").count() <= seen
    page.locator("#dl-find-actor").fill("")
    expect(facet.get_by_role("button", name="Show fewer")).to_be_visible()
