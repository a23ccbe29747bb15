"""In Chromium: a record of naughty strings runs nothing, opens nothing and asks no other host for anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from tests import naughty
from tests.browser.conftest import private, quiet
from tests.browser.serving import ROOT, serve
from tests.pages.test_naughty_pages import OPENED
from tests.pages.test_pages import PAGES

FOLDER = ROOT / "tests" / "browser" / "naughty"
"""What stands in for the record at the server's start."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serve(PYTHONPATH=f"{FOLDER}{os.pathsep}{ROOT}") as served:
        yield served.address


def test_no_page_runs_or_fetches_anything_of_a_naughty_record(server: str, browser: Browser) -> None:
    told: list[str] = []

    def dialog(opened: Dialog) -> None:
        told.append(f"a dialog: {opened.message}")
        opened.dismiss()

    def asked(request: Request) -> None:
        if not request.url.startswith((server, server.replace("http", "ws", 1), "data:", "blob:")):
            told.append(f"a request: {request.url}")

    context = private(browser, newcomer=True, viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.on("dialog", dialog)
    page.on("request", asked)
    page.on("pageerror", lambda error: told.append(f"an error: {error}"))
    context.on("page", lambda opened: told.append(f"a window: {opened.url}") if opened is not page else None)
    for name in PAGES:
        held = "&".join(f"{key}={value}" for key, value in OPENED.get(name, {}).items())
        page.goto(f"{server}/{'' if name == 'timeline' else name}?{held}")
        quiet(page)
        words = str(page.evaluate("document.body.innerText"))
        assert "has encountered an error" not in words, name
        _look_at_every_mark(page)
    context.close()
    assert told == []


def _look_at_every_mark(page: Page) -> None:
    """Have what is shown on demand shown: details open, hover texts drawn."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for box in [one.bounding_box() for one in page.locator(".tl, .dl-plot").all()[:2]]:
        if box:
            for n in (2, 5):
                page.mouse.move(box["x"] + box["width"] * n / 7, box["y"] + min(box["height"], 600) * n / 7)


def test_a_naughty_search_and_a_naughty_link_stay_text(server: str, browser: Browser) -> None:
    told: list[str] = []
    page = private(browser).new_page()

    def dialog(opened: Dialog) -> None:
        told.append(opened.message)
        opened.dismiss()

    page.on("dialog", dialog)
    page.on("pageerror", lambda error: told.append(str(error)))
    scripts = [one for one in naughty.STRINGS if "alert(" in one or "javascript:" in one]
    assert len(scripts) > 50
    for text in scripts[:: len(scripts) // 3]:
        page.goto(f"{server}/?{_query(text)}")
        quiet(page)
        assert "has encountered an error" not in str(page.evaluate("document.body.innerText"))
    page.context.close()
    assert told == []


def _query(text: str) -> str:
    return urlencode(dict.fromkeys(("q", "event", "actor", "claim", "period", "known", "lanes", "since"), text))
