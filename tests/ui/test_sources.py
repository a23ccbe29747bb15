"""The documents of the page Sources & coverage, and the lists behind its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from dateline.address import encode
from dateline.known import as_known
from dateline.memory import Memory
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import about, behind, coverage, sources
from dateline.ui.nodes import Node, text_of
from dateline.words import speaking
from tests.conftest import Small, source

VISIT, DRILL = "2023-08-11-plants", "2023-08-21-summer-drill"
CLAIM, DENIAL = "2023-10-13-containers", "2023-10-20-denial"
PLAIN = Selection()


@pytest.fixture
def tables(small: Small) -> Tables:
    small.cover(to="2023-09", searched="2024-02-15")
    small.visit["reviewed"] = "2023-09-01"
    return small.tables()


def every(tables: Tables) -> tuple[str, ...]:
    return tuple(tables.events["id"])


def words(root: Node | list[Node] | None) -> str:
    return " ".join(text_of(root or "").split())


def sent(root: Node) -> Iterator[tuple[str, str, str]]:
    """(what is listed, of whom, words) of every number that opens a list."""
    if isinstance(root, list):
        if root[1].get("data-action") == "list":
            _, what, key = root[1]["data-value"].split(";", 2)
            yield what, key, text_of(root)
        for child in root[2]:
            yield from sent(child)


def documents(tables: Tables, ids: tuple[str, ...]) -> list[Node]:
    tables_of = [sources.who_document(tables, ids, by) for by in behind.BY_WORDS]
    return [
        sources.summary(tables, ids),
        *tables_of,
        sources.one_origin_document(tables, ids),
        sources.weak_document(tables, ids),
        sources.lags_document(tables, ids, PLAIN),
        sources.read_document(tables, ids, PLAIN),
        coverage.document(tables, ids, PLAIN),
    ]


def test_the_summary_says_how_much_rests_on_one(tables: Tables) -> None:
    text = words(sources.summary(tables, every(tables)))
    assert "4 events in view rest on 5 sources by 3 publishers, which carry what 5 origins said." in text
    assert "3 rest on one party's word (75%), 3 on one publisher , 1 on weak sources alone . Pages" in text
    then = as_known(tables, date(2023, 10, 13))
    assert "nor those that came out after 13 October 2023." in words(sources.summary(then, every(then)))


def test_every_number_opens_as_many_events_as_it_says(tables: Tables) -> None:
    ids = every(tables)
    numbers = [one for document in documents(tables, ids) for one in sent(document)]
    assert len(numbers) > 20
    for what, key, said in numbers:
        found = behind.listed(tables, ids, what, key)
        assert found is not None, (what, key)
        assert len(found.ids) == int(said.split()[0].replace(",", "")), (what, key, said)
        assert set(found.ids) <= set(ids)


def test_a_list_names_the_party_its_pages_and_why_there_is_no_second_publisher(tables: Tables) -> None:
    found = behind.listed(tables, every(tables), "one-party", "category=visits")
    assert found is not None
    text = words(behind.document(found, tables, PLAIN, "one-party", behind.PAGE))
    assert text.startswith("× Events that rest on one party's word, Visits Kim Jong Un tours missile plants 11–12 August 2023")
    assert "North Korea alone: 1 origin on 1 page: KCNA" in text
    assert "only one publisher: Nobody else wrote of it" in text
    assert CLAIM not in found.ids


def test_a_list_of_weak_sources_leads_to_each_of_them(tables: Tables) -> None:
    found = behind.listed(tables, every(tables), "weak-only", "")
    assert found is not None
    assert found.ids == (DENIAL,)
    document = behind.document(found, tables, PLAIN, "weak-only", behind.PAGE)
    assert "Farm carries Kremlin; stands for: the dates" in words(document)
    assert "https://farm.example/a" in str(document)


def test_a_list_counts_only_pages_that_were_out(tables: Tables) -> None:
    then = as_known(tables, date(2023, 10, 13))
    found = behind.listed(then, every(then), "one-publisher", "")
    assert found is not None
    assert CLAIM in found.ids
    assert "White House on 1 page" not in words(behind.document(found, tables, PLAIN, "one-publisher", behind.PAGE))
    assert "1 origin on 1 page: White House" in words(behind.document(found, then, PLAIN, "one-publisher", behind.PAGE))


def test_links_of_a_list_keep_the_view_and_long_lists_are_cut(tables: Tables) -> None:
    found = behind.listed(tables, every(tables), "cell", "visits|2023-08-01")
    assert found is not None
    assert found.title == "Visits, August 2023: 1 event; searched thoroughly"
    document = behind.document(found, tables, replace(PLAIN, actor=("kcna",)), "cell", behind.PAGE)
    assert f"event?actor=kcna&event={VISIT}" in str(document)
    assert "./?actor=kcna&category=visits&period=2023-08-01&period=2023-08-31" in str(document)
    whole = behind.listed(tables, every(tables), "one-party", "")
    assert whole is not None
    assert "Show 2 more of 2" in words(behind.document(whole, tables, PLAIN, "one-party", 1))


def test_a_silent_and_an_unsearched_month_say_which_they_are(tables: Tables) -> None:
    silent = behind.listed(tables, every(tables), "cell", "visits|2023-09-01")
    absent = behind.listed(tables, every(tables), "cell", "visits|2023-11-01")
    assert silent is not None
    assert absent is not None
    assert silent.title.endswith("nothing found; searched thoroughly")
    assert absent.title.endswith("no event; not searched")
    assert "The last search was on 15 February 2024." in words(coverage.document(tables, every(tables), PLAIN))
    table = coverage.table(tables, every(tables)).set_index(["Category", "Month"])["In words"]
    assert table["Visits", "September 2023"] == "nothing found; searched thoroughly"
    assert table["Visits", "November 2023"] == "no event; not searched"


def test_late_disclosures_are_named_with_how_late_the_latest_first(small: Small) -> None:
    small.add("visits", "2023-12-01-late", reported="2024-09-11", sources=[source("2024-09-11")])
    tables = small.tables()
    text = words(sources.lags_document(tables, every(tables), PLAIN))
    assert (
        "Told of latest 9 months: Something else, 2023-12-01-late 1 December 2023, reported 11 September 2024 2 days: Kim" in text
    )
    assert "Visits 2 72.75 – 214.2 143.5 285 – – Drills 1 0 – 0 0 0 – –" in text


@pytest.mark.parametrize(
    ("days", "words"), [(0.0, "0"), (72.75, "72.75"), (214.25, "214.2"), (12345.0, "12,345"), (float("nan"), "–")]
)
def test_a_number_of_days_is_never_told_as_a_power_of_ten(days: float, words: str) -> None:
    assert sources._days(days) == words


def test_events_of_a_category_that_no_register_knows_are_told_by_its_id(tables: Tables) -> None:
    registers = replace(tables.registers, categories={})
    broken = replace(tables, registers=registers, memory=Memory(), days={})
    assert "visits 1 of 1" in words(sources.one_origin_document(broken, every(broken)))
    listed = behind.listed(broken, every(broken), "one-party", "category=visits")
    assert listed is not None
    assert listed.title == "Events that rest on one party's word, visits"
    assert "visits, 2023 to 2023" not in words(list(about._coverage(tables, PLAIN)))
    assert words(list(about._coverage(broken, PLAIN))).startswith("How thorough the search was visits, ")


def test_links_to_other_pages_keep_the_view(tables: Tables) -> None:
    view = Selection(category=("visits",), known=date(2024, 1, 1), since=date(2023, 8, 1), lanes="actor")
    ids = every(tables)
    for document in (
        sources.read_document(tables, ids, view),
        coverage.document(tables, ids, view),
        list(about._coverage(tables, view)),
    ):
        assert any(f"?{encode(view)}" in link for link in hrefs(document))


def hrefs(root: Node | list[Node]) -> Iterator[str]:
    """Where every link of a document leads."""
    if isinstance(root, list):
        if len(root) == 3 and isinstance(root[1], dict):
            yield from [root[1]["href"]] if "href" in root[1] else []
        for child in root:
            yield from hrefs(child) if isinstance(child, list) else ()


def test_one_row_of_the_table_says_how_much_of_the_view_it_is(tables: Tables) -> None:
    table = sources.who_table(tables, every(tables), "publisher").set_index("Publisher")
    assert dict(table.loc["Yonhap"]) == {
        "Type": "news agency", "Country": "South Korea", "Events": 3, "Of all events": 75.0, "On it alone": 2, "Sources": 3,
        "Weak sources": 0,
    }  # fmt: skip


@pytest.mark.parametrize("ids", [(), (DENIAL,)])
def test_little_or_nothing_in_view_breaks_nothing(ids: tuple[str, ...], tables: Tables) -> None:
    text = " ".join(words(document) for document in documents(tables, ids))
    assert "nan" not in text
    assert ("No source in view is weak" in text) == (not ids)
    assert "told of on a later day" in text


@pytest.mark.parametrize(
    ("what", "key"),
    [("", ""), ("nonsense", "x"), ("lag-nonsense", ""), ("cell", ""), ("cell", "visits|x"), ("cell", "x|2023-08-01")],
)
def test_what_names_no_number_opens_nothing(what: str, key: str, tables: Tables) -> None:
    assert behind.listed(tables, every(tables), what, key) is None


@pytest.mark.parametrize("kept", [None, 7, "", "publisher ", ["origin"]])
def test_publishers_come_first_unless_another_is_chosen(kept: object) -> None:
    assert sources.chosen_by(kept) == "publisher"
    assert sources.chosen_by("origin") == "origin"


def test_a_publishers_country_is_named_in_the_language_of_the_page_where_the_record_names_it(small: Small) -> None:
    next(one for one in small.registers["actors"] if one["name"] == "South Korea")["names"] = {"ko": "한국"}
    tables = small.tables()
    with speaking("ko"):
        assert [behind.country_name(one, tables) for one in ("South Korea", "Utopia")] == ["한국", "Utopia"]
        assert behind.key_name("country", "South Korea", tables) == "한국"
    assert behind.country_name("South Korea", tables) == "South Korea"
