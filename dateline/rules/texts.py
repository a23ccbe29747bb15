"""Texts are plain, done, and in the language that they stand under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.languages import OWN, base, is_written_in
from dateline.model import TO_DO_TEXT, TO_DO_URL
from dateline.reader import ADDRESSES, Later, clearly_plain, written
from dateline.record import Problem, Record
from dateline.rules.common import at, in_register

_UNSAFE_TEXT = re.compile(r"<[a-zA-Z/!?]|!\[|\]\(|&#?\w+;|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


def left_to_do(record: Record) -> Iterator[Problem]:
    """What an import left open is written before a record stops being a draft."""
    for located in record.events:
        event = located.event
        if event.draft:
            continue
        texts: list[tuple[str | None, tuple[int | str, ...]]] = [
            (getattr(event, field), (field,)) for field in ("title", "summary", "sole_source", "note")
        ]
        for n, source in enumerate(event.sources):
            texts += [(source.supports, ("sources", n, "supports"))]
            if source.url.startswith(TO_DO_URL):
                yield at(located, "is still to be found. Write the address of the page.", "sources", n, "url")
        for text, loc in texts:
            if text is not None and text.startswith(TO_DO_TEXT):
                yield at(located, f"{text[:60]!r} is still to be done. Do it, or write 'draft: true' again.", *loc)


def markup_in_text(record: Record) -> Iterator[Problem]:
    """Texts are plain: no HTML, no Markdown links or images, no invisible control characters."""
    for located in record.events:
        data = located.data
        if data.plain if isinstance(data, Later) else clearly_plain(data):
            continue
        for loc, text in _texts(written(data)):
            if found := _UNSAFE_TEXT.search(text):
                message = (
                    f"holds {found.group()!r}. Texts are plain words: no HTML, Markdown links, images or control characters."
                )
                yield at(located, message, *loc)
    for (stem, entry_id), place in record.entries.items():
        for loc, text in () if clearly_plain(place.data) else _texts(place.data):
            if found := _UNSAFE_TEXT.search(text):
                yield in_register(record, stem, entry_id, f"holds {found.group()!r}. Texts are plain words.", *loc)


def _texts(node: Any, loc: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if isinstance(node, str):
        if not loc or loc[-1] not in ADDRESSES:
            yield loc, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*loc, key))
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from _texts(value, (*loc, n))


def texts_of_no_such_language(record: Record) -> Iterator[Problem]:
    """What stands under a language's tag is in that language, as far as its letters tell, and says what nothing else here says already."""
    for located in record.events:
        for tag, title in located.event.titles.items():
            if wrong := _not_in(tag, title, located.event.title):
                yield at(located, wrong, "titles", tag)
    for stem, entry_id in record.entries:
        entry = getattr(record.registers, stem.replace("-", "_")).get(entry_id)
        for loc, part in _with_languages(entry):
            for field, own in _IN_LANGUAGES.items():
                for tag, text in getattr(part, field, {}).items():
                    if own:
                        wrong = _not_in(tag, text, getattr(part, own) or "", getattr(part, "native", None) or "")
                    else:
                        wrong = "" if text.count("{}") == 1 else "does not say where the figure stands. Put {} there, once."
                    if wrong:
                        yield in_register(record, stem, entry_id, wrong, *loc, field, tag)


_IN_LANGUAGES: Mapping[str, str] = {
    "names": "name", "abouts": "about", "inverses": "inverse", "propositions": "proposition", "wordings": "words", "counted": "",
}  # fmt: skip
"""Fields that hold texts by language, and what they say in English."""


def _with_languages(entry: Any) -> Iterator[tuple[tuple[int | str, ...], Any]]:
    yield (), entry
    for field in ("kinds", "areas", "questions"):
        for n, part in enumerate(getattr(entry, field, ())):
            yield (field, n), part


def _not_in(tag: str, text: str, *known: str) -> str:
    """What is wrong with a text under a language's tag; empty where nothing is."""
    if base(tag) == OWN:
        return "is the language of the record's own texts. Write it in the field that is not by language."
    if text.casefold() in (one.casefold() for one in known):
        return "says again what stands here already. Leave it out."
    if not is_written_in(text, tag):
        return f"{text[:80]!r} has no letter in which {tag} is written."
    return ""
