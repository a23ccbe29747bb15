"""A running dashboard and a Chromium for the tests in this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.install import installed
from tests.browser.serving import AGAIN, ARGUMENTS, IDLE, serve

Open = Callable[..., Page]
DRAWN = "() => document.querySelector('.dl-doc') && !document.querySelector('.dl-doc:not([data-mark])')"
"""That there are documents, and each is on the page."""
# A slow machine is no fault of the page.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """Address of a running dashboard on the shipped record."""
    with serve() as served:
        yield served.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, app: str) -> Iterator[Open]:
    """Opens a path of the dashboard in a fresh private window and waits until it is quiet; page errors fail the test."""
    contexts = []
    errors: list[str] = []

    def opener(
        path: str = "",
        *,
        width: int = 1400,
        height: int = 1000,
        scheme: str = "light",
        address: str = app,
        newcomer: bool = False,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        if not newcomer:
            context.add_init_script(AGAIN)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/{path}")
        quiet(page)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """The home page in a fresh window."""
    return open_page()


def quiet(page: Page) -> None:
    """Wait until the script has run, each document it sent is on the page, and nothing is being drawn any more."""
    page.wait_for_selector(IDLE, timeout=30_000)
    page.wait_for_timeout(250)
    page.wait_for_selector(IDLE, timeout=30_000)
    page.wait_for_function(DRAWN, timeout=30_000)


def query(page: Page) -> str:
    """What the address bar holds after "?", read in the page itself."""
    return str(page.evaluate("window.location.search"))
