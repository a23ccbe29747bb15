"""A dashboard, or another Streamlit script, running in a process of its own: for browser tests and for benchmarks."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
"""How Chromium is started."""
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
"""There once the script has run."""
AGAIN = "try { localStorage.setItem('dateline-tour', 'seen'); } catch {}"
"""Run in each page before anything else: the reader has been here before and is shown no tour."""


class Served(NamedTuple):
    """A running server. ``seconds``: from the start of the process to its first answer."""

    address: str
    pid: int
    seconds: float


@contextmanager
def serve(script: str = "dashboard.py", folder: Path = ROOT, **environment: str) -> Iterator[Served]:
    """Run a Streamlit script of this project, or of a copy of it in another folder, on a free port until the block ends.

    Raises
    ------
    RuntimeError : it stopped at once, or did not answer within two minutes.
    """
    port = free_port()
    settings = {
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_SERVER_HEADLESS": "true",
        "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
    }
    command = [sys.executable, "-m", "streamlit", "run", script]
    started = time.perf_counter()
    server = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)} | settings | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        _wait(server, address)
        yield Served(address, server.pid, time.perf_counter() - started)
    finally:
        server.terminate()
        server.wait(timeout=60)


def free_port() -> int:
    """A port that nobody listens on.

    It is none of those that systems hand out for connections: one of these might be taken while the server is still starting.
    """
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("a hundred ports are all taken")


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(6000):
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped at once with status {server.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not answer within two minutes")
