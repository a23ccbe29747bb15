"""The language of a run and the words in it.

English stands in the code and is each message's id; every other language has a catalogue, ``locale/<language>/LC_MESSAGES/dateline.po``,
read when it is first asked for. What is said in a run is in the language that :func:`use` named last in the same thread; a thread in which
nobody did speaks English. See ``docs/translating.md``.
"""

from __future__ import annotations

import gettext
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {ENGLISH: "English", "ko": "한국어"}
"""Languages on offer -> their names in themselves. Each but English has a catalogue."""
LOCALE = Path(__file__).parent / "locale"
_CONTEXT = "\x04"


@dataclass(frozen=True)
class Spoken:
    r"""A language with its words.

    Attributes
    ----------
    texts : message id -> text; with a context, "context\x04id".
    plurals : message id of the singular -> a text for each of the language's forms of plural.
    form : number -> which form.
    rule : the same as an expression of C and of JavaScript in ``n``.
    scripts : ids of the messages that the browser says.
    """

    language: str
    texts: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: int(n != 1)
    rule: str = "n != 1"
    scripts: frozenset[str] = frozenset()


_IN_ENGLISH = Spoken(ENGLISH)
_NOW: ContextVar[Spoken] = ContextVar("dateline_language", default=_IN_ENGLISH)


def use(language: str) -> None:
    """Speak this language from here on in this thread; English for one that is not on offer."""
    _NOW.set(_spoken(language) if language in LANGUAGES else _IN_ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language within the block, in this thread."""
    before = _NOW.get()
    use(language)
    try:
        yield
    finally:
        _NOW.set(before)


def language() -> str:
    """The language that is spoken now."""
    return _NOW.get().language


def on_offer(asked: object) -> str:
    """A language on offer, in small letters; English for anything else."""
    text = asked.casefold() if isinstance(asked, str) else ""
    return text if text in LANGUAGES else ENGLISH


def _(text: str) -> str:
    """A message in the language of the run; as it stands where the catalogue has none."""
    return _NOW.get().texts.get(text, text)


def pgettext(context: str, text: str) -> str:
    """The same for a message that means different things in different places."""
    return _NOW.get().texts.get(f"{context}{_CONTEXT}{text}", text)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of a message that a number asks for."""
    now = _NOW.get()
    forms = now.plurals.get(one)
    return (one if number == 1 else many) if forms is None else forms[now.form(number)]


def N_(text: str) -> str:  # noqa: N802  (the name that extraction tools know)
    """Mark a message where no language is spoken yet, as in constants; say it with :func:`_`."""
    return text


def counted(number: int, one: str, many: str, **others: object) -> str:
    """A message with its number, and what else it names: ``counted(3, "{n} event", "{n} events")`` is "3 events"."""
    return ngettext(one, many, number).format(n=f"{number:,}", **others)


def events(number: int) -> str:
    """How many events: "3 events"."""
    return counted(number, "{n} event", "{n} events")


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return _("{most} and {last}").format(most=_(", ").join(words[:-1]), last=words[-1])


def either(words: list[str]) -> str:
    """Words as a choice in a sentence: "A, B or C"."""
    if len(words) < 2:
        return "".join(words)
    return _("{most} or {last}").format(most=_(", ").join(words[:-1]), last=words[-1])


class Named(Protocol):
    """An entry of a register, see :mod:`dateline.registers`."""

    def name_in(self, language: str) -> str:
        """Its name for a reader of a language."""


class Told(Protocol):
    """An entry of a register, see :mod:`dateline.registers`."""

    def about_in(self, language: str) -> str:
        """What is told of it, for a reader of a language."""


class Titled(Protocol):
    """An event, see :mod:`dateline.model`."""

    def title_in(self, language: str) -> str:
        """Its title for a reader of a language."""


def name(entry: Named) -> str:
    """The name of an entry of a register in the language of the run; in English where the record has none."""
    return entry.name_in(_NOW.get().language)


def about(entry: Told) -> str:
    """What is told of an entry of a register, in the language of the run, else in English; empty where nothing is."""
    return entry.about_in(_NOW.get().language)


def title(event: Titled) -> str:
    """An event's title in the language of the run; in English where the record has none."""
    return event.title_in(_NOW.get().language)


def for_scripts() -> str:
    """What scripts in the browser speak with: JavaScript that names the language, its messages of scripts and its forms of plural."""
    now = _NOW.get()
    texts = {one: text for one, text in now.texts.items() if one in now.scripts}
    plurals = {one: list(forms) for one, forms in now.plurals.items() if one in now.scripts}
    told = json.dumps({"language": now.language, "texts": texts, "plurals": plurals}, ensure_ascii=False, sort_keys=True)
    return f"const SPOKEN = {told};\nconst pluralForm = (n) => Number({now.rule});\n"


@cache
def _spoken(language: str) -> Spoken:
    if language == ENGLISH:
        return _IN_ENGLISH
    # Only who asks for another language pays for it.
    from babel.messages.pofile import read_po

    with (LOCALE / language / "LC_MESSAGES" / "dateline.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    scripts: set[str] = set()
    for message in catalogue:
        if not message.id or not message.string or message.fuzzy:
            continue
        one = message.id if isinstance(message.id, str) else message.id[0]
        if any(name.endswith(".js") for name, _line in message.locations):
            scripts.add(one)
        if isinstance(message.id, str) and isinstance(message.string, str):
            texts[f"{message.context}{_CONTEXT}{one}" if message.context else one] = message.string
        elif all(message.string):
            plurals[one] = tuple(message.string)
    return Spoken(language, texts, plurals, gettext.c2py(catalogue.plural_expr), catalogue.plural_expr, frozenset(scripts))
