"""Make sure that a Chromium is here for the browser tests: an installed one, else Debian's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def installed() -> str | None:
    """Path of an installed Chromium or Chrome; None when there is none."""
    places = [*(path for name in NAMES if (path := shutil.which(name))), MAC]
    return next((place for place in places if Path(place).exists() and _runs(place)), None)


def _runs(path: str) -> bool:
    """Whether it is more than a stub, such as the one that Ubuntu installs for its snap."""
    try:
        return subprocess.run([path, "--version"], check=False, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> int:
    if path := installed():
        print(f"Chromium: {path}")
        return 0
    if shutil.which("apt-get") and (prefix := _rights()) is not None:
        for command in (
            ["apt-get", "update"],
            ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
        ):
            subprocess.run([*prefix, *command], check=False, stdout=subprocess.DEVNULL)
        if path := installed():
            print(f"Chromium: {path}, from Debian's package")
            return 0
    print("Chromium: none is installed, and Debian's package could not be; trying Playwright's own.")
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


def _rights() -> list[str] | None:
    """What to put before apt-get: nothing as root, sudo when it asks no password; None when neither is there."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


if __name__ == "__main__":
    sys.exit(main())
