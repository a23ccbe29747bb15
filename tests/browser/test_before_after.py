"""In Chromium, on the shipped record: a question asked, its bars and events, and the link that keeps it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, at_rest, becomes, query, quiet

MIDDLE = 6
"""Place of the bar of the anchors' own days among the thirteen of a fortnight by weeks."""


def plotted(page: Page) -> Page:
    page.wait_for_selector(".dl-plot .barlayer .point")
    return page


def test_a_question_is_asked_with_a_click_and_the_link_keeps_it(open_page: Open) -> None:
    page = plotted(open_page("before_after"))
    assert query(page) == ""
    page.get_by_role("button", name="Denials after allegations").click()
    page.wait_for_function("window.location.search.includes('anchor=kind')")
    quiet(page)
    page.locator('[data-action="null"][data-value="poisson"]').click()
    page.wait_for_function("window.location.search.includes('null=poisson')")
    quiet(page)
    answer = page.locator(".dl-page h2", has_text="Denial, around allegation").locator("xpath=..")
    expect(page.locator(".dl-ba-warnings")).to_contain_text("3 combinations looked at")
    told = answer.locator("p").first.inner_text()
    again = plotted(open_page(f"before_after{query(page)}"))
    answer = again.locator(".dl-page h2", has_text="Denial, around allegation").locator("xpath=..")
    expect(answer.locator("p").first).to_have_text(told, use_inner_text=True)
    expect(again.locator(".dl-ba-warnings")).to_contain_text("first combination")


def test_a_chip_is_removed_and_what_is_left_is_said(open_page: Open) -> None:
    page = plotted(open_page("before_after"))
    page.get_by_role("button", name="Remove Visits to arms plants").click()
    page.wait_for_function("window.location.search.includes('anchor=')")
    quiet(page)
    expect(page.locator("body")).to_contain_text("Choose other events to compare.")
    expect(page.locator(".dl-chip")).to_have_count(3)


def test_what_is_found_by_typing_is_added_to_the_set_that_is_chosen_and_the_rest_of_the_example_stays(open_page: Open) -> None:
    page = plotted(open_page("before_after"))
    page.locator("#dl-find-set").fill("denunci")
    expect(page.locator(".dl-ba-options li:visible")).to_have_count(1)
    page.locator("#dl-find-set").press("Enter")
    page.wait_for_function("window.location.search.includes('other=category%3Amunitions-visits&other=kind%3Adenunciation')")
    quiet(page)
    becomes(lambda: "anchor=series%3Afreedom-shield" in query(page), True)
    anchors = page.locator('[data-action="side"][data-value="anchor"]')
    anchors.click()
    expect(anchors).to_have_attribute("aria-pressed", "true")
    page.locator("#dl-find-set").fill("путин")
    page.get_by_role("button", name="Actor Vladimir Putin").click()
    page.wait_for_function("window.location.search.includes('anchor=actor%3Avladimir-putin')")


def test_a_bar_leads_to_its_events_and_they_to_their_pages(open_page: Open) -> None:
    page = plotted(open_page("before_after"))
    bar = page.locator(".dl-plot .barlayer .trace").last.locator(".point").nth(MIDDLE)
    bar.scroll_into_view_if_needed()
    box = at_rest(bar)
    page.mouse.move(box["x"] + box["width"] / 2 - 1, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".dl-plot .hoverlayer .hovertext").first).to_be_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    held = page.locator("p", has_text="In this bar:").locator("xpath=..").locator("li")
    expect(held.first).to_contain_text("during")
    assert page.locator("p", has_text="In this bar:").inner_text() == f"In this bar: {held.count()} events."
    held.first.locator("a").first.click()
    page.wait_for_function("window.location.pathname.endsWith('/event') && window.location.search.includes('event=')")
