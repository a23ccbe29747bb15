"""The page Data & downloads in Streamlit's own test harness."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from dateline.export import FORMATS, bundle, citation, figure
from dateline.selection import Selection, apply
from dateline.tables import Tables
from dateline.ui import data
from dateline.ui.nodes import text_of
from tests.pages.test_pages import elements, run, tables, words

__all__ = ["tables"]
FILTERS = {"actor": ["hamas"], "period": ["2023-10-01", "2023-12-31"]}


def labels(app: AppTest) -> list[str]:
    """What stands on the buttons that ask for a file."""
    return [text_of(one) for one in elements(app, "button") if one[1].get("data-action") == "file"]


def saved(app: AppTest) -> list[str]:
    """Files that the browser is told to save."""
    return [button.proto.label for button in app.get("download_button")]


def test_every_format_and_figure_is_on_offer_the_zip_first() -> None:
    app = run("data")
    formats = [one.name for one in FORMATS.values()]
    offered = labels(app)
    assert offered[: len(formats) + 1] == ["Zip", *formats]
    assert set(offered[len(formats) + 1 :]) == {"HTML", "SVG", "PNG"}
    assert all(one.about in words(app) for one in FORMATS.values())
    assert saved(app) == []


@pytest.mark.parametrize(
    ("asked", "named"),
    [("csv", r"dateline-.*-events\.csv"), ("zip", r"dateline-.*-events\.zip"), ("map:html", r"dateline-map\.html"), ("claim:svg", r"dateline-claim-.+\.svg")],
)  # fmt: skip
def test_the_file_that_was_asked_for_is_pressed_once_and_stays_until_the_view_changes(asked: str, named: str) -> None:
    app = run("data")
    app.session_state["_data_wanted"] = data.Wanted(asked, 1)
    app.run()
    (file,) = saved(app)
    assert re.fullmatch(named, file)
    assert [one[1]["data-press"] for one in elements(app, "span") if "data-press" in one[1]] == [".st-key-dl-wanted-1 button"]
    app.run()
    assert saved(app) == [file]
    assert not any("data-press" in one[1] for one in elements(app, "span"))
    app.session_state["q"] = ["drill"]
    app.session_state["_set"] = ("q",)
    app.run()
    assert saved(app) == []


@pytest.mark.parametrize("asked", ["", "exe", "map:exe", "x:html", ":", "csv:csv", "../../etc/passwd"])
def test_no_other_file_can_be_asked_for(asked: str) -> None:
    app = run("data")
    app.session_state["_data_wanted"] = data.Wanted(asked, 1)
    app.run()
    assert not app.exception
    assert saved(app) == []


def test_the_page_says_what_the_files_hold_and_how_to_cite_them(tables: Tables) -> None:
    shown = apply(Selection(actor=("hamas",)), tables).ids
    text = words(run("data", actor=["hamas"]))
    assert f"{len(shown)} of {len(tables.records):,} events shown" in text
    assert "Actor: Hamas" in text
    assert citation.version(tables) in text
    assert citation.of_view(tables, shown, "actor=hamas", "chicago") in text
    assert "python -m dateline export --format csv --view actor=hamas -o dateline-" in text
    assert all(name in text for name in ("Chicago", "APA", "BibTeX", "CSL-JSON"))


def test_no_file_is_made_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(bundle, "write", lambda *_: made.append("zip"))
    monkeypatch.setattr(figure, "write", lambda *_: made.append("figure"))
    app = run("data")
    assert labels(app)
    assert made == []


def test_where_no_picture_can_be_made_only_html_is_on_offer_and_the_page_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure, "picture_missing", lambda: "No browser was found: install one.")
    app = run("data")
    assert {"SVG", "PNG"}.isdisjoint(labels(app))
    assert "HTML" in labels(app)
    assert "No browser was found: install one." in words(app)


def test_without_events_there_is_nothing_to_download() -> None:
    app = run("data", q=["zzzzqqqq"])
    assert not app.exception
    assert labels(app) == []
    assert "No event passes all filters." in words(app)


def test_a_file_of_a_past_day_is_named_and_cited_with_that_day() -> None:
    text = words(run("data", known=["2023-09-01"]))
    assert "As known on: 1 September 2023" in text
    assert "--view known=2023-09-01" in text


def test_the_figures_of_the_open_claim_are_the_ones_on_offer() -> None:
    app = run("data", claim=["troops-to-russia"])
    (figures,) = [one for one in elements(app, "select") if one[1]["data-action"] != "preset"]
    assert [one[1]["value"] for one in figures[2] if "selected" in one[1]] == ["troops-to-russia"]


def test_an_event_offers_to_report_a_mistake_on_its_card_and_on_its_page() -> None:
    chosen = "2023-08-11-tactical-missile-plants"
    for page in ("timeline", "event"):
        text = words(run(page, event=[chosen]))
        assert "Report a mistake" in text
        assert f"Record: {chosen}" in text
    assert "No history was noted for this record." in text or "Added on" in text
