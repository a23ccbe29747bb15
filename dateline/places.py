"""Where events happened: events by place, and which places a map of an area can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.registers import Area, PlacePrecision
from dateline.tables import Tables, remembered
from dateline.words import N_, name

COARSE: Mapping[PlacePrecision, int] = {"province": 50, "sea-area": 80, "country": 180}
"""Precisions of places that are no point -> radius in kilometres of the disc that says so. It is no border: it grows with how coarse
the place is, and that only."""
PRECISION_WORDS: Mapping[str, str] = {
    "exact": N_("exact spot"), "site": N_("site"), "city": N_("city or town"), "district": N_("district"),
    "province": N_("province or coast, no point"), "country": N_("country as a whole, no point"),
    "sea-area": N_("sea area, no point"), "undisclosed": N_("not disclosed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and its events, in the order in which they were given. ``lat`` and ``lon`` None: it has no point, or only half of one.

    ``precision`` is "undisclosed" for a place that no register knows.
    """

    place: str
    name: str
    native: str
    precision: PlacePrecision
    lat: float | None
    lon: float | None
    events: tuple[str, ...]
    categories: tuple[tuple[str, int], ...]
    """Categories of its events with their counts, most first."""

    @property
    def coarse(self) -> bool:
        """Whether it is a province, a country or a sea area, which no dot may stand for."""
        return self.precision in COARSE

    @property
    def located(self) -> bool:
        """Whether it has a point."""
        return self.lat is not None and self.lon is not None


@remembered
def spots(tables: Tables, ids: tuple[str, ...]) -> tuple[Spot, ...]:
    """The places of these events, most events first; each event stands at exactly one."""
    events = tables.events.iloc[[tables.position[one] for one in ids]]
    at: dict[str, list[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    for event, place, category in zip(events["id"], events["place"], events["category"], strict=True):
        at.setdefault(place, []).append(event)
        kinds.setdefault(place, Counter())[category] += 1
    found = []
    for place, here in at.items():
        entry = tables.registers.places.get(place)
        found.append(
            Spot(
                place,
                name(entry) if entry else place,
                (entry.native or "") if entry else "",
                entry.precision if entry else "undisclosed",
                entry.lat if entry else None,
                entry.lon if entry else None,
                tuple(here),
                tuple(kinds[place].most_common()),
            )
        )
    return tuple(sorted(found, key=lambda spot: (-len(spot.events), spot.name)))


def area_of(chosen: str, tables: Tables) -> Area:
    """The area of that id; the usual one for "" and for one that the record does not have."""
    areas = tables.registers.areas
    return areas.get(chosen) or next(iter(areas.values()))


def shows(area: Area, spot: Spot) -> bool:
    """Whether the map of an area has the middle of a place in it."""
    if spot.lat is None or spot.lon is None:
        return False
    return area.south <= spot.lat <= area.north and area.west <= spot.lon <= area.east


def sorted_out(area: Area, everything: Sequence[Spot]) -> tuple[list[Spot], list[Spot], list[Spot]]:
    """Places that the map of an area shows, those that lie outside it, and those without a point; together they are all."""
    inside: list[Spot] = []
    outside: list[Spot] = []
    nowhere: list[Spot] = []
    for spot in everything:
        (inside if shows(area, spot) else outside if spot.located else nowhere).append(spot)
    return inside, outside, nowhere


def counted(some: Sequence[Spot]) -> int:
    """Events at these places."""
    return sum(len(spot.events) for spot in some)
