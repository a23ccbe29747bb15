"""Make sure that a Chromium and an nginx are here for the browser tests.

Chromium: an installed one, else Debian's packages, else Playwright's own. nginx: an installed one, else Debian's package, unpacked beside
the Python environment: installed, it would serve this machine's port 80 from then on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
UNPACKED = Path(sys.prefix) / "nginx"
"""Where nginx is unpacked when none is installed."""


def installed() -> str | None:
    """Path of an installed Chromium or Chrome; None when there is none."""
    places = [*(path for name in NAMES if (path := shutil.which(name))), MAC]
    return next((place for place in places if Path(place).exists() and _runs(place)), None)


def headless() -> str | None:
    """Path of what tests run in: Chromium without a window's own parts, which costs them a quarter less; an installed one where it is not."""
    path = shutil.which(SHELL)
    return path if path and _runs(path) else installed()


def nginx() -> str | None:
    """Path of an nginx; None when there is none."""
    places = [shutil.which("nginx"), "/usr/sbin/nginx", "/usr/local/sbin/nginx", str(UNPACKED / "usr" / "sbin" / "nginx")]
    return next((place for place in places if place and Path(place).exists() and _runs(place, "-v")), None)


def _runs(path: str, option: str = "--version") -> bool:
    """Whether it is more than a stub, such as the one that Ubuntu installs for its snap."""
    try:
        return subprocess.run([path, option], check=False, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> int:
    if not nginx():
        _unpack_nginx()
    print(f"nginx: {nginx() or 'none, and Debian has no package of it here; install it, as by: brew install nginx'}")
    return _chromium()


def _unpack_nginx() -> None:
    """Debian's own package without its set-up; which of the names holds the program depends on the release."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    if (prefix := _rights()) is not None:
        subprocess.run([*prefix, "apt-get", "update"], check=False, stdout=subprocess.DEVNULL)
    for package in ("nginx-common", "nginx", "nginx-light", "nginx-core"):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["apt-get", "download", package], check=False, cwd=folder, capture_output=True)
            for file in Path(folder).glob("*.deb"):
                subprocess.run(["dpkg-deb", "-x", str(file), str(UNPACKED)], check=False)
        if nginx():
            return


def _chromium() -> int:
    if path := installed():
        print(f"Chromium: {path}")
        return 0
    if shutil.which("apt-get") and (prefix := _rights()) is not None:
        for command in (
            ["apt-get", "update"],
            ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
            # By itself, since not each release of Debian and its kin has it.
            ["apt-get", "install", "-y", "--no-install-recommends", SHELL],
        ):
            subprocess.run([*prefix, *command], check=False, stdout=subprocess.DEVNULL)
        if path := installed():
            print(f"Chromium: {path}, tests in {headless()}, from Debian's packages")
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
