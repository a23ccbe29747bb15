"""CONTRIBUTING.md: its annotated record passes every check, names every field and is in the canonical style; its hooks run what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dateline.__main__ import main
from dateline.checks import check_event
from dateline.formatting import formatted
from dateline.model import Event
from dateline.schema import of
from dateline.strict_yaml import parse_yaml
from tests.shipped import shipped_record

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)[0]


def test_the_annotated_record_passes_every_check() -> None:
    record = shipped_record()
    event, problems = check_event(EXAMPLE, "arms-transfers", record, replaces="2023-10-13-white-house-1000-containers")
    assert [str(problem) for problem in problems] == []
    assert event is not None
    assert event.draft, "nobody should take it for a record"


def test_it_names_every_field() -> None:
    for name in Event.model_fields:
        assert re.search(rf"^ *(?:- |# )?{name}:", EXAMPLE, re.M), name


def test_it_is_in_the_canonical_style_and_its_schema_takes_it() -> None:
    assert formatted(EXAMPLE, "events/arms-transfers/2023.yaml") == (EXAMPLE, [])
    schema = of("event", shipped_record().registers)
    assert (ROOT / "events" / "arms-transfers" / "../../docs/schema/event.json").is_file()
    data, _ = parse_yaml(EXAMPLE, "x")
    # Numbers and truth values are texts to our own reader.
    data[0]["draft"] = True
    wrong = [one for one in Draft202012Validator(schema).iter_errors(data) if "is not of type" not in one.message]
    assert wrong == []


@pytest.mark.parametrize("line", re.findall(r"^python -m dateline (.*?)(?:  +#.*)?$", TEXT, re.M))
def test_its_commands_exist(line: str) -> None:
    with pytest.raises(SystemExit) as left:
        main([*shlex.split(line)[:1], "--help"])
    assert left.value.code == 0


def _hooks() -> list[dict[str, Any]]:
    own = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    return [*own, *yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))]


def test_the_hooks_run_check_and_the_formatter_on_files_of_the_record() -> None:
    assert [hook["entry"] for hook in _hooks()] == ["python -m dateline check", "python -m dateline fmt --check"] * 2
    for hook in _hooks():
        assert re.search(hook["files"], "events/arms-transfers/2023.yaml")
        assert not re.search(hook["files"], "docs/seed-article.md")
