"""Every page for everybody: what axe-core finds, nothing wider than the screen, targets for a finger, nobody else asked for anything.

See docs/accessibility.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import private, quiet
from tests.browser.test_reading import TOUR

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
PAGES = {
    "timeline": "",
    "an event on the timeline": f"?event={TOUR}",
    "as known on a day": "?known=2023-08-20&since=2023-08-01",
    "nothing found": "?q=zzzzqqqq&category=sanctions",
    "event": f"event?event={TOUR}",
    "no event": "event",
    "claims": "claims",
    "a claim": "claims?claim=troops-to-russia",
    "before and after": "before_after",
    "map": "map?place=pyongyang",
    "actors": "actors",
    "an actor": "actors?who=kim-jong-un",
    "stories": "stories",
    "a step": "stories?story=troops&step=2",
    "sources": "sources",
    "data": "data",
    "contribute": "contribute",
    "about": "about",
    "embedded": f"?embed=true&event={TOUR}",
}
ASKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def found(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe-core has against the page as it stands, one line each.

    What no assistive technology is told of is taken out first, since it is most of the page: the inside of pictures that have their words
    beside them, and options that are folded away.
    """
    only: Any = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": ASKED}
    result = page.evaluate(
        """only => {
            for (const one of document.querySelectorAll(".tl-plot > *, .dl-plot > *, .dl-more")) one.remove();
            return axe.run(document, {runOnly: only, resultTypes: ["violations"]})
                .then(({violations}) => violations.flatMap((one) => one.nodes.map((node) => [one.id, node.target.join(" "), node.failureSummary])));
        }""",
        only,
    )
    return [f"{rule} {target}: {why}" for rule, target, why in result]


DARK = "() => [...document.querySelectorAll('.dl-doc')].every((one) => !one.colours || one.style.getPropertyValue('--dl-paper') !== '#ffffff')"
WIDTH = "() => Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"


@pytest.fixture(scope="module")
def large(browser: Browser) -> Iterator[Page]:
    """A window of 1400 pixels in which pages are opened one after the other, with axe-core in it."""
    yield from _window(browser, viewport={"width": 1400, "height": 900})


@pytest.fixture(scope="module")
def small_dark(browser: Browser) -> Iterator[Page]:
    """The same on a phone of 390 pixels, in the dark."""
    yield from _window(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme="dark")


def _window(browser: Browser, **given: Any) -> Iterator[Page]:
    context = private(browser, **given)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.fixture
def asked(large: Page) -> Iterator[list[str]]:
    """Addresses that the window asks for."""
    told: list[str] = []

    def note(request: Request) -> None:
        told.append(request.url)

    large.on("request", note)
    yield told
    large.remove_listener("request", note)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_kept_out_and_no_other_host_hears_of_it(large: Page, asked: list[str], app: str, name: str) -> None:
    large.emulate_media(color_scheme="light")
    large.goto(f"{app}/{PAGES[name]}")
    quiet(large)
    assert found(large) == []
    large.emulate_media(color_scheme="dark")
    large.wait_for_function(DARK)
    assert found(large, ["color-contrast", "link-in-text-block"]) == []
    assert asked
    assert [url for url in asked if not url.startswith((f"{app}/", "data:", "blob:"))] == []


def test_no_picture_is_announced_before_its_words_are_here(browser: Browser, app: str) -> None:
    context = private(browser)
    page = context.new_page()
    held: list[Route] = []
    ready: list[bool] = []
    page.route("**/media/*.js", lambda route: route.continue_() if ready else held.append(route))
    page.goto(f"{app}/sources")
    page.locator(".dl-plot").first.wait_for(state="attached")
    assert page.locator("[role=img]:not([aria-label])").count() == 0
    ready.append(True)
    for route in held:
        route.continue_()
    expect(page.locator(".dl-plot").first).to_have_attribute("role", "img")
    assert page.locator(".dl-plot:not([aria-label])").count() == 0
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_kept_out_by_a_phone(small_dark: Page, app: str, name: str) -> None:
    small_dark.set_viewport_size({"width": 320, "height": 844})
    small_dark.goto(f"{app}/{PAGES[name]}")
    quiet(small_dark)
    # 320 is a window of 1280 enlarged four times, 700 one of 1400 enlarged twice.
    for width in (320, 390, 700):
        small_dark.set_viewport_size({"width": width, "height": 844})
        small_dark.wait_for_timeout(150)
        small_dark.wait_for_function(f"width => innerWidth === width && ({WIDTH})() <= width", arg=width)
    small_dark.set_viewport_size({"width": 390, "height": 844})
    quiet(small_dark)
    # What stands in for a chart that is on its way is gone once it has come, though it shows nothing.
    assert small_dark.locator(".tl-sketch").count() == 0
    assert found(small_dark) == []
