"""A small healthy record that tests change in one place, write as YAML and read back."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import dateline
from bench.sample import write_sample
from dateline.checks import read_and_check
from dateline.model import Conflict
from dateline.reader import read
from dateline.record import Problem, Record
from dateline.tables import Tables, build

# How fast an example runs says nothing on a busy machine. The same examples each time, so that a commit passes or fails by what it
# changes; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

Entry = dict[str, Any]
SUMMARY = "Two plain sentences of our own. They say who says so."


def source(published: str = "2023-08-14", **changes: Any) -> Entry:
    """A source as an event holds it."""
    healthy = {
        "url": "https://en.yna.co.kr/view/1",
        "publisher": "yonhap",
        "published": published,
        "origin": "kcna",
        "supports": "the dates",
    }
    return {**healthy, **changes}


def _registers() -> dict[str, list[Entry]]:
    return {
        "actors": [
            {"id": "north-korea", "name": "North Korea", "native": "조선", "aliases": ["DPRK", "КНДР"], "type": "state"},
            {"id": "kim-jong-un", "name": "Kim Jong Un", "native": "김정은", "aliases": ["Ким Чен Ын"], "type": "person", "part_of": "north-korea"},
            {"id": "kcna", "name": "KCNA", "type": "news agency", "part_of": "north-korea"},
            {"id": "south-korea", "name": "South Korea", "type": "state"},
            {"id": "jcs", "name": "Joint Chiefs", "type": "armed force", "part_of": "south-korea"},
            {"id": "united-states", "name": "United States", "aliases": ["América"], "type": "state"},
            {"id": "white-house", "name": "White House", "type": "body", "part_of": "united-states"},
            {"id": "russia", "name": "Russia", "native": "Россия", "type": "state"},
            {"id": "kremlin", "name": "Kremlin", "type": "body", "part_of": "russia"},
        ],
        "places": [
            {"id": "pyongyang", "name": "Pyongyang", "lat": 39.03, "lon": 125.75, "precision": "city"},
            {"id": "washington", "name": "Washington", "lat": 38.9, "lon": -77.04, "precision": "city"},
            {"id": "undisclosed-north-korea", "name": "undisclosed", "precision": "undisclosed"},
        ],
        "publishers": [
            {"id": "yonhap", "name": "Yonhap", "type": "news agency", "country": "South Korea", "hosts": ["yna.co.kr"]},
            {"id": "gazette", "name": "Gazette", "type": "newspaper", "country": "Utopia", "hosts": ["gazette.example"]},
            {"id": "farm", "name": "Farm", "type": "content farm", "country": "Utopia", "hosts": ["farm.example"]},
        ],
        "series": [
            {"id": "old-drill", "name": "Old Drill", "about": "The one before", "from": "1976", "to": "2021"},
            {"id": "summer-drill", "name": "Summer Drill", "about": "Each summer", "from": "2022", "predecessors": ["old-drill"], "band": True},
        ],
        "weapons": [
            {"id": "tactical-missile", "name": "Pointed missile", "native": "뾰족탄", "aliases": ["PX-1"], "type": "ballistic missile"},
        ],
        "claims": [
            {"id": "shells", "name": "Shells", "proposition": "One sent shells to the other", "accused": ["north-korea", "russia"]},
        ],
        "categories": [
            {"id": "visits", "name": "Visits", "about": "Plants seen", "symbol": "square", "kinds": [{"id": "plant", "name": "plant"}]},
            {"id": "drills", "name": "Drills", "about": "Exercises", "symbol": "circle", "kinds": [{"id": "exercise", "name": "exercise"}]},
            {
                "id": "arms",
                "name": "Arms",
                "about": "Transfers",
                "symbol": "diamond",
                "kinds": [
                    {"id": "allegation", "name": "allegation"},
                    {"id": "denial", "name": "denial"},
                    {"id": "acknowledgement", "name": "acknowledgement", "acknowledges": True},
                ],
            },
        ],
        "roles": [
            {"id": "visitor", "name": "visits", "acts": True},
            {"id": "conducts", "name": "conducts", "acts": True},
            {"id": "denier", "name": "denies", "acts": True},
            {"id": "accuser", "name": "accuses", "acts": False},
            {"id": "supplier", "name": "said to supply", "acts": False},
        ],
        "link-kinds": [
            {"id": kind, "name": kind, "inverse": f"{kind} of", "family": family}
            for kind, family in {
                "precedes": "belongs", "responds-to": "answers", "refers-to": "mentions",
                "denies": "opposes", "corroborates": "bears-out", "acknowledges": "bears-out",
            }.items()
        ],
        "record": [
            {
                "id": "small", "name": "Dateline", "about": "plants, drills and arms", "reported_since": 2022,
                "areas": [
                    {"id": "korea", "name": "Korea", "west": 119, "east": 137, "south": 31.3, "north": 43.8},
                    {"id": "world", "name": "World", "west": -180, "east": 180, "south": -56, "north": 72},
                ],
            },
        ],
        "units": [{"id": "container", "name": "container", "plural": "containers"}],
    }  # fmt: skip


def _events() -> list[tuple[str, Entry]]:
    return [
        ("visits", {
            "id": "2023-08-11-plants", "title": "Kim Jong Un tours missile plants", "kind": "plant", "date": "2023-08-11/2023-08-12",
            "reported": "2023-08-14", "claimed_by": ["kcna"], "actors": [{"who": "kim-jong-un", "role": "visitor"}],
            "place": "undisclosed-north-korea", "weapons": ["tactical-missile"], "summary": f"{SUMMARY} A rocket launcher stood there.",
            "quotes": [{"text": "more of them", "speaker": "kim-jong-un", "source": 1}],
            "sources": [source()], "sole_source": "Nobody else wrote of it",
        }),
        ("drills", {
            "id": "2023-08-21-summer-drill", "title": "Summer drill begins in the south", "kind": "exercise", "date": "2023-08-21/2023-08-31",
            "reported": "2023-08-21", "claimed_by": ["jcs"], "actors": [{"who": "jcs", "role": "conducts"}], "place": "pyongyang",
            "series": "summer-drill", "summary": SUMMARY, "conflicts": [{"text": "One page says ten days", "sources": [1]}],
            "sources": [source("2023-08-21", origin=["jcs", "gazette"])], "sole_source": "Nobody else wrote of it",
        }),
        ("arms", {
            "id": "2023-10-13-containers", "title": "White House speaks of 1,000 containers of missile parts", "kind": "allegation", "date": "2023-10-13",
            "reported": "2023-10-13", "claimed_date": "2023-09-07/2023-10-01", "claimed_by": ["white-house"],
            "actors": [{"who": "white-house", "role": "accuser"}, {"who": "north-korea", "role": "supplier"}], "place": "washington",
            "summary": SUMMARY, "stances": [{"claim": "shells", "stance": "affirms", "by": "white-house", "source": 1}],
            "quantities": [{"value": 1000, "bound": "over", "unit": "container", "claim": "shells", "by": "white-house", "source": 1}],
            "links": [{"to": "2023-08-11-plants", "kind": "refers-to", "basis": "documented", "source": 2}],
            "sources": [source("2023-10-13", origin="white-house"), source("2023-10-14", url="https://gazette.example/a", publisher="gazette", origin="white-house")],
        }),
        ("arms", {
            "id": "2023-10-20-denial", "title": "Kremlin calls the account baseless", "kind": "denial", "date": "2023-10-20",
            "reported": "2023-10-20", "claimed_by": ["kremlin"], "actors": [{"who": "kremlin", "role": "denier"}], "place": "pyongyang",
            "summary": SUMMARY, "links": [{"to": "2023-10-13-containers", "kind": "denies", "basis": "documented", "source": 1}],
            "sources": [source("2023-10-20", url="https://farm.example/a", publisher="farm", origin="kremlin", weak=True)], "sole_source": "Nobody else wrote of it",
        }),
    ]  # fmt: skip


@dataclass
class Small:
    """A record to be changed: ``events`` as (category, event), ``registers`` by file stem. Each key is written on a line of its own.

    ``story_files`` names the file of a story that does not stand in one of its name.
    """

    folder: Path
    events: list[tuple[str, Entry]] = field(default_factory=_events)
    registers: dict[str, list[Entry]] = field(default_factory=_registers)
    story_files: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, event_id: str) -> Entry:
        return next(event for _, event in self.events if event["id"] == event_id)

    def cover(self, **changes: Any) -> Entry:
        """Say how thoroughly the visits were searched."""
        entry = {
            "id": "visits-2023", "category": "visits", "from": "2023-01", "to": "2023-12", "thoroughness": "thorough",
            "searched": "2023-12-31", "about": "All that was printed",
        }  # fmt: skip
        self.registers.setdefault("coverage", []).append(entry | changes)
        return self.registers["coverage"][-1]

    def tell(self, **changes: Any) -> Entry:
        """Add a story of two steps."""
        entry = {
            "id": "first-story", "name": "A first story", "about": "How it began",
            "steps": [
                {"title": "The visit", "text": "It began so.", "view": "period=2023-08-01&period=2023-08-31", "event": "2023-08-11-plants"},
                {"title": "The claim", "text": "Then it was said.", "view": "category=arms", "event": "2023-10-13-containers"},
            ],
        }  # fmt: skip
        self.registers.setdefault("stories", []).append(entry | changes)
        return self.registers["stories"][-1]

    @property
    def visit(self) -> Entry:
        return self["2023-08-11-plants"]

    @property
    def drill(self) -> Entry:
        return self["2023-08-21-summer-drill"]

    @property
    def claim(self) -> Entry:
        return self["2023-10-13-containers"]

    @property
    def denial(self) -> Entry:
        return self["2023-10-20-denial"]

    def entry(self, register: str, entry_id: str) -> Entry:
        return next(entry for entry in self.registers[register] if entry["id"] == entry_id)

    def add(self, category: str, event_id: str, **changes: Any) -> Entry:
        """Add a healthy event like the visit, on the day its id begins with."""
        day = event_id[:10]
        event = {
            **self.visit,
            "id": event_id,
            "date": day,
            "reported": day,
            "title": f"Something else, {event_id}",
            "sources": [source(day)],
        }
        if category != "visits":
            event["kind"] = {"drills": "exercise", "arms": "allegation"}[category]
        event |= changes
        self.events.append((category, event))
        return event

    def write(self) -> Path:
        """Write the record; returns its folder. An event stands in the file of its id's year."""
        files: dict[str, list[Entry]] = {
            stem if stem in ("coverage", "record") else f"registers/{stem}": entries
            for stem, entries in self.registers.items()
            if stem != "stories"
        }
        files |= {
            f"stories/{self.story_files.get(story['id'], story['id'])}": [story] for story in self.registers.get("stories", [])
        }
        for category, event in self.events:
            files.setdefault(f"{category}/{event['id'][:4]}", []).append(event)
        for name, entries in files.items():
            path = self.folder / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(as_yaml(entry) for entry in entries), encoding="utf-8")
        return self.folder

    def read(self) -> Record:
        return read(self.write())

    def check(self) -> Record:
        return read_and_check(self.write())

    def tables(self) -> Tables:
        """Tables of the record, which must be healthy."""
        record = self.check()
        assert not record.problems, "\n".join(map(str, record.problems))
        return build(record)

    def at(self, problem: Problem) -> str:
        """What stands where a problem points, to the end of the line."""
        lines = (self.folder.parent / problem.path).read_text(encoding="utf-8").split("\n")
        return lines[problem.line - 1][problem.column - 1 :]


def as_yaml(entry: Entry) -> str:
    """An entry as YAML, one line a key."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items()]
    return "".join(f"{'- ' if n == 0 else '  '}{line}\n" for n, line in enumerate(lines))


@pytest.fixture(autouse=True)
def look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit of the record shows at the very next run of a page, not only after a second."""
    if record := sys.modules.get("dateline.ui.record"):
        monkeypatch.setattr(record, "LOOK_EVERY", 0.0)


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path / "events")


def hostile(small: Small, bad: str) -> Tables:
    """A record with a text in it that the checks would refuse: in the visit's title, summary, note and source, and in its claimant's name."""
    record = small.check()
    found = next(one for one in record.events if one.event.id == small.visit["id"])
    sources = tuple(one.model_copy(update={"supports": bad}) for one in found.event.sources)
    texts = {"title": f"Title {bad}", "summary": f"Summary {bad}", "note": bad, "sources": sources}
    event = found.event.model_copy(update={**texts, "conflicts": (Conflict(text=bad),)})
    events = tuple(replace(one, event=event) if one is found else one for one in record.events)
    actors = {**record.registers.actors}
    actors["kcna"] = actors["kcna"].model_copy(update={"name": f"KCNA {bad}"})
    return build(replace(record, events=events, registers=replace(record.registers, actors=actors)))


@cache
def sample() -> Tables:
    """A larger record, the same for all examples of a property."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "events"
        write_sample(folder, 90, 60)
        tables = dateline.load(folder)
    assert not tables.problems
    return tables
