"""A disk that is full, or that may only be read: what stood there stays, nothing is left behind, and a sentence says so."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dateline import files
from dateline.__main__ import main
from tests.conftest import Small
from tests.pages.test_pages import ROOT


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)


def there(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("full_disk")
def test_on_a_full_disk_what_stood_there_stays_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(OSError, match="No space"):
        files.replace({tmp_path / "a": b"after", tmp_path / "b": b"new"})
    assert there(tmp_path) == {str(tmp_path / "a"): b"before"}


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("command", ["fmt", "export", "snapshot", "import", "schema"])
def test_no_command_loses_a_file_to_a_full_disk(
    command: str, small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small.write()
    out = tmp_path / "out.csv"
    out.write_text("date,title,source\n2023-09-01,Something new,https://en.yna.co.kr/view/2\n", encoding="utf-8")
    arguments = {
        "fmt": ["fmt", "--record", str(folder)],
        "export": ["export", "--record", str(folder), "-o", str(out)],
        "snapshot": ["snapshot", "--record", str(folder), "-o", str(out)],
        "import": ["import", str(out), "--record", str(folder), "--category", "visits", "--write"],
        "schema": ["schema", "event", "-o", str(out)],
    }[command]
    before = there(tmp_path)
    assert main(arguments) != 0
    assert there(tmp_path) == before
    assert "No space left on device" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_output_into_a_full_pipe_ends_with_a_sentence_and_no_traceback(small: Small) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dateline", "export", "--record", str(small.write())], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().strip() == "Stopped: No space left on device."


def test_a_command_whose_output_is_closed_does_what_it_does(small: Small) -> None:
    command = f"exec {sys.executable} -m dateline check --record '{small.write()}'"
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        done = subprocess.run(["/bin/sh", "-c", f"{command} {closed}"], cwd=ROOT, stderr=subprocess.PIPE, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_link_stays_a_link_a_device_is_written_to_and_modes_are_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"before")
    real.chmod(0o640)
    link.symlink_to(real)
    files.replace({link: b"after", Path("/dev/null"): b"gone"})
    assert link.is_symlink()
    assert real.read_bytes() == b"after"
    assert real.stat().st_mode & 0o777 == 0o640
    assert not Path("/dev/null").is_file()


def test_the_reader_reads_no_file_half_written_by_us(small: Small) -> None:
    folder = small.write()
    (folder / "visits" / ".dateline-abc.part").write_text("- id: half", encoding="utf-8")
    assert not small.check().problems
