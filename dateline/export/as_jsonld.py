"""JSON-LD in the words of schema.org: each record is a Claim, made by whoever says so, about an Event, with its sources as citations.

What happened is never stated without who says it. ``startDate`` and ``endDate`` are there only when the days are known; what is known
else stands in the claim's ``temporalCoverage`` (ISO 8601 interval of the bounds, ".." where it is open) and in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dateline.dates import Edtf, label
from dateline.export import citation, said
from dateline.export.as_atom import urn
from dateline.export.rows import grounded, pages
from dateline.export.text import dumped
from dateline.model import Event, Source
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables

CONTEXT = "https://schema.org"


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """One document: the Dataset, the Claims of the view, and the propositions that they speak to."""
    about = citation.about(tables, ids, view)
    dataset = {
        "@type": "Dataset",
        "@id": urn("record"),
        "name": citation.record_name(tables),
        "description": "Curated events with sources, each with who says so.",
        "version": about["version"],
        "license": citation.LICENCE_ADDRESS,
        "creditText": about["citation"],
        "creator": {"@type": "Organization", "name": citation.author(tables)},
        **({"url": about["link"]} if "link" in about else {}),
        **({"dateModified": tables.changed.isoformat()} if tables.changed else {}),
        **({"temporalCoverage": f"../{about['known']}"} if "known" in about else {}),
    }
    events = [tables.records[one].event for one in ids]
    spoken = dict.fromkeys(stance.claim for event in events for stance in grounded(event.stances, event, tables))
    propositions = [
        {"@type": "Claim", "@id": urn(f"claim/{one}"), "name": known[one].name, "text": known[one].proposition}
        for known in [tables.registers.claims]
        for one in spoken
        if one in known
    ]
    return dumped({"@context": CONTEXT, "@graph": [dataset, *(_claim(event, tables) for event in events), *propositions]})


def _claim(event: Event, tables: Tables) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "@type": "Claim",
        "@id": urn(f"event/{event.id}"),
        "identifier": event.id,
        "name": event.title,
        "text": event.summary,
        "author": _people(event.claimed_by, tables),
        "creativeWorkStatus": STATUS_WORDS[tables.status[event.id]],
        "temporalCoverage": _coverage(event.date),
        "about": _event(event, tables),
        "isPartOf": {"@id": urn("record")},
        "license": citation.LICENCE_ADDRESS,
        "creditText": citation.of_event(event.id, tables, "chicago"),
        "citation": [_page(source, tables) for _, source in pages(event, tables)],
    }
    if event.reported and event.reported.exact:
        claim["datePublished"] = event.reported.start.isoformat()
    if stances := grounded(event.stances, event, tables):
        claim["mentions"] = [{"@id": urn(f"claim/{one}")} for one in dict.fromkeys(stance.claim for stance in stances)]
        claim["keywords"] = [f"{said.names([one.by], tables)} {one.stance}: {_proposition(one.claim, tables)}" for one in stances]
    if event.former_ids:
        claim["sameAs"] = [urn(f"event/{one}") for one in event.former_ids]
    if link := citation.event_address(event.id):
        claim["url"] = link
    return claim


def _event(event: Event, tables: Tables) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "Event", "name": event.title, "description": said.dated(event)}
    if event.date.exact:
        found["startDate"] = event.date.start.isoformat()
        if event.date.end:
            found["endDate"] = event.date.end.isoformat()
    place = tables.registers.places.get(event.place)
    if place and place.precision != "undisclosed":
        found["location"] = {"@type": "Place", "name": place.name}
        if spot := said.spot(event, tables):
            found["location"]["geo"] = {"@type": "GeoCoordinates", "latitude": spot[0], "longitude": spot[1]}
    found["contributor"] = _people(dict.fromkeys(part.who for part in event.actors), tables)
    return found


def _coverage(when: Edtf) -> str:
    if when.earliest == when.latest and when.earliest:
        return when.earliest.isoformat()
    return f"{when.earliest.isoformat() if when.earliest else '..'}/{when.latest.isoformat() if when.latest else '..'}"


def _people(ids: Iterable[str], tables: Tables) -> list[dict[str, str]]:
    actors = tables.registers.actors
    return [
        {
            "@type": "Person" if one in actors and actors[one].type == "person" else "Organization",
            "name": said.names([one], tables),
        }
        for one in ids
    ]


def _page(source: Source, tables: Tables) -> dict[str, Any]:
    page: dict[str, Any] = {
        "@type": "WebPage",
        "url": source.url,
        "publisher": {"@type": "Organization", "name": said.names([source.publisher], tables)},
        "abstract": source.supports,
        "sourceOrganization": [{"@type": "Organization", "name": said.names([one], tables)} for one in source.origin],
    }
    if source.published:
        page["datePublished" if source.published.exact else "temporal"] = (
            source.published.start.isoformat() if source.published.exact else label(source.published)
        )
    return page


def _proposition(claim: str, tables: Tables) -> str:
    found = tables.registers.claims.get(claim)
    return found.name if found else claim
