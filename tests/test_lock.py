"""The lock file holds what the hosted dashboard needs, with hashes; the audit says what it knows and what it could not ask."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.audit import told

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = re.findall(r"^([\w.-]+)==([^\s;\\]+)(?: ; (.*?))?((?: \\\n +--hash=sha256:[0-9a-f]{64})*)$", LOCK, re.MULTILINE)
"""Name, version, marker or "", hashes."""


def pinned() -> dict[str, str]:
    """Name -> version, as for this Python and system."""
    marked = [(canonicalize_name(name), version, f"x ; {marker}" if marker.strip() else "x") for name, version, marker, _ in PINS]
    return {
        name: version for name, version, marker in marked if (found := Requirement(marker).marker) is None or found.evaluate()
    }


def wanted() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def test_every_package_of_the_lock_has_its_version_and_hashes() -> None:
    assert len(PINS) == len(re.findall(r"^[^\s#]", LOCK, re.MULTILINE))
    assert [name for name, *_, hashes in PINS if "--hash=sha256:" not in hashes] == []


def test_the_lock_is_what_the_requirements_ask_for() -> None:
    held = pinned()
    assert [str(one) for one in wanted() if not one.specifier.contains(held.get(canonicalize_name(one.name), "0"))] == []


def test_the_lock_names_all_that_its_packages_need() -> None:
    held = pinned()
    lacking = set()
    for name in held:
        try:
            needs = [Requirement(one) for one in requires(name) or ()]
        except PackageNotFoundError:  # one that this machine got otherwise
            continue
        lacking |= {
            one.name
            for one in needs
            if (one.marker is None or one.marker.evaluate({"extra": ""})) and canonicalize_name(one.name) not in held
        }
    assert lacking == set()


def test_the_audit_tells_holes_what_mends_them_and_what_was_not_asked() -> None:
    hole = {"id": "PYSEC-1", "fix_versions": ["1.1"]}
    found = {"dependencies": [{"name": "a", "version": "1.0", "vulns": [hole]}, {"name": "b", "skip_reason": "not found"}]}
    words, status = told(found)
    assert words.splitlines()[0] == "a 1.0: PYSEC-1, mended in 1.1"
    assert "Not audited" in words.splitlines()[1]
    assert status == 1
    assert told({"dependencies": [{"name": "a", "version": "1.0", "vulns": [hole | {"fix_versions": []}]}]})[1] == 0
    assert told({"dependencies": [{"name": "a", "version": "1.0", "vulns": []}]}) == ("1 packages, no known hole.", 0)
    assert told({"dependencies": [{"name": "b", "skip_reason": "not found"}]})[1] is None
