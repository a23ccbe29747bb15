"""Take the screenshots of this folder anew: ``.venv/bin/python docs/make_screenshots.py`` from the project's folder."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.install import installed  # noqa: E402  (the project's folder has to be on the path first)
from tests.browser.serving import ARGUMENTS, IDLE, serve  # noqa: E402

CASE = "?event=2023-08-11-tactical-missile-plants&period=2023-07-20&period=2023-09-20"
PICTURES = {
    "timeline-light.png": (CASE, 1400, 1000, "light"),
    "timeline-dark.png": ("?period=2023-07-20&period=2023-11-15", 1400, 1000, "dark"),
    "timeline-phone.png": (CASE, 390, 1500, "light"),
    "claim-light.png": ("claims?claim=shells-to-russia", 1400, 1750, "light"),
    "before-after-light.png": ("before_after", 1400, 1500, "light"),
    "map-light.png": ("map", 1400, 1000, "light"),
    "story-light.png": ("stories?story=troops&step=3", 1400, 1000, "light"),
    "event-light.png": ("event?event=2023-10-13-white-house-1000-containers", 1400, 1300, "light"),
}


def main() -> None:
    """One picture after the other, on the shipped record."""
    with serve() as served, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        for name, (path, width, height, scheme) in PICTURES.items():
            context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(f"{served.address}/{path}")
            page.wait_for_selector(IDLE)
            page.wait_for_timeout(2500)
            page.screenshot(path=str(ROOT / "docs" / name))
            context.close()
        chromium.close()


if __name__ == "__main__":
    main()
