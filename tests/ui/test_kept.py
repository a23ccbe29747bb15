"""A record that is broken, half-written, deleted or replaced under a running dashboard: readers keep the last good one and are told."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dateline
from dateline.record import Problem
from dateline.tables import Tables
from dateline.ui import frame, record
from dateline.ui.kept import Kept
from dateline.ui.nodes import text_of
from tests.conftest import Small
from tests.pages.test_pages import ROOT, words

TOUR = "Kim Jong Un tours missile plants"
Breaking = Callable[[Path], object]


def _half_written(folder: Path) -> None:
    path = folder / "arms" / "2023.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 3], encoding="utf-8")


def _cut_between_entries(folder: Path) -> None:
    path = folder / "arms" / "2023.yaml"
    path.write_text("- id: ".join(path.read_text(encoding="utf-8").split("- id: ")[:2]), encoding="utf-8")
    (folder / "visits" / "2023.yaml").unlink()


def _mistake(folder: Path) -> None:
    path = folder / "visits" / "2023.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2023-08-11/2023-08-12", "2023-08-99"), encoding="utf-8")


def _replaced_by_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("not a folder", encoding="utf-8")


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _not_text(folder: Path) -> None:
    (folder / "registers" / "actors.yaml").write_bytes(b"\x00\xff" * 400)


BREAKINGS: dict[str, Breaking] = {
    "half-written": _half_written,
    "cut between entries": _cut_between_entries,
    "a mistake": _mistake,
    "deleted": shutil.rmtree,
    "emptied": _emptied,
    "replaced by a file": _replaced_by_a_file,
    "a register of noise": _not_text,
    "a register deleted": lambda folder: (folder / "registers" / "actors.yaml").unlink(),
}


@pytest.mark.parametrize("name", BREAKINGS)
def test_what_breaks_under_readers_leaves_them_the_last_good_record_until_it_is_whole(name: str, small: Small) -> None:
    folder = small.write()
    held = Kept()
    good = held.take(dateline.load(folder))
    BREAKINGS[name](folder)
    assert held.take(dateline.load(folder)) is good
    assert held.refused is not None
    assert held.refused.problems
    assert abs(datetime.now(UTC) - held.refused.since) < timedelta(minutes=5)
    if folder.is_file():
        folder.unlink()
    newest = dateline.load(small.write())
    assert held.take(newest) is newest
    assert held.refused is None


def test_an_event_that_is_taken_out_of_healthy_files_goes(small: Small) -> None:
    held = Kept()
    held.take(dateline.load(small.write()))
    small.events.remove(("drills", small.drill))
    newest = dateline.load(small.write())
    assert held.take(newest) is newest
    assert held.refused is None


def test_what_is_hidden_makes_nobody_read_the_record_again(small: Small) -> None:
    where = (str(small.write()),)
    before = record._stamp(where)
    (small.folder / "visits" / ".#2023.yaml").symlink_to("editor@desk.1234")
    (small.folder / ".drafts").mkdir()
    (small.folder / ".drafts" / "2023.yaml").touch()
    assert record._stamp(where) == before
    (small.folder / "visits" / "2023.yaml").touch()
    assert record._stamp(where) != before


def test_the_first_reading_is_shown_with_its_mistakes_and_a_later_one_that_loses_nothing_more_replaces_it(small: Small) -> None:
    small.denial["date"] = "2023-99-99"
    held = Kept()
    first = held.take(dateline.load(small.write()))
    assert first.problems
    small.visit["note"] = "One more look."
    second = dateline.load(small.write())
    assert held.take(second) is second
    assert held.refused is None


def test_the_time_told_is_that_of_the_first_reading_that_was_refused(small: Small) -> None:
    folder = small.write()
    held = Kept()
    held.take(dateline.load(folder))
    shutil.rmtree(folder)
    held.take(dateline.load(folder))
    assert held.refused is not None
    since = held.refused.since
    folder.mkdir()
    held.take(dateline.load(folder))
    assert held.refused.since == since


def test_files_that_cannot_be_read_at_all_leave_the_last_good_record(small: Small) -> None:
    why = Problem("events", 0, 0, "", "cannot be read: Input/output error.")
    assert Kept().failed(why) is None
    held = Kept()
    good = held.take(dateline.load(small.write()))
    assert held.failed(why) is good
    assert held.refused is not None
    assert held.refused.problems == (why,)
    assert held.take(good) is good
    assert held.refused is None


@pytest.fixture
def app(small: Small, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The dashboard on the small record, opened once."""
    monkeypatch.setenv("DATELINE_EVENTS", str(small.write()))
    made = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    return made.run()


def test_readers_go_on_with_the_record_that_was_deleted_and_see_since_when(app: AppTest, small: Small) -> None:
    assert "4 events shown" in " ".join(words(app).split()) or "of 4" in words(app)
    shutil.rmtree(small.folder)
    text = " ".join(words(app.run()).split())
    assert not app.exception
    assert TOUR in text
    assert "The record's files cannot be used as they are since" in text
    assert "UTC on" in text
    assert "4 events would be missing" in text
    assert str(small.folder.parent) not in text
    later = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30).run()
    assert TOUR in words(later)
    assert "cannot be used as they are" in words(later)
    small.write()
    text = words(app.run())
    assert "cannot be used" not in text
    assert TOUR in text


def test_an_event_that_was_edited_meanwhile_shows_no_foreign_lines_as_its_yaml(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_EVENTS", str(small.write()))
    tables = dateline.load(small.folder)
    event_id = "2023-10-20-denial"
    assert record.yaml_of(event_id, tables).startswith(f'- id: "{event_id}"')
    small.events[2:2] = [("arms", {**small.claim, "id": "2023-10-12-another"})]
    small.write()
    assert "another" not in record.yaml_of(event_id, tables)


def test_files_that_come_and_go_while_they_are_listed_raise_nothing(small: Small) -> None:
    folder = small.write()
    stop = threading.Event()

    def churn() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            path = folder / "visits" / f"churn-{n % 7}"
            path.mkdir(exist_ok=True)
            (path / "x.yaml").write_text("- a\n", encoding="utf-8")
            shutil.rmtree(path, ignore_errors=True)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for _ in range(30):
            dateline.load(folder)
            record._stamp((str(folder),))
    finally:
        stop.set()
        thread.join()


def test_a_file_exchanged_for_one_of_the_same_size_and_time_is_noticed(small: Small) -> None:
    folder = small.write()
    path = folder / "visits" / "2023.yaml"
    about = path.stat()
    before = record._stamp((str(folder),))
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes().replace(b"tours", b"routs"))
    os.utime(other, ns=(about.st_atime_ns, about.st_mtime_ns))
    other.replace(path)
    assert record._stamp((str(folder),)) != before


def test_a_problem_tells_readers_no_path_of_the_server(tmp_path: Path) -> None:
    tables: Tables = dateline.load(tmp_path / "nowhere")
    assert str(tmp_path) in str(tables.problems[0])
    told = "".join(text_of(one) for one in frame._held_back_notice(tables))
    assert str(tmp_path) not in told
    assert "nowhere" in told
