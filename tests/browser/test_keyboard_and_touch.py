"""By keyboard alone, with a finger, with less motion, in the system's own colours, and by ear."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, at_rest, private, query, quiet
from tests.browser.test_reading import TOUR

WHERE = """() => {
    const one = document.activeElement;
    const own = one.closest(".dl-doc, .tl, [data-testid=stTopNavLink]") !== null || one.matches("[data-testid=stMain]");
    const css = getComputedStyle(one);
    const seen = (css.outlineStyle !== "none" && parseFloat(css.outlineWidth) > 0) || css.boxShadow !== "none";
    return [own, own && !seen ? one.outerHTML.slice(0, 120) : "", one === document.body];
}"""
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
RANGE = "document.querySelector('.tl').dataset.range"


def reached(page: Page, selector: str) -> None:
    """Put the focus on something and see that it can have it."""
    page.locator(selector).first.focus()
    assert page.evaluate("selector => document.activeElement.matches(selector)", selector)


def test_the_whole_timeline_is_walked_with_tab_without_a_trap_and_the_focus_is_always_seen(open_page: Open) -> None:
    page = open_page(f"?event={TOUR}&period=2023-08-10&period=2023-08-13")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-testid=stMain]') !== null")
    # To the end of the page, and once more through all of it, filters included.
    ours = ends = 0
    while ends < 2:
        own, unseen, through = page.evaluate(WHERE)
        assert unseen == ""
        ours, ends = ours + own, ends + through
        assert ours < 400, "the focus never comes to the end of the page"
        page.keyboard.press("Tab")
    assert ours > 80


def test_every_journey_of_the_readme_is_made_by_keyboard(open_page: Open, app: str) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # A filter, and what is left is read out.
    reached(page, "[data-value='category:sanctions']")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('category=sanctions')")
    expect(page.locator("#dl-live")).to_contain_text("events shown")
    # An event in the chart, its card, let go again; a list opened; the link.
    reached(page, ".tl")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('event=')")
    expect(page.locator(".tl-now")).to_contain_text("Chosen: ")
    reached(page, ".tl")
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('event=')")
    quiet(page)
    reached(page, "[data-copy-link]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    # Time moves on, and stops.
    page.goto(f"{app}/?known=2023-08-20")
    quiet(page)
    reached(page, "[data-action='play'][data-value='day']")
    page.keyboard.press("Enter")
    expect(page.locator("[data-auto='next']")).to_have_count(1)
    reached(page, "[data-action='play'][data-value='']")
    page.keyboard.press("Enter")
    expect(page.locator("[data-auto='next']")).to_have_count(0)
    # A claim's thread.
    page.goto(f"{app}/claims")
    quiet(page)
    reached(page, ".dl-claim h2 a")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('claim=')")
    # The next step of a story.
    page.goto(f"{app}/stories?story=troops")
    quiet(page)
    reached(page, "#dl-step-on")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('step=2')")
    # A file.
    page.goto(f"{app}/data?category=sanctions")
    quiet(page)
    page.get_by_role("button", name="CSV", exact=True).first.focus()
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    assert got.value.suggested_filename.endswith(".csv")


def test_who_waits_on_the_link_keeps_the_focus_when_the_page_changes(open_page: Open) -> None:
    page = open_page("?period=2023-08-01&period=2023-08-31")
    link = page.locator("[data-copy-link]").first
    before = link.get_attribute("data-copy-link")
    link.focus()
    page.locator(".tl").evaluate("(root) => root.timeline.step(1)")
    page.wait_for_function("location.search.includes('event=')")
    expect(link).not_to_have_attribute("data-copy-link", before or "")
    expect(link).to_be_focused()


def _touch(page: Page, *points: tuple[float, float]) -> None:
    """A finger put down, moved over these points, and lifted."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, at: list[dict[str, Any]]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    for number, (x, y) in enumerate(points):
        send("touchMove" if number else "touchStart", [{"x": x, "y": y}])
        page.wait_for_timeout(25)
    send("touchEnd", [])


def test_a_finger_moves_the_chart_sideways_and_the_page_up_and_down(browser: Browser, app: str) -> None:
    context = private(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{app}/?period=2023-08-01&period=2023-11-30")
    quiet(page)
    page.wait_for_selector(".tl[data-range] .scatterlayer .tl-marks path", state="attached")
    page.locator(".tl").evaluate("(root) => root.scrollIntoView()")
    at_rest(page.locator(".tl"))
    before = page.evaluate(RANGE)
    top = page.evaluate(SCROLLED)
    _touch(page, *((200, 560 - 25 * n) for n in range(10)))
    page.wait_for_function(f"top => {SCROLLED} > top + 50", arg=top)
    at_rest(page.locator(".tl"))
    assert page.evaluate(RANGE) == before
    page.locator(".tl").evaluate("(root) => root.scrollIntoView()")
    at_rest(page.locator(".tl"))
    _touch(page, *((300 - 20 * n, 420) for n in range(9)))
    # What comes later is drawn in.
    page.wait_for_function(f"before => {RANGE} > before && location.search.includes({RANGE}.split('/')[0])", arg=before)
    # No words are left standing for a mark that is elsewhere now.
    expect(page.locator(".tl .hoverlayer .hovertext")).to_have_count(0)
    # The way to the filters lies where a thumb is, and opens them.
    box = page.get_by_test_id("stExpandSidebarButton").bounding_box()
    assert box
    assert box["y"] > 844 / 2
    assert box["height"] >= 44
    page.get_by_test_id("stExpandSidebarButton").tap()
    option = page.locator("[data-value='category:sanctions']")
    expect(option).to_be_visible()
    assert (option.bounding_box() or {"height": 0})["height"] >= 44
    context.close()


def test_who_wants_less_motion_gets_none_and_forced_colours_show_what_is_chosen(open_page: Open) -> None:
    page = open_page("?category=sanctions")
    page.emulate_media(reduced_motion="reduce")
    longest = """() => Math.max(...[...document.querySelectorAll('*')].slice(0, 1500).flatMap((one) => {
        const css = getComputedStyle(one);
        return [css.transitionDuration, css.animationDuration].join().split(",").map(parseFloat);
    }))"""
    assert page.evaluate(longest) <= 0.001
    page.emulate_media(forced_colors="active")
    box = "value => getComputedStyle(document.querySelector(`[data-value='${value}'] .dl-box`)).backgroundColor"
    assert page.evaluate(box, "category:sanctions") != page.evaluate(box, "category:diplomacy")
    assert query(page) == "?category=sanctions"
