"""Figures as claimed: what each claimant says how many there were. Nothing is ever added up or averaged.

Two figures are two statements, also where one side made both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dateline.dates import label
from dateline.model import Quantity
from dateline.registers import Registers, Unit
from dateline.standing import became_public, party
from dateline.tables import Tables
from dateline.words import ENGLISH, N_, _, language, name, title

BOUND_WORDS: Mapping[str, str] = {
    "exactly": N_("{figure}"), "about": N_("about {figure}"), "over": N_("over {figure}"), "at-least": N_("at least {figure}"),
    "up-to": N_("up to {figure}"), "under": N_("under {figure}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claimed:
    """One figure as claimed: when it became public, through which event, by whom, and the outermost body of who said so."""

    day: date
    event: str
    party: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Headline:
    """The latest figure of one claimant on a claim in one unit.

    Attributes
    ----------
    party, claimant : id of the outermost body that the figure is counted with; name of who said it, with that body's.
    figure : with its bound, "over 24,000 containers"; of : what was counted, as the record words it; may be empty.
    day : when it became public.
    """

    claim: str
    unit: str
    party: str
    claimant: str
    figure: str
    of: str
    day: date
    event: str


def claimed(tables: Tables, claim: str) -> list[Claimed]:
    """Every figure that speaks to a claim, in order of the day it became public, then as the record has them."""
    actors = tables.registers.actors
    found = [
        Claimed(became_public(event), event.id, party(quantity.by, actors), quantity)
        for event in tables.speaking()
        for quantity in event.quantities
        if quantity.claim == claim
    ]
    return sorted(found, key=lambda one: (one.day, one.event))


def words(quantity: Quantity, registers: Registers) -> str:
    """A figure with its bound and unit: "over 1,000 containers", "about 8,000–10,000 soldiers"."""
    unit = registers.units.get(quantity.unit)
    value = f"{quantity.value:,.10g}" + (f"–{quantity.value_to:,.10g}" if quantity.value_to is not None else "")
    one = quantity.value == 1 and quantity.value_to is None
    # What stands before the figure stands before its number, wherever the language has the unit.
    before, _figure, after = _(BOUND_WORDS[quantity.bound]).partition("{figure}")
    number = f"{before}{value}"
    return (unit.counted_in(language(), number, one=one) if unit else f"{number} {quantity.unit}") + after


def unit_name(unit: Unit) -> str:
    """What is counted in a unit: "containers"."""
    return unit.plural if language() == ENGLISH else name(unit)


def words_in_full(quantity: Quantity, registers: Registers) -> str:
    """The same with what was counted: "over 1,000 containers (munitions)"."""
    figure = words(quantity, registers)
    return f"{figure} ({quantity.of})" if quantity.of else figure


def table(tables: Tables, claim: str) -> pd.DataFrame:
    """The figure's twin: every figure that speaks to a claim, also of units that have no panel.

    Returns
    -------
    One row a figure in order of day: day (datetime64[s], when it became public), claimant (name, with the body it belongs to), figure
    (in words, with what was counted), as_of (in words or ""), title and event (id).
    """
    registers, rows = tables.registers, claimed(tables, claim)
    return pd.DataFrame(
        {
            "day": np.array([one.day for one in rows], dtype="datetime64[D]").astype("datetime64[s]"),
            "claimant": pd.Series([claimant(one, registers) for one in rows], dtype="str"),
            "figure": pd.Series([words_in_full(one.quantity, registers) for one in rows], dtype="str"),
            "as_of": pd.Series([label(one.quantity.as_of) if one.quantity.as_of else "" for one in rows], dtype="str"),
            "title": pd.Series([title(tables.records[one.event].event) for one in rows], dtype="str"),
            "event": pd.Series([one.event for one in rows], dtype="str"),
        }
    )


def headline(tables: Tables, asked: Iterable[tuple[str, str]], each: int = 2) -> list[Headline]:
    """For each (claim, unit): the latest figure of each of its most frequent claimants, the most frequent first.

    Of claimants with as many figures the one who spoke last comes first; of several figures of one event, its first. Claimants are
    parties: a ministry and an intelligence service of one state are one. A claim on which there is no figure gives nothing.
    """
    found: list[Headline] = []
    for claim, unit in asked:
        rows = [one for one in claimed(tables, claim) if one.quantity.unit == unit]
        counts = Counter(one.party for one in rows)
        latest: dict[str, Claimed] = {}
        for one in rows:
            if one.party not in latest or latest[one.party].event != one.event:
                latest[one.party] = one
        order = sorted(counts, key=lambda who: (-counts[who], -latest[who].day.toordinal(), who))
        found += [_headline(latest[who], claim, tables.registers) for who in order[:each]]
    return found


def _headline(one: Claimed, claim: str, registers: Registers) -> Headline:
    quantity = one.quantity
    return Headline(
        claim, quantity.unit, one.party, claimant(one, registers), words(quantity, registers), quantity.of or "", one.day, one.event
    )  # fmt: skip


def claimant(one: Claimed, registers: Registers) -> str:
    """Who said it, with the body it belongs to where the name does not tell: "White House (United States)", "South Korean Navy"."""
    who, body = name_of(one.quantity.by, registers), name_of(one.party, registers)
    return who if body in who else f"{who} ({body})"


def name_of(who: str, registers: Registers) -> str:
    """The name of an actor or a publisher, or its id where neither register has it."""
    entry = registers.actors.get(who) or registers.publishers.get(who)
    return name(entry) if entry else who
