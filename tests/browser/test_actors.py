"""The Actors page in Chromium, on the shipped record."""

from __future__ import annotations

from itertools import pairwise

from playwright.sync_api import expect

from tests.browser.conftest import Open, becomes, query, quiet


def test_an_actor_is_found_by_typing_opened_in_place_and_followed_to_a_pair(open_page: Open) -> None:
    page = open_page("actors?category=diplomacy")
    page.locator("#dl-find-actors").fill("путин")
    hit = page.locator(".dl-actor-index a:visible")
    expect(hit).to_have_text(["Vladimir Putin"])
    page.locator("#dl-find-actors").press("Enter")
    expect(page.locator("h1")).to_contain_text("Vladimir Putin")
    quiet(page)
    becomes(lambda: "who=vladimir-putin" in query(page), True)
    becomes(lambda: "category=diplomacy" in query(page), True)
    names = page.locator(".dl-arc-names li")
    assert 2 <= names.count() <= 25
    boxes = [box for at in range(names.count()) if (box := names.nth(at).bounding_box())]
    assert all(one["y"] + one["height"] <= other["y"] + 0.5 for one, other in pairwise(boxes))
    pair = page.locator(".dl-pairs li").first
    number = pair.locator("a").inner_text().split()[0]
    pair.locator("a").click()
    page.wait_for_function("window.location.search.includes('actor=')")
    quiet(page)
    expect(page.locator(".dl-actor").first).to_contain_text(f"{number} of ")
    page.locator("a.dl-back").click()
    expect(page.locator(".dl-actor-index")).to_be_visible()
