"""The Actors page as documents: the index, one actor, and the links between events, claims and actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dateline import together
from dateline.known import as_known
from dateline.selection import Selection
from dateline.tables import Tables, build
from dateline.ui import actors, arcs, claims, dossier, parts
from dateline.ui.nodes import Node, text_of
from dateline.ui.views import View
from tests.conftest import Small, sample

VISIT, CLAIM, DENIAL = "2023-08-11-plants", "2023-10-13-containers", "2023-10-20-denial"
PLAIN = Selection()


@pytest.fixture
def tables(small: Small) -> Tables:
    small.denial["stances"] = [{"claim": "shells", "stance": "denies", "by": "kremlin", "source": 1}]
    small.denial["actors"].append({"who": "north-korea", "role": "supplier"})
    return small.tables()


def every(root: Node | list[Node], tag: str) -> Iterator[list[Any]]:
    if isinstance(root, list):
        if root and root[0] == tag:
            yield root
        for child in root if root and isinstance(root[0], list) else root[2]:
            yield from every(child, tag)


def words(root: Node | list[Node]) -> str:
    return " ".join(text_of(root).split())


def of(who: str, tables: Tables, **changes: Any) -> list[Node]:
    return actors.documents(tables, replace(PLAIN, who=who, **changes))


def test_the_index_counts_under_the_filters_and_is_found_by_any_name(tables: Tables) -> None:
    (page,) = of("", tables, category=("arms",))
    entries = {entry[1]["data-value"]: entry for entry in every(page, "li") if "data-search" in entry[1]}
    assert set(entries) == set(tables.registers.actors)
    assert words(entries["north-korea"]) == "North Korea 조선 2"
    assert words(entries["kim-jong-un"]) == "Kim Jong Un 김정은 0"
    assert "dl-none" in entries["kim-jong-un"][1]["class"]
    assert "Ким Чен Ын" in entries["kim-jong-un"][1]["data-search"]
    (link,) = every(entries["north-korea"], "a")
    assert link[1]["href"] == "actors?category=arms&who=north-korea"


def test_an_actor_is_told_with_its_names_bodies_and_parts(tables: Tables) -> None:
    text = words(of("north-korea", tables))
    assert "North Korea 조선 state · also DPRK, КНДР" in text
    assert "Parts KCNA 1 , Kim Jong Un 1" in text
    assert "Accused in claims Shells" in text
    assert "3 of 4 events name North Korea or a part of it." in text
    assert "Part of North Korea" in words(of("kim-jong-un", tables))


def test_stances_say_how_often_and_when_and_denials_stand_beside_allegations(tables: Tables) -> None:
    assert "Shells One sent shells to the other denies once, 20 October 2023: Kremlin calls the account baseless" in words(
        of("russia", tables)
    )
    assert "affirms once, 13 October 2023" in words(of("united-states", tables))
    assert "Stances on claims" not in words(of("south-korea", tables))


def test_figures_and_words_name_the_part_and_the_event(tables: Tables) -> None:
    text = words(of("united-states", tables))
    assert "Shells 1 figure 13 October 2023 over 1,000 containers — White House: White House speaks" in text
    assert "“more of them” Kim Jong Un, 11–12 August 2023, as given by Yonhap" in words(of("north-korea", tables))


def test_the_number_of_a_pair_leads_to_the_events_that_name_both(tables: Tables) -> None:
    page = of("russia", tables)
    hrefs = [link[1]["href"] for link in every(page, "a") if text_of(link) == "1 event"]
    assert hrefs == ["actors?actor=north-korea&who=russia"]
    both = words(of("russia", tables, actor=("north-korea",)))
    assert "1 of 3 events that the filters leave name Russia or a part of it." in both
    assert "Kremlin calls the account baseless" in both


def test_the_timeline_is_offered_only_where_it_shows_the_same_events(tables: Tables) -> None:
    def offered(document: list[Node]) -> list[str]:
        return [link[1]["href"] for link in every(document, "a") if text_of(link) == "On the Timeline"]

    assert offered(of("russia", tables, category=("arms",))) == ["./?actor=russia&category=arms"]
    assert offered(of("north-korea", tables, actor=("russia",))) == []


def test_lists_are_cut_and_lead_to_the_rest(small: Small) -> None:
    for day in range(1, 21):
        small.add("visits", f"2023-09-{day:02}-again")
    # Alike as they are, the checks would have them merged.
    text = words(of("kim-jong-un", build(small.read())))
    assert "visits 21 events" in text
    assert "and 13 more; all events with Kim Jong Un are on the Timeline" in text


def test_without_an_event_nothing_is_listed(tables: Tables) -> None:
    (head,) = of("russia", tables, category=("visits",))
    assert (
        "0 of 1 event that the filters leave name Russia or a part of it. The filters leave out 1 more. Reset the filters"
        in words(head)
    )
    before = as_known(tables, date(2023, 8, 20))
    assert "0 of 1 event known by 20 August 2023 name Russia or a part of it. Nothing that names it had" in words(
        of("russia", before)
    )


def test_the_drawing_and_its_twins_hold_the_same_pairs() -> None:
    tables = sample()
    network = together.network(tables, tables.records)
    found = together.pairs(tables, tables.records, together.leading(tables))
    picture = arcs.picture(network, found, tables, PLAIN)
    drawn = {words(title) for title in every(picture, "title")} - {""}
    rows = {
        f"{row['Actor']} and {row['Named with']}: {row['Events']} event{'s' * (row['Events'] > 1)}"
        for _, row in arcs.table(found, tables).iterrows()
    }
    assert drawn
    assert drawn <= rows
    assert f"at least {network.least} common event" in words(picture)
    assert arcs.MEANING in words(picture)


def test_names_on_events_and_claims_lead_to_their_actors(tables: Tables) -> None:
    selection = replace(PLAIN, category=("arms",), claim="shells", event=CLAIM)
    event = dossier.page(CLAIM, tables, selection, yaml="", line_link=None)
    claim = claims.page(View(tables, selection, None, tables))  # type: ignore[arg-type]
    for document, who in ((event, "white-house"), (event, "north-korea"), (claim, "kremlin"), (claim, "russia")):
        assert f"actors?category=arms&who={who}" in {link[1].get("href") for link in every(document, "a")}


def test_a_publisher_has_a_name_and_no_page(tables: Tables) -> None:
    assert parts.link_to_actor(PLAIN, "gazette", tables) == "Gazette"
    assert words(parts.links_to_actors(["kcna", "gazette", "russia"], tables, PLAIN)) == "KCNA , Gazette and Russia"
    assert parts.links_to_actors([], tables, PLAIN) == []
