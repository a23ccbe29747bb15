"""A row -> an event as the record writes it, always a draft, with what is missing. What no field takes goes into its note."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.dates import DateError, parse
from dateline.intake import names, when
from dateline.intake.row import Row
from dateline.model import TO_DO, TO_DO_TEXT, TO_DO_URL
from dateline.registers import Category, Publisher, Registers
from dateline.rules.sources import host_of

MAX_TITLE, MIN_TITLE, MAX_SUMMARY, MIN_SUMMARY, MAX_NOTE = 110, 8, 900, 20, 2000
"""Characters, as in :mod:`dateline.model`."""
MAX_SOURCES = 20

_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])|!(?=\[)|\](?=\()|&(?=#?\w+;)")


@dataclass(frozen=True)
class Draft:
    """What a row becomes. ``refused`` : why it becomes nothing; then the rest is empty. ``kept`` : changes made on the way, for the report."""

    event: Mapping[str, Any] = field(default_factory=dict)
    category: str = ""
    missing: Sequence[str] = ()
    kept: Sequence[str] = ()
    refused: str = ""


class Naming:
    """The names of a record's registers, looked up once for all rows."""

    def __init__(self, registers: Registers) -> None:
        self.registers = registers
        self.actors = names.called(registers.actors)
        self.places = names.called(registers.places)
        self.series = names.called(registers.series)
        self.weapons = names.called(registers.weapons)
        self.publishers = names.called(registers.publishers)
        self.roles = names.called(registers.roles)
        self.categories = names.called(registers.categories)
        self.origins = names.called(registers.actors, registers.publishers)
        self.hosts = {host: publisher for publisher in registers.publishers.values() for host in publisher.hosts}

    def owner(self, url: str) -> Publisher | None:
        """Whose site an address is on."""
        host = host_of(url)
        parts = host.split(".")
        return next((self.hosts[tail] for n in range(len(parts)) if (tail := ".".join(parts[n:])) in self.hosts), None)


def plain(text: str) -> str:
    """Text in one paragraph, without HTML, Markdown links and what cannot be seen."""
    for _ in range(3):
        text = html.unescape(_TAG.sub(" ", text))
    # What the checks would still take for markup is set apart by a space.
    return " ".join(_MARKUP.sub(lambda found: f"{found[0]} ", _INVISIBLE.sub("", text)).split())


def key_of(row: Row, source: str) -> str:
    """What the same row has at each import: 16 hex digits of the name of its source and of what the source calls it."""
    own = row.fields.get("key")
    parts = ["key", own] if own else ["row", *(row.fields.get(name, "") for name in ("date", "end", "title", "url"))]
    if not own and not row.fields.get("title"):
        parts.append(row.fields.get("summary", ""))
    return hashlib.blake2b("\0".join([source, *parts]).encode("utf-8", "replace"), digest_size=8).hexdigest()


def draft(row: Row, source: str, naming: Naming, category: str | None = None, order: when.Order | None = None) -> Draft:
    """An event of a row.

    Parameters
    ----------
    source : what the file is called in the record.
    category : where rows go that name none.
    order : how dates as 03/04/2023 are meant; None: such a row is refused.
    """
    if row.refused:
        return Draft(refused=row.refused)
    found = naming.registers.categories.get(category or "")
    kept, missing = [*row.notes], list[str]()
    fields, rest = dict(row.fields), dict(row.rest)
    if given := fields.get("category"):
        named, why = names.find(given, naming.categories)
        if named:
            found = naming.registers.categories[named]
        elif found is None:
            return Draft(refused=f"category: {why}. Known: {', '.join(naming.registers.categories)}. Or give --category.")
        else:
            rest = {"category": given, **rest}
    if found is None:
        return Draft(refused=f"has no category. Name one with --category: {', '.join(naming.registers.categories)}.")
    try:
        date = _date(fields, order, kept)
    except DateError as error:
        return Draft(refused=f"date: {error}")
    made = _Making(naming, found, missing, kept, rest, order)
    event: dict[str, Any] = {"title": made.title(fields), "kind": made.kind(fields.get("kind", "")), "date": date}
    event |= made.days(fields)
    event["claimed_by"] = made.several("claimed_by", fields.get("claimed_by", ""), naming.actors) or [TO_DO]
    event["actors"] = made.actors(fields)
    event["place"] = made.place(fields)
    if series := made.several("series", fields.get("series", ""), naming.series, needed=False):
        event["series"] = series[0]
        rest |= {"series": "; ".join(series[1:])} if len(series) > 1 else {}
    if weapons := made.several("weapons", fields.get("weapons", ""), naming.weapons, needed=False):
        event["weapons"] = weapons
    event["summary"] = made.summary(fields.get("summary", ""))
    event["sources"] = made.sources(fields)
    vouching = {one["publisher"] for one in event["sources"]}
    if len(vouching) < 2:
        missing.append("a second publisher")
        event["sole_source"] = f"{TO_DO_TEXT}a second publisher, or why there is none"
    if text := fields.get("note"):
        rest["note"] = text
    event["note"] = _note(missing, kept, rest, f"{source}, row {row.number}")
    event["imported"] = {"source": plain(source)[:240] or "file", "key": key_of(row, source)}
    event["draft"] = True
    begin = parse(date).first_written
    return Draft({"id": _id(begin, event["title"], event["imported"]["key"]), **event}, found.id, missing, kept)


def _date(fields: Mapping[str, str], order: when.Order | None, kept: list[str]) -> str:
    if not fields.get("date"):
        raise DateError("is missing. An event needs at least its year.")
    date, note = when.read(fields["date"], order)
    kept += [f"date: {note}"] if note else []
    coarse = fields.get("date precision")
    if coarse == "month":
        date = date[:7]
    elif coarse == "week":
        date = f"{date}~"
    elif fields.get("end"):
        last, note = when.read(fields["end"], order)
        kept += [f"end: {note}"] if note else []
        date = when.joined(date, last)
    return date


def _id(begin: str, title: str, key: str) -> str:
    letters = unicodedata.normalize("NFKD", title.removeprefix(TO_DO_TEXT)).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", letters)
    slug = ""
    for word in words:
        if len(slug) + len(word) > 45:
            break
        slug = f"{slug}-{word}" if slug else word
    return f"{begin}-{slug or f'import-{key[:8]}'}"


def _cut(text: str, most: int) -> str:
    """Text of at most so many characters, ended between two words."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0][: most - 1]}…"


def _note(missing: Sequence[str], kept: list[str], rest: Mapping[str, str], where: str) -> str:
    done = f"{TO_DO_TEXT}{plain('; '.join(missing))}. " if missing else ""
    columns = "; ".join(f"{plain(name)[:60]} = {plain(text)}" for name, text in rest.items())
    text = f"{done}Imported from {plain(where)[:300]}{f': {columns}' if columns else ''}"
    if len(text) > MAX_NOTE:
        kept.append(
            f"the note holds {MAX_NOTE} of {len(text)} characters; the rest of the columns that no field takes stays in the file"
        )
    return _cut(text, MAX_NOTE)


@dataclass
class _Making:
    """Fields of one event; what is missing and what was changed is added to the lists."""

    naming: Naming
    category: Category
    missing: list[str]
    kept: list[str]
    rest: dict[str, str]
    order: when.Order | None

    def title(self, fields: Mapping[str, str]) -> str:
        given = self.seen("title", fields.get("title", "")).rstrip(" .")
        if not given:
            self.missing.append("a title (made of the text)")
            given = self.seen("summary", fields.get("summary", "")).split(". ")[0].rstrip(" .") or "an event without a title"
        if len(given) < MIN_TITLE:
            self.missing.append("a longer title")
            return f"{TO_DO_TEXT}{given}"
        if len(given) > MAX_TITLE:
            self.missing.append(f"a title of at most {MAX_TITLE} characters")
            self.rest["title"] = given
        return _cut(given, MAX_TITLE)

    def seen(self, name: str, text: str) -> str:
        """The plain text; that something was taken out is told."""
        made = plain(text)
        if made != " ".join(text.split()):
            told = f"{name}: markup or invisible characters taken out"
            self.kept += [] if told in self.kept else [told]
        return made

    def kind(self, given: str) -> str:
        kinds = names.called({kind.id: kind for kind in self.category.kinds})
        found, why = names.find(given, kinds) if given else (None, "")
        if found is None:
            self.missing.append(f"kind ({why})" if given else "kind")
            self.rest |= {"kind": given} if given else {}
        return found or TO_DO

    def days(self, fields: Mapping[str, str]) -> dict[str, str]:
        found = {}
        for name in ("reported", "claimed_date"):
            if given := fields.get(name):
                if (day := self.day(name, given)) is not None:
                    found[name] = day
            elif name == "reported":
                self.missing.append("reported: the day it became public")
        return found

    def day(self, name: str, given: str) -> str | None:
        try:
            day, note = when.read(given, self.order)
        except DateError as error:
            self.missing.append(f"{name} ({error})".replace("..", "."))
            self.rest[name] = given
            return None
        self.kept += [f"{name}: {note}"] if note else []
        return day

    def several(self, name: str, given: str, among: names.Called, *, needed: bool = True) -> list[str]:
        """Ids of the names in a cell; those that mean none are missing."""
        parts = _parts(given)
        found: list[str] = []
        lost: list[str] = []
        for part in parts:
            one, why = names.find(part, among)
            found += [one] if one and one not in found else []
            lost += [] if one else [why]
        if lost or (needed and not parts):
            self.missing.append(f"{name} ({'; '.join(lost)})" if lost else name)
            self.rest |= {name: given} if lost else {}
        return found

    def actors(self, fields: Mapping[str, str]) -> list[dict[str, str]]:
        given = fields.get("actors", "")
        roles = _parts(fields.get("roles", ""))
        found: list[dict[str, str]] = []
        lost: list[str] = []
        parts = _parts(given)
        if roles and len(roles) != len(parts):
            self.rest["roles"], roles = fields["roles"], []
        for n, part in enumerate(parts):
            name, role = _with_role(part)
            who, why = names.find(part, self.naming.actors)
            if who is None and role:
                who, why = names.find(name, self.naming.actors)
            else:
                role = ""
            does, wrong = names.find(roles[n] if roles else role, self.naming.roles) if roles or role else (None, "")
            lost += [] if who else [why]
            if who:
                lost += [] if does else [f"role of {who}{f': {wrong}' if wrong else ''}"]
                entry = {"who": who, "role": does or TO_DO}
                found += [] if entry in found else [entry]
        if lost or not parts:
            self.missing.append(f"actors ({'; '.join(lost)})" if lost else "actors")
            self.rest |= {"actors": given} if given else {}
        return found or [{"who": TO_DO, "role": TO_DO}]

    def place(self, fields: Mapping[str, str]) -> str:
        given = fields.get("place", "")
        found, why = names.find(given, self.naming.places) if given else (None, "")
        if found is None:
            self.missing.append(f"place ({why})" if given else "place")
        for name in ("lat", "lon", *(() if found else ("place",))):
            if text := fields.get(name):
                self.rest[name] = text
        return found or TO_DO

    def summary(self, given: str) -> str:
        text = self.seen("summary", given)
        if len(text) > MAX_SUMMARY:
            self.rest["all of the text"] = text
        self.missing.append("a summary in own words" if text else "summary")
        if len(text) < MIN_SUMMARY:
            return f"{TO_DO_TEXT}two to four sentences. {text}".strip()
        return _cut(text, MAX_SUMMARY)

    def sources(self, fields: Mapping[str, str]) -> list[dict[str, Any]]:
        urls: list[str] = []
        for part in re.split(r"\s*[;|\s]\s*", fields.get("url", "")):
            if part and part not in urls:
                urls.append(part)
        good = [url for url in urls if _is_address(url)][:MAX_SOURCES]
        if lost := [url for url in urls if url not in good]:
            self.rest["url"] = "; ".join(lost)
            self.missing.append(f"sources ({len(lost)} that no web address or too many)")
        publishers, published = _parts(fields.get("publisher", "")), _parts(fields.get("published", ""))
        origin = self.several("origin", fields.get("origin", ""), self.naming.origins) or [TO_DO]
        pages = good or [TO_DO_URL]
        found = []
        for n, url in enumerate(pages):
            # One publisher may be meant for all pages; one day is that of one page.
            named = publishers[n] if len(publishers) == len(pages) else publishers[0] if len(publishers) == 1 else ""
            one: dict[str, Any] = {"url": url, "publisher": self.publisher(url, named)}
            if len(published) == len(pages) and (day := self.day("published", published[n])) is not None:
                one["published"] = day
            found.append({**one, "origin": [*origin], "supports": f"{TO_DO_TEXT}what it is good for"})
        if len(publishers) > 1 and len(publishers) != len(pages):
            self.rest["publisher"] = fields["publisher"]
        if published and len(published) != len(pages):
            self.rest["published"] = fields["published"]
        if not good:
            self.missing.append("sources")
            self.rest |= {"publisher": fields["publisher"]} if publishers else {}
        else:
            self.missing.append("what each source supports")
        return found

    def publisher(self, url: str, named: str) -> str:
        """Whose site the address is on; the publisher that is named, where its hosts do not speak against it."""
        owner = self.naming.owner(url)
        found, why = names.find(named, self.naming.publishers) if named else (None, "")
        if owner:
            return owner.id
        if found and url == TO_DO_URL:
            return found
        host = host_of(url)
        if url != TO_DO_URL:
            self.missing.append(f"publisher of {host[:80]}{f' ({why})' if why else f' (not a host of {found})' if found else ''}")
            self.rest |= {"publisher": named} if named else {}
        return TO_DO


def _parts(cell: str) -> list[str]:
    """The names in a cell, separated by ; or |, each once said."""
    return [part for part in (plain(one) for one in re.split(r"[;|]", cell)) if part]


def _with_role(part: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*\S)\s*\(([^()]*)\)", part)
    return (found[1], found[2].strip()) if found else (part, "")


def _is_address(url: str) -> bool:
    return (
        url.startswith(("https://", "http://"))
        and len(url) <= 2000
        and not re.search(r"[\x00-\x20<>\"'\\^`{|}]", url)
        and "." in host_of(url)
    )
