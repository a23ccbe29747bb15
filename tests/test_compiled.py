"""A compiled record says what its files say, whatever happens to either."""

from __future__ import annotations

import hashlib
import logging
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import dateline
from bench.sample import write_sample
from dateline import compiled, edited, reader, sealed, search, sources, workers
from dateline import kept as kept_parts
from dateline.folders import each
from dateline.kept import CompiledTables
from dateline.known import as_known
from dateline.record import Record
from dateline.standing import became_public, statuses
from dateline.tables import Tables, build, has_ground
from tests.conftest import Small

ROOT = Path(__file__).parents[1]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for compiled records, and every record is large enough for one."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(compiled.SETTING, str(folder))
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0)
    kept_parts.told.clear()
    return folder


def parsed(folder: Path) -> Tables:
    return compiled._parsed(each(folder))


def same(one: Tables, other: Tables) -> None:
    """All that is known of both is equal."""
    assert_frame_equal(one.events, other.events)
    assert_frame_equal(one.links, other.links)
    assert dict(one.records) == dict(other.records)
    assert list(one.records) == list(other.records)
    for name in ("registers", "problems", "held_back", "fingerprint", "changed", "threads", "position", "status"):
        assert getattr(one, name) == getattr(other, name), name
    assert [one.entry for one in one.problems] == [one.entry for one in other.problems]
    assert dict(one.involved) == dict(other.involved)
    assert {key: list(rows) for key, rows in one.linked.items()} == {key: list(rows) for key, rows in other.linked.items()}
    assert one.public.tolist() == other.public.tolist()
    assert dict(one.titles) == dict(other.titles)
    assert dict(one.former_ids) == dict(other.former_ids)
    assert search.index(one).table() == search.index(other).table()
    assert search.index(one).table_of_pairs() == search.index(other).table_of_pairs()
    assert_frame_equal(sources.vouching(one), sources.vouching(other))
    for name in ("actors", "sources", "stances", "quantities"):
        assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.crowd.having(["north-korea"]).tolist() == other.crowd.having(["north-korea"]).tolist()


def kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.glob("*/*") if not path.name.startswith("."))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of events that are parsed, by name."""
    names: list[str] = []
    real = reader.read_file

    def noted(path: Path, name: str, category: str) -> object:
        names.append(name)
        return real(path, name, category)

    monkeypatch.setattr(reader, "read_file", noted)
    return names


def test_a_compiled_record_equals_the_parsed_one(small: Small, cache: Path, reads: list[str]) -> None:
    small.cover()
    small.tell()
    small.add("visits", "2022-05-03-draft", draft=True)
    folder = small.write()
    first = dateline.load(folder)
    reads.clear()
    again = dateline.load(folder)
    assert reads == []
    assert isinstance(again, CompiledTables)
    same(first, parsed(folder))
    same(again, parsed(folder))


@contextmanager
def sampled(count: int, links: int) -> Iterator[Path]:
    """A made-up record that is compiled however small, in a folder of its own, for tests that run many times."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        patch.setenv(compiled.SETTING, str(Path(name) / "cache"))
        patch.setattr(compiled, "COMPILED_FROM", 0)
        folder = Path(name) / "events"
        write_sample(folder, count, links)
        yield folder


@settings(max_examples=4)
@given(count=st.integers(1, 24), links=st.integers(0, 30), seed=st.integers(0, 10**6))
def test_whatever_a_record_holds_its_compiled_form_says_the_same(count: int, links: int, seed: int) -> None:
    with sampled(count, links) as folder:
        break_something(folder, random.Random(seed))
        dateline.load(folder)
        again = dateline.load(folder)
        assert isinstance(again, CompiledTables)
        same(again, parsed(folder))


def break_something(folder: Path, chance: random.Random) -> None:
    """Now and then a line of an event goes, or is written twice, or a text gets markup in it."""
    paths = sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "registers")
    path = chance.choice(paths)
    lines = path.read_text(encoding="utf-8").splitlines()
    at = chance.randrange(len(lines))
    lines[at : at + 1] = chance.choice([[], [lines[at]] * 2, [f"{lines[at]} <b>"], [lines[at]]])
    path.write_text("\n".join(lines), encoding="utf-8")


def test_broken_entries_stay_named_in_the_compiled_form(small: Small, cache: Path) -> None:
    small.claim["claimed_by"] = ["nobody-known"]
    small.visit["title"] = "Too short in <b>bold</b> and more"
    del small.drill["summary"]
    folder = small.write()
    dateline.load(folder)
    again = dateline.load(folder)
    assert isinstance(again, CompiledTables)
    assert any("nobody-known" in problem.message for problem in again.problems)
    same(again, parsed(folder))


def change(small: Small) -> None:
    small.claim["title"] = "White House speaks of 2,000 containers of missile parts"


def rename(small: Small) -> None:
    small.denial.update(id="2023-10-20-baseless", former_ids=["2023-10-20-denial", "2023-10-19-denial"])


def add_file(small: Small) -> None:
    small.add("visits", "2024-02-02-something")


def drop(small: Small) -> None:
    small.events = [(category, event) for category, event in small.events if event["id"] != "2023-10-20-denial"]
    shutil.rmtree(small.folder)


def drop_a_target(small: Small) -> None:
    small.events = [(category, event) for category, event in small.events if event["id"] != "2023-08-11-plants"]
    shutil.rmtree(small.folder)


def rename_a_category(small: Small) -> None:
    (small.folder / "visits").rename(small.folder / "visitz")
    small.events = [("visitz" if category == "visits" else category, event) for category, event in small.events]


def change_a_register(small: Small) -> None:
    small.entry("actors", "jcs")["part_of"] = "united-states"


@pytest.mark.parametrize("edit", [change, rename, add_file, drop, drop_a_target, rename_a_category, change_a_register])
def test_after_an_edit_only_what_changed_is_parsed_and_all_is_right(
    edit: Callable[[Small], None], small: Small, cache: Path, reads: list[str]
) -> None:
    folder = small.write()
    dateline.load(folder)
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*/*.yaml")}
    edit(small)
    small.write()
    reads.clear()
    now = dateline.load(folder)
    new = {
        f"events/{path.relative_to(folder).as_posix()}"
        for path in folder.glob("*/*.yaml")
        if path.parent.name != "registers" and before.get(path) != hashlib.sha256(path.read_bytes()).hexdigest()
    }
    assert set(reads) == new
    same(now, parsed(folder))
    assert isinstance(now, CompiledTables)


def compiled_anew(folder: Path) -> sealed.Sealed:
    """The compiled record of a folder, made out of its files alone."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv(compiled.SETTING, name)
        dateline.load(folder)
        found = sealed.open_sealed(kept(Path(name))[0])
    assert found is not None
    return found


def equal(one: sealed.Sealed, other: sealed.Sealed) -> None:
    """Two compiled records hold the same, to the last column."""
    assert one.said == other.said
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        assert table.equals(other.tables[name]), name
    assert one.late.keys() == other.late.keys()
    for name in one.late:
        assert one.table(name).equals(other.table(name)), name
    assert one.loose["texts"].equals(other.loose["texts"])


def retitle(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=\n  title: )\S+", lambda found: chance.choice([found[0], "Anewword"]), text)


def remove_an_event(text: str, chance: random.Random) -> str:
    parts = re.split(r"(?m)^(?=- id: )", text)[1:]
    parts.pop(chance.randrange(len(parts)))
    return "".join(parts)


def repeat_an_event(text: str, chance: random.Random) -> str:
    parts = re.split(r"(?m)^(?=- id: )", text)[1:]
    more = chance.choice(parts).replace("\n", f"-again{chance.randrange(99)}\n", 1)
    return text + re.sub(r"(?<=\n  title: ).*", "An unlike heading of its own", more)


def make_a_draft(text: str, chance: random.Random) -> str:
    parts = re.split(r"(?m)^(?=- id: )", text)[1:]
    at = chance.randrange(len(parts))
    parts[at] = (
        parts[at].replace("  draft: true\n", "") if "draft: true" in parts[at] else f"{parts[at].rstrip()}\n  draft: true\n"
    )
    return "".join(parts)


def move_a_day(text: str, chance: random.Random) -> str:
    return text.replace("~\n", chance.choice(["\n", "?\n"]))


def turn_a_link(text: str, chance: random.Random) -> str:
    return text.replace("kind: refers-to", chance.choice(["kind: denies", "kind: corroborates", "kind: precedes"]), 1)


def lose_links(text: str, chance: random.Random) -> str:
    return re.sub(r"  links:\n(?:    - .*\n)+", "", text, count=chance.choice([0, 1]))


def name_a_former_id(text: str, chance: random.Random) -> str:
    """Now and then one that is in use."""
    ids = re.findall(r"(?m)^- id: (\S+)", text)
    parts = re.split(r"(?m)^(?=- id: )", text)[1:]
    at = chance.randrange(len(parts))
    former = chance.choice([*(f"{one}-before" for one in ids), chance.choice(ids)])
    if "former_ids" not in parts[at]:
        parts[at] = f"{parts[at].rstrip()}\n  former_ids: [{former}]\n"
    return "".join(parts)


EDITS = [name_a_former_id, retitle, remove_an_event, repeat_an_event, make_a_draft, move_a_day, turn_a_link, lose_links]


@settings(max_examples=6)
@given(count=st.integers(20, 60), links=st.integers(0, 60), seed=st.integers(0, 10**6))
def test_a_record_put_together_after_an_edit_is_the_one_made_anew(count: int, links: int, seed: int) -> None:
    chance = random.Random(seed)
    with sampled(count, links) as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(edited, "MOST_CHANGED", 0.9)
        dateline.load(folder)
        for _ in range(3):
            path = chance.choice(sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "registers"))
            before = path.read_text(encoding="utf-8")
            text = chance.choice(EDITS)(before, chance)
            if text:
                path.write_text(text, encoding="utf-8")
            else:
                path.unlink()
            same(found := dateline.load(folder), parsed(folder))
            place = compiled._place(each(folder))
            assert place is not None
            made = sealed.open_sealed(max(place.iterdir(), key=lambda one: one.stat().st_mtime_ns))
            assert made is not None
            equal(made, compiled_anew(folder))
            if found.problems:
                path.write_text(before, encoding="utf-8")
                dateline.load(folder)


@pytest.mark.parametrize("edit", [change, rename, add_file])
def test_after_an_edit_without_a_mistake_the_rest_is_not_looked_at(
    edit: Callable[[Small], None], small: Small, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edited, "MOST_CHANGED", 2.0)
    folder = small.write()
    assert dateline.load(folder).problems == ()
    edit(small)
    small.write()
    with monkeypatch.context() as patch:
        patch.setattr(compiled, "build", None)
        found = dateline.load(folder)
    same(found, parsed(folder))


@pytest.mark.parametrize("taken", ["2023-08-20-drill", "2023-08-21-summer-drill", "2023-08-19-drill"])
def test_after_an_edit_former_ids_of_the_rest_are_known_and_still_taken(
    taken: str, small: Small, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edited, "MOST_CHANGED", 2.0)
    small.drill["former_ids"] = ["2023-08-20-drill"]
    folder = small.write()
    assert dateline.load(folder).problems == ()
    small.denial["former_ids"] = [taken]
    small.write()
    now = dateline.load(folder)
    assert bool(now.problems) is (taken != "2023-08-19-drill")
    same(now, parsed(folder))


def test_a_problem_of_an_unchanged_file_has_its_line(small: Small, cache: Path) -> None:
    folder = small.write()
    dateline.load(folder)
    drop_a_target(small)
    small.write()
    problems = [problem for problem in dateline.load(folder).problems if "2023-08-11-plants is not an event" in problem.message]
    assert [small.at(one)[:4] for one in problems] == ['"to"']


@pytest.mark.parametrize("place", [0, 9, 2_000, -1, -40, -200, "half", "empty", "longer", "other"])
def test_a_damaged_file_is_not_believed(place: int | str, small: Small, cache: Path, reads: list[str]) -> None:
    folder = small.write()
    dateline.load(folder)
    (path,) = kept(cache)
    whole = bytearray(path.read_bytes())
    if isinstance(place, int):
        whole[place] ^= 0x55
    else:
        whole = bytearray(
            {"half": whole[: len(whole) // 2], "empty": b"", "longer": whole + b"x", "other": b"PK\3\4" * 500}[place]
        )
    path.write_bytes(whole)
    reads.clear()
    same(dateline.load(folder), parsed(folder))
    assert reads
    reads.clear()
    dateline.load(folder)
    assert reads == []


def test_damage_to_an_event_is_seen_when_it_is_read(small: Small, cache: Path) -> None:
    folder = small.write()
    dateline.load(folder)
    (path,) = kept(cache)
    whole = path.read_bytes()
    title = b'"title":"Kremlin calls the account baseless"'
    assert whole.count(title) == 1
    path.write_bytes(whole.replace(title, title.replace(b"baseless", b"truthful")))
    again = dateline.load(folder)
    assert isinstance(again, CompiledTables)
    assert again.records["2023-10-20-denial"].event.title == "Kremlin calls the account baseless"


def test_a_damaged_index_is_made_anew_from_the_events(small: Small, cache: Path) -> None:
    folder = small.write()
    dateline.load(folder)
    path = kept(cache)[0]
    whole = path.read_bytes()
    at = whole.index(b"containers", whole.index(b"word"))
    path.write_bytes(whole[:at] + b"CONTAINERS" + whole[at + 10 :])
    again = dateline.load(folder)
    assert search.index(again).table() == search.index(parsed(folder)).table()
    assert kept_parts.DAMAGED in kept_parts.told


def test_what_another_could_have_written_is_not_believed(small: Small, cache: Path, reads: list[str]) -> None:
    folder = small.write()
    dateline.load(folder)
    (path,) = kept(cache)
    path.chmod(0o666)
    reads.clear()
    dateline.load(folder)
    assert reads


def test_a_sealed_file_of_other_content_is_not_believed(small: Small, cache: Path) -> None:
    folder = small.write()
    dateline.load(folder)
    (path,) = kept(cache)
    sealed.write(path, {"program": compiled._program(), "digests": []}, {"rows": pa.table({"a": [1]})}, {"texts": [b""]})
    same(dateline.load(folder), parsed(folder))
    found = sealed.open_sealed(kept(cache)[-1])
    assert found is not None
    said = {**found.said, "names": [], "shown": 10**9}
    sealed.write(kept(cache)[-1], said, found.tables, {"texts": [found.loose["texts"].to_pybytes()]})
    same(dateline.load(folder), parsed(folder))


def test_another_version_of_the_program_has_files_of_its_own(small: Small, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small.write()
    dateline.load(folder)
    monkeypatch.setattr(compiled, "_program", lambda: "f" * 64)
    same(dateline.load(folder), parsed(folder))
    assert len(kept(cache)) == 2
    monkeypatch.undo()


def test_only_the_last_two_stay(small: Small, cache: Path) -> None:
    for n in range(4):
        small.claim["title"] = f"White House speaks of {n},000 containers of missile parts"
        dateline.load(small.write())
    assert len(kept(cache)) == 2


def test_what_is_open_can_be_deleted(small: Small, cache: Path) -> None:
    folder = small.write()
    dateline.load(folder)
    tables = dateline.load(folder)
    shutil.rmtree(cache)
    same(tables, parsed(folder))


@pytest.mark.parametrize("word", ["off", "OFF", "0", "no"])
def test_it_can_be_turned_off(word: str, small: Small, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compiled.SETTING, word)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    assert not isinstance(dateline.load(small.write()), CompiledTables)
    assert kept(cache) == []


def test_a_small_record_is_not_compiled(small: Small, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv(compiled.SETTING, str(cache))
    dateline.load(small.write())
    assert not cache.exists()


def full_disk(cache: Path, patch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(28, "No space left on device")

    patch.setattr(os, "fsync", fsync)


def file_in_its_place(cache: Path, patch: pytest.MonkeyPatch) -> None:
    cache.write_text("not a folder")


def read_only(cache: Path, patch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(30, "Read-only file system")

    patch.setattr(Path, "mkdir", refuse)


@pytest.mark.parametrize("fault", [full_disk, file_in_its_place, read_only])
def test_where_nothing_can_be_kept_it_works_without_and_says_so_once(
    fault: Callable[[Path, pytest.MonkeyPatch], None], small: Small, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = small.write()
    with pytest.MonkeyPatch.context() as patch, caplog.at_level(logging.WARNING, "dateline"):
        fault(cache, patch)
        for _ in range(2):
            found = dateline.load(folder)
    same(found, parsed(folder))
    assert len(caplog.records) == 1
    assert [path for path in cache.rglob("*") if path.is_file()] == []


START = "import sys, dateline; from dateline import compiled; compiled.COMPILED_FROM = 0; print(dateline.load(sys.argv[1]).fingerprint)"


def started(folder: Path, cache: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START, str(folder)]
    environment = os.environ | {compiled.SETTING: str(cache), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_two_that_start_at_once_one_of_them_killed_leave_a_sound_record(small: Small, cache: Path) -> None:
    folder = small.write()
    killed, other = started(folder, cache), started(folder, cache)
    deadline = time.monotonic() + 60
    while not list(cache.glob("*/*")) and killed.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert other.communicate()[0].strip() == parsed(folder).fingerprint
    same(dateline.load(folder), parsed(folder))


def test_one_that_is_killed_while_it_writes_leaves_half_a_file_that_nobody_takes(small: Small, cache: Path) -> None:
    folder = small.write()
    die = "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL); "
    environment = os.environ | {compiled.SETTING: str(cache), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", die + START, str(folder)], env=environment, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert len(list(cache.glob("*/.*"))) == 1
    assert kept(cache) == []
    same(dateline.load(folder), parsed(folder))
    os.utime(next(cache.glob("*/.*")), (0, 0))
    change(small)
    dateline.load(small.write())
    assert list(cache.glob("*/.*")) == []


@settings(max_examples=6)
@given(count=st.integers(1, 30), links=st.integers(0, 60), seed=st.integers(0, 10**6), after=st.integers(0, 1_900))
def test_what_was_known_on_a_day_is_what_its_events_alone_tell(count: int, links: int, seed: int, after: int) -> None:
    with sampled(count, links) as folder:
        speak_of_others(folder, random.Random(seed))
        dateline.load(folder)
        day = date(2022, 1, 1) + timedelta(days=after)
        whole = parsed(folder)
        alone = of_those_known(whole, day)
        for today in (whole, dateline.load(folder)):
            then = as_known(today, day)
            same(then, replace(alone, problems=whole.problems, fingerprint=whole.fingerprint, changed=whole.changed))
            assert then.links["event"].tolist() == [
                one.event.id
                for one in alone.records.values()
                for link in one.event.links
                if link.to in alone.records and has_ground(one.event, link, day)
            ]


def of_those_known(whole: Tables, day: date) -> Tables:
    """Tables of those events alone, with the statuses and links of that day, derived from all of their words."""
    located = tuple(one for one in whole.records.values() if became_public(one.event) <= day)
    made = build(Record(located, whole.registers))
    statuses_then = statuses([one.event for one in located], whole.registers, day)
    grounded = [has_ground(one.event, link, day) for one in located for link in one.event.links if link.to in made.records]
    return replace(
        made,
        on=day,
        events=made.events.assign(status=pd.Series([statuses_then[one] for one in made.events["id"]], dtype="str")),
        links=made.links[np.array(grounded, dtype=bool)].reset_index(drop=True),
    )


STATES = ("north-korea", "south-korea", "russia")


def speak_of_others(folder: Path, chance: random.Random) -> None:
    """Links deny and bear out what others tell, and some pages come out years after."""
    for path in sorted(folder.glob("*/*.yaml")):
        if path.parent.name != "registers":
            text = path.read_text(encoding="utf-8")
            text = re.sub(
                r"kind: (?:refers-to|responds-to|denounces)",
                lambda _: f"kind: {chance.choice(['denies', 'corroborates', 'acknowledges', 'refers-to'])}",
                text,
            )
            text = re.sub(r"published: 20(\d\d)", lambda found: f"published: 20{chance.choice([found[1], '26'])}", text)
            text = re.sub(
                r"origin: [a-z-]+-\d+(.*?)}",
                lambda found: (
                    f"origin: {chance.choice(STATES)}{found[1]}, stance: {chance.choice(['denies', 'corroborates', 'affirms'])}}}"
                ),
                text.replace(", stance: corroborates}", "}"),
            )
            path.write_text(text, encoding="utf-8")


def test_helpers_read_what_the_reader_reads(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    del small.drill["summary"]
    small.visit["note"] = "HALF a character cannot be sent"
    small.claim["note"] = "a <b>bold</b> note"
    folder = small.write()
    path = folder / "visits" / "2023.yaml"
    path.write_text(path.read_text().replace("HALF", "\\ud800"))
    alone = parsed(folder)
    monkeypatch.setattr(workers, "SHARED_FROM", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    same(parsed(folder), alone)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    same(parsed(folder), alone)


@pytest.mark.parametrize(
    "says", ["", "nonsense", "-1", "900\nshort", "2\n{}", "2\n[]", "4\nnull", '83\n{"events": [[1, 0, true]], "problems": [], "lost": 0, "lost_ids": [], "digest": ""}'], ids=range(8)
)  # fmt: skip
def test_what_a_helper_does_not_tell_is_read_without_it(says: str, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small.write()
    alone = parsed(folder)
    monkeypatch.setattr(workers, "SHARED_FROM", 0)
    monkeypatch.setattr(workers, "_HELPER", f"print({says!r})")
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    same(parsed(folder), alone)
