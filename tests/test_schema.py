"""The JSON Schema for editors: as the models are, and it takes the shipped record."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dateline.__main__ import main
from dateline.formatting import holds
from dateline.model import Event
from dateline.registers import REGISTERS
from dateline.schema import NAMES, of, text_of
from tests.shipped import shipped_record

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "docs" / "schema"
REGISTERS_READ = shipped_record().registers


class _PlainDates(yaml.CSafeLoader):
    """Reads YAML as editors do (YAML 1.2): days are texts, and so is "on", numbers are numbers."""


_PlainDates.yaml_implicit_resolvers = {
    sign: [(tag, how) for tag, how in found if not tag.endswith((":timestamp", ":bool"))]
    for sign, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_PlainDates.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])


def as_an_editor(path: Path) -> Any:
    # Keys of mappings are texts to JSON Schema.
    return json.loads(json.dumps(yaml.load(path.read_text(encoding="utf-8"), _PlainDates)))


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_file_is_what_the_models_say(name: str) -> None:
    kept = (KEPT / f"{name}.json").read_text(encoding="utf-8")
    assert kept == text_of(name, REGISTERS_READ), "run: python -m dateline schema -o docs/schema"
    Draft202012Validator.check_schema(json.loads(kept))
    assert len(kept) < 30_000


@pytest.mark.parametrize("growing", [False, True])
def test_it_takes_every_file_of_the_shipped_record(growing: bool) -> None:
    validators = {name: Draft202012Validator(of(name, REGISTERS_READ, growing=growing)) for name in NAMES}
    for path in sorted((ROOT / "events").rglob("*.yaml")):
        name, entries = holds(path), as_an_editor(path)
        # An event costs ten milliseconds: of a file of many, every eighth.
        if name == "events":
            entries = entries[::8]
        wrong = next(validators["event" if name == "events" else name].iter_errors(entries), None)
        assert wrong is None, f"{path}: {wrong}"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"kind": "parad"}, "kind"),
        ({"date": "11 August 2023"}, "date"),
        ({"date": "[2023-08-01..2023-08-05"}, "date"),
        ({"titel": "x"}, ""),
        ({"claimed_by": []}, "claimed_by"),
        ({"title": "A title with a full stop."}, "title"),
        ({"sources": [{"url": "ftp://a.example/", "publisher": "kbs", "origin": "kbs", "supports": "x"}]}, "sources/0/url"),
        ({"links": [{"to": "2023-a", "kind": "causes", "basis": "documented"}]}, "links/0/kind"),
    ],
)
def test_an_editor_underlines_a_mistake_where_it_stands(changes: dict[str, Any], where: str) -> None:
    event = as_an_editor(ROOT / "events" / "weapons-tests" / "2023.yaml")[0]
    validator = Draft202012Validator(of("event", REGISTERS_READ))
    assert not [*validator.iter_errors([event])]
    assert {
        "/".join(map(str, one.absolute_path)).removeprefix("0").lstrip("/") for one in validator.iter_errors([event | changes])
    } == {where}


def test_dates_are_taken_as_the_codebook_has_them() -> None:
    validator = Draft202012Validator(
        of("event", REGISTERS_READ)["$defs"]["Event"]["properties"]["date"] | of("event", REGISTERS_READ)
    )
    schema = of("event", REGISTERS_READ)
    validator = Draft202012Validator({"$ref": "#/$defs/Edtf", "$defs": schema["$defs"]})
    for text in (
        "2023",
        "2023-08",
        "2023-08-11",
        "2023-08-11~",
        "2023-08-11/2023-08-12",
        "2023-10/..",
        "[2023-08-01..2023-08-05]",
        "[..2022]",
    ):
        assert validator.is_valid(text), text
    assert validator.is_valid(2023)
    for text in ("", "11.8.2023", "2023-8-1", "2023-08-11T10:00", "../2023", "[2023..]"):
        assert not validator.is_valid(text), text


@pytest.mark.parametrize("model", [Event, *REGISTERS.values()])
def test_every_field_is_explained(model: Any) -> None:
    for name, part in (
        of("event" if model is Event else next(k for k, v in REGISTERS.items() if v is model), REGISTERS_READ)
        .get("$defs", {})
        .items()
    ):
        for field, about in part.get("properties", {}).items():
            assert about.get("description") or name == "Edtf", f"{name}.{field}"
    assert all(field.description for field in model.model_fields.values())


def test_the_command_writes_one_or_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "event"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Dateline: event"
    assert main(["schema", "-o", str(tmp_path / "all")]) == 0
    assert {path.stem for path in (tmp_path / "all").iterdir()} == set(NAMES)
    assert main(["schema", "evnt"]) == 2
    assert "Did you mean event" in capsys.readouterr().err
    assert main(["schema"]) == 2
