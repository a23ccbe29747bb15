"""Parts of a record that many need and none must have: stances on claims, figures, quotations, where sources differ, links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dateline import drafting
from dateline.model import Quantity
from dateline.registers import Registers
from dateline.ui.form_fields import PAIR, Fields, many, offered
from dateline.ui.nodes import node
from dateline.words import N_, _, name, title

STANCES = {
    "affirms": N_("says that it is so"),
    "denies": N_("says that it is not so"),
    "corroborates": N_("bears it out on grounds of its own"),
    "acknowledges": N_("is accused, and says that it is so"),
}
BOUNDS = {
    "exactly": N_("exactly"),
    "about": N_("about"),
    "over": N_("more than"),
    "at-least": N_("at least"),
    "up-to": N_("up to"),
    "under": N_("less than"),
}
BASES = {
    "documented": N_("the event's own words refer to the other"),
    "asserted": N_("somebody draws the connection"),
    "temporal": N_("only close in time"),
}


def show(asked: Fields, draft: dict[str, Any], registers: Registers) -> None:
    """Draw the parts, and lay what they hold into the draft; sources are counted as the draft has them."""
    speakers = _speakers(draft, registers)
    asked.offer("speakers", speakers.values())
    unnamed = _("source")
    sources = {
        str(n): f"{n} · {name(publisher) if (publisher := registers.publishers.get(one.get('publisher', ''))) else unnamed}"
        for n, one in enumerate(draft["sources"], 1)
    }
    with asked.fold(_("What is said of a claim, and figures")):
        about = _("A claim is one of those on the page Claims. A figure is written as somebody claims it; who says that there was none denies.")  # fmt: skip
        asked.put(node("p", about, css="dl-quiet"))
        draft["stances"] = [*_stances(asked, registers, sources)]
        draft["quantities"] = [*_quantities(asked, registers, sources)]
    with asked.fold(_("Quotations, where sources differ, links to other events")):
        draft["quotes"] = [*_quotes(asked, registers, sources)]
        draft["conflicts"] = [*_conflicts(asked, sources)]
        draft["links"] = [*_links(asked, registers, sources)]


def _speakers(draft: Mapping[str, Any], registers: Registers) -> dict[str, Any]:
    """Who is named in the record so far; anybody else may be typed."""
    everybody = {**registers.publishers, **registers.actors}
    named = [*many(draft.get("claimed_by")), *(one.get("who", "") for one in draft["actors"])]
    named += [one for source in draft["sources"] for one in (*many(source.get("origin")), source.get("publisher", ""))]
    return {one: everybody[one] for one in dict.fromkeys(named) if one in everybody}


def _rows(asked: Fields, name: str, words: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The parts of a name: number from 0 and what it was; after them the button for one more."""
    parts: Sequence[Any] = asked.old.get(name, [])
    count = asked.count(name, len(parts))
    for n in range(count):
        with asked.within("dl-one-of"):
            yield n, dict(parts[n]) if n < len(parts) and isinstance(parts[n], dict) else {}
    asked.another(name, count, words)


def _whole(made: Mapping[str, Any], usual: Mapping[str, str]) -> dict[str, Any]:
    """A part without what is empty or usual; empty when nothing else is left."""
    return {key: value for key, value in made.items() if value not in ("", [], None) and usual.get(key) != value}


def _source(
    asked: Fields, name: str, sources: Mapping[str, str], was: Mapping[str, Any], heading: str = N_("In which source")
) -> str:
    held = was.get("source", "")
    return asked.choice(name, _(heading), {**sources, **({held: held} if held and held not in sources else {})}, held)


def _choice(asked: Fields, field: str, heading: str, names: Mapping[str, str], usual: str | None) -> str:
    return asked.choice(field, heading, {one: _(words) for one, words in names.items()}, usual)


def _stances(asked: Fields, registers: Registers, sources: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for n, was in _rows(asked, "stances", _("Another stance on a claim")):
        claim = asked.entry(f"stances.claim-{n}", _("Claim"), registers.claims, was.get("claim"))
        with asked.within("dl-pair dl-three"):
            by = _speaker(asked, f"stances.by-{n}", _("Who"), registers, was.get("by"))
            stance = _choice(asked, f"stances.stance-{n}", _("Says of it"), STANCES, was.get("stance"))
            source = _source(asked, f"stances.source-{n}", sources, was)
        if claim or by or stance:
            yield _whole({**was, "claim": claim, "stance": stance, "by": by, "source": source}, {})


def _quantities(asked: Fields, registers: Registers, sources: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    usual = str(Quantity.model_fields["bound"].default)
    for n, was in _rows(asked, "quantities", _("Another figure")):
        with asked.within("dl-pair dl-four"):
            bound = _choice(asked, f"quantities.bound-{n}", _("How it is meant"), BOUNDS, was.get("bound", usual))
            value = asked.text(f"quantities.value-{n}", _("Figure"), was.get("value", ""), placeholder="1000")
            value_to = asked.text(
                f"quantities.value_to-{n}", _("to"), was.get("value_to", ""), help=_("Only where a range is claimed.")
            )
            unit = asked.entry(f"quantities.unit-{n}", _("Unit"), registers.units, was.get("unit"))
        with asked.within(PAIR):
            by = _speaker(asked, f"quantities.by-{n}", _("Who claims it"), registers, was.get("by"))
            of = asked.text(f"quantities.of-{n}", _("What was counted"), was.get("of", ""), max_chars=240)
            source = _source(asked, f"quantities.source-{n}", sources, was)
            claim = asked.entry(
                f"quantities.claim-{n}",
                _("Claim that it speaks to"),
                registers.claims,
                was.get("claim"),
            )
        if value or value_to or unit or by:
            made = {**was, "value": value, "value_to": value_to, "bound": bound, "unit": unit, "of": of}
            yield _whole({**made, "claim": claim, "by": by, "source": source}, {"bound": usual})


def _quotes(asked: Fields, registers: Registers, sources: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for n, was in _rows(asked, "quotes", _("Another quotation")):
        words = _("Word for word, as the source prints it")
        text = asked.text(f"quotes.text-{n}", words, was.get("text", ""), lines=3)
        with asked.within(PAIR):
            speaker = asked.one(
                f"quotes.speaker-{n}", _("Who said it"), registers.actors, was.get("speaker"), offered=offered("actors")
            )
            source = _source(asked, f"quotes.source-{n}", sources, was)
        if text or speaker:
            yield _whole({**was, "text": text, "speaker": speaker, "source": source}, {})


def _conflicts(asked: Fields, sources: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for n, was in _rows(asked, "conflicts", _("Another point where sources differ")):
        text = asked.text(f"conflicts.text-{n}", _("Where sources differ: who says what"), was.get("text", ""), lines=3)
        chosen = asked.chosen(f"conflicts.sources-{n}", _("Which sources"), sources, many(was.get("sources")))
        if text:
            yield _whole({**was, "text": text, "sources": chosen}, {})


def _links(asked: Fields, registers: Registers, sources: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for n, was in _rows(asked, "links", _("Another link")):
        typed = asked.text(f"links.to-{n}", _("The other event"), was.get("to", ""), help=_("Its id, or a link to it."), placeholder="2023-08-21-…")  # fmt: skip
        to = asked.tables.present_id(drafting.event_named(typed))
        other = asked.tables.records.get(to)
        if other is not None:
            asked.put(node("p", title(other.event), css="dl-quiet"))
        with asked.within(PAIR):
            kind = asked.entry(f"links.kind-{n}", _("This event …"), registers.link_kinds, was.get("kind"))
            basis = _choice(asked, f"links.basis-{n}", _("On what ground"), BASES, was.get("basis"))
        with asked.within(PAIR):
            source = _source(asked, f"links.source-{n}", sources, was, N_("Whose words connect the two"))
            by = _speaker(asked, f"links.by-{n}", _("Who draws it"), registers, was.get("by"))
        note = asked.text(
            f"links.note-{n}",
            _("What is to be said of it"),
            was.get("note", ""),
            max_chars=240,
            help=_("Needed where it is only close in time."),
        )
        if to:
            yield _whole({**was, "to": to, "kind": kind, "basis": basis, "by": by, "source": source, "note": note}, {})


def _speaker(asked: Fields, name: str, title: str, registers: Registers, usual: str | None) -> str:
    """Whoever the record names, from a short list; any other actor or publisher may be typed by name."""
    return asked.one(name, title, {**registers.publishers, **registers.actors}, usual, offered=offered("speakers"))
