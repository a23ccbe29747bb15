"""What is installed: a wheel that stands alone, works without the dashboard's needs, and holds nothing of one record."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "dateline"
OF_ONE_RECORD = re.compile(
    r"korea|kim (jong|yo|il)|munitions?-visit|pyongyang|kcna|rodong|dprk|kremlin|ulchi|seoul|moscow|ukrain|김정은|조선",
    re.IGNORECASE,
)
WITHOUT_THE_DASHBOARD = """
import sys
class None_:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("streamlit", "kaleido"):
            raise ImportError(name + " is not installed")
sys.meta_path.insert(0, None_())
sys.path.insert(0, sys.argv[1])
import dateline, dateline.export, dateline.figures, dateline.notebook
from dateline.__main__ import main
assert dateline.__file__.startswith(sys.argv[1]), dateline.__file__
assert main(["init", "mine"]) == 0
assert main(["check", "mine"]) == 0
assert len(dateline.view(dateline.load("mine")).events) == 0
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        str(ROOT),
        "--no-build-isolation",
        "--no-deps",
        "--no-index",
        "--quiet",
        "-w",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_runs_from_an_empty_folder_without_the_dashboards_needs(installed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-c", WITHOUT_THE_DASHBOARD, str(installed)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "0 events, 0 sources, 0 links, 0 problems" in done.stdout


def test_the_wheel_holds_every_file_of_the_package(installed: Path) -> None:
    wanted = {path.relative_to(ROOT) for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    held = {
        path.relative_to(installed) for path in (installed / "dateline").rglob("*") if path.is_file() and path.suffix != ".pyc"
    }
    assert held == wanted
    assert {".js", ".css", ".yaml"} <= {path.suffix for path in held}


def test_the_needs_are_those_of_the_hosted_dashboard_and_named_alike() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    hosted = {
        line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    }
    assert {*project["dependencies"], *project["optional-dependencies"]["dashboard"]} == hosted


def test_nothing_of_the_shipped_record_is_in_the_code() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}: {text}" for path, line, text in _words() if OF_ONE_RECORD.search(text)]
    assert not found, "\n".join(found)


def _words() -> Iterator[tuple[Path, int, str]]:
    """Every text and name in the code that does something; docstrings may give examples."""
    for path in (*PACKAGE.rglob("*"), *(ROOT / "pages").glob("*.py"), ROOT / "dashboard.py"):
        if path.suffix in (".js", ".css", ".yaml"):
            yield from (
                (path, n, line)
                for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
                if not line.strip().startswith("//")
            )
        elif path.suffix == ".py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            said = {
                id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                    yield path, node.lineno, node.value
                elif isinstance(node, ast.Name):
                    yield path, node.lineno, node.id
