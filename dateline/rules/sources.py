"""Sources are somebody's, are numbered as they stand, and are enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from dateline.record import Problem, Record
from dateline.registers import Publisher
from dateline.rules.common import at, in_register

_SIMPLE_HOST = re.compile(r"https?://([a-z0-9.-]+)/")
"""Nearly every address; urlsplit is for the rest."""


def one_publisher_without_a_reason(record: Record) -> Iterator[Problem]:
    """An event for which only one publisher vouches says why; one with several does not claim to have one."""
    for located in record.events:
        event = located.event
        vouching = {source.publisher for source in event.sources if source.stance != "context"}
        if len(vouching) < 2 and event.sole_source is None:
            yield at(located, "rests on one publisher. Add another, or say in 'sole_source' why there is none.", "sources")
        elif len(vouching) > 1 and event.sole_source is not None:
            yield at(located, f"{len(vouching)} publishers vouch for it. Remove 'sole_source'.", "sole_source")


def source_numbers_out_of_range(record: Record) -> Iterator[Problem]:
    """A number of a source points at a source that is there."""
    for located in record.events:
        event = located.event
        count = len(event.sources)
        numbers: list[tuple[int | None, tuple[int | str, ...]]] = []
        for field in ("quotes", "stances", "quantities", "links"):
            numbers += [(part.source, (field, n, "source")) for n, part in enumerate(getattr(event, field))]
        numbers += [(s, ("conflicts", n, "sources")) for n, c in enumerate(event.conflicts) for s in c.sources]
        for number, loc in numbers:
            if number is not None and number > count:
                yield at(located, f"there is no source {number}; this event has {count}. Sources count from 1.", *loc)


def publishers_twice(record: Record) -> Iterator[Problem]:
    """A host belongs to one publisher: what stands on one site is not told by two."""
    owners: dict[str, str] = {}
    for publisher in record.registers.publishers.values():
        for n, host in enumerate(publisher.hosts):
            if (owner := owners.setdefault(host.lower(), publisher.id)) != publisher.id:
                message = f"{host} is a host of {owner} too. Keep one of the two publishers, and name it in its sources."
                yield in_register(record, "publishers", publisher.id, message, "hosts", n)


def hosts_of_other_publishers(record: Record) -> Iterator[Problem]:
    """A source's host is one of its publisher's, or a subdomain of one."""
    publishers = record.registers.publishers
    owners = {host: publisher.id for publisher in publishers.values() for host in publisher.hosts}
    for located in record.events:
        for n, source in enumerate(located.event.sources):
            publisher = publishers.get(source.publisher)
            if publisher is not None and (message := _foreign(source.url, publisher, owners)):
                yield at(located, message, "sources", n, "url")
    for series in record.registers.series.values():
        for n, source in enumerate(series.sources):
            publisher = publishers.get(source.publisher)
            if publisher is not None and (message := _foreign(source.url, publisher, owners)):
                yield in_register(record, "series", series.id, message, "sources", n, "url")


def _foreign(url: str, publisher: Publisher, owners: Mapping[str, str]) -> str:
    host = host_of(url)
    if f".{host}".endswith(tuple(f".{own}" for own in publisher.hosts)):
        return ""
    owner = next((owners[tail] for tail in _tails(host) if tail in owners), None)
    hint = f"It belongs to {owner}." if owner else f"Add the host to {publisher.id} if it is theirs, or add its publisher."
    return f"{host or url} is not a host of {publisher.id}. {hint}"


def host_of(url: str) -> str:
    """The host of a web address in lower case; empty when there is none. Never raises."""
    if simple := _SIMPLE_HOST.match(url):
        return simple[1]
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _tails(host: str) -> Iterator[str]:
    parts = host.split(".")
    for n in range(len(parts) - 1):
        yield ".".join(parts[n:])


def unmarked_weak_sources(record: Record) -> Iterator[Problem]:
    """A content farm is a weak source and is marked as one."""
    publishers = record.registers.publishers
    for located in record.events:
        for n, source in enumerate(located.event.sources):
            publisher = publishers.get(source.publisher)
            if publisher is not None and publisher.type == "content farm" and not source.weak:
                message = f"{publisher.id} is a content farm. Find a better source, or mark it 'weak: true'."
                yield at(located, message, "sources", n, "publisher")


def archives_of_nothing(record: Record) -> Iterator[Problem]:
    """A page's copy in an archive is somewhere else than the page."""
    for located in record.events:
        for n, source in enumerate(located.event.sources):
            if source.archived == source.url:
                message = "is the page itself. Write the address of the copy, or leave it out."
                yield at(located, message, "sources", n, "archived")
