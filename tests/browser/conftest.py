"""A running dashboard and a Chromium for the tests in this folder."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, FloatRect, Locator, Page, expect, sync_playwright

from tests.browser.install import headless
from tests.browser.serving import AGAIN, ARGUMENTS, IDLE, serve

Open = Callable[..., Page]
Value = TypeVar("Value")
PATIENCE = 60_000
"""Milliseconds that a test waits for what must come: many times what a busy machine needs."""
expect.set_options(timeout=PATIENCE)
_CALLS = itertools.count()
FAILED = pytest.StashKey[bool]()
TALK = """(() => {
  const talk = (globalThis.talk = { said: 0, heard: 0 });
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...given) {
    if (!this.listened) this.addEventListener("message", () => (talk.heard = performance.now()));
    this.listened = true;
    talk.said = performance.now();
    return send.apply(this, given);
  };
})()"""
"""Run in each page before anything else: notes when it last asked the server, and when it last heard of it."""
QUIET = f"""(call) => {{
  const now = performance.now(), still = (globalThis.still ??= {{}}), talk = globalThis.talk ?? {{ said: 0, heard: 0 }};
  // The page's own signs of life are never answered.
  const asking = talk.said > talk.heard && now - talk.said < 10_000;
  const waiting = document.querySelector(".dl-doc:not([data-mark]), .dl-plot:not([aria-label])");
  const asleep = [...document.querySelectorAll(".tl")].some((one) => !one.timeline);
  const busy = asking || waiting || asleep || !document.querySelector("{IDLE}") || !document.querySelector(".dl-doc");
  if (busy || still.call !== call) Object.assign(still, {{ call, since: now }});
  return !busy && now - still.since >= 200;
}}"""


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """Address of a running dashboard on the shipped record."""
    with serve() as served:
        yield served.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=headless(), args=ARGUMENTS)
        yield chromium
        chromium.close()


def private(browser: Browser, *, newcomer: bool = False, **given: Any) -> BrowserContext:
    """A private window of a reader, who has been here before or is a newcomer; ``given`` as Playwright takes it."""
    context = browser.new_context(**given)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(TALK)
    if not newcomer:
        context.add_init_script(AGAIN)
    return context


@pytest.fixture(scope="session")
def kept() -> Iterator[dict[bool, list[Page]]]:
    """Private windows that the next test takes again, emptied: a page costs half where its program is known already. By whether for newcomers."""
    pages: dict[bool, list[Page]] = {False: [], True: []}
    yield pages
    for page in pages[False] + pages[True]:
        page.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def open_page(browser: Browser, app: str, kept: dict[bool, list[Page]], request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens a path of the dashboard in a private window of its own and waits until it is quiet; page errors fail the test."""
    used: list[tuple[bool, Page]] = []
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    def opener(
        path: str = "",
        *,
        width: int = 1400,
        height: int = 1000,
        scheme: str = "light",
        address: str = app,
        newcomer: bool = False,
    ) -> Page:
        page = kept[newcomer].pop() if kept[newcomer] else private(browser, newcomer=newcomer).new_page()
        used.append((newcomer, page))
        fitted(page, width, height, scheme)
        page.on("pageerror", note)
        page.goto(f"{address}/{path}")
        quiet(page)
        return page

    yield opener
    for newcomer, page in used:
        if failed(request):
            page.context.close()
            continue
        page.remove_listener("pageerror", note)
        emptied(page)
        kept[newcomer].append(page)
    assert errors == []


def fitted(page: Page, width: int, height: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]


def failed(request: pytest.FixtureRequest) -> bool:
    """Whether the test that asks has failed, so that nobody should come upon what it left."""
    return bool(request.node.stash.get(FAILED, False))


def emptied(page: Page) -> None:
    """Leave a window as if nobody had been there, but for the files that it fetched."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    if page.url.startswith(("http:", "file:")):
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.context.clear_permissions()
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
    page.mouse.move(0, 0)


@pytest.fixture
def page(open_page: Open) -> Page:
    """The home page in a fresh window."""
    return open_page()


def quiet(page: Page) -> None:
    """Wait until the server has answered and its script has run, each document it sent is on the page, the chart is drawn, and it stays so for a moment.

    What was done before must have been told to the server by then; a test still waits for what it expects.
    """
    page.wait_for_function(QUIET, arg=next(_CALLS), timeout=2 * PATIENCE, polling=40)
    page.evaluate("() => document.querySelector('.tl')?.timeline?.queue")


def becomes(read: Callable[[], Value], wanted: Value) -> None:
    """Wait until what is read is what is wanted; fails with what it is instead."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := read()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert found == wanted


def at_rest(what: Locator) -> FloatRect:
    """Where it lies in the window, once it has lain there for a moment."""
    box = None
    for _ in range(PATIENCE // 150):
        before, box = box, what.bounding_box()
        if box and box == before:
            return box
        what.page.wait_for_timeout(150)
    raise AssertionError("it never comes to rest")


def query(page: Page) -> str:
    """What the address bar holds after "?", read in the page itself."""
    return str(page.evaluate("window.location.search"))
