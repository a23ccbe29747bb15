"""Every picture says in words what it shows: how many, from when to when, where most are. Not that it is a chart."""

from __future__ import annotations

import json
import re

import pytest

from dateline.selection import Selection, apply
from dateline.tables import Tables
from dateline.ui import actors, chain, chart, claimed, claims, coverage
from dateline.ui import map as map_page
from dateline.ui.nodes import Node
from tests.shipped import shipped_tables


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


def labels(root: Node) -> list[str]:
    """What pictures and groups in a document are called."""
    if isinstance(root, str):
        return []
    own = [root[1]["aria-label"]] if root[1].get("role") in ("img", "group") and "aria-label" in root[1] else []
    return own + [one for child in root[2] for one in labels(child)]


def test_the_timeline_says_its_span_its_largest_lanes_and_its_busiest_month(tables: Tables) -> None:
    ids = apply(Selection(actor=("kim-jong-un",)), tables).drawn
    words = chart.takeaway(tables, ids)
    month = tables.events[tables.events["id"].isin(ids)]["start"].dt.strftime("%Y-%m").value_counts()
    assert words.startswith(f"Timeline of {len(ids)} events, ")
    assert f"with {month.iloc[0]}." in words


def test_coverage_says_what_was_found_where(tables: Tables) -> None:
    words = json.loads(coverage._figure(tables, Selection()))["alt"]
    assert re.search(r"Of [\d,]+ cells [\d,]+ were searched and are empty, [\d,]+ were not searched", words)
    assert re.search(r"Most were found in .+: .+, \d+ events\.", words)


def test_figures_as_claimed_name_the_latest_and_who_gave_it(tables: Tables) -> None:
    words = json.loads(claimed._figure(tables, "shells-to-russia")[0])["alt"]
    assert re.search(r"They are from .+ to .+, by \d+ parties\. The latest: .+, .+\.", words)


def test_the_map_names_where_most_happened_and_what_is_chosen(tables: Tables) -> None:
    ids = apply(Selection(), tables).ids
    words = json.loads(map_page._figure(tables, ids, "", "pyongyang"))["alt"]
    assert re.search(r"Most are at .+: \d+ events\. Chosen: Pyongyang\.", words)


def test_the_graphs_and_strips_say_how_many_and_from_when_to_when(tables: Tables) -> None:
    first = next(one for one in tables.records if len(tables.linked[one]) > 2)
    graph = chain.show(first, tables, Selection())
    assert graph
    assert any(
        re.fullmatch(r"Chain of links: \d+ events? before and \d+ events? after, .+ It reaches from .+ to .+\.", one)
        for one in labels(graph)
    )
    arcs = labels(actors.documents(tables, Selection())[0])
    assert any(
        re.search(r"Who is named with whom: \d+ pairs of \d+ actors; .+ Most often: .+ and .+, \d+ events\.", one) for one in arcs
    )
    claim = claims._ledger(tables, Selection())
    strips = [one for one in labels(claim) if one.startswith("Stances over time")]
    assert strips
    assert all(re.fullmatch(r"Stances over time, .*\d{4}: \d+ part(y speaks|ies speak)", one) for one in strips)
