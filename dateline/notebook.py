"""A view of a record for a notebook: the rows that the dashboard shows for a link, and what can be made of them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go

from dateline import coincidence, figures, files
from dateline.address import decode, encode
from dateline.export import FORMATS, citation
from dateline.figures import coincidence as around
from dateline.figures import palette
from dateline.figures.scene import categories
from dateline.known import as_known
from dateline.samples import members
from dateline.selection import Selection, Shown, apply
from dateline.standing import CLAIM_WORDS
from dateline.tables import Tables

STANCES = ("affirms", "corroborates", "acknowledges", "denies")


@dataclass(frozen=True)
class View:
    """What a link shows.

    Attributes
    ----------
    tables : the record as known on the view's day, of which the events are a part.
    selection : what was asked for.
    notices : what of the link could not be had, in sentences.
    """

    tables: Tables
    selection: Selection
    notices: Sequence[str] = ()

    @cached_property
    def shown(self) -> Shown:
        """Which events pass the filters, and why the others do not."""
        return apply(self.selection, self.tables)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the shown events: in order of date, or of relevance when there is a search."""
        return self.shown.ids

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row a shown event, as ``Tables.events``."""
        return self.tables.events.iloc[[self.tables.position[one] for one in self.ids]].reset_index(drop=True)

    @cached_property
    def links(self) -> pd.DataFrame:
        """Links of which both ends are shown, of the kinds and bases that the view follows."""
        rows = self.tables.links
        kept = rows["event"].isin(self.ids) & rows["to"].isin(self.ids)
        for column, chosen in (("kind", self.selection.link), ("basis", self.selection.basis)):
            kept &= rows[column].isin(chosen) if chosen else True
        return rows[kept].reset_index(drop=True)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row a source of a shown event."""
        return self._of(self.tables.sources)

    @cached_property
    def stances(self) -> pd.DataFrame:
        """One row a stance that a shown event takes on a claim."""
        return self._of(self.tables.stances)

    @cached_property
    def quantities(self) -> pd.DataFrame:
        """One row a figure as claimed in a shown event. They are never added up: claimants count differently, and again."""
        return self._of(self.tables.quantities)

    @property
    def query(self) -> str:
        """What stands after "?" in the view's link."""
        return encode(self.selection)

    def standings(self) -> pd.DataFrame:
        """Every claim on the view's day, whatever the filters: claim, name, standing, since (NaT: nobody spoke), and who takes which stance, each party once."""
        rows = []
        for claim, thread in self.tables.threads.items():
            found = thread.on(self.selection.known)
            changed = [day for day in thread.days if self.selection.known is None or day <= self.selection.known]
            word = CLAIM_WORDS[found.word] if found.word else ""
            name = self.tables.registers.claims[claim].name
            rows.append((claim, name, word, _since(thread.words, changed), *(found.parties(one) for one in STANCES)))  # type: ignore[arg-type]
        made = pd.DataFrame(rows, columns=["claim", "name", "standing", "since", *STANCES])
        return made.assign(since=pd.to_datetime(made["since"]))

    def timeline(self) -> go.Figure:
        """The timeline as the dashboard draws it for this link."""
        return figures.timeline(self.tables, shown=self.shown.drawn, lanes=self.selection.lanes, period=self.selection.period)

    def claimed(self, claim: str = "") -> go.Figure:
        """The figures on a claim by claimant over time; of the claim that the link opens when none is named."""
        return figures.quantities.figure(self.tables, claim or self.selection.claim)

    def coincidence(self) -> coincidence.Result | None:
        """The before-and-after analysis that the link asks for with ``anchor`` and ``other``; None where nothing can be compared."""
        return coincidence.run(self.tables, self.selection)

    def coincidence_figure(self) -> go.Figure:
        """The bars of that analysis. Raises ValueError where nothing can be compared."""
        result = self.coincidence()
        if result is None:
            raise ValueError(
                "nothing can be compared: name events with anchor=… and other=… that happened in a period that was searched"
            )
        held = {self.tables.records[one].category for one in members(self.tables, self.selection.other, self.selection.status)}
        colours = palette.category_colours(categories(self.tables))
        return around.figure(result, colour=colours[held.pop()] if len(held) == 1 else palette.STRIP_BAR)

    def export(self, form: str = "csv") -> bytes:
        """The shown events as a file of one of ``dateline.export.FORMATS``. Raises KeyError for another."""
        return FORMATS[form].write(self.tables, self.ids, self.query)

    def save(self, path: str | Path) -> Path:
        """Write the shown events into a file; its ending says in which format."""
        target = Path(path)
        files.replace({target: self.export(target.suffix.removeprefix("."))})
        return target

    def cite(self, style: citation.Style = "chicago") -> str:
        """How to cite the view: the record, its version, how many events, and the link or its query."""
        return citation.of_view(self.tables, self.ids, self.query, style)

    def _of(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["event"].isin(self.ids)].reset_index(drop=True)


def _since(words: Sequence[str], days: Sequence[date]) -> date | None:
    """From when on the last word of these days has held without a break."""
    held = words[: len(days)]
    first = next((n + 1 for n in range(len(held) - 2, -1, -1) if held[n] != held[-1]), 0)
    return days[first] if days else None


def view(tables: Tables, query: str = "") -> View:
    """What a link shows: ``query`` is what stands after "?" in the address bar, as "actor=…&period=…&period=…".

    What of it cannot be had is a warning and stands in ``View.notices``; the rest is shown, as the dashboard does.
    """
    selection, notices = decode(query, tables)
    for notice in notices:
        warnings.warn(notice, stacklevel=2)
    return View(as_known(tables, selection.known), selection, notices)
