"""Formatting: what a file says stays, comments included; a second run changes nothing."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline.__main__ import main
from dateline.formatting import WIDTH, as_yaml, formatted, holds
from dateline.model import Event, Source
from dateline.strict_yaml import parse_yaml
from tests.conftest import Small

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = sorted((ROOT / "events").rglob("*.yaml"))


def fmt(text: str, path: str = "events/visits/2023.yaml") -> str:
    made, problems = formatted(text, path)
    assert problems == []
    assert formatted(made, path)[0] == made
    return made


@cache
def shipped(path: Path) -> tuple[str, str]:
    """A file as it is and as it is formatted."""
    text = path.read_text(encoding="utf-8")
    return text, fmt(text, path.as_posix())


def meaning(text: str) -> Any:
    """What a usual YAML reader makes of it, numbers and days included; events in the order of their ids."""
    found = yaml.load(text, Loader=yaml.CSafeLoader)
    return sorted(found, key=lambda entry: entry["id"])


SOME = [path for path in SHIPPED if holds(path) != "events"] + [path for path in SHIPPED if holds(path) == "events"][::3]
"""Each register, and every third file of events: a file costs a second."""


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.relative_to(ROOT / "events").as_posix())
def test_a_shipped_file_says_the_same_to_us_and_to_others_and_a_second_run_changes_nothing(path: Path) -> None:
    text, made = shipped(path)
    assert meaning(made) == meaning(text)
    assert sorted(parse_yaml(made, "x")[0], key=str) == sorted(parse_yaml(text, "x")[0], key=str)
    assert re.findall(r"^ *#.*", made, re.M) == re.findall(r"^ *#.*", text, re.M)
    assert made.endswith("\n")
    assert not made.endswith("\n\n")


def test_most_of_the_shipped_record_is_in_this_style_already() -> None:
    lines = kept = 0
    for path in SOME:
        text, made = shipped(path)
        before, after = text.split("\n"), set(made.split("\n"))
        lines += len(before)
        kept += sum(line in after for line in before)
    assert kept / lines > 0.95


def test_fields_stand_in_the_order_of_the_model_and_unknown_ones_last() -> None:
    made = fmt("- {surprise: 1, sources: [{supports: x, url: 'https://a.example/'}], title: T, id: 2023-a}\n")
    assert re.findall(r"^[- ] (\w+):", made, re.M) == ["id", "title", "sources", "surprise"]
    assert "    - {url: 'https://a.example/', supports: 'x'}\n" in made


def test_every_field_of_the_model_has_its_place() -> None:
    names = [field for field in Event.model_fields if field != "id"]
    made = fmt("- id: a\n" + "".join(f"  {name}: x\n" for name in reversed(names)))
    assert re.findall(r"^[- ] (\w+):", made, re.M) == ["id", *names]
    fields = list(Source.model_fields)
    source = ", ".join(f"{name}: x" for name in reversed(fields))
    assert re.findall(r"(\w+):(?= )", fmt(f"- id: a\n  sources:\n  - {{{source}}}\n"))[1:] == fields


def test_events_are_sorted_with_their_comments_and_register_entries_are_not() -> None:
    text = "# The file.\n\n# About b.\n- id: b # beside b\n  # under b\n# About a.\n- id: a\n# The end.\n"
    made = "# The file.\n\n# About a.\n- id: a\n\n# About b.\n- id: b  # beside b\n  # under b\n\n# The end.\n"
    assert fmt(text) == made
    assert fmt("# B\n- id: b\n\n# A\n- id: a\n", "events/registers/actors.yaml") == "# B\n- id: b\n\n# A\n- id: a\n"


def test_comments_stay_with_what_they_are_about() -> None:
    text = """\
# yaml-language-server: $schema=x
- title: T # of the title
  # of the summary
  summary: >- # beside it
    One # no comment
    two.
  id: a
  actors: # who
    # first
    - who: x # he
      role: y
    - {who: z, # she
       role: 'w # no comment'}
    # nobody else
  place: x#y
"""
    assert (
        fmt(text)
        == """\
# yaml-language-server: $schema=x

- id: a
  title: T  # of the title
  actors:  # who
    # first
    # he
    - {who: x, role: y}
    # she
    - {who: z, role: 'w # no comment'}
    # nobody else
  place: x#y
  # of the summary
  summary: >-  # beside it
    One # no comment
    two.
"""
    )


def test_a_history_that_has_only_begun_stands_on_one_line() -> None:
    one = "- id: a\n  changes: [{on: 2023-01-01, kind: added}]\n"
    assert fmt(one) == one
    assert fmt("- id: a\n  changes:\n  - on: 2023-01-01\n    kind: added\n") == one
    two = "- id: a\n  changes:\n    - {on: 2023-01-01, kind: added}\n    - {on: 2023-01-02, kind: corrected, about: The day}\n"
    assert fmt(two.replace("\n    - ", "\n  - ")) == two
    assert "    # why\n" in fmt("- id: a\n  changes:\n    # why\n    - {on: 2023-01-01, kind: added}\n")


def test_a_summary_keeps_its_lines_where_they_fit_and_is_folded_anew_where_not() -> None:
    short = "- id: a\n  summary: >-\n    One two\n    three.\n"
    assert fmt(short) == short
    made = fmt(f"- id: a\n  summary: {'word ' * 100}end\n")
    assert 0 < max(map(len, made.split("\n"))) <= WIDTH
    assert parse_yaml(made, "x")[0][0]["summary"] == "word " * 100 + "end"
    assert len(fmt(f"- id: a\n  summary: >-\n    {'x ' * 90}end\n").split("\n")) == 5


def test_quotes_stand_where_they_are_needed_and_texts_stay_texts_for_others() -> None:
    text = "- id: a\n  title: 'Plain it is'\n  date: '2023-01-01'\n  reported: '[2023-01-01..2023-01-05]'\n  kind: 'no'\n"
    made = fmt(text)
    assert "  title: Plain it is\n" in made
    assert meaning(made) == meaning(text)
    assert "kind: 'no'" in made


def test_line_ends_of_other_systems_and_a_byte_order_mark_become_ours() -> None:
    assert fmt("\ufeff- id: a\r\n  title: T\r\n") == "- id: a\n  title: T\n"


def test_what_is_not_read_is_not_formatted() -> None:
    for text in ("- id: a\n  id: b\n", "- id: [\n", "id: a\n", "- &a id: x\n", ""):
        made, problems = formatted(text, "events/visits/2023.yaml")
        assert made == text
        assert problems


def test_a_file_is_known_by_its_place() -> None:
    assert holds("events/registers/link-kinds.yaml") == "link-kinds"
    assert holds("x/stories/a.yaml") == "stories"
    assert holds("x/coverage.yaml") == "coverage"
    assert holds("x/visits/2023.yaml") == "events"


words = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x85\u2028\u2029\ufeff\x7f\ufffe\uffff", min_codepoint=32)
    | st.sampled_from("\n\t #:'\"-[]{},&*!|>%@`?"),
    min_size=1, max_size=60,
).filter(lambda text: text.isprintable() or set(text) <= set("\n\t"))  # fmt: skip


@given(title=words, summary=words, note=words, supports=words)
def test_any_text_comes_back_as_it_was(title: str, summary: str, note: str, supports: str) -> None:
    entry = {"id": "a", "title": title, "summary": summary, "note": note, "sources": [{"url": "u", "supports": supports}]}
    made = as_yaml(entry)
    data, problems = parse_yaml(made, "x")
    assert problems == []
    assert data == [entry]
    assert fmt(made) == made


def test_the_command_formats_a_record_and_then_finds_nothing_to_do(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small.write()
    before = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}
    assert main(["fmt", "--check", "--record", str(folder)]) == 1
    assert {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")} == before
    assert "visits/2023.yaml: would be changed" in capsys.readouterr().out
    assert main(["fmt", "--record", str(folder)]) == 0
    capsys.readouterr()
    assert main(["fmt", "--check", "--record", str(folder)]) == 0
    assert capsys.readouterr().out.endswith(" 0 to change\n")
    assert main(["check", str(folder)]) == 0


def test_the_command_takes_single_files_and_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(SHIPPED[0], tmp_path / "2023.yaml")
    assert main(["fmt", str(tmp_path / "2023.yaml")]) == 0
    (tmp_path / "bad.yaml").write_text("- id: a\n  id: b\n", encoding="utf-8")
    assert main(["fmt", str(tmp_path / "bad.yaml")]) == 1
    assert "bad.yaml:2:3: id: this key was written before" in capsys.readouterr().err
    assert (tmp_path / "bad.yaml").read_text(encoding="utf-8") == "- id: a\n  id: b\n"
    assert main(["fmt", str(tmp_path / "none.yaml")]) == 2


@pytest.mark.parametrize("text", ["null", "~", "Null"])
def test_a_text_that_says_null_stays_a_text(text: str) -> None:
    data, problems = parse_yaml(as_yaml({"id": "x", "note": text}), "events/a/2023.yaml")
    assert (data[0]["note"], problems) == (text, [])
