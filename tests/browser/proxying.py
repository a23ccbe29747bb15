"""nginx before running dashboards, with the configuration of ``deploy/nginx``: for tests and for benchmarks."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.browser.install import UNPACKED, nginx
from tests.browser.serving import ROOT, free_port

DEPLOY = ROOT / "deploy" / "nginx"
HOST = "localhost"
"""The name that readers of the proxied dashboard type."""
TRUSTED = "127.0.0.9"
"""Address of another proxy before this one."""


class Proxied(NamedTuple):
    """A running nginx. ``secure`` is its TLS port, with a certificate that nobody vouches for."""

    port: int
    secure: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def log(self) -> list[list[str]]:
        """Method, address, status, the replicas asked ("-" for none) and the reader's address, of each request so far."""
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        found = [re.fullmatch(r'(\S+) \[[^\]]+\] "(\S+) (.*)" (\d+) \d+ \S+ (.+)', line) for line in lines]
        return [[*one.groups()[1:], one[1]] for one in found if one]

    def logged(self, beginning: str, since: int = 0) -> list[str]:
        """The first such line for an address beginning so, after so many others: nginx may write it a moment after it has answered."""
        for _ in range(3000):
            if found := [line for line in self.log()[since:] if line[1].startswith(beginning)]:
                return found[0]
            time.sleep(0.01)
        raise RuntimeError(f"nginx was not asked for {beginning} within 30 seconds")

    def seats(self, asked: int = 24) -> dict[str, list[str]]:
        """For each replica, as host and port, the seats on it among the first few."""
        found: dict[str, list[str]] = {}
        for seat in (f"{n:03x}" for n in range(asked)):
            asking = f"/seat-{seat}"
            client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            client.request("GET", asking, headers={"Host": HOST, "Cookie": f"dateline_seat={seat}"})
            client.getresponse().read()
            client.close()
            found.setdefault(self.logged(asking)[3], []).append(seat)
        return found


@contextmanager
def proxy(replicas: Sequence[str], static: Path, *, tls: bool = False) -> Iterator[Proxied]:
    """Run nginx on free ports until the block ends.

    Parameters
    ----------
    replicas : addresses of running dashboards, as ``http://localhost:1234``.
    static : what ``deploy/static_files.py`` filled.
    tls : with the lines for TLS in force, which makes the plain port lead to the other one.

    Raises
    ------
    RuntimeError : nginx is not installed, or refuses the configuration.
    """
    program = nginx()
    if program is None:
        raise RuntimeError("nginx is not installed: apt-get install nginx-light, or brew install nginx")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # started by root, nginx works as somebody else
        running = Proxied(free_port(), free_port(), folder)
        (folder / "dateline.conf").write_text(_dateline(running, replicas, static, tls=tls), encoding="utf-8")
        (folder / "nginx.conf").write_text(_main(folder), encoding="utf-8")
        if tls:
            _certificate(folder)
        command = [program, "-p", name, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"), "-g", "daemon off;"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            _wait(server, running.port, folder)
            yield running
        finally:
            server.terminate()
            server.communicate(timeout=60)


def _dateline(running: Proxied, replicas: Sequence[str], static: Path, *, tls: bool) -> str:
    text = (DEPLOY / "dateline.conf.template").read_text(encoding="utf-8")
    values = {
        "HOST": HOST,
        "LISTEN": f"127.0.0.1:{running.port}",
        "STATIC": str(static),
        "TRUSTED_PROXIES": f"set_real_ip_from {TRUSTED};",
        "REPLICAS": " ".join(f"server 127.0.0.1:{address.rsplit(':', 1)[1]};" for address in replicas),
    }
    for name, value in values.items():
        text = text.replace(f"${{DATELINE_{name}}}", value)
    text = text.replace("/var/log/nginx/access.log", str(running.folder / "access.log"))
    if tls:
        text = text.replace("#| ", "").replace("listen 443", f"listen 127.0.0.1:{running.secure}")
        text = text.replace(f"/etc/letsencrypt/live/{HOST}", str(running.folder))
    return text


def _main(folder: Path) -> str:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for theirs, ours in (
        ("/tmp/", f"{folder}/"),
        ("/etc/nginx/mime.types", str(_mime_types())),
        ("error_log stderr", f"error_log {folder}/error.log"),
    ):
        text = text.replace(theirs, ours)
    return text


def _mime_types() -> Path:
    """Where this system's nginx keeps them."""
    places = [Path("/etc/nginx"), UNPACKED / "etc" / "nginx", Path("/opt/homebrew/etc/nginx"), Path("/usr/local/etc/nginx")]
    return next(place / "mime.types" for place in places if (place / "mime.types").exists())


def _certificate(folder: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        raise RuntimeError("openssl is not installed: apt-get install openssl")
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*command, *files], check=True, capture_output=True)


def _wait(server: subprocess.Popen[str], port: int, folder: Path) -> None:
    for _ in range(3000):
        if server.poll() is not None:
            said = (folder / "error.log").read_text(encoding="utf-8") if (folder / "error.log").exists() else ""
            raise RuntimeError(f"nginx stopped with status {server.returncode}: {said or server.communicate()[1]}")
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise RuntimeError("nginx did not listen within 30 seconds")
