"""Whatever a text holds, every format stays readable by who reads that format, and gives the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from dateline.export import FORMATS
from dateline.export.as_ics import _folded
from dateline.record import Record
from dateline.tables import Tables
from tests.conftest import Small
from tests.export.hostile import HOSTILE, hostile_record

SIGNS = st.text(alphabet=st.characters(codec="utf-8")) | st.text(
    alphabet=st.characters(codec="utf-8", categories=("Cc", "Cf", "Cn", "Zl", "Zp", "Lo", "So", "Po", "Sm"))
)
"""Any text that a file in UTF-8 can hold, and more often one of signs that break things."""


@cache
def base() -> Record:
    with tempfile.TemporaryDirectory() as name:
        return Small(Path(name) / "events").check()


class Read(Small):
    """A record that was read before."""

    def check(self) -> Record:
        return base()


def tables_with(*texts: str) -> Tables:
    return hostile_record(Read(Path()), texts)


def _markdown(content: bytes) -> int:
    return content.decode().count("\nRecord `")


READERS: dict[str, Callable[[bytes], int]] = {
    "csv": lambda content: len(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))),
    "json": lambda content: len(json.loads(content)["events"]),
    "parquet": lambda content: int(pq.read_table(io.BytesIO(content)).num_rows),
    "geojson": lambda content: len(json.loads(content)["features"]),
    "ics": lambda content: len(Calendar.from_ical(content).walk("VEVENT")),
    "atom": lambda content: len(ET.fromstring(content).findall("{http://www.w3.org/2005/Atom}entry")) + 4,
    "timelinejs": lambda content: len(json.loads(content)["events"]),
    "vis": lambda content: len(json.loads(content)["items"]),
    "jsonld": lambda content: sum("identifier" in one for one in json.loads(content)["@graph"]),
    "graphml": lambda content: int(nx.read_graphml(io.BytesIO(content)).number_of_nodes()),
    "markdown": _markdown,
}
"""Format -> how many events its own reader finds."""


def test_every_format_has_a_reader() -> None:
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_breaks_no_format(name: str, text: str) -> None:
    tables = tables_with(text)
    content = FORMATS[name].write(tables, list(tables.records), f"q={text}")
    assert READERS[name](content) == len(tables.records) == 5


@settings(max_examples=60)
@given(SIGNS, st.text())
def test_no_text_and_no_view_breaks_a_format(text: str, view: str) -> None:
    tables = tables_with(text)
    ids = list(tables.records)
    for name, one in FORMATS.items():
        content = one.write(tables, ids, view)
        assert READERS[name](content) == len(ids), name
        assert content == one.write(tables, ids, view)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_a_folded_line_unfolds_and_no_piece_is_longer_than_75_bytes(text: str) -> None:
    pieces = list(_folded(text))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text
    assert all(piece.startswith(" ") for piece in pieces[1:])


@pytest.mark.parametrize("name", FORMATS)
def test_no_events_make_a_healthy_file(name: str) -> None:
    tables = tables_with()
    assert READERS[name](FORMATS[name].write(tables, [], "")) == (4 if name == "atom" else 0)


def test_formats_have_endings_and_words_of_their_own() -> None:
    assert len({one.extension for one in FORMATS.values()}) == len(FORMATS)
    for one in FORMATS.values():
        assert one.about.endswith(".")
        assert "/" in one.mime
