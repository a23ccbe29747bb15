"""In Chromium, on the shipped record: a number and a month on the page Sources & coverage lead to their events."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, at_rest, quiet

PLOT = ".dl-plot .barlayer .point path"


def cell(page: Page, key: str) -> tuple[float, float]:
    """Where the middle of a month's ground is, in pixels of the window; the picture must be in view."""
    spot: list[float] = page.evaluate(
        """(key) => {
          const plot = document.querySelector(".dl-plot"), box = plot.getBoundingClientRect(), { xaxis, yaxis } = plot._fullLayout;
          for (const trace of plot._fullData.filter((one) => one.meta.part === "ground")) {
            const at = trace.customdata.indexOf(key);
            if (at >= 0) return [
              box.left + xaxis._offset + xaxis.d2p(trace.x[at]),
              box.top + yaxis._offset + yaxis.d2p(trace.base[at] + trace.y[at] * 0.85),
            ];
          }
        }""",
        key,
    )
    return spot[0], spot[1]


def choose(page: Page, key: str) -> None:
    """Point at a month and choose it, once the page has brought the list into view that was opened before."""
    page.wait_for_timeout(1000)
    page.locator(".dl-plot").evaluate("(plot) => plot.scrollIntoView({ block: 'center' })")
    at_rest(page.locator(".dl-plot"))
    x, y = cell(page, key)
    page.mouse.move(x - 4, y - 4)
    page.mouse.move(x, y)
    expect(page.locator(".dl-plot .hoverlayer .hovertext")).to_be_visible()
    page.mouse.click(x, y)


def test_numbers_rows_and_months_lead_to_their_events(open_page: Open) -> None:
    page = open_page("sources")
    page.wait_for_selector(PLOT, state="attached")

    page.get_by_role("button", name="rest on one party's word").click()
    opened = page.locator(".dl-behind")
    expect(opened).to_contain_text("Events that rest on one party's word")
    expect(opened).to_be_in_viewport()
    expect(opened.locator("li").first).to_contain_text("alone:")

    page.get_by_role("button", name="Origin", exact=True).click()
    quiet(page)
    page.locator('[data-value="who;origin;kcna"]').focus()
    page.keyboard.press("Enter")
    expect(opened).to_contain_text("Events that rest on KCNA")

    choose(page, "munitions-visits|2022-02-01")
    expect(opened).to_contain_text("Visits to arms plants, February 2022: nothing found; searched thoroughly")
    choose(page, "munitions-visits|2023-08-01")
    expect(opened).to_contain_text("Visits to arms plants, August 2023")
    opened.locator('a[href*="event=2023-08-11-tactical-missile-plants"]').click()
    page.wait_for_url("**/event?*event=2023-08-11-tactical-missile-plants*")
