"""The strict YAML builder: text stays text, every key knows its place, and what is refused is refused with a line."""

from __future__ import annotations

import string
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.strict_yaml import MAX_DEPTH, Map, Seq, parse_yaml


def refused(text: str) -> list[tuple[int, int, str, str]]:
    """Line, column, field and first words of each problem."""
    _, problems = parse_yaml(text, "a/b.yaml")
    assert all(problem.path == "a/b.yaml" for problem in problems)
    return [(problem.line, problem.column, problem.field, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "written",
    ["NO", "yes", "on", "010", "0x1f", "1_000", "12:30", "1e3", ".inf", "2023-08-11", "2023-08-11T10:00:00Z", "true", "=", "1.0"],
)
def test_a_value_stays_the_text_that_was_written(written: str) -> None:
    data, problems = parse_yaml(f"- {{a: {written}}}\n- b: {written}\n- {written}\n", "x")
    assert data == [{"a": written}, {"b": written}, written]
    assert not problems


def test_every_key_and_item_knows_its_line_and_column() -> None:
    text = "- id: a\n  list:\n    - {who: x, role: y}\n    - who: z\n- id: b\n"
    data, problems = parse_yaml(text, "x")
    assert not problems
    assert isinstance(data, Seq)
    assert data.mark == (1, 1)
    assert data.marks == [(1, 3), (5, 3)]
    first = data[0]
    assert isinstance(first, Map)
    assert first.mark == (1, 3)
    assert first.marks == {"id": (1, 3), "list": (2, 3)}
    assert first["list"].marks == [(3, 7), (4, 7)]
    assert first["list"][0].marks == {"who": (3, 8), "role": (3, 16)}


def test_a_byte_order_mark_and_carriage_returns_move_no_line() -> None:
    data, problems = parse_yaml("\ufeff- id: a\r\n  b: c\r\n", "x")
    assert not problems
    assert data == [{"id": "a", "b": "c"}]
    assert data[0].marks["b"] == (2, 3)


@pytest.mark.parametrize(
    ("text", "line", "column", "field", "message"),
    [
        ("- id: a\n  b: 1\n  id: c\n", 3, 3, "id", "this key was written before, in line 1. Keep one of the two."),
        ("- {a: 1, a: 2}\n", 1, 10, "a", "this key was written before, in line 1. Keep one of the two."),
        ("- &x {id: a}\n", 1, 3, "", "&x is an anchor. Remove it; anchors and aliases are not used here."),
        ("- a: &x b\n", 1, 6, "", "&x is an anchor."),
        ("- a\n- *x\n", 2, 3, "", "*x is an alias. Write the value out; aliases are not used here."),
        ("- b: *x\n", 1, 6, "", "*x is an alias."),
        ("- <<: {a: b}\n", 1, 3, "", "<< is a merge key. Write the fields out; merging is not used here."),
        ("- !python/object:os.system {}\n", 1, 3, "", "!python/object:os.system is a tag."),
        ("- a: !!int 5\n", 1, 6, "", "!!int is a tag. Remove it; every value is plain text here."),
        ("- a\n---\n- b\n", 2, 1, "", "starts a second document. One file holds one list; remove the line '---'."),
        ("- a:\n  b: c\n", 1, 5, "a", "is empty. Write a value or leave it out."),
        ("- a: ~\n", 1, 6, "a", "is empty."),
        ("- a: null\n", 1, 6, "a", "is empty."),
        ("- a\n-\n", 2, 2, "", "is empty."),
        ("- [a, ~]\n", 1, 7, "", "is empty."),
        ("- ? [a, b]\n  : c\n", 1, 5, "", "a key must be plain text, not a list, a mapping or an alias."),
        ("- {*x : c}\n", 1, 4, "", "a key must be plain text"),
        ("- a: 'b\n\n\n", 4, 1, "", "is not valid YAML: found unexpected end of stream."),
        ("- id: a\n\ttitle: b\n", 2, 1, "", "is not valid YAML: found a tab character that violates indentation."),
        ('- "\\ud800"\n', 1, 6, "", "is not valid YAML: found invalid Unicode character escape code."),
        ("- é: a\x00b\n", 1, 7, "", "is not valid YAML: control characters are not allowed. Remove the character here."),
        ("- a\n- b: \x1b\n", 2, 6, "", "is not valid YAML: control characters are not allowed."),
        ("- a: b: c\n", 1, 7, "", "is not valid YAML: mapping values are not allowed in this context."),
        ("- {a: b\n", 2, 1, "", "is not valid YAML: did not find expected ',' or '}'."),
    ],
)
def test_what_is_refused_is_refused_with_its_place_and_what_to_do(
    text: str, line: int, column: int, field: str, message: str
) -> None:
    problems = refused(text)
    assert problems
    assert problems[0][:3] == (line, column, field)
    assert problems[0][3].startswith(message)


def test_an_unclosed_quotation_names_the_line_it_began_in() -> None:
    ((_, _, _, message),) = refused("- a: b\n- c: 'open\n- d: e\n")
    assert "back to line 2" in message


@pytest.mark.parametrize("quoted", ['""', "''", '"~"', "'null'"])
def test_a_quoted_empty_text_is_a_text(quoted: str) -> None:
    data, problems = parse_yaml(f"- a: {quoted}\n", "x")
    assert data == [{"a": quoted[1:-1]}]
    assert not problems


def test_an_ordinary_quoted_text_is_no_tag() -> None:
    assert not refused("- a: ! b\n")


def test_nesting_is_read_up_to_the_limit_and_not_further() -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert not refused(deepest)
    data, problems = parse_yaml(f"- {deepest}", "x")
    assert data is None
    assert [str(problem) for problem in problems] == ["x:1:10: is nested more than 8 levels deep. A record needs 4."]


def test_a_problem_belongs_to_the_entry_it_stands_in() -> None:
    _, problems = parse_yaml("- {a: b}\n- &x {a: 1, a: 2}\n- *x\n- a: ~\n- b: [&y c]\n", "x")
    assert [problem.entry for problem in problems] == [1, 1, 2, 3, 4]


@pytest.mark.parametrize("text", ["- a\n---\n- b\n", "- a\n- " + "[" * 20, "- a\n- {b\n", "- a\n- ? {}\n  : b\n", "- \x00"])
def test_a_problem_that_ends_the_reading_belongs_to_the_whole_file(text: str) -> None:
    data, problems = parse_yaml(text, "x")
    assert data is None
    assert problems[-1].entry == -1


def test_all_problems_of_a_file_are_found_at_once() -> None:
    assert [line for line, *_ in refused("- {a: 1, a: 2}\n- &x b\n- c: ~\n- d: !t e\n")] == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
def test_nothing_is_none_without_a_problem(text: str) -> None:
    assert parse_yaml(text, "x") == (None, [])


word = st.text(alphabet=string.ascii_letters + string.digits + " .-'\"#:,[]{}&*!|>%@`é김", max_size=12)
trees = st.recursive(
    word, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(word, inner, max_size=4), max_leaves=12
).filter(lambda tree: not isinstance(tree, str))


def depth(node: Any) -> int:
    if isinstance(node, str):
        return 0
    return 1 + max((depth(inner) for inner in (node.values() if isinstance(node, dict) else node)), default=0)


@given(trees.filter(lambda tree: depth(tree) <= MAX_DEPTH), st.booleans())
@example([["x" * 3000]], False)
def test_whatever_a_yaml_writer_writes_is_read_back(tree: Any, flow: bool) -> None:
    text = yaml.dump(tree, default_flow_style=flow, allow_unicode=True, Dumper=_Quoting)
    data, problems = parse_yaml(text, "x")
    assert not problems
    assert data == tree


class _Quoting(yaml.SafeDumper):
    """Writes every text in quotes and repeats no value by an alias."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@given(st.text(max_size=300) | st.text(alphabet="-:?[]{}&*!|>'\"%@#~<\n\t a0é\ufeff\x00\x85\u2028", max_size=80))
def test_any_text_gives_data_or_problems_and_never_raises(text: str) -> None:
    data, problems = parse_yaml(text, "x")
    assert isinstance(data, Map | Seq | str | None)
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
