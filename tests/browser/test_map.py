"""In Chromium, on the shipped record: the map asks nobody else, and a place that is chosen lists its events."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, becomes, query, quiet


def middle(page: Page, place: str) -> tuple[float, float]:
    """Where a place's mark lies on the page."""
    found: list[float] = page.evaluate(
        """(place) => {
             const plot = document.querySelector(".dl-plot"), box = plot.getBoundingClientRect(), size = plot._fullLayout;
             for (const { customdata, x, y } of plot.data) {
               const n = (customdata || []).indexOf(place);
               if (n >= 0) return [box.x + size.xaxis._offset + size.xaxis.d2p(x[n]), box.y + size.yaxis._offset + size.yaxis.d2p(y[n])];
             }
           }""",
        place,
    )
    return found[0], found[1]


def test_a_place_on_the_map_lists_its_events_and_nobody_else_is_asked(open_page: Open, app: str) -> None:
    page = open_page("about")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{app}/map")
    quiet(page)
    page.wait_for_selector(".dl-plot .point")
    page.mouse.move(*middle(page, "busan"))
    page.mouse.click(*middle(page, "busan"))
    page.wait_for_function("window.location.search.includes('place=busan')")
    quiet(page)
    card = page.locator(".dl-card")
    expect(card.locator("h2")).to_contain_text("Busan")
    events = card.locator(".dl-place-events a")
    assert events.count() == int(card.locator(".dl-says b").inner_text().split()[0])
    assert (events.first.get_attribute("href") or "").startswith("event?")
    assert [
        url for url in requests if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != urlsplit(app).netloc
    ] == []
    page.go_back()
    page.wait_for_function("!window.location.search.includes('place=')")
    expect(page.locator(".dl-card h2")).to_contain_text("Where it happened")


def test_by_keyboard_a_place_of_the_list_is_chosen_and_the_map_of_it_shown(open_page: Open) -> None:
    page = open_page("map")
    page.locator('.dl-map-lists [data-value="kyiv"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.location.search.includes('place=kyiv')")
    button = page.locator(".dl-card [data-action=area]")
    expect(button).to_have_text("Show the map: Europe")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.location.search.includes('area=europe')")
    quiet(page)
    page.wait_for_function("document.querySelector('.dl-plot').data.some((one) => one.meta.part === 'chosen')")
    becomes(lambda: "place=kyiv" in query(page), True)


def test_on_a_phone_the_map_keeps_its_shape_and_fits(open_page: Open) -> None:
    page = open_page("map", width=390, height=900)
    page.wait_for_selector(".dl-plot .point")
    width, height, aspect = page.evaluate(
        "(({ width, height, meta }) => [width, height, meta.aspect])(document.querySelector('.dl-plot').layout)"
    )
    assert width <= 390
    assert abs(width / height - aspect) < 0.02
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
