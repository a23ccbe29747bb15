"""A view in a notebook: the same events as the dashboard shows for the link, and the figures and files of them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

import dateline
from dateline import figures
from dateline.tables import Tables
from tests.conftest import Small

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


@pytest.fixture
def tables(small: Small) -> Tables:
    return small.tables()


def test_a_view_holds_the_rows_of_its_link(tables: Tables) -> None:
    shown = dateline.view(tables, "actor=north-korea&period=2023-08-01&period=2023-08-31")
    assert list(shown.events["id"]) == ["2023-08-11-plants"]
    assert set(shown.sources["event"]) == {"2023-08-11-plants"}
    assert shown.links.empty
    assert len(dateline.view(tables).links) == 2
    assert list(dateline.view(tables, "link=denies").links["kind"]) == ["denies"]
    assert shown.query == "actor=north-korea&period=2023-08-01&period=2023-08-31"


def test_a_view_of_a_past_day_knows_no_more_than_that_day(tables: Tables) -> None:
    shown = dateline.view(tables, "known=2023-10-15")
    assert list(shown.events["id"]) == ["2023-08-11-plants", "2023-08-21-summer-drill", "2023-10-13-containers"]
    assert list(shown.standings()["standing"]) == ["Alleged"]
    assert list(shown.standings()["since"]) == [pd.Timestamp("2023-10-13")]
    before = dateline.view(tables, "known=2023-09-01").standings()
    assert list(before["standing"]) == [""]
    assert before["since"].isna().all()


def test_what_a_link_lost_is_a_warning_and_the_rest_is_shown(tables: Tables) -> None:
    with pytest.warns(UserWarning, match="No actor is called “nobody”"):
        shown = dateline.view(tables, "actor=nobody&category=arms")
    assert len(shown.events) == 2
    assert len(shown.notices) == 1


def test_figures_are_those_of_the_same_view(tables: Tables) -> None:
    shown = dateline.view(tables, "category=arms&lanes=actor&claim=shells")
    drawn = figures.timeline(tables, shown=shown.ids, lanes="actor")
    assert shown.timeline().to_json() == drawn.to_json()
    assert shown.claimed().to_json() == figures.quantities.figure(tables, "shells").to_json()
    with pytest.raises(ValueError, match="nothing can be compared"):
        shown.coincidence_figure()


def test_files_and_the_citation_are_of_the_same_view(tables: Tables, tmp_path: Path) -> None:
    shown = dateline.view(tables, "category=arms")
    rows = list(csv.DictReader(io.StringIO(shown.save(tmp_path / "arms.csv").read_text(encoding="utf-8-sig"))))
    assert [row["id"] for row in rows] == list(shown.ids)
    assert b"2023-10-20-denial" in shown.export("json")
    assert "2 events. Dateline, view ?category=arms, version " in shown.cite()
    with pytest.raises(KeyError):
        shown.export("docx")


def test_the_notebook_runs_and_carries_no_output() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    assert not any(cell.get("outputs") for cell in notebook.cells)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "docs")}})
    client.execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 8
    assert any("application/vnd.plotly.v1+json" in output.get("data", {}) for cell in code for output in cell.outputs)
    words = "".join(
        output.get("text", "") + str(output.get("data", {}).get("text/plain", "")) for cell in code for output in cell.outputs
    )
    assert "version " in words
    assert "the same figure: True" in words
