"""Who speaks to a claim may, and figures are what their bound says."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.record import Problem, Record
from dateline.rules.common import at
from dateline.standing import party


def ranges_upside_down(record: Record) -> Iterator[Problem]:
    """A range of a quantity goes from the smaller to the larger value."""
    for located in record.events:
        for n, quantity in enumerate(located.event.quantities):
            if quantity.value_to is not None and quantity.value_to <= quantity.value:
                message = f"{quantity.value_to:g} is not more than {quantity.value:g}. Write the smaller figure as 'value'."
                yield at(located, message, "quantities", n, "value_to")


def ranges_with_a_bound(record: Record) -> Iterator[Problem]:
    """A range is a bound of its own."""
    for located in record.events:
        for n, quantity in enumerate(located.event.quantities):
            if quantity.value_to is not None and quantity.bound not in ("exactly", "about"):
                message = f"{quantity.bound} and a range do not fit. Leave out 'value_to', or write 'about' or 'exactly'."
                yield at(located, message, "quantities", n, "bound")


def acknowledgements_by_others(record: Record) -> Iterator[Problem]:
    """Only who is accused in a claim, or belongs to them, can acknowledge it."""
    actors = record.registers.actors
    for located in record.events:
        for n, stance in enumerate(located.event.stances):
            claim = record.registers.claims.get(stance.claim)
            if stance.stance != "acknowledges" or claim is None:
                continue
            if party(stance.by, actors) not in {party(one, actors) for one in claim.accused}:
                message = (
                    f"{stance.by} is not accused in {claim.id}, so it cannot acknowledge it. Write 'affirms' or 'corroborates'."
                )
                yield at(located, message, "stances", n, "stance")


def voices_without_a_party(record: Record) -> Iterator[Problem]:
    """State media and governments that take a stance on an event are actors, so that they count as their state's voice."""
    registers = record.registers
    for located in record.events:
        for n, source in enumerate(located.event.sources):
            for origin in source.origin if source.stance in ("corroborates", "denies", "acknowledges") else ():
                publisher = registers.publishers.get(origin)
                if origin not in registers.actors and publisher and publisher.type in ("state media", "government"):
                    message = (
                        f"{origin} speaks for a state. Add it to registers/actors.yaml with its part_of, or leave the stance out."
                    )
                    yield at(located, message, "sources", n, "origin")
