"""Citations: what they name, and that each style's own signs are kept apart from the record's."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export import citation
from dateline.export.citation import STYLES, Style
from dateline.known import as_known
from tests.conftest import Small
from tests.export.hostile import all_dates, hostile_record

PLANTS = "2023-08-11-plants"
BASE = "https://dateline.example/"


@pytest.fixture
def dated(small: Small) -> Small:
    small.visit["changes"] = [{"on": "2024-02-01", "kind": "added"}]
    return small


def fields(bibtex: str) -> dict[str, str]:
    """The fields of one entry, read by counting braces as BibTeX does."""
    assert bibtex.count("@misc{") >= 1
    assert bibtex.startswith("@misc{")
    depth = 0
    for n, sign in enumerate(bibtex):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or n < 5 or n == len(bibtex) - 1, "the entry closes before its end"
    assert depth == 0
    key, _, rest = bibtex.removeprefix("@misc{").partition(",")
    assert re.fullmatch(r"[a-z0-9-]+", key)
    return {
        found[1]: found[2].strip("{}") if found[2] != "{}" else "" for found in re.finditer(r"^  ([a-z]+) = (.*),$", rest, re.M)
    }


def csl(text: str) -> dict[str, Any]:
    """One item, held to what CSL-JSON asks of it."""
    (item,) = json.loads(text)
    assert item["type"] == "dataset"
    assert isinstance(item["id"], str)
    assert set(item) <= {"id", "type", "title", "author", "publisher", "version", "number", "note", "issued", "event-date", "URL"}
    for name in ("title", "publisher", "version", "number", "note"):
        assert isinstance(item[name], str)
    for name in {"issued", "event-date"} & set(item):
        assert set(item[name]) in ({"date-parts"}, {"literal"})
        for parts in item[name].get("date-parts", ()):
            assert 1 <= len(parts) <= 3
            assert all(isinstance(part, int) for part in parts)
    found: dict[str, Any] = item
    return found


def test_chicago_names_title_date_who_says_so_record_version_licence_and_link(dated: Small) -> None:
    tables = dated.tables()
    version = f"{tables.fingerprint[:8]} of 2024-02-01"
    assert citation.version(tables) == version
    assert citation.of_event(PLANTS, tables, "chicago", BASE) == (
        "Dateline contributors. “Kim Jong Un tours missile plants.” 11–12 August 2023, as told by KCNA. Dateline, record "
        f"2023-08-11-plants, version {version}. CC BY 4.0. https://dateline.example/event?event=2023-08-11-plants"
    )


def test_apa_is_of_the_version(dated: Small) -> None:
    tables = dated.tables()
    assert citation.of_event(PLANTS, tables, "apa", BASE) == (
        "Dateline contributors. (2024, February 1). Kim Jong Un tours missile plants (11–12 August 2023, as told by KCNA; record "
        f"2023-08-11-plants; Version {citation.version(tables)}) [Data set]. Dateline. https://dateline.example/event?event=2023-08-11-plants"
    )


def test_bibtex_and_csl_hold_the_same(dated: Small) -> None:
    tables = dated.tables()
    found = fields(citation.of_event(PLANTS, tables, "bibtex", BASE))
    assert (found["title"], found["author"]) == ("Kim Jong Un tours missile plants", "Dateline contributors")
    assert (found["year"], found["month"], found["version"]) == ("2024", "feb", citation.version(tables))
    assert found["url"] == "https://dateline.example/event?event=2023-08-11-plants"
    item = csl(citation.of_event(PLANTS, tables, "csl-json", BASE))
    assert item["event-date"] == {"date-parts": [[2023, 8, 11], [2023, 8, 12]]}
    assert item["issued"] == {"date-parts": [[2024, 2, 1]]}
    assert (item["version"], item["URL"]) == (citation.version(tables), found["url"])


def test_without_a_day_of_change_the_version_is_the_digits_alone(small: Small) -> None:
    tables = small.tables()
    assert citation.version(tables) == tables.fingerprint[:8]
    assert "(n.d.)" in citation.of_event(PLANTS, tables, "apa")
    assert "year" not in fields(citation.of_event(PLANTS, tables, "bibtex"))
    assert "issued" not in csl(citation.of_event(PLANTS, tables, "csl-json"))


def test_the_version_is_the_records_on_every_day(small: Small) -> None:
    small.denial["reviewed"] = "2024-05-01"
    tables = small.tables()
    assert citation.version(as_known(tables, date(2023, 9, 1))) == citation.version(tables)
    assert citation.version(tables).endswith("2024-05-01")


def test_a_view_is_cited_by_its_link_or_by_its_query_where_no_address_is_known(
    dated: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = dated.tables()
    ids = list(tables.records)
    assert citation.of_view(tables, ids, "?actor=kcna", "chicago") == (
        "Dateline contributors. “Dateline, a sourced record of events.” 4 events. Dateline, view ?actor=kcna, "
        f"version {citation.version(tables)}. CC BY 4.0."
    )
    monkeypatch.setenv("DATELINE_ADDRESS", "https://elsewhere.example")
    assert citation.of_view(tables, ids, "actor=kcna", "chicago").endswith(" CC BY 4.0. https://elsewhere.example/?actor=kcna")
    assert citation.of_view(tables, ids, "", "chicago", BASE).endswith("https://dateline.example/")
    assert fields(citation.of_view(tables, ids, "actor=kcna", "bibtex"))["url"] == "https://elsewhere.example/?actor=kcna"
    monkeypatch.setenv("DATELINE_ADDRESS", "javascript:alert(1)")
    assert "javascript" not in citation.of_view(tables, ids, "actor=kcna", "csl-json")


def test_views_that_differ_have_other_keys(dated: Small) -> None:
    tables = dated.tables()
    keys = {csl(citation.of_view(tables, [], view, "csl-json"))["id"] for view in ("", "actor=kcna", "actor=kremlin")}
    assert len(keys) == 3


def test_a_view_of_a_past_day_says_so(dated: Small) -> None:
    tables = as_known(dated.tables(), date(2023, 9, 1))
    assert "2 events, as known on 1 September 2023." in citation.of_view(
        tables, list(tables.records), "known=2023-09-01", "chicago"
    )


def test_no_style_gives_a_day_that_is_not_known(small: Small) -> None:
    tables = all_dates(small)
    for event_id, located in tables.records.items():
        item = csl(citation.of_event(event_id, tables, "csl-json"))
        assert ("date-parts" in item["event-date"]) == (located.event.date.exact and located.event.date.end is not None)


@pytest.mark.parametrize("style", STYLES)
def test_hostile_titles_break_no_style(style: Style, small: Small) -> None:
    tables = hostile_record(small)
    for event_id in tables.records:
        cited = citation.of_event(event_id, tables, style, BASE)
        if style == "bibtex":
            assert {"title", "author", "version", "url"} <= set(fields(cited))
        elif style == "csl-json":
            csl(cited)
        else:
            assert len(cited.splitlines()) == 1
            assert not set(cited) & set("\u202e\u2066\x00\x1f")


def test_bibtex_writes_its_special_signs_as_text(small: Small) -> None:
    tables = hostile_record(small, [r"100% & $5 #1 a_b {x \ ~ ^"])
    found = fields(citation.of_event("2023-10-13-hostile-0", tables, "bibtex"))
    assert found["title"] == (r"100\% \& \$5 \#1 a\_b {\textbraceleft}x {\textbackslash} {\textasciitilde} {\textasciicircum")


def test_quotation_marks_within_a_title_become_inner_ones(small: Small) -> None:
    tables = hostile_record(small, ["He says “so” again"])
    assert "“He says ‘so’ again.”" in citation.of_event("2023-10-13-hostile-0", tables, "chicago")


@given(st.text())
def test_any_text_stays_within_its_braces(text: str) -> None:
    escaped = citation._tex(text)
    depth = 0
    for sign in escaped:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[$&#_%]", escaped)


@given(st.text())
def test_any_view_makes_a_link_without_what_no_address_has(view: str) -> None:
    link = citation.address("", view, BASE)
    assert re.fullmatch(r"[!-~]+", link)
    assert not set(link) & set("<>\"'\\^`{|} ")
