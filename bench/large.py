"""A large record in Chromium: opening the page, frames while its bars are dragged or panned, zooming in to marks, choosing, a link.

``python -m bench.large 100000`` makes a record of so many events; ``python -m bench.large 100000 FOLDER`` takes one that is there.
Frames are counted by ``requestAnimationFrame`` on the clock, so they say as much of the machine's load as of the page; it is printed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.sample import write_sample
from bench.server import PATIENCE, _megabytes, _processor_seconds
from tests.browser.install import installed
from tests.browser.serving import AGAIN, ARGUMENTS, IDLE, Served, serve

WHOLE = "?period=1950-01-01&period=2026-12-31"
DRAWN = ".tl[data-range]"
FRAMES = 20.0
"""Frames a second that dragging keeps at least."""

COUNT = """() => {
  window.frames_seen = [];
  const look = (now) => { window.frames_seen.push(now); if (window.frames_seen) window.counting = requestAnimationFrame(look); };
  requestAnimationFrame(look);
}"""
COUNTED = """() => { cancelAnimationFrame(window.counting); const seen = window.frames_seen;
  return seen.length < 2 ? 0 : (seen.length - 1) * 1000 / (seen.at(-1) - seen[0]); }"""


def main(events: int = 10_000, folder: Path | None = None) -> bool:
    """Print the figures. Returns whether bars and fingers keep the frames that are asked for."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        if folder is None:
            folder = Path(name) / "events"
            write_sample(folder, events, events // 2)
        os.environ.setdefault("DATELINE_CACHE", str(Path(name) / "cache"))
        chromium = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        with serve(DATELINE_EVENTS=str(folder)) as served:
            found = list(_wide(chromium, served)) + list(_phone(chromium, served))
            _say("memory of the server, MB", _megabytes(served.pid))
        chromium.close()
    return all(frames >= FRAMES for frames in found)


def _say(what: str, value: object) -> None:
    print(
        f"{what}: {value:.2f}" if isinstance(value, float) else f"{what}: {value}", f"(load {os.getloadavg()[0]:.1f})", flush=True
    )


@contextmanager
def _timed(what: str, served: Served) -> Iterator[None]:
    started, before = time.perf_counter(), _processor_seconds(served.pid)
    yield
    _say(f"{what}: seconds on the clock", time.perf_counter() - started)
    _say(f"{what}: processor seconds of the server", _processor_seconds(served.pid) - before)


def _opened(chromium: Browser, served: Served, what: str, query: str = "", **of_context: object) -> Page:
    context = chromium.new_context(**{"viewport": {"width": 1400, "height": 1000}, **of_context})  # type: ignore[arg-type]
    context.add_init_script(AGAIN)
    page = context.new_page()
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    with _timed(what, served):
        page.goto(f"{served.address}/{query}")
        page.wait_for_selector(DRAWN, timeout=PATIENCE)
        page.wait_for_selector(IDLE, timeout=PATIENCE)
    page.wait_for_timeout(3_000)
    _say(f"{what}: kB in {len(received)} messages, the largest {max(received) / 1000:.0f}", sum(received) / 1000)
    return page


def _frames(page: Page, what: str, moves: Callable[[], None]) -> float:
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        return next(
            float(one["value"]) for one in client.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration"
        )

    before = busy()
    page.evaluate(COUNT)
    moves()
    frames: float = page.evaluate(COUNTED)
    _say(f"{what}: frames a second", frames)
    _say(
        f"{what}: processor time of the page's thread for a frame, ms",
        (busy() - before) * 1000 / page.evaluate("frames_seen.length"),
    )
    return frames


def _wide(chromium: Browser, served: Served) -> Iterator[float]:
    _opened(chromium, served, "first of all to open").context.close()
    page = _opened(chromium, served, "another opens")
    page.context.close()
    page = _opened(chromium, served, "the whole record", WHOLE)
    page.wait_for_function("document.querySelector('.tl').timeline.counting")
    box = page.locator(".tl-plot").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2

    def drag() -> None:
        page.mouse.move(box["x"] + 700, middle)
        page.mouse.down()
        for step in range(60):
            page.mouse.move(box["x"] + 700 + 300 * (step % 30) / 30 * (1 if step < 30 else -1), middle + step % 3)
        page.mouse.up()

    page.locator(".tl").focus()
    page.keyboard.press("+")
    page.wait_for_timeout(1_500)
    yield _frames(page, "dragging bars at 1400 pixels", drag)
    page.wait_for_timeout(2_000)
    with _timed("zooming in until marks come back", served):
        pressed = 1
        while page.evaluate("document.querySelector('.tl').timeline.counting") and pressed < 20:
            page.keyboard.press("+")
            pressed += 1
            page.wait_for_timeout(700)
            page.wait_for_selector(IDLE)
    _say("presses of + until marks came back", pressed)
    yield _frames(page, "dragging marks at 1400 pixels", drag)
    page.wait_for_timeout(2_000)
    with _timed("choosing an event", served):
        page.locator(".tl").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.dl-card') && document.querySelector('.tl').dataset.sel")
        page.wait_for_function("!document.querySelector('.dl-welcome')")
    chosen, query = page.evaluate("[document.querySelector('.tl').dataset.sel, location.search]")
    page.context.close()
    other = _opened(chromium, served, "its link", query)
    assert other.evaluate("document.querySelector('.tl').dataset.sel") == chosen
    _say("the link restores the event", chosen)
    other.context.close()


def _phone(chromium: Browser, served: Served) -> Iterator[float]:
    page = _opened(chromium, served, "on a phone", WHOLE, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.locator(".tl-plot").scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)
    box = page.locator(".tl-plot").bounding_box()
    assert box is not None
    client, middle = page.context.new_cdp_session(page), box["y"] + box["height"] / 2

    def touch(kind: str, x: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": middle}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pan() -> None:
        for _ in range(2):
            touch("touchStart", 330)
            for step in range(40):
                touch("touchMove", 330 - 6 * step)
            touch("touchEnd", 0)

    yield _frames(page, "panning with a finger at 390 pixels", pan)
    _say("wider than the screen", page.evaluate("document.documentElement.scrollWidth > innerWidth"))
    page.context.close()


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None) else 1)
