"""The tour: once, by itself, for who comes for no view in particular; else only when asked for; by keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from dateline.ui import tour
from tests.browser.conftest import Open, quiet
from tests.browser.test_open_to_everyone import AXE, found
from tests.browser.test_reading import TOUR

POINTED = """() => {
    const [ring, card] = [".dl-tour-ring", ".dl-tour"].map((one) => document.querySelector(one).getBoundingClientRect());
    const apart = ring.right < card.left || card.right < ring.left || ring.bottom < card.top || card.bottom < ring.top;
    return ring.width > 20 && ring.height > 10 && ring.top >= 0 && ring.bottom <= innerHeight && card.bottom <= innerHeight && apart;
}"""
"""Whether the ring lies around something, within the window, and the card beside it."""
SEEN = """() => {
    const [ring, card] = [".dl-tour-ring", ".dl-tour"].map((one) => document.querySelector(one).getBoundingClientRect());
    return ring.height > 0 && Math.min(ring.bottom, card.bottom) - Math.max(ring.top, card.top) < ring.height / 2;
}"""


def test_it_comes_once_and_is_walked_and_left_by_keyboard(open_page: Open) -> None:
    page = open_page(newcomer=True)
    card = page.get_by_role("dialog", name="Tour of this page")
    expect(card).to_contain_text("1 of 5")
    for number, (title, text, _) in enumerate(tour.steps(), 1):
        expect(card).to_contain_text(f"{number} of 5")
        expect(page.locator("#dl-live")).to_have_text(f"Tour of this page, {number} of 5. {title}. {text}")
        expect(card.locator("[data-by='1']")).to_be_focused()
        page.wait_for_function(POINTED)
        page.keyboard.press("Enter")
    expect(card).to_have_count(0)
    page.reload()
    quiet(page)
    page.wait_for_timeout(1200)
    expect(card).to_have_count(0)
    page.get_by_role("button", name="Tour").click()
    expect(card).to_be_visible()
    page.add_script_tag(path=AXE)
    assert found(page, ["aria-dialog-name", "color-contrast", "target-size", "region", "button-name", "tabindex"]) == []
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.wait_for_function("document.activeElement.textContent === 'Tour'")


def test_a_link_to_a_view_shows_only_that_and_about_has_the_tour(open_page: Open) -> None:
    page = open_page(f"?event={TOUR}", newcomer=True)
    page.wait_for_timeout(1200)
    expect(page.locator(".dl-tour")).to_have_count(0)
    page.goto(page.url.replace("/?", "/about?"))
    quiet(page)
    page.get_by_role("link", name="Take the tour").click()
    expect(page.locator(".dl-tour")).to_contain_text("1 of 5")
    assert "#" not in page.url
    assert TOUR in page.url


def test_on_a_phone_it_never_hides_what_it_points_at(open_page: Open) -> None:
    page = open_page(width=390, height=844, newcomer=True)
    for number in range(1, 6):
        expect(page.locator(".dl-tour")).to_contain_text(f"{number} of 5")
        page.wait_for_function(SEEN)
        page.locator(".dl-tour [data-by='1']").click()
    expect(page.locator(".dl-tour")).to_have_count(0)
