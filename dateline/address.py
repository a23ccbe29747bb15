"""A view <-> its query string.

``decode`` reads any query string and never raises; what it cannot use it drops and names. ``encode`` writes one canonical order. The keys
are the same in the address bar, on the command line and in exports; they are the names of ``Selection``'s fields: ``actor``, ``category``,
``status``, ``link``, ``basis``, ``anchor``, ``other`` may be given several times, ``period`` twice (from, to, both included).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dateline import search
from dateline.dates import day_label, parse_day
from dateline.selection import BASES, FIELDS, FIRST_DAY, LANES, LAST_DAY, NULLS, Selection
from dateline.standing import STATUSES
from dateline.tables import Tables, remembered
from dateline.words import LANGUAGES, N_, _, on_offer

KEYS = (
    "actor", "category", "status", "period", "known", "since", "q", "lanes", "link", "basis", "event", "claim", "who", "steps", "days",
    "story", "step", "anchor", "other", "window", "lag", "null", "bin", "place", "area", "lang",
)  # fmt: skip
LISTS = ("actor", "category", "status", "link", "basis", "anchor", "other")
"""Keys that may be given several times."""
NUMBERS: Mapping[str, tuple[int, int]] = {
    "steps": (1, 5), "days": (1, 36_500), "step": (1, 99), "window": (1, 366), "lag": (0, 366), "bin": (1, 31),
}  # fmt: skip
"""Keys that are whole numbers -> the least and the most."""
CHOICES: Mapping[str, Sequence[str]] = {"lanes": LANES, "null": NULLS, "lang": tuple(LANGUAGES)}
"""Keys that are one of a few words -> the words, the usual one first."""
OPEN = ("event", "claim", "who", "place", "story", "area")
"""Keys that name what is open. The usual area has no name here: see :func:`usual`."""
MAX_VALUES = 200
"""Most values looked at for one key."""
MAX_SHOWN = 5
"""Most dropped values named in one notice."""
USUAL = Selection()
_USUAL = tuple((key, getattr(USUAL, key)) for key in KEYS)
_UNKNOWN = {
    "actor": N_("No actor is called {names}."),
    "category": N_("No category is called {names}."),
    "status": N_("No standing is called {names}."),
    "link": N_("No kind of link is called {names}."),
    "basis": N_("No basis of a link is called {names}."),
    "claim": N_("No claim is called {names}."),
    "who": N_("No actor is called {names}."),
    "story": N_("No story is called {names}."),
    "anchor": N_("No choice of anchors is called {names}."),
    "other": N_("No choice of other events is called {names}."),
    "place": N_("No place is called {names}."),
    "area": N_("No map is called {names}."),
    "event": N_("The event {names} is not in the record; it may have been merged or be held back."),
}


@remembered
def pools(tables: Tables) -> dict[str, Collection[str]]:
    """What each key that names something may name."""
    registers = tables.registers
    kinds = dict.fromkeys(kind.id for category in registers.categories.values() for kind in category.kinds)
    of_field: dict[str, Collection[str]] = {
        "category": registers.categories,
        "kind": kinds,
        "series": registers.series,
        "actor": registers.actors,
    }
    chosen = dict.fromkeys(f"{field}:{one}" for field in FIELDS for one in of_field[field])
    return {
        "actor": registers.actors,
        "category": registers.categories,
        "status": STATUSES,
        "link": registers.link_kinds,
        "basis": BASES,
        "anchor": chosen,
        "other": chosen,
        "event": tables.records,
        "claim": registers.claims,
        "who": registers.actors,
        "place": registers.places,
        "story": registers.stories,
        "area": registers.areas,
    }


def decode(query: Mapping[str, str | Sequence[str]] | str, tables: Tables) -> tuple[Selection, tuple[str, ...]]:
    """Read a query string, or its keys and values.

    Returns
    -------
    (selection, notices) : a notice is a sentence for the reader that names what was dropped and why. Never raises, whatever it is given.
    """
    given = _values(query)
    notices: list[str] = []
    known = pools(tables)
    read: dict[str, Any] = {key: _several(key, given.get(key, ()), known[key], notices) for key in LISTS}
    for key in OPEN:
        value = _last(given.get(key, ()))
        if key == "event":
            value = _present(value, tables)
        read[key] = usual(key, _one(key, value, known[key], notices), known[key])
    for key in CHOICES:
        read[key] = _choice(key, _last(given.get(key, ())), notices)
    for key in NUMBERS:
        read[key] = _number(key, _last(given.get(key, ())), notices)
    read["period"] = _period(given.get("period", ()), notices)
    read["known"] = _day(
        given.get("known", ()), _("{days} is not a day such as 2023-08-31; what is known today is shown."), notices
    )
    read["since"] = _day(given.get("since", ()), _("{days} is not a day such as 2023-08-31; no changes are told."), notices)
    q = clean(_last(given.get("q", ())))
    if len(q) > search.MAX_QUERY:
        words = _("The search is {n} characters long; the first {most} are looked for.")
        notices.append(words.format(n=len(q), most=search.MAX_QUERY))
    return Selection(**read, q=q[: search.MAX_QUERY]), tuple(notices)


def encode(selection: Selection) -> str:
    """The query string of a view, in one canonical order; empty for the view that shows everything."""
    unusual = (key for key, usual in _USUAL if getattr(selection, key) != usual)
    return urlencode([(key, value) for key in unusual for value in written(key, selection)], errors="replace")


def written(key: str, selection: Selection) -> list[str]:
    """What a key holds in the address of a view; nothing when it says the usual."""
    value = getattr(selection, key)
    if value == getattr(USUAL, key):
        return []
    if key in LISTS:
        return sorted(value)
    if key == "period":
        return [day.isoformat() for day in value]
    return [value.isoformat() if isinstance(value, date) else str(value)]


def _values(query: Mapping[str, str | Sequence[str]] | str) -> dict[str, tuple[str, ...]]:
    if not isinstance(query, str):
        return {key: (value,) if isinstance(value := query[key], str) else tuple(value) for key in KEYS if key in query}
    try:
        pairs = parse_qsl(query.lstrip("?"), keep_blank_values=True, errors="replace")
    except ValueError:
        return {}
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        if key in KEYS:
            found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _last(values: Sequence[str]) -> str:
    return values[-1] if values else ""


def clean(text: str) -> str:
    """Text without control characters and lone surrogates, which no encoder takes."""
    return "".join(c for c in text if c.isprintable())


def _several(key: str, values: Sequence[str], pool: Collection[str], notices: list[str]) -> tuple[str, ...]:
    wanted = [value for value in dict.fromkeys(values[:MAX_VALUES]) if value]
    found: list[str] = []
    lost: list[str] = []
    for value in wanted:
        # Links are typed by hand too: KCNA and Kcna mean kcna.
        exact = value if value in pool else value.casefold()
        (found if exact in pool else lost).append(exact if exact in pool else value)
    if lost:
        notices.append(_(_UNKNOWN[key]).format(names=_quoted(lost)))
    if len(values) > MAX_VALUES:
        words = _("The link holds {n} values for {key}; the first {most} were looked at.")
        notices.append(words.format(n=len(values), key=key, most=MAX_VALUES))
    return tuple(dict.fromkeys(found))


def _one(key: str, value: str, pool: Collection[str], notices: list[str]) -> str:
    exact = value if value in pool else value.casefold()
    if not value or exact in pool:
        return exact if value else ""
    notices.append(_(_UNKNOWN[key]).format(names=_quoted([value])))
    return ""


def _present(event_id: str, tables: Tables) -> str:
    """The id that an event has now, of one that it has or had, in any case."""
    found = tables.former_ids.get(event_id.casefold())
    return found if found and event_id not in tables.records else event_id


_CHOICE_WORDS = {
    "lanes": N_("Lanes can be by category or by actor, not {value}."),
    "null": N_("The model of chance can be shift, season or poisson, not {value}."),
}


def usual(key: str, value: str, pool: Collection[str]) -> str:
    """What a key of ``OPEN`` holds; the first area is what the map shows anyway, so it has one address only."""
    return "" if key == "area" and value == next(iter(pool)) else value


def _choice(key: str, value: str, notices: list[str]) -> str:
    if key == "lang":
        # Whoever came by a link in a language that there is not reads English, and can choose another one at once.
        return on_offer(value)
    options = CHOICES[key]
    if value and value not in options:
        notices.append(_(_CHOICE_WORDS[key]).format(value=_quoted([value])))
    return value if value in options else options[0]


def _number(key: str, value: str, notices: list[str]) -> int | None:
    number = whole_number(value, key)
    if value and number is None:
        least, most = NUMBERS[key]
        words = _("{value} is not a number from {least} to {most}, as {key} must be.")
        notices.append(words.format(value=_quoted([value]), least=least, most=most, key=key))
    usual: int | None = getattr(USUAL, key)
    return usual if number is None else number


def whole_number(value: object, key: str) -> int | None:
    """A number that a key of ``NUMBERS`` may be, as text or as it is; None for anything else."""
    least, most = NUMBERS[key]
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 and least <= int(text) <= most else None


def _quoted(values: Sequence[str]) -> str:
    named = _(", ").join(_("“{text}”").format(text=clean(value)[:60]) for value in values[:MAX_SHOWN])
    rest = len(values) - MAX_SHOWN
    return _("{names} and {n} more").format(names=named, n=rest) if rest > 0 else named


def _period(values: Sequence[str], notices: list[str]) -> tuple[date, date] | None:
    given = [value for value in values[:MAX_VALUES] if value]
    if not given:
        return None
    days = [parse_day(value) for value in given]
    known = [day for day in days if day is not None]
    if len(known) < len(days) or len(known) > 2:
        words = _("The period {days} could not be read as one or two days such as 2023-08-31; all dates are shown.")
        notices.append(words.format(days=_quoted(given)))
        return None
    if len(known) == 1:
        notices.append(_("The link names one day of a period only; it shows {day}.").format(day=day_label(known[0])))
        known *= 2
    return order(known[0], known[1])


def _day(values: Sequence[str], words: str, notices: list[str]) -> date | None:
    given = _last(values)
    day = parse_day(given) if given else None
    if given and day is None:
        notices.append(words.format(days=_quoted([given])))
    return known_day(day)


def known_day(day: date | None) -> date | None:
    """A day whose knowledge can be shown; None for none, and for one that has not come yet, since nobody knows what will be known then."""
    return None if day is None or day >= date.today() else max(day, FIRST_DAY)


def order(one: date, two: date) -> tuple[date, date]:
    """Two days as a period: the earlier first, cut to the days a period can have."""
    first, last = sorted((one, two))
    return min(max(first, FIRST_DAY), LAST_DAY), min(max(last, FIRST_DAY), LAST_DAY)
