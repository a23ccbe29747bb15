"""A slow phone in Chromium: how long until there is something to read, and what it had to fetch.

``python -m bench.phone`` starts a dashboard, ``python -m bench.phone nginx`` one behind nginx as ``deploy/`` has it; with an address it
asks one that runs.
The processor is slowed four times, the network to 1.6 Mbit/s down, 0.75 up and 150 ms there and back; nothing is in the cache.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from deploy.static_files import fill
from tests.browser.install import installed
from tests.browser.proxying import proxy
from tests.browser.serving import AGAIN, ARGUMENTS, serve

SEEN = {
    "header": ".dl-counts",
    "first event of the feed": ".dl-feed .dl-item",
    "first marks of the chart": ".tl-marks path, .tl .scatterlayer .points path",
    "chart": ".tl[data-range]",
}
SLOWER, LATENCY, DOWN, UP = 4, 150, 1.6e6 / 8, 0.75e6 / 8
LARGEST = 12
WATCH = """(() => {
  window.seen = {};
  const look = () => {
    for (const [name, where] of Object.entries(SEEN)) if (!(name in seen) && document.querySelector(where)) seen[name] = performance.now() / 1000;
    if (Object.keys(seen).length < COUNT) requestAnimationFrame(look);
  };
  look();
})()"""


def main(address: str | None, *, behind: bool = False) -> None:
    """Print when each part stands, and the files by weight. ``behind``: without an address, of a dashboard behind nginx."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        if address:
            _open(chromium, address)
        else:
            with serve() as served, tempfile.TemporaryDirectory() as name, ExitStack() as running:
                reached = served.address
                if behind:
                    static = Path(name)
                    static.chmod(0o755)  # nginx started by root works as somebody else
                    fill(static)
                    reached = running.enter_context(proxy([served.address], static)).address
                # What a server makes once for all readers is not the phone's.
                chromium.new_page().goto(reached, wait_until="networkidle")
                _open(chromium, reached)
        chromium.close()


def _open(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.add_init_script(AGAIN)
    context.add_init_script(WATCH.replace("SEEN", repr(SEEN)).replace("COUNT", str(len(SEEN))))
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    conditions = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    client.send("Network.emulateNetworkConditions", conditions)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    names: dict[str, str] = {}
    weights: dict[str, float] = {}
    messages: list[int] = []

    def named(event: dict[str, Any]) -> None:
        names[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def weighed(event: dict[str, Any]) -> None:
        weights[names.get(event["requestId"], "?")] = event["encodedDataLength"] / 1000

    client.on("Network.responseReceived", named)
    client.on("Network.loadingFinished", weighed)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: messages.append(len(data))))
    page.goto(address, wait_until="commit", timeout=120_000)
    for where in SEEN.values():
        page.wait_for_selector(where, state="attached", timeout=180_000)
    page.wait_for_timeout(500)
    for name, seconds in page.evaluate("window.seen").items():
        print(f"{name}: {seconds:.1f} s")
    print(f"files {sum(weights.values()):,.0f} kB in {len(weights)}, messages {sum(messages) / 1000:,.0f} kB; the largest:")
    for name, weight in sorted(weights.items(), key=lambda one: -one[1])[:LARGEST]:
        print(f"  {weight:8,.0f} kB  {name}")


if __name__ == "__main__":
    given = sys.argv[1] if sys.argv[1:] else None
    main(None if given == "nginx" else given, behind=given == "nginx")
