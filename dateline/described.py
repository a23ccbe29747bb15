"""A view in words: what its filters, period, search and day say, for captions and pages that print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dateline.dates import day_label, span
from dateline.quantities import name_of
from dateline.selection import Selection
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables, remembered
from dateline.words import N_, Named, _, either, name

WHOLE = N_("the whole record")


def filters(selection: Selection, tables: Tables) -> list[tuple[str, str]]:
    """What keeps events out, or the day whose knowledge is shown: (name, value) in the order of the page. Empty for the whole record of today.

    Several values of one filter are joined by "or", since an event needs to meet one of them only.
    """
    registers = tables.registers
    categories = {one.id: name(one) for one in registers.categories.values()}
    told = [
        (_("Search"), _("“{text}”").format(text=selection.q) if selection.q else ""),
        (_("Period"), span(*selection.period) if selection.period else ""),
        (_("As known on"), day_label(selection.known) if selection.known else ""),
        (_("Actor"), _either(name_of(one, registers) for one in selection.actor)),
        (_("Category"), _either(categories.get(one, one) for one in selection.category)),
        (_("Standing"), _either(_(words) for one, words in STATUS_WORDS.items() if one in selection.status)),
    ]
    return [(what, value) for what, value in told if value]


def in_words(selection: Selection, tables: Tables) -> str:
    """The same in one line: "Period: 1–31 August 2023 · Actor: North Korea or South Korea"; for the whole record :data:`WHOLE`."""
    return " · ".join(f"{what}: {value}" for what, value in filters(selection, tables)) or _(WHOLE)


def set_entry(chosen: str, tables: Tables) -> str:
    """The name of an entry of a set, "Freedom Shield" of ``series:freedom-shield``; the id itself where no register has it."""
    field, _, one = chosen.partition(":")
    registers = tables.registers
    if field == "kind":
        return _kinds(tables).get(one, one)
    entries: Mapping[str, Mapping[str, Named]] = {
        "category": registers.categories, "series": registers.series, "actor": registers.actors,
    }  # fmt: skip
    entry = entries.get(field, {}).get(one)
    return name(entry) if entry else one


def set_name(chosen: Iterable[str], tables: Tables) -> str:
    """A set in words: "Ulchi Freedom Shield or Freedom Shield (command-post exercise)"."""
    named: dict[str, list[str]] = {}
    for one in chosen:
        named.setdefault(one.partition(":")[0], []).append(set_entry(one, tables))
    first, *rest = [_(" or ").join(named[field]) for field in ("series", "category", "actor", "kind") if field in named]
    return f"{first} ({'; '.join(rest)})" if rest else first


@remembered
def _kinds(tables: Tables) -> Mapping[str, str]:
    return {kind.id: name(kind) for category in tables.registers.categories.values() for kind in category.kinds}


def _either(names: Iterable[str]) -> str:
    return either(list(names))
