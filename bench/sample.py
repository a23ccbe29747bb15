"""A made-up record of any size, as YAML files, that the checks find no fault with. The same every time.

Texts, sources and links are as long and as many as in the shipped record. Names are invented or plain; nothing in it is a claim.
The closed lists (categories, roles, kinds of link, units) are those of the shipped record; every other entry is used.
"""

from __future__ import annotations

import random
import re
import shutil
import textwrap
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from rapidfuzz import fuzz

from dateline.rules.links import ALIKE
from dateline.strict_yaml import parse_yaml

SHIPPED = Path(__file__).parent.parent / "events" / "registers"
CLOSED_LISTS = ("categories", "roles", "link-kinds", "units")
WEAPONS = 12
PUBLISHERS, SERIES, CLAIMS = 40, 6, 4
FIRST, LAST = date(2022, 1, 1), date(2026, 12, 28)
LONG, FIRST_OF_LONG = 4_000, date(1950, 1, 1)
"""From how many events on a record reaches back that far, with more events the nearer the end; shorter ones are spread evenly."""

_STATES = {
    "north-korea": ("North Korea", "조선"),
    "south-korea": ("South Korea", "대한민국"),
    "united-states": ("United States", "미국"),
    "russia": ("Russia", "Россия"),
    "japan": ("Japan", "日本"),
    "china": ("China", "中国"),
}
_BODIES = {
    "leader": "person",
    "spokesman": "person",
    "foreign-ministry": "body",
    "defence-ministry": "body",
    "army": "armed force",
    "agency": "news agency",
}
_CITIES = ["north-harbour", "capital-city", "northern-range", "eastern-coast", "main-airfield", "shipyard-town", "border-crossing", "test-site", "island-base", "western-strait"]  # fmt: skip
_PUBLISHER_KINDS = ["news agency", "newspaper", "broadcaster", "government", "think tank", "specialist outlet", "state media"]
_SUBJECTS = ["inspection", "launch", "shipment", "meeting", "rehearsal", "statement", "visit", "delivery", "briefing", "parade", "landing drill", "warning"]  # fmt: skip
_THINGS = ["a plant for shells", "rocket launchers", "an armoured brigade", "containers at a pier", "a bomber flight", "a new engine", "cruise missiles", "a patrol ship", "freight cars", "a draft resolution", "a list of names", "an arms hall", "drones", "a naval unit", "satellite images"]  # fmt: skip
_WORDS = re.findall(
    r"\w+",
    """
according account added agreed aimed air allied already alliance ammunition analysts announced answered area artillery asked assessed
balance barrage base began border brigade brought called capable carried century challenge civilian claim claimed coast combined command
committee concern confirmed conference considered containers council countries crew dated declined defence delegation delivered denied
described details deterrence dispatch dispute district division drill during early east effort embassy engine equipment escort evidence
exercise expected experts explained factory fired fleet flight forces foreign freight front general government ground group guided harbour
headquarters hostile images increase inspected intelligence island issued joint later launch launcher leader letter line linked made major
measures meeting military minister ministry missile modern month munitions named navy north nuclear number officers official opened order
output outside part party people plan plant pledged port practical preparations president press production programme published quality
raised range readiness received region remarks repeated report reported response river rocket said satellite saw schedule second security
ships showed simulated site sources south speech spokesman staff stage state statement station stressed strike summer support talks target
test threat train training transfer troops under unit units vehicles visit visited voyages warned weapons west workers year
""",
)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BASES = ("documented", "documented", "documented", "asserted", "temporal")
_BACKWARD = ("refers-to", "responds-to", "denounces", "refers-to")


@dataclass
class _Draft:
    """An event on its way to the file."""

    id: str
    category: str
    kind: str
    start: date
    length: int
    links: list[str] = field(default_factory=list)


def write_sample(folder: Path, events: int = 600, links: int = 300) -> None:
    """Write a record of that many events and links, spread over all categories and the years 2022 to 2026, from 4 000 on 1950 to 2026.

    Parameters
    ----------
    folder : made if it is missing; gets ``<category>/<year>.yaml`` and ``registers/<name>.yaml``.
    events : up to some 150 000; a file of more would be larger than the reader takes.
    """
    chance = random.Random(20230811)
    registers = folder / "registers"
    registers.mkdir(parents=True, exist_ok=True)
    for name in CLOSED_LISTS:
        shutil.copyfile(SHIPPED / f"{name}.yaml", registers / f"{name}.yaml")
    drafts = _drafts(events, chance)
    _link(drafts, links, chance)
    texts: dict[Path, list[str]] = defaultdict(list)
    titles: dict[tuple[str, date], list[str]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        near = [one for days in (0, 1) for one in titles[draft.category, draft.start - timedelta(days=days)]]
        title = _title(draft, number, near, chance)
        titles[draft.category, draft.start].append(title)
        texts[folder / draft.category / f"{draft.id[:4]}.yaml"].append(_event(draft, number, title, chance))
    for path, parts in texts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(parts), encoding="utf-8")
    used = {one for parts in texts.values() for part in parts for one in _ID.findall(part)}
    for name, entries in _REGISTERS.items():
        lines = [f"- {{id: {entry_id}, {rest}}}\n" for entry_id, rest in entries(used) if entry_id in used]
        (registers / f"{name}.yaml").write_text("".join(lines), encoding="utf-8")


def _drafts(events: int, chance: random.Random) -> list[_Draft]:
    text = (SHIPPED / "categories.yaml").read_text(encoding="utf-8")
    categories, _ = parse_yaml(text, "categories.yaml")
    drafts = []
    for place, category in enumerate(categories):
        count = len(range(place, events, len(categories)))
        step = (LAST - FIRST) / max(count, 1)
        for n in range(count):
            if events < LONG:
                start = FIRST + step * n + timedelta(days=chance.randrange(max(step.days - 1, 1)))
            else:
                start = FIRST_OF_LONG + (LAST - FIRST_OF_LONG) * ((n + chance.random()) / count) ** 0.6
            kind = chance.choice(category["kinds"])["id"]
            slug = f"{chance.choice(_SUBJECTS).replace(' ', '-')}-{place}-{n}"
            length = chance.choice((0, 0, 0, 1, 10))
            # A month is known, and not the day.
            begin = f"{start:%Y-%m}" if n % 40 == 39 and not length else str(start)
            drafts.append(_Draft(f"{begin}-{slug}", category["id"], kind, start, length))
    return sorted(drafts, key=lambda draft: (draft.start, draft.id))


def _link(drafts: list[_Draft], links: int, chance: random.Random) -> None:
    """Give each link an event that draws it and an earlier one that it goes to; most are some weeks apart."""
    drawn: set[tuple[int, int]] = set()
    most = len(drafts) * (len(drafts) - 1) // 2
    while len(drawn) < min(links, most):
        later = chance.randrange(1, len(drafts))
        earlier = max(0, later - chance.randint(1, 40))
        if (later, earlier) in drawn:
            continue
        drawn.add((later, earlier))
        basis = chance.choice(_BASES)
        ground = {
            "documented": "source: 1",
            "asserted": f"by: {chance.choice(list(_STATES))}, source: 2",
            "temporal": "note: 'Both are told of in one week'",
        }[basis]
        drafts[later].links.append(f"{{to: {drafts[earlier].id}, kind: {chance.choice(_BACKWARD)}, basis: {basis}, {ground}}}")


def _title(draft: _Draft, number: int, near: list[str], chance: random.Random) -> str:
    """A title that is not much like one of those near it."""
    state, _ = _STATES[list(_STATES)[number % len(_STATES)]]
    begin = draft.id.removeprefix(str(draft.start)).removeprefix(f"{draft.start:%Y-%m}")
    subject = begin.strip("-").rsplit("-", 2)[0].replace("-", " ")
    while True:
        words = " ".join(chance.sample(_WORDS, 3))
        title = f"{state} tells of a {subject} with {chance.choice(_THINGS)}, {words}"
        if all(fuzz.token_sort_ratio(title.lower(), one.lower()) < ALIKE for one in near):
            return title


def _event(draft: _Draft, number: int, title: str, chance: random.Random) -> str:
    state = list(_STATES)[number % len(_STATES)]
    other = list(_STATES)[(number + 1 + number // 7 % 5) % len(_STATES)]
    claimant = f"{state}-{list(_BODIES)[number // len(_STATES) % len(_BODIES)]}"
    end = draft.start + timedelta(days=draft.length)
    told = end + timedelta(days=1)
    lines = [
        f"id: {draft.id}",
        f"title: {title}",
        f"kind: {draft.kind}",
        f"date: {_date(draft, end, number)}",
        f"reported: {told}",
        f"claimed_by: [{claimant}]",
        "actors:",
        f"  - {{who: {claimant}, role: speaker}}",
        f"  - {{who: {state}, role: conducts}}",
        f"  - {{who: {other}, role: target}}",
        f"place: {_CITIES[number % len(_CITIES)]}",
    ]
    if draft.category == "military-drills":
        lines.append(f"series: series-{number % SERIES}")
    lines += [f"weapons: [weapon-{number % WEAPONS}, weapon-{(number + 1) % WEAPONS}]", "summary: >-", *_block(chance, 4)]
    lines += ["quotes:", f"  - {{text: '{_sentence(chance, 18)}', speaker: {claimant}, source: 1}}"]
    if number % 3 == 0:
        claim = f"claim-{number % CLAIMS}"
        lines += ["stances:", f"  - {{claim: {claim}, stance: affirms, by: {claimant}, source: 1}}", "quantities:"]
        lines += [
            f"  - {{value: {number * 10 + 10}, bound: over, unit: container, of: equipment, claim: {claim}, by: {claimant}, source: 1}}"
        ]
    if number % 6 == 0:
        lines += ["conflicts:", f"  - {{text: '{_sentence(chance, 14)}', sources: [1, 2]}}"]
    if draft.links:
        lines += ["links:", *(f"  - {link}" for link in draft.links)]
    lines += ["sources:", *(f"  - {_source(draft, n, number + n, told, claimant, chance)}" for n in range(2 + number % 4))]
    if number % 2:
        lines += ["note: >-", *_block(chance, 1)]
    return "".join(f"{'- ' if n == 0 else '  '}{line}\n" for n, line in enumerate(lines))


def _date(draft: _Draft, end: date, number: int) -> str:
    start = draft.start
    if start != end:
        return f"[{start}..{end}]" if number % 3 == 0 else f"{start}/{end}"
    if not draft.id.startswith(str(start)):
        return f"{start:%Y-%m}"
    return f"{start}~" if number % 11 == 0 else f"{start}?" if number % 97 == 96 else str(start)


def _source(draft: _Draft, n: int, pick: int, told: date, claimant: str, chance: random.Random) -> str:
    publisher = pick % PUBLISHERS
    path = "-".join(chance.sample(_WORDS, 6))
    own = f"publisher-{publisher}" if n > 1 and n % 2 else claimant
    stance = ", stance: corroborates" if n == 3 and pick % 4 == 0 else ""
    return (
        f"{{url: 'https://www.publisher-{publisher}.example/{told:%Y/%m}/{path}-{draft.start:%Y%m%d}-{n}', publisher: publisher-{publisher}, "
        f"published: {told}, origin: {own}, supports: '{_sentence(chance, 8)}'{stance}}}"
    )


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(_WORDS, k=length)).capitalize()


def _block(chance: random.Random, sentences: int) -> list[str]:
    text = " ".join(f"{_sentence(chance, 20)}." for _ in range(sentences))
    return [f"  {line}" for line in textwrap.wrap(text, 104)]


def _actors(_: Collection[str]) -> Iterator[tuple[str, str]]:
    for state, (name, native) in _STATES.items():
        yield state, f"name: {name}, native: {native}, type: state"
        for body, kind in _BODIES.items():
            words = body.replace("-", " ")
            yield f"{state}-{body}", f"name: {name} {words}, aliases: [{words} of {name}], type: {kind}, part_of: {state}"


def _places(_: Collection[str]) -> Iterator[tuple[str, str]]:
    for n, city in enumerate(_CITIES):
        name = city.replace("-", " ").capitalize()
        yield city, f"name: {name}, native: 장소, lat: {33 + n * 0.9:.2f}, lon: {124 + n * 1.3:.2f}, precision: city"


def _publishers(_: Collection[str]) -> Iterator[tuple[str, str]]:
    for n in range(PUBLISHERS):
        kind = _PUBLISHER_KINDS[n % len(_PUBLISHER_KINDS)]
        country = list(_STATES.values())[n % len(_STATES)][0]
        yield f"publisher-{n}", f"name: Publisher {n}, type: {kind}, country: {country}, hosts: [publisher-{n}.example]"


def _series(used: Collection[str]) -> Iterator[tuple[str, str]]:
    for n in range(SERIES):
        after = f", predecessors: [series-{n - 1}]" if f"series-{n - 1}" in used else ""
        band = "true" if n < 2 else "false"
        yield (
            f"series-{n}",
            f"name: Drill {n}, native: 훈련, about: A drill of every summer, from: {2010 + n}{after}, band: {band}",
        )


def _claims(_: Collection[str]) -> Iterator[tuple[str, str]]:
    for n in range(CLAIMS):
        yield (
            f"claim-{n}",
            f"name: Claim {n}, proposition: One state delivered goods of kind {n} to another, accused: [north-korea]",
        )


def _weapons(_: Collection[str]) -> Iterator[tuple[str, str]]:
    for n in range(WEAPONS):
        yield f"weapon-{n}", f"name: Missile {n}, native: 미사일, aliases: [MX-{n}], type: missile"


_REGISTERS = {
    "actors": _actors,
    "places": _places,
    "publishers": _publishers,
    "series": _series,
    "weapons": _weapons,
    "claims": _claims,
}
