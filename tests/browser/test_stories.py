"""In Chromium, on the shipped record: a story is walked, its link restores it, and on paper it is whole."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Open, becomes, query, quiet
from tests.browser.test_timeline_chart import charted, inside, settle

STEPS = 9


def test_a_story_leads_on_step_by_step_and_its_link_restores_the_step(open_page: Open) -> None:
    page = open_page("stories")
    page.get_by_role("link", name="Troops for Russia").click()
    page.wait_for_function("window.location.search.includes('story=troops')")
    charted(page)
    expect(page.locator(".dl-step-place")).to_have_text(f"1 of {STEPS}")
    page.locator("#dl-step-on").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.location.search.includes('step=2')")
    expect(page.locator(".dl-step-place")).to_have_text(f"2 of {STEPS}")
    expect(page.locator("#dl-step-on")).to_be_focused()
    settle(page)
    becomes(lambda: inside(page, "[chart.chosen, chart.period]"), ["2024-10-10-peskov-fake-troops", ["2024-09-15", "2024-10-31"]])
    again = charted(open_page(f"stories{query(page)}"))
    expect(again.locator(".dl-step-text h1")).to_have_text("“Another bit of fake news”")
    assert inside(again, "chart.chosen") == "2024-10-10-peskov-fake-troops"
    assert inside(again, "chart.period") == ["2024-09-15", "2024-10-31"]


def test_an_event_chosen_on_the_way_is_let_go_on_the_next_step_and_the_view_opens_in_the_timeline(open_page: Open) -> None:
    page = charted(open_page("stories?story=troops&step=3&event=2024-10-10-peskov-fake-troops"))
    expect(page.locator(".dl-lit h2")).to_contain_text("fake news")
    page.get_by_role("button", name="Back to its own").click()
    page.wait_for_function("!window.location.search.includes('event=')")
    settle(page)
    becomes(lambda: inside(page, "chart.chosen"), "2024-10-18-nis-troop-deployment")
    page.get_by_role("link", name="Open this view in the timeline").click()
    page.wait_for_function("window.location.pathname === '/'")
    quiet(page)
    becomes(lambda: "story" in query(page), False)
    charted(page)
    becomes(
        lambda: inside(page, "[chart.chosen, chart.period]"), ["2024-10-18-nis-troop-deployment", ["2024-10-01", "2024-11-15"]]
    )


def test_on_paper_a_story_is_all_its_steps_with_the_addresses_of_their_sources(open_page: Open) -> None:
    page = charted(open_page("stories?story=troops&step=4"))
    expect(page.locator(".dl-whole-story .dl-paper-only").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".st-key-dl-picture-story")).to_be_hidden()
    expect(page.locator(".dl-whole-story section")).to_have_count(STEPS)
    for n in range(STEPS):
        expect(page.locator(".dl-whole-story section").nth(n)).to_be_visible()
    expect(page.locator(".dl-whole-story .dl-paper-only").first).to_be_visible()


def test_the_first_page_is_not_longer_for_its_card(open_page: Open) -> None:
    page = charted(open_page())
    card, chart = page.locator(".dl-welcome").bounding_box(), page.locator(".tl").bounding_box()
    assert card
    assert chart
    assert card["y"] + card["height"] <= chart["y"] + chart["height"]
    assert page.evaluate(
        "(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight)(document.querySelector('.dl-welcome'))"
    )
