"""A running dashboard and a Chromium for the tests in this folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.install import installed

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
Open = Callable[..., Page]


@contextmanager
def serve(**environment: str) -> Iterator[str]:
    """Run the dashboard on a free port and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"STREAMLIT_SERVER_PORT": str(port), "STREAMLIT_SERVER_HEADLESS": "true", "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none"}
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | settings | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://localhost:{port}"
    try:
        _wait(server, address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(200):
        if server.poll() is not None:
            pytest.fail(f"the dashboard stopped at once with status {server.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.15)
    pytest.fail("the dashboard did not answer within 30 seconds")


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """Address of a running dashboard on the shipped record."""
    with serve() as address:
        yield address


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

    def opener(path: str = "", *, width: int = 1400, height: int = 1000, scheme: str = "light", address: str = app) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
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
    """Wait until the script has run and nothing is being drawn any more."""
    page.wait_for_selector(IDLE, timeout=30_000)
    page.wait_for_timeout(250)
    page.wait_for_selector(IDLE, timeout=30_000)


def query(page: Page) -> str:
    """What the address bar holds after "?", read in the page itself."""
    return str(page.evaluate("window.location.search"))
