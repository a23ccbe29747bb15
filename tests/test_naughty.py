"""The Big List of Naughty Strings through reader, dates, links, search, filters and every file format: nothing raises, nothing is lost."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest

from dateline import search, snapshot
from dateline.address import KEYS, decode, encode
from dateline.dates import DateError, parse, parse_day
from dateline.export import FORMATS, bundle, figure
from dateline.known import as_known
from dateline.reader import read
from dateline.selection import Selection, apply, facets, neighbours
from tests.conftest import Small, as_yaml, source
from tests.export.test_any_text import READERS
from tests.naughty import STRINGS, record, texts

DRAWN = ("timeline", "map", "coverage", "claim", "before-after")


def test_the_record_holds_every_string_of_the_list() -> None:
    held = set(texts(record()))
    assert [one for one in STRINGS if one not in held] == []


def test_written_into_a_record_each_string_is_read_as_it_is_or_refused_by_name(small: Small) -> None:
    folder = small.write()
    event = {**small.visit, "sources": [source(supports="what stood there")]}
    for n, text in enumerate(STRINGS):
        made = as_yaml(event | {"id": f"2023-08-11-naughty-{n}", "note": text})
        (folder / "visits" / f"{n}.yaml").write_text(made, encoding="utf-8", newline="")
    found = read(folder)
    notes = {one.path: one.event.note for one in found.events}
    refused = {problem.path for problem in found.problems}
    for n, text in enumerate(STRINGS):
        path = f"events/visits/{n}.yaml"
        assert (path in notes) is (path not in refused)
        # As everywhere in the record, blanks around a text and the way its lines were broken mean nothing.
        assert path in refused or str(notes[path]).split() == text.split(), text
    assert len(notes) > 470


@pytest.mark.parametrize("key", KEYS)
def test_a_link_may_hold_any_of_them_under_any_key(key: str) -> None:
    tables = record()
    for text in STRINGS:
        asked, _ = decode(urlencode({key: text}), tables)
        again, notices = decode(encode(asked), tables)
        assert again == asked
        assert not notices
    asked, notices = decode({key: list(STRINGS)}, tables)
    assert all(len(notice) < 1000 for notice in notices)


def test_a_search_for_any_of_them_finds_something_or_nothing_and_the_filters_count() -> None:
    tables = record()
    for text in STRINGS:
        shown = apply(Selection(q=text[: search.MAX_QUERY]), tables)
        assert set(shown.ids) <= tables.records.keys()
    assert facets(Selection(q="naughty"), tables)["category"]["arms"]


def test_none_of_them_is_taken_for_a_date_that_it_is_not() -> None:
    for text in STRINGS:
        assert parse_day(text) is None
        try:
            assert parse(text).text == text
        except DateError as error:
            assert str(error)  # noqa: PT017


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_of_the_naughty_record_is_read_by_its_reader(name: str) -> None:
    tables = record()
    content = FORMATS[name].write(tables, list(tables.records), urlencode({"q": STRINGS[100]}))
    # Atom's reader counts four events of the small record that have no entry of their own; here each has one.
    assert READERS[name](content) - 4 * (name == "atom") == len(tables.records)


@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_of_the_naughty_record_is_a_page_with_its_own_scripts_only(name: str) -> None:
    question = Selection(claim="shells", anchor=("category:visits",), other=("category:arms",))
    made = figure.write(name, "html", record(), question).decode()
    assert made.count("<script") == made.count("</script>") == 2


def test_past_days_neighbours_snapshot_and_zip_of_the_naughty_record_are_made() -> None:
    tables = record()
    past = as_known(tables, date(2023, 10, 12))
    assert 0 < len(past.records) < len(tables.records)
    assert neighbours("2023-10-13-naughty-3", tables)
    assert snapshot.write(tables).count(b"</script") == snapshot.write(past).count(b"</script")
    assert bundle.write(tables, list(tables.records), "", ())
