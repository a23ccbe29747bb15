"""Known holes in the packages of a lock file, as ``make audit`` asks for them.

Run as ``python tests/audit.py requirements.lock`` where pip-audit is installed. Ends with 1 when there is a hole that a newer release mends,
and says so plainly, without failing, where no advisories can be had: then nothing was looked at.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

NOT_ASKED = "Not audited: no advisories could be had for {}. This needs https://pypi.org or https://api.osv.dev."


def main(lock: str) -> int:
    """Ask PyPI, then OSV, and print what is known. Returns the exit status."""
    for service in ("pypi", "osv"):
        command = [
            "-m",
            "pip_audit",
            "-r",
            lock,
            "--require-hashes",
            "--disable-pip",
            "-s",
            service,
            "-f",
            "json",
            "--progress-spinner",
            "off",
        ]
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
        if done.stdout.strip():
            words, status = told(json.loads(done.stdout))
            if status is not None:
                print(words)
                return status
    print(NOT_ASKED.format("any package"))
    return 0


def told(found: dict[str, Any]) -> tuple[str, int | None]:
    """What pip-audit found, in words, and the exit status; None when it was told of no package at all."""
    packages = found["dependencies"]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if len(skipped) == len(packages):
        return "", None
    lines = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no release yet'}"
        for one in packages
        for hole in one.get("vulns", ())
    ]
    if skipped:
        lines.append(NOT_ASKED.format(", ".join(skipped)))
    mended = any(hole["fix_versions"] for one in packages for hole in one.get("vulns", ()))
    return "\n".join(lines or [f"{len(packages)} packages, no known hole."]), int(mended)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
