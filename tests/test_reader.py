"""Reading a folder: every mistake with its place and its remedy, nothing lost, and nothing that a file can hold stops it."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.checks import read_and_check
from dateline.model import Event
from dateline.reader import MAX_BYTES, MAX_LINE, did_you_mean, read
from dateline.record import Problem, Record
from dateline.registers import REGISTERS
from tests.conftest import Small, as_yaml, source

ROOT = Path(__file__).resolve().parents[1]
MESSAGE = re.compile(r"events/[\w./-]+\.yaml(:[1-9]\d*:[1-9]\d*)?: ([a-z_]+(\[\d+\]|\.\w+)*: )?\S.*[.?]")


def put(folder: Path, raw: bytes, name: str = "visits/2024.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def only(record: Record) -> Problem:
    assert len(record.problems) == 1, "\n".join(map(str, record.problems))
    return record.problems[0]


def test_a_problem_reads_as_path_line_column_field_what_is_wrong_and_how_to_fix_it(small: Small) -> None:
    small.add("arms", "2023-11-01-first")
    small.add("arms", "2023-11-02-second")["date"] = "2023-02-30"
    record = small.read()
    line = (small.folder / "arms/2023.yaml").read_text(encoding="utf-8").split("\n").index('  date: "2023-02-30"') + 1
    assert str(only(record)) == f"events/arms/2023.yaml:{line}:3: date: 2023-02-30 is not a date. February 2023 has 28 days."


WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # change of the visit, field, what stands there, message
    ({"tittle": "x"}, "tittle", "tittle:", "is not a field here. Did you mean title or titles? Known: id, title, titles, kind,"),
    ({"title": "Too"}, "title", "title:", "'Too' is too short. At least 8 characters are needed."),
    ({"title": "x" * 111}, "title", "title:", "is too long, 111 characters. At most 110 fit."),
    ({"title": "It ends with a stop."}, "title", "title:", "'It ends with a stop.' must be one line without a full stop at the end."),
    ({"title": "Two lines\nof title"}, "title", "title:", "must be one line without a full stop"),
    ({"weapons": ["a b"]}, "weapons[1]", '"a b"', "'a b' is not an id."),
    ({"sole_source": "a\nb"}, "sole_source", "sole_source:", "must be one line."),
    *(
        ({"quantities": [{"value": value, "unit": "ship", "by": "kcna"}]}, "quantities[1].value", f'"value": {value}', "must be more than zero")
        for value in (0, -5)
    ),
    ({"weapons": "guns"}, "weapons", "weapons:", "must be a list. Put each item on a line of its own, after '- '."),
    ({"kind": "Plant Visit"}, "kind", "kind:", "'Plant Visit' is not an id. Use lower-case letters, digits and single hyphens."),
    ({"kind": "a--b"}, "kind", "kind:", "'a--b' is not an id."),
    ({"kind": ["a"]}, "kind", "kind:", "must be text, not a list or mapping."),
    ({"draft": "maybe"}, "draft", "draft:", "'maybe' is neither true nor false."),
    ({"claimed_by": []}, "claimed_by", "claimed_by:", "is an empty list. Write at least one item."),
    ({"actors": ["kim"]}, "actors[1]", '"kim"', "'kim' must be a mapping of keys and values."),
    ({"actors": [{"who": "kim-jong-un"}]}, "actors[1].role", '{"who"', "is missing. Add 'role: …'; the codebook shows how."),
    ({"date": {"from": "2023"}}, "date", "date:", "must be one date, not a list or mapping. Write 2023-08-11,"),
    ({"date": ["2023", "2024"]}, "date", "date:", "must be one date, not a list or mapping."),
    ({"date": "yesterday"}, "date", "date:", "yesterday is not a date. Write 2023-08-11,"),
    ({"date": "2023" * 20}, "date", "date:", "is too long for a date (80 characters)."),
    ({"sources": [source(), source(url="ftp://a.example")]}, "sources[2].url", '"url"', "'ftp://a.example' is not a web address. Links start with https:// or http://."),
    ({"sources": [source(url="https://a.example/<script>")]}, "sources[1].url", '"url"', "holds a character that no web address has."),
    ({"sources": [source(url="javascript:alert(1)")]}, "sources[1].url", '"url"', "is not a web address."),
    ({"sources": [source(published="2023-13")]}, "sources[1].published", '"published"', "2023-13 is not a date. There is no month 13."),
    ({"sources": [source(stance="afirms")]}, "sources[1].stance", '"stance"', "'afirms' is not one of affirms, denies, corroborates, acknowledges, context. Did you mean affirms?"),
    ({"sources": [source(publsher="x")]}, "sources[1].publsher", '"publsher"', "is not a field here. Did you mean publisher or published? Known: url, publisher,"),
    ({"quotes": [{"text": "a", "speaker": "kcna", "source": "one"}]}, "quotes[1].source", '"source"', "'one' is not a whole number."),
    ({"quotes": [{"text": "a", "speaker": "kcna", "source": 0}]}, "quotes[1].source", '"source"', "'0'"),
    ({"quantities": [{"value": "many", "unit": "container", "by": "kcna"}]}, "quantities[1].value", '"value"', "'many' is not a number."),
    ({"quantities": [{"value": 1, "bound": "circa", "unit": "container", "by": "kcna"}]}, "quantities[1].bound", '"bound"', "'circa' is not one of exactly, about, over, at-least, up-to, under."),
    ({"conflicts": [{"text": "a", "sources": [1, "two"]}]}, "conflicts[1].sources[2]", '"two"', "'two' is not a whole number."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "there", "message"), WRONG)
def test_a_wrong_value_is_named_where_it_stands(
    change: dict[str, Any], field: str, there: str, message: str, small: Small
) -> None:
    small.visit.update(change)
    problem = only(small.read())
    assert problem.field == field
    assert small.at(problem).startswith(there)
    assert message in problem.message
    assert MESSAGE.fullmatch(str(problem)), str(problem)


def test_what_is_missing_is_named_at_the_entry(small: Small) -> None:
    del small.drill["summary"]
    problem = only(small.read())
    assert (problem.line, problem.column, problem.field) == (1, 3, "summary")
    assert problem.message == "is missing. Add 'summary: …'; the codebook shows how."


def test_the_codebooks_forms_can_be_written_without_quotes(small: Small) -> None:
    small.add("visits", "2023-09-01-x", date="[2023-09-01..2023-09-05]")
    path = small.write() / "visits/2023.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"[2023-09-01..2023-09-05]"', "[2023-09-01..2023-09-05]"), encoding="utf-8"
    )
    record = read(small.folder)
    assert not record.problems
    assert [located.event.date.text for located in record.events if located.event.id == "2023-09-01-x"] == [
        "[2023-09-01..2023-09-05]"
    ]


def test_texts_of_the_record_keep_what_looks_like_something_else(small: Small) -> None:
    small.entry("actors", "kcna").update(aliases=["NO", "010", "12:30", "2023-08-11", "1_000"])
    small.write()
    path = small.folder / "registers/actors.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            '["NO", "010", "12:30", "2023-08-11", "1_000"]', "[NO, 010, 12:30, 2023-08-11, 1_000]"
        ),
        encoding="utf-8",
    )
    assert read(small.folder).registers.actors["kcna"].aliases == ("NO", "010", "12:30", "2023-08-11", "1_000")


def test_all_problems_of_all_files_are_found_at_once(small: Small) -> None:
    small.visit["tittle"] = "x"
    small.visit["date"] = "2023-02-30"
    small.drill["draft"] = "x"
    small.entry("actors", "kcna")["nam"] = "x"
    small.write()
    put(small.folder, b"- [\n", "arms/2023.yaml")
    found = {(problem.path, problem.field) for problem in read(small.folder).problems}
    assert found == {
        ("events/visits/2023.yaml", "tittle"),
        ("events/visits/2023.yaml", "date"),
        ("events/drills/2023.yaml", "draft"),
        ("events/registers/actors.yaml", "nam"),
        ("events/arms/2023.yaml", ""),
    }


def test_one_broken_entry_leaves_the_others_of_its_file(small: Small) -> None:
    small.add("visits", "2023-09-01-x", tittle="x")
    small.add("visits", "2023-09-05-y")
    record = small.read()
    assert [located.event.id for located in record.events if located.category == "visits"] == [
        "2023-08-11-plants",
        "2023-09-05-y",
    ]
    assert record.held_back == {"events/visits/2023.yaml": 1}


def test_an_entry_that_is_refused_as_yaml_is_held_back_alone(small: Small) -> None:
    path = small.write() / "visits/2023.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + as_yaml({**small.visit, "id": "2023-08-12-b"}).replace("title:", "title: x\n  title:"),
        encoding="utf-8",
    )
    record = read(small.folder)
    assert only(record).field == "title"
    assert record.held_back == {"events/visits/2023.yaml": 1}
    assert len(record.events) == 4


def test_events_of_a_file_that_cannot_be_parsed_are_counted_as_held_back(small: Small) -> None:
    small.add("visits", "2023-09-05-y")
    path = small.write() / "visits/2023.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "- {", encoding="utf-8")
    record = read(small.folder)
    assert record.held_back == {"events/visits/2023.yaml": 3}
    assert {located.category for located in record.events} == {"drills", "arms"}


HOSTILE: list[tuple[bytes, int, int, str]] = [
    (b"\xff\xfe- id", 1, 1, "is not UTF-8 text from here on. Save the file as UTF-8."),
    ("- id: a\n  title: é caf".encode() + b"\xe9\n", 2, 15, "is not UTF-8 text from here on."),
    ("- id: a\n".encode("utf-16"), 1, 1, "is not UTF-8"),
    (b"- id: \xed\xa0\x80\n", 1, 7, "is not UTF-8"),
    (b"- a: " + b"x" * (MAX_LINE + 1), 1, MAX_LINE, f"this line has {MAX_LINE + 6} characters. Break it up."),
    (b"- a: b\r\n- a: " + b"x" * (MAX_LINE + 1), 2, MAX_LINE, "this line has"),
    (b"- id: a\x00b\n", 1, 8, "is not valid YAML: control characters are not allowed."),
    (b"\x00" * 100, 1, 1, "is not valid YAML"),
    (b"id: a\n", 1, 1, "is not a list. Start each entry with '- id: "),
    (b"just words\n", 1, 1, "is not a list."),
    (b"- id: 'a\n", 2, 1, "is not valid YAML"),
    (b"- {id: a}\n---\n- {id: b}\n", 2, 1, "starts a second document."),
    (b"- 1\n", 1, 3, "entry 1 is not a mapping. Start it with 'id: "),
    (b"- - id: a\n", 1, 3, "entry 1 is not a mapping."),
    (b"- " + b"[" * 100, 1, 10, "is nested more than 8 levels deep."),
    (b"%YAML 9.9\n---\n- a\n", 1, 1, "is not valid YAML: found incompatible YAML document."),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "line", "column", "message"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_gives_one_clear_problem_and_leaves_the_rest(
    raw: bytes, line: int, column: int, message: str, small: Small
) -> None:
    put(small.write(), raw)
    record = read(small.folder)
    problem = only(record)
    assert (problem.path, problem.line, problem.column) == ("events/visits/2024.yaml", line, column)
    assert problem.message.startswith(message)
    assert len(record.events) == 4
    assert record.held_back["events/visits/2024.yaml"] >= 1


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"# only a comment\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_named_and_holds_nothing_back(raw: bytes, small: Small) -> None:
    put(small.write(), raw)
    record = read(small.folder)
    assert only(record).message.startswith("holds nothing.")
    assert record.held_back == {}


@pytest.mark.parametrize(("name", "size"), [("10 MB in one line", 10_000_000), ("one byte too many", MAX_BYTES + 1)])
def test_a_file_over_the_limit_is_not_read(name: str, size: int, small: Small) -> None:
    put(small.write(), b"- id: " + b"a" * (size - 6))
    problem = only(read(small.folder))
    assert problem.message == f"has {size} bytes, more than {MAX_BYTES}. Split it by year."


def test_aliases_are_never_expanded(small: Small) -> None:
    bomb = "- &a [x, x]\n" + "".join(f"- &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
    put(small.write(), bomb.encode())
    record = read(small.folder)
    assert record.held_back == {"events/visits/2024.yaml": 21}
    assert sum("is an alias" in problem.message for problem in record.problems) == 40


def test_a_byte_order_mark_and_carriage_returns_are_read_fine(small: Small) -> None:
    path = small.write() / "visits/2023.yaml"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    record = read(small.folder)
    assert not record.problems
    assert len(record.events) == 4
    assert next(located.line for located in record.events if located.category == "visits") == 1


def test_lone_surrogates_written_as_escapes_are_refused(small: Small) -> None:
    small.write()
    small.visit["summary"] = "A lone \ud800 surrogate in the text."
    text = as_yaml(small.visit).encode("utf-8", "surrogatepass").replace(b"\xed\xa0\x80", b"\\ud800")
    put(small.folder, text, "visits/2023.yaml")
    assert "is not valid YAML: found invalid Unicode character escape code." in only(read(small.folder)).message


def test_control_characters_written_as_escapes_do_not_reach_the_reader(small: Small) -> None:
    small.visit["summary"] = "A bell \x07 in the text, and a null \x00 too."
    record = small.check()
    assert [problem.field for problem in record.problems] == ["summary"]
    assert len(record.events) == 3


def test_a_folder_with_the_name_of_a_file_is_named(small: Small) -> None:
    (small.write() / "visits/2024.yaml").mkdir()
    assert only(read(small.folder)).message.startswith("is not a file.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_in_the_place_of_a_file_is_named_and_not_waited_for(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(small.write() / "visits/2024.yaml")
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    code = f"from dateline import compiled; compiled.COMPILED_FROM = 0; print(*compiled.load({str(small.folder)!r}).problems)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert "events/visits/2024.yaml: is not a file." in done.stdout


def test_what_is_hidden_is_no_part_of_a_record(small: Small) -> None:
    folder = small.write()
    # A lock of Emacs, what macOS keeps of a file besides, settings of pre-commit, the drafts of another tool.
    (folder / "visits/.#2023.yaml").symlink_to("editor@desk.1234")
    (folder / "visits/._2023.yaml").write_bytes(b"\x00\x05\x16\x07")
    (folder / ".pre-commit-config.yaml").write_text("repos: []", encoding="utf-8")
    put(folder, b"- id: half", ".drafts/2023.yaml")
    assert not read(folder).problems


def test_a_link_out_of_the_record_is_refused_and_one_within_it_is_read(small: Small, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("- id: a\n  password: swordfish\n", encoding="utf-8")
    folder = small.write()
    (folder / "visits" / "2024.yaml").symlink_to(secret)
    problem = only(read(folder))
    assert str(problem) == "events/visits/2024.yaml: is a link that leads out of the record. Put the file itself here."
    (folder / "visits" / "2024.yaml").unlink()
    (folder / "visits" / "2023.yaml").rename(folder / "visits" / "real.txt")
    (folder / "visits" / "2023.yaml").symlink_to("real.txt")
    assert not read(folder).problems


def test_a_symbolic_link_to_nowhere_is_named(small: Small) -> None:
    (small.write() / "visits/2024.yaml").symlink_to("/nowhere/at/all")
    problem = only(read(small.folder))
    assert problem.path == "events/visits/2024.yaml"
    assert problem.message == "cannot be read: No such file or directory."


@pytest.mark.parametrize("name", ["", "visits", "registers"])
def test_a_folder_without_events_is_one_problem(name: str, tmp_path: Path) -> None:
    (tmp_path / "events" / name).mkdir(parents=True)
    problem = only(read(tmp_path / "events"))
    assert str(problem) == "events: holds no events. A record is a file like drills/2023.yaml."


def test_a_missing_folder_or_a_file_in_its_place_is_one_problem(tmp_path: Path) -> None:
    file = put(tmp_path, b"- a\n", "x.yaml")
    for path in (tmp_path / "nothing", file, "", "a\x00b"):
        record = read(path or tmp_path / "none")
        assert only(record).message == "is not a folder. Name the folder that holds the record."
        assert record.events == ()


def test_a_file_with_the_other_ending_is_named_and_not_lost_in_silence(small: Small) -> None:
    small.write()
    (small.folder / "visits/2023.yaml").rename(small.folder / "visits/2023.yml")
    assert str(only(read(small.folder))) == "events/visits/2023.yml: is not read. Name it 2023.yaml."


def test_the_folder_itself_may_be_named_by_a_dot(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.visit["kind"] = "Not An Id"
    monkeypatch.chdir(small.write())
    assert str(only(read("."))).startswith("visits/2023.yaml:3:3: kind:")


def test_a_register_of_an_unknown_name_is_named_with_the_closest_one(small: Small) -> None:
    put(small.write(), b"- id: a\n", "registers/actor.yaml")
    message = only(read(small.folder)).message
    assert message.startswith("is not a register. Registers are actors, places,")
    assert message.endswith("Did you mean actors?")


def test_an_id_twice_in_a_register_is_named_and_the_first_kept(small: Small) -> None:
    small.registers["actors"].append({"id": "kcna", "name": "Another", "type": "body"})
    record = small.read()
    assert only(record).message == "kcna stands in this register twice. Keep one."
    assert record.registers.actors["kcna"].name == "KCNA"


def test_a_series_uses_its_names_as_written(small: Small) -> None:
    series = small.read().registers.series["summer-drill"]
    assert series.start is not None
    assert series.start.text == "2022"
    small.entry("series", "summer-drill")["start"] = "2022"
    problem = only(small.read())
    assert problem.field == "start"
    assert "from" in problem.message.split("Known:")[1]


def test_every_register_of_the_model_is_read(small: Small) -> None:
    small.cover()
    small.tell()
    small.tell(id="other-story")
    registers = small.read().registers
    for name in REGISTERS:
        assert list(getattr(registers, name.replace("-", "_"))) == [entry["id"] for entry in small.registers[name]]


def test_close_words_are_suggested_and_far_ones_are_not() -> None:
    assert did_you_mean("kim-jong-um", ["kim-jong-un", "russia"]) == " Did you mean kim-jong-un?"
    assert did_you_mean("xyz", ["kim-jong-un", "russia"]) == ""
    assert did_you_mean("x" * 100_000, ["a"]) == ""
    assert did_you_mean("", []) == ""


def test_reading_leaves_the_garbage_collector_as_it_was(small: Small) -> None:
    folder = small.write()
    read(folder)
    assert gc.isenabled()
    gc.disable()
    try:
        read(folder)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_event_keeps_where_it_stands(small: Small) -> None:
    small.add("visits", "2023-09-05-y")
    located = next(one for one in small.read().events if one.event.id == "2023-09-05-y")
    lines = (small.folder / "visits/2023.yaml").read_text(encoding="utf-8").split("\n")
    assert (located.path, located.index, located.category) == ("events/visits/2023.yaml", 1, "visits")
    assert lines[located.line - 1] == '- id: "2023-09-05-y"'
    assert isinstance(located.event, Event)


DEEP = {
    "lists": "'- ' + '[' * {n}",
    "mappings": "'- ' + '{{a: ' * {n}",
    "block lists": "'- ' * {n}",
    "closed lists": "'- ' + '[' * {n} + ']' * {n}",
    "keys": "'- ' + '? ' * {n}",
}


@pytest.mark.parametrize("depth", [10_000, 100_000])
@pytest.mark.parametrize("shape", DEEP)
def test_deep_nesting_gives_an_error_and_no_crash(shape: str, depth: int, small: Small) -> None:
    folder = small.write()
    # The line limit alone would stop most of these, so the builder is run too. PyYAML's own loaders crash here, hence the subprocess.
    code = (
        "import sys; from dateline.reader import read; from dateline.strict_yaml import parse_yaml\n"
        f"text = {DEEP[shape].format(n=depth)}\n"
        "data, problems = parse_yaml(text, 'x'); assert data is None; print(problems[-1])\n"
        f"open({str(folder / 'visits/2024.yaml')!r}, 'w').write(text)\n"
        f"record = read({str(folder)!r}); print(len(record.events), len(record.problems), dict(record.held_back))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    said, counts = done.stdout.splitlines()
    assert said.startswith("x:1:")
    assert "is nested more than 8 levels deep" in said or "a key must be plain text" in said
    assert counts == "4 1 {'events/visits/2024.yaml': 1}"


pieces = st.sampled_from(
    [b"- ", b"id: ", b"a", b"\n", b"  ", b"[", b"]", b"{", b"}", b"'", b'"', b"&a ", b"*a", b"<<: ", b"---", b"!x ", b"|", b">", b"\t", b"\xff",
     b"\x00", b"\xef\xbb\xbf", b"title: x", b"sources:\n    - ", b"date: 2023", b"? ", b": ", b"#", b"\r", b"\xe2\x80\xa8", b"\xc2\x85", b"~"]
)  # fmt: skip
hostile_bytes = st.binary(max_size=300) | st.lists(pieces, max_size=40).map(b"".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=hostile_bytes, name=st.sampled_from(["visits/2024.yaml", "registers/actors.yaml", "2024.yaml", "registers/x.yaml"]))
@example(raw=b"- - - - - - - - - - -", name="registers/actors.yaml")
@example(raw=b"- id: kcna\n  date: {a: [b, {c: d}]}\n", name="visits/2024.yaml")
def test_whatever_bytes_a_file_holds_it_is_read_and_checked_without_an_error(raw: bytes, name: str, tmp_path: Path) -> None:
    folder = Small(tmp_path / "events").write()
    path = put(folder, raw, name)
    record = read_and_check(folder)
    path.unlink()
    for problem in record.problems:
        assert MESSAGE.fullmatch(str(problem).replace("\n", " ")), str(problem)
