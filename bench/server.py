"""What the dashboard costs its server: time for a rerun of each page against a page of one line, memory, start.

``python -m bench.server 600 3000 30000 100000`` takes only the Timeline, on a record of each size, beside the page of one line.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.sample import write_sample
from dateline import compiled
from tests.browser.install import installed
from tests.browser.serving import AGAIN, ARGUMENTS, IDLE, ROOT, serve

EVENTS, LINKS = 600, 300
RUNS = 40
REST = 10
"""Seconds for which a server is left alone with a page open, for what it takes then."""
SESSIONS = 8
RERUN, PAGE, THEN, MEMORY_MB, SESSION_MB, START_SECONDS = 4.0, 4.0, 1.3, 250.0, 5.0, 2.0
"""Targets: times the floor for the Timeline and for the other pages, times today's page, MB with one session, MB more for each, seconds
beyond imports."""
PAGES = ("event", "claims", "before_after", "map", "actors", "stories", "sources", "data", "contribute", "about")
PAST = "?known=2025-01-01"
AT_SIZE = {3_000: 2.5, 30_000: 4.0}
"""Times the floor for the Timeline of a record of so many events."""
PATIENCE = 600_000
"""Milliseconds for the first page: a large record is read and compiled then."""


def main() -> bool:
    """Print the figures and whether each target is met."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name) / "events"
        write_sample(folder, EVENTS, LINKS)
        chromium = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        floor, _ = _rerun(chromium, "bench/scripts/text_page.py", "button", str(folder))
        cost, memory = _rerun(chromium, "dashboard.py", "chart", str(folder), sessions=SESSIONS)
        then, _ = _rerun(chromium, "dashboard.py", "chart", str(folder), PAST)
        pages = {page: _rerun(chromium, "dashboard.py", "filter", str(folder), page)[0] for page in PAGES}
        chromium.close()
    imports = min(
        _seconds([sys.executable, "-c", "import streamlit.web.cli, streamlit.runtime, uvicorn, starlette"]) for _ in range(3)
    )
    with serve() as served:
        start = served.seconds - imports
    results = [
        (
            f"rerun of the Timeline, {cost * 1000:.0f} ms of the server's time, against one line of text, {floor * 1000:.0f} ms: times",
            cost / floor,
            RERUN,
        ),
        (f"rerun as known on a past day, {then * 1000:.0f} ms, against today's: times", then / cost, THEN),
        *(
            (f"rerun of {page}, {seconds * 1000:.0f} ms, against one line of text: times", seconds / floor, PAGE)
            for page, seconds in pages.items()
        ),
        ("memory with one session, MB", memory[0], MEMORY_MB),
        (f"memory for each of {SESSIONS} more sessions, MB", memory[1], SESSION_MB),
        ("start to healthy beyond imports, s", start, START_SECONDS),
    ]
    for words, value, target in results:
        print(f"{words}: {value:.2f}; target {target:g}: {'met' if value <= target else 'MISSED'}")
    return all(value <= target for _, value, target in results)


def sizes(events: list[int]) -> bool:
    """Print what a run of the Timeline costs at each size, where a filter of links is set and let go: arrows choose no event among bars.

    Returns whether each target is met.
    """
    met = True
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        os.environ[compiled.SETTING] = str(Path(name) / "cache")
        chromium = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        for count in events:
            folder = Path(name) / str(count) / "events"
            write_sample(folder, count, count // 2)
            floor, _ = _rerun(chromium, "bench/scripts/text_page.py", "button", str(folder))
            cost, (memory, session) = _rerun(chromium, "dashboard.py", "filter", str(folder), sessions=SESSIONS)
            target = AT_SIZE.get(count)
            met &= target is None or cost / floor <= target
            verdict = "" if target is None else f"; target {target:g}: {'met' if cost / floor <= target else 'MISSED'}"
            print(
                f"{count:>7,} events: rerun of the Timeline {cost * 1000:.1f} ms, one line of text {floor * 1000:.1f} ms, times {cost / floor:.2f}"
                f"{verdict}; memory {memory:.0f} MB, {session:.1f} MB for each further session",
                flush=True,
            )
        chromium.close()
    return met


def _rerun(
    chromium: Browser, script: str, what: str, folder: str, query: str = "", sessions: int = 0
) -> tuple[float, tuple[float, float]]:
    """Mean seconds of processor time the server takes for one run; memory of the first and of each further session.

    What a resting server takes in the same time, mostly for looking at its settings five times a second, is taken off: a chart that the
    browser draws for a second would cost the server more otherwise than one drawn at once.
    """
    with serve(script, DATELINE_EVENTS=folder) as served:
        page = _open(chromium, f"{served.address}/{query}")
        resting = _processor_seconds(served.pid)
        time.sleep(REST)
        resting = (_processor_seconds(served.pid) - resting) / REST
        taken = []
        for _ in range(RUNS + 3):
            before, begun = _processor_seconds(served.pid), time.perf_counter()
            _again(page, what)
            page.wait_for_timeout(350)
            page.wait_for_selector(IDLE)
            taken.append(_processor_seconds(served.pid) - before - resting * (time.perf_counter() - begun))
        first = _megabytes(served.pid)
        for _ in range(sessions):
            _open(chromium, served.address)
        more = (_megabytes(served.pid) - first) / max(sessions, 1)
        # A page that has lost its server asks for it again and again.
        for context in chromium.contexts:
            context.close()
    return statistics.mean(taken[3:]), (first, more)


def _open(chromium: Browser, address: str) -> Page:
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.add_init_script(AGAIN)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(1200)
    return page


def _again(page: Page, what: str) -> None:
    if what == "button":
        page.get_by_role("button", name="again").click()
    elif what == "filter":
        page.locator('.dl-option[data-value="basis:documented"]').click()
    else:
        page.locator(".tl").focus()
        page.keyboard.press("ArrowRight")


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(0 if (sizes(given) if given else main()) else 1)
