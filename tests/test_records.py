"""Which record is meant, and several that are read as one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dateline
from dateline import folders
from dateline.__main__ import main
from dateline.checks import read_and_check
from dateline.figures import palette
from dateline.reader import read
from dateline.ui import record
from dateline.ui.nodes import text_of
from tests import sent
from tests.conftest import Small, as_yaml, source

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
OF_OURS = ("korea", "kim jong", "pyongyang", "kcna", "munition", "moscow", "washington")


@pytest.fixture
def beside(tmp_path: Path) -> Small:
    """Another record in a folder of the same name, with one event of its own and registers that say the same."""
    other = Small(tmp_path / "theirs" / "events")
    other.registers["record"] = [{"id": "theirs", "name": "Theirs", "about": "other things", "reported_since": 2000}]
    other.add("visits", "2023-09-01-elsewhere", title="A yard is seen by the crew", place="washington")
    other.events = other.events[-1:]
    return other


def run(monkeypatch: pytest.MonkeyPatch, page: str, *command: str) -> AppTest:
    """A page of the dashboard, as a command line opens it."""
    monkeypatch.setattr(sys, "argv", ["dashboard.py", *command])
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    app.run()
    if page != "timeline":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def opened(monkeypatch: pytest.MonkeyPatch, page: str, *command: str) -> str:
    """The words of a page."""
    return "\n".join(text_of(one) for one in sent.documents(run(monkeypatch, page, *command)))


def test_two_records_are_read_as_one(small: Small, beside: Small) -> None:
    tables = dateline.load([small.write(), beside.write()])
    assert not tables.problems, "\n".join(map(str, tables.problems))
    assert "2023-09-01-elsewhere" in tables.records
    assert len(tables.events) == 5
    assert tables.registers.home.name == "Dateline"
    assert list(tables.registers.areas) == ["korea", "world"]


def test_a_folder_that_is_named_twice_is_read_once(small: Small) -> None:
    folder = small.write()
    assert len(dateline.load([folder, f"{folder}/.", str(folder)]).events) == 4


def test_an_event_in_both_is_a_problem_with_both_files(small: Small, beside: Small) -> None:
    beside.events.append(("visits", {**small.visit, "title": "The same id for another thing"}))
    one, two = small.write(), beside.write()
    (problem,) = [str(one) for one in read_and_check([one, two]).problems]
    assert problem.startswith("theirs/events/visits/2023.yaml:")
    assert f"is used before, in {one.parent.name}/events/visits/2023.yaml:1." in problem
    assert str(two) not in problem


def test_a_register_entry_that_says_something_else_in_both_is_a_problem_with_both_files(small: Small, beside: Small) -> None:
    beside.entry("actors", "kcna")["name"] = "Another agency"
    one, two = small.write(), beside.write()
    (problem,) = [str(one) for one in read_and_check([one, two]).problems]
    assert problem.startswith(f"{two.parent.name}/events/registers/actors.yaml:")
    assert f"kcna says something else in {one.parent.name}/events/registers/actors.yaml." in problem


def test_each_record_says_since_when_its_own_events_are_dated_by_report(small: Small, beside: Small) -> None:
    small.add("visits", "2005-01-01-old", sources=[source("2005-01-02")]).pop("reported")
    old = {**small["2005-01-01-old"], "id": "2005-01-02-old-too", "date": "2005-01-02", "title": "Another thing of that year"}
    beside.events.append(("visits", old))
    problems = [str(one) for one in read_and_check([small.write(), beside.write()]).problems]
    assert len(problems) == 1
    assert problems[0].startswith("theirs/events/")


def test_paths_lead_back_to_their_files(small: Small, beside: Small, tmp_path: Path) -> None:
    several = (small.write(), beside.write())
    tables = dateline.load(several)
    for located in tables.records.values():
        lines = folders.file_of(located.path, several).read_text(encoding="utf-8").splitlines()
        assert located.event.id in lines[located.line - 1]
    with pytest.raises(FileNotFoundError):
        folders.file_of("elsewhere/x.yaml", several)


def test_the_environment_names_one_or_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(folders.SETTING, raising=False)
    assert folders.named() == ("events",)
    monkeypatch.setenv(folders.SETTING, os.pathsep.join(["a", "", "b c"]))
    assert folders.named() == ("a", "b c")
    monkeypatch.setenv(folders.SETTING, "")
    assert folders.named("x") == ("x",)


def test_commands_take_one_or_several_and_the_environment(
    small: Small, beside: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = str(small.write()), str(beside.write())
    assert main(["check", "--record", one, "--record", two]) == 0
    monkeypatch.setenv(folders.SETTING, os.pathsep.join([one, two]))
    assert main(["check"]) == 0
    assert main(["export", "--format", "json", "--view", "place=washington"]) == 0
    written = capsys.readouterr().out
    assert written.count("5 events, 6 sources, 2 links, 0 problems") == 2
    assert "2023-09-01-elsewhere" in written
    assert main(["check", "--record", one]) == 0
    assert capsys.readouterr().out.startswith("4 events")


def test_the_dashboard_understands_its_command_line_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert record.asked_for(("/x/dashboard.py", "--record", "a", "--record=b")) == ("a", "b")
    assert record.asked_for(("pytest", "--record", "a")) == ()
    assert record.asked_for(("dashboard.py", "--recrod", "a")) == ()
    assert record.asked_for(("dashboard.py", "--record")) == ()
    assert "streamlit run dashboard.py -- --record DIR" in capsys.readouterr().err


def test_the_dashboard_shows_two_records_beside_each_other(small: Small, beside: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    text = opened(monkeypatch, "timeline", "--record", str(small.write()), "--record", str(beside.write()))
    assert "5 of 5 events shown" in text


def test_an_empty_record_passes_the_check_and_is_made_only_in_an_empty_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my record"
    assert main(["init", str(folder)]) == 0
    assert main(["check", str(folder)]) == 0
    assert "0 events, 0 sources, 0 links, 0 problems" in capsys.readouterr().out
    before = sorted(path.read_bytes() for path in folder.rglob("*.yaml"))
    assert main(["init", str(folder)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert sorted(path.read_bytes() for path in folder.rglob("*.yaml")) == before
    assert main(["init", str(tmp_path / "a\0b")]) == 2


def test_an_empty_record_can_stand_beside_the_shipped_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "mine")]) == 0
    assert main(["check", "--record", str(ROOT / "events"), "--record", str(tmp_path / "mine")]) == 0
    assert main(["check", "--record", str(tmp_path / "mine"), "--record", str(ROOT / "events")]) == 0


def test_of_an_entry_that_two_records_have_the_texts_in_all_languages_are_kept(small: Small, tmp_path: Path) -> None:
    own = tmp_path / "own"
    main(["init", str(own)])
    roles = [{"id": "carrier", "name": "carries", "acts": True, "names": {"ru": "везёт"}}]
    (own / "registers" / "roles.yaml").write_text(as_yaml(roles[0]), encoding="utf-8")
    small.registers["roles"].append({"id": "carrier", "name": "carries", "acts": True, "names": {"ko": "운반"}})
    folder = small.write()
    record = read((folder, own))
    assert record.registers.roles["carrier"].names == {"ko": "운반", "ru": "везёт"}
    roles[0]["names"] = {"ko": "수송"}
    (own / "registers" / "roles.yaml").write_text(as_yaml(roles[0]), encoding="utf-8")
    assert any("carrier says something else" in one.message for one in read((folder, own)).problems)


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_record_runs_in_the_dashboard(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["init", str(tmp_path / "mine")])
    opened(monkeypatch, page, "--record", str(tmp_path / "mine"))


@pytest.fixture
def storms(tmp_path: Path) -> Path:
    """A small record about something else."""
    folder = tmp_path / "storms"
    main(["init", str(folder)])
    (folder / "record.yaml").write_text(
        as_yaml(
            {
                "id": "storms", "name": "Storm book", "about": "storms over the northern sea, and what was said of them", "case": "2024-03-01-warning",
                "areas": [{"id": "north", "name": "Northern Sea", "west": -10, "east": 15, "south": 48, "north": 65}],
                "questions": [{"words": "Denials after warnings", "anchor": ["kind:announcement"], "other": ["kind:denial"]}],
            }
        ),
        encoding="utf-8",
    )  # fmt: skip
    path = folder / "announcements" / "2024.yaml"
    text = path.read_text(encoding="utf-8").replace("  draft: true\n", "").replace("2024-03-01-example", "2024-03-01-warning")
    path.write_text(
        text.replace("Example ministry announces an inspection of the harbour", "Weather office warns of a storm"),
        encoding="utf-8",
    )
    places = folder / "registers" / "places.yaml"
    places.write_text(places.read_text(encoding="utf-8").replace("lat: 0.0, lon: 0.0", "lat: 55.0, lon: 3.0"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_a_record_about_something_else_is_shown_as_its_own(page: str, storms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read_and_check(storms).problems
    text = opened(monkeypatch, page, "--record", str(storms)).lower()
    assert not [word for word in OF_OURS if word in text]
    telling = {
        "timeline": "storms over the northern sea, and what was said of them.", "map": "1 event on this map", "about": "storm book is a curated record",
        "before_after": "denials after warnings",
    }  # fmt: skip
    assert telling.get(page, "") in text


def test_the_first_case_of_another_record_is_linked_and_the_tab_has_its_name(
    storms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the case that began it" in opened(monkeypatch, "timeline", "--record", str(storms))
    assert dateline.load(storms).registers.home.name == "Storm book"


def test_a_category_of_another_record_has_a_colour_in_texts_too(storms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sent.colours(run(monkeypatch, "timeline", "--record", str(storms)))
    assert found
    assert all(one["announcements"] == list(palette.HUES["amber"]) for one in found)
