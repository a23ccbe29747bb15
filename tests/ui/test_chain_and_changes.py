"""The chain of an event and what changed since a day, as documents; and moving forward through time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dateline.known import as_known
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import chain, changed, dossier, parts, then
from dateline.ui.nodes import Node, text_of
from tests.conftest import Small

VISIT, DRILL = "2023-08-11-plants", "2023-08-21-summer-drill"
CLAIM, DENIAL = "2023-10-13-containers", "2023-10-20-denial"
PLAIN = Selection()


@pytest.fixture
def tables(small: Small) -> Tables:
    small.drill["links"] = [{"to": VISIT, "kind": "refers-to", "basis": "temporal", "note": "ten days after"}]
    small.claim["links"] = [{"to": VISIT, "kind": "responds-to", "basis": "asserted", "by": "gazette", "source": 2}]
    return small.tables()


def parts_of(root: Node, tag: str) -> Iterator[list[Any]]:
    if isinstance(root, list):
        if root[0] == tag:
            yield root
        for child in root[2]:
            yield from parts_of(child, tag)


def words(root: Node | None) -> str:
    return " ".join(text_of(root or "").split())


def test_the_account_says_of_each_step_which_way_it_goes_and_on_what_ground(tables: Tables) -> None:
    text = words(chain.show(VISIT, tables, PLAIN))
    assert "What led here, and what followed" in text
    assert "This event is number 1." in text
    assert "responds-to 1 · Gazette connects them: Gazette" in text
    assert "denies 3 · the words of the later one refer to the other: Farm" in text


def test_nearness_in_time_is_always_told_to_be_nothing_more(tables: Tables) -> None:
    for event in (VISIT, DRILL):
        text = words(chain.show(event, tables, PLAIN))
        assert "(10 days apart); no source connects them" in text
        assert "· ten days after" in text
        assert "refers-to" not in text


def test_seen_from_the_other_end_the_inverse_is_said(tables: Tables) -> None:
    text = words(chain.show(CLAIM, tables, PLAIN))
    assert "responds-to of 2 · Gazette connects them" in text
    assert "This event is number 2." in text


def test_the_graph_has_a_mark_an_event_and_a_line_a_link_in_the_style_of_its_basis(tables: Tables) -> None:
    drawn = next(parts_of(chain.show(VISIT, tables, PLAIN) or "", "svg"))
    points = [one for one in parts_of(drawn, "svg") if one[1].get("class") == "dl-chain-point"]
    lines = [one[1] for one in parts_of(drawn, "line")]
    assert len(points) == 4
    assert sorted(line["class"].split()[1] for line in lines) == ["dl-link-asserted", "dl-link-documented", "dl-link-temporal"]
    assert {line["data-colour"] for line in lines} == {"link-answers", "link-opposes", "link-mentions"}
    across = [float(point[1]["x"].rstrip("%")) for point in points]
    assert across == sorted(across)
    assert 0 <= across[0] < across[-1] <= 100
    titles = [words(point[2][0]) for point in points]
    assert [title.split(".")[0] for title in titles] == ["1", "2", "3", "4"]


def test_what_the_filter_of_links_keeps_out_is_counted(tables: Tables) -> None:
    chosen = Selection(basis=("asserted",))
    text = words(chain.show(VISIT, tables, chosen))
    assert "1 of 2 links of this event pass the filter of links." in text
    assert "no source connects them" not in text
    listed = words(parts.links(VISIT, tables, chosen, short=False))
    assert "The filter of links leaves out 1 of 2." in listed
    assert "leaves out" not in words(parts.links(VISIT, tables, PLAIN, short=False))


def test_an_event_without_links_has_no_chain_and_one_out_of_reach_says_so(small: Small, tables: Tables) -> None:
    assert "No link reaches an event within these days." in words(chain.show(DENIAL, tables, Selection(days=3)))
    hidden = words(chain.show(DENIAL, tables, Selection(link=("precedes",))))
    assert "0 of 1 link of this event pass the filter of links." in hidden
    assert "within these days" not in hidden
    small.drill.pop("links")
    assert chain.show(DRILL, small.tables(), PLAIN) is None


def test_steps_and_days_in_use_are_pressed_also_those_that_are_not_on_offer(tables: Tables) -> None:
    shown = chain.show(VISIT, tables, Selection(steps=3, days=45))
    pressed = [words(one) for one in parts_of(shown or "", "button") if one[1]["aria-pressed"] == "true"]
    assert pressed == ["3", "45"]


def test_the_event_page_tells_how_its_standing_changed(tables: Tables) -> None:
    page = words(dossier.page(CLAIM, tables, PLAIN, yaml="", line_link=None))
    assert "from 13 October 2023 Alleged from 20 October 2023 Disputed" in page
    assert "from 11 August" not in words(dossier.page(VISIT, tables, PLAIN, yaml="", line_link=None))
    then_known = as_known(tables, date(2023, 10, 14))
    assert "from 20 October 2023" not in words(dossier.page(CLAIM, then_known, PLAIN, yaml="", line_link=None))


def view_of(tables: Tables, since: str, until: str = "2024-06-01", **changes: Any) -> str:
    chosen = replace(PLAIN, since=date.fromisoformat(since), known=date.fromisoformat(until), **changes)
    return words(changed.document(tables, chosen, date.fromisoformat(since), date.fromisoformat(until)))


def test_one_sentence_tells_what_changed_and_the_lists_behind_it_name_it(tables: Tables) -> None:
    text = view_of(tables, "2023-10-14")
    assert text.startswith(
        "Since 14 October 2023 and until 1 June 2024: 1 event became public (1 arms); no claim has another standing; "
        "1 event known before is judged otherwise."
    )
    assert "alleged → disputed" in text
    assert "Kremlin calls the account baseless" in text
    assert "Shells : no word on record → alleged" in view_of(tables, "2023-08-31")


def test_what_happened_before_and_was_told_later_is_set_apart(small: Small) -> None:
    small.visit.update(reported="2023-12-01")
    for source in small.visit["sources"]:
        source["published"] = "2023-12-01"
    text = view_of(small.tables(), "2023-08-31")
    assert "1 of them happened before and was told of only later" in text
    assert "Told of only later Kim Jong Un tours missile plants" in text


def test_the_filters_count_and_a_span_without_news_says_so(tables: Tables) -> None:
    text = view_of(tables, "2023-10-14", category=("visits",))
    assert text.endswith("nothing became public; no claim has another standing.")
    assert view_of(tables, "2024-06-01").endswith("Choose an earlier day.")


def test_of_a_claim_new_allegations_first_support_and_denials_are_told(small: Small) -> None:
    tables = small.tables()
    since = replace(PLAIN, since=date(2023, 10, 1))
    text = words(changed.of_claim("shells", as_known(tables, date(2023, 11, 1)), since))
    assert "Since 1 October 2023 and until 1 November 2023: the first allegation (13 October 2023), no new denial." in text
    assert "Standing: no word on record → alleged." in text
    assert "Spoke for the first time: United States." in text
    later = words(changed.of_claim("shells", tables, replace(PLAIN, since=date(2023, 10, 14))))
    assert "no new allegation, no new denial." in later
    assert "still alleged" in later
    assert changed.of_claim("shells", tables, PLAIN) is None


def test_time_moves_on_by_itself_once_the_reader_asks_and_can_be_stopped() -> None:
    offered = list(then._playing(None))
    assert [one[1].get("data-value") for one in offered if isinstance(one, list) and one[0] == "button"] == list(then.STEPS)
    assert not any("data-auto" in one[1] for one in offered if isinstance(one, list))
    moving = [one for one in then._playing("week") if isinstance(one, list)]
    assert moving[0][1] | {"data-action": "play", "data-value": ""} == moving[0][1]
    assert moving[1][1]["data-auto"] == "next"
    assert int(moving[1][1]["data-after"]) >= 1000
