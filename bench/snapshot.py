"""The snapshot: how long it takes to write one, how large it is, and how long to open it from a file in Chromium."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

import dateline
from bench.sample import write_sample
from dateline.snapshot import write
from tests.browser.install import installed
from tests.browser.serving import ARGUMENTS

EVENTS, LINKS = 600, 300
REPEATS = 5
SHIPPED = Path(__file__).parent.parent / "events"
WRITE_S, OPEN_S, SHIPPED_MB = 3.0, 2.0, 6.0
FIRST = """(() => {
  const look = () => (document.querySelector(".tl-marks path") ? (window.painted = performance.now()) : requestAnimationFrame(look));
  requestAnimationFrame(look);
})()"""
"""Notes when the first mark is there."""


def main() -> bool:
    """Print the figures and whether each target is met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sample(folder / "events", EVENTS, LINKS)
        writing = []
        for _ in range(REPEATS):
            # Tables remember what was made of them, so each time takes new ones.
            tables = dateline.load(folder / "events")
            start = time.perf_counter()
            page = write(tables)
            writing.append(time.perf_counter() - start)
        (folder / "sample.html").write_bytes(page)
        shipped = write(dateline.load(SHIPPED))
        (folder / "shipped.html").write_bytes(shipped)
        opening, shipped_opening = _opening([folder / "sample.html", folder / "shipped.html"])
    results = [
        (f"writing {EVENTS} events, s", statistics.median(writing), WRITE_S),
        (f"opening {EVENTS} events to the first mark, s", opening, OPEN_S),
        ("opening the shipped record to the first mark, s", shipped_opening, OPEN_S),
        ("size of the shipped record, MB", len(shipped) / 1e6, SHIPPED_MB),
    ]
    print(f"size of {EVENTS} events: {len(page) / 1e6:.2f} MB")
    for words, value, target in results:
        print(f"{words}: {value:.2f}; target {target:g}: {'met' if value <= target else 'MISSED'}")
    return all(value <= target for _, value, target in results)


def _opening(files: list[Path]) -> list[float]:
    """For each file the median seconds from asking for it to the first mark, timed in the page itself, in a window of a laptop's size."""
    found = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        for file in files:
            taken = []
            for _ in range(REPEATS):
                context = chromium.new_context(viewport={"width": 1400, "height": 900}, offline=True)
                context.add_init_script(FIRST)
                page = context.new_page()
                page.goto(file.as_uri())
                page.wait_for_selector(".tl-marks path", state="attached")
                page.wait_for_timeout(200)
                taken.append(page.evaluate("window.painted") / 1000)
                context.close()
            found.append(statistics.median(taken))
        chromium.close()
    return found


if __name__ == "__main__":
    main()
