"""Figures as files: what is in them, that they ask nobody for anything, and what is said where they cannot be made."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from dateline.__main__ import main
from dateline.address import encode
from dateline.export import citation, figure
from dateline.export.static import STATIC
from dateline.selection import Selection, apply
from dateline.tables import Tables
from tests.conftest import Small
from tests.export.hostile import hostile_record

BASE = "https://dateline.example"
LIBRARY = (STATIC / "plotly-basic.min.js").read_text(encoding="utf-8")


def asked(tables: Tables, name: str) -> Selection:
    """A view that gives a figure of that name."""
    claim = next(iter(tables.registers.claims))
    return Selection(category=("visits",)) if name not in figure.OWN else Selection(
        claim=claim, anchor=("category:drills",), other=("category:visits",)
    )  # fmt: skip


def page(name: str, tables: Tables, selection: Selection) -> str:
    return figure.write(name, "html", tables, selection, BASE).decode()


@pytest.fixture
def tables(small: Small) -> Tables:
    small.add("visits", "2023-09-01-more")
    small.cover(category="visits")
    small.cover(category="drills", id="cover-drills")
    return small.tables()


@pytest.mark.parametrize("name", figure.NAMES)
def test_a_page_holds_title_citation_link_and_the_library_and_asks_for_nothing(tables: Tables, name: str) -> None:
    selection = asked(tables, name)
    written = page(name, tables, selection)
    drawn = figure.draw(name, tables, selection, BASE)
    ids = apply(selection, tables).ids
    words = unescape(re.sub(r"<[^>]+>", "", written.partition("<footer>")[2].partition("</footer>")[0]))
    assert f"<h1>{drawn.title}</h1>" in written
    assert citation.of_view(tables, ids, encode(selection), "chicago", BASE) in words
    assert encode(selection) in words
    assert LIBRARY in written
    own = written.replace(LIBRARY, "")
    assert not re.search(r"""(src|srcset|data|poster)=["']?https?:|@import|url\(|<link|fetch\(""", own)
    assert "default-src 'none'" in own


def test_text_of_the_record_cannot_leave_its_place(small: Small) -> None:
    tables = hostile_record(small)
    for selection in (Selection(), Selection(q="</h1><script>hostile=1</script>")):
        own = page("timeline", tables, selection).replace(LIBRARY, "")
        assert own.count("<script") == own.count("</script>") == 2
        assert "<img" not in own
        assert "\u2028" not in own
    assert figure.framed(figure.draw("timeline", tables, Selection())).layout.height


def test_what_stands_above_says_the_filters_that_count_for_the_figure(tables: Tables) -> None:
    selection = Selection(category=("visits",), claim=next(iter(tables.registers.claims)), known=date(2025, 1, 1))
    assert figure.draw("timeline", tables, selection).about == "2 events · As known on: 1 January 2025 · Category: Visits"
    assert figure.draw("claim", tables, selection).about == "As known on: 1 January 2025"


def test_a_timeline_by_actor_has_a_key_of_its_categories(tables: Tables) -> None:
    drawn = figure.draw("timeline", tables, Selection(lanes="actor")).figure
    named = {trace.name for trace in drawn.data if trace.showlegend}
    assert named == {one.name for one in tables.registers.categories.values() if one.id in set(tables.events["category"])}
    assert not any("<br>" in (note.text or "") for note in drawn.layout.annotations if note.xanchor == "right")


@pytest.mark.parametrize(("name", "told"), [("claim", "claim="), ("before-after", "anchor=")])
def test_a_figure_that_the_view_does_not_name_says_what_is_missing(small: Small, name: str, told: str) -> None:
    with pytest.raises(figure.NotPossibleError, match=told):
        figure.write(name, "html", small.tables(), Selection())


@pytest.mark.parametrize("name", figure.NAMES)
def test_a_picture_has_room_for_its_words(tables: Tables, name: str) -> None:
    drawn = figure.draw(name, tables, asked(tables, name), BASE)
    framed = figure.framed(drawn)
    assert drawn.title in framed.layout.title.text
    last = framed.layout.annotations[-1].text
    assert citation.version(tables) in last.replace("<br>", " ")
    assert framed.layout.height > drawn.figure.layout.height
    assert framed.layout.margin.b >= drawn.figure.layout.margin.b + 11 * (last.count("<br>") + 1)
    assert drawn.figure.layout.title.text is None


def test_svg_and_png_are_made_by_the_browser_that_is_there(tables: Tables) -> None:
    assert figure.picture_missing() == ""
    drawn = figure.draw("coverage", tables, Selection(), BASE)
    assert b"Coverage by month" in figure.as_picture(drawn, "svg")
    assert figure.as_picture(drawn, "png").startswith(b"\x89PNG")


def test_without_kaleido_or_a_browser_the_message_says_what_to_do(
    small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = small.write()
    file = tmp_path / "out.svg"
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    figure.picture_missing.cache_clear()
    assert main(["figure", "timeline", "--record", str(folder), "-o", str(file)]) == 2
    assert "pip install" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.setattr("choreographer.browsers.chromium.Chromium.find_browser", lambda **_: None)
    figure.picture_missing.cache_clear()
    assert main(["figure", "timeline", "--record", str(folder), "-o", str(file)]) == 2
    assert "no Chromium or Chrome was found" in capsys.readouterr().err
    monkeypatch.undo()
    figure.picture_missing.cache_clear()
    assert not file.exists()


def test_the_command_writes_html_of_the_view_and_refuses_other_endings(
    small: Small, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder, file = small.write(), tmp_path / "out.html"
    view = "category=visits&period=2023-08-01&period=2023-08-31"
    assert main(["figure", "timeline", "--record", str(folder), "--view", view, "--address", BASE, "-o", str(file)]) == 0
    written = file.read_text(encoding="utf-8")
    assert "1 event · Period: 1–31 August 2023 · Category: Visits" in written
    assert f'href="{BASE}/?category=visits&amp;period=2023-08-01&amp;period=2023-08-31"' in written
    assert main(["figure", "timeline", "--record", str(folder), "-o", "out.pdf"]) == 2
    assert main(["figure", "claim", "--record", str(folder), "-o", str(file)]) == 2
    told = capsys.readouterr().err
    assert "out.pdf: a figure is written as .html, .svg or .png." in told
    assert "claim=" in told


def test_the_commands_figures_are_those_there_are() -> None:
    import argparse

    from dateline.commands import figure as command

    parser = argparse.ArgumentParser()
    command.arguments(parser)
    (choices,) = [action.choices for action in parser._actions if action.dest == "name"]
    assert tuple(choices or ()) == figure.NAMES


def test_the_figure_in_the_page_is_plain_json(tables: Tables) -> None:
    written = page("map", tables, Selection())
    found = re.search(r"const \[figure, settings\] = (.*);\nPlotly", written)
    assert found
    figures, settings = json.loads(found[1])
    assert figures["data"]
    assert "sendChartToCloud" in settings["modeBarButtonsToRemove"]
