"""The questions of ``python -m dateline new``: one a field, each answer checked before the next is asked.

Answers come from standard input, typed or piped. What ``check`` would say of an answer is said at once and it is asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dateline import drafting
from dateline.dates import HOW
from dateline.formatting import as_yaml
from dateline.model import ActorRole, Event, Source
from dateline.reader import read_entry
from dateline.record import Problem, Record
from dateline.registers import REGISTERS

_OPTIONAL_OF_ENTRIES: Mapping[str, tuple[str, ...]] = {
    "actors": ("native", "part_of", "about"), "places": ("native", "lat", "lon"), "weapons": ("native",), "series": ("native", "start"),
}  # fmt: skip
"""Fields of a new entry that are asked for besides those that it must have."""
_LISTS = frozenset({"hosts", "aliases"})


@dataclass
class Dialogue:
    """A draft being asked for. ``added``: new register entries by register."""

    record: Record
    category: str = ""
    draft: dict[str, Any] = field(default_factory=dict)
    added: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def event(self) -> None:
        """Ask for an event from its category to its id."""
        categories = self.record.registers.categories
        self.category = _one_of("Category", {one.id: one.name for one in categories.values()})
        kinds = categories[self.category].kinds
        self.draft["kind"] = _one_of("Kind", {kind.id: kind.name for kind in kinds})
        self.text("title")
        print(f"Dates: {HOW}.")
        self.text("date")
        self.text("reported", optional=not drafting.needs_reported(self.draft["date"], self.record.registers))
        # Whether it looks like another event shows once the day is known.
        while problems := self.problems("title"):
            print("\n".join(f"  {one}" for one in problems))
            self.text("title")
        self.ids("claimed_by", ("actors",), _said(Event, "claimed_by"))
        self.actors()
        self.draft["place"] = self.entry(f"Place. {_said(Event, 'place')}", ("places",))
        if series := self.entry(f"Series. {_said(Event, 'series')}", ("series",), optional=True):
            self.draft["series"] = series
        self.ids("weapons", ("weapons",), _said(Event, "weapons"), optional=True)
        self.text("summary")
        self.sources()
        self.text("note", optional=True)
        known = frozenset(event_id for one in self.record.events for event_id in one.event.ids)
        suggested = drafting.suggested_id(self.draft["date"], self.draft["title"], known)
        self.text("id", suggestion=suggested)

    def text(self, name: str, *, optional: bool = False, suggestion: str = "") -> None:
        """Ask for a text of the event."""

        def wrong(answer: str) -> Sequence[str]:
            self.draft[name] = answer
            return self.problems(name)

        answer = _ask(f"{_label(name)}. {_said(Event, name)}", wrong, optional=optional, suggestion=suggestion)
        if answer:
            self.draft[name] = answer
        else:
            self.draft.pop(name, None)

    def problems(self, name: str) -> list[str]:
        """What ``check`` says of a field and of what stands in it, as far as the draft goes."""
        found = drafting.checked(self.draft, self.category, self.record)
        own = (one for one in found.problems if one.field == name or one.field.startswith((f"{name}[", f"{name}.")))
        return [one.message for one in own]

    def ids(self, name: str, stems: tuple[str, ...], about: str, *, optional: bool = False) -> None:
        """Ask for a list of ids; an empty answer ends it."""
        chosen: list[str] = []
        while one := self.entry(
            f"{_label(name)}. {about}" if not chosen else "Another?", stems, optional=optional or bool(chosen)
        ):
            if one not in chosen:
                chosen.append(one)
        if chosen:
            self.draft[name] = chosen

    def actors(self) -> None:
        """Ask who took part, each with a role."""
        roles = {role.id: role.name for role in self.record.registers.roles.values()}
        parts: list[dict[str, str]] = []
        while who := self.entry(
            f"Actors. {_said(Event, 'actors')} {_said(ActorRole, 'who')}" if not parts else "Another actor?",
            ("actors",),
            optional=bool(parts),
        ):
            parts.append({"who": who, "role": _one_of(f"Role of {who}", roles)})
        self.draft["actors"] = parts

    def sources(self) -> None:
        """Ask for the pages, and why there is only one publisher where that is so."""
        held: list[dict[str, Any]] = []
        self.draft["sources"] = held
        while source := self.source(len(held) + 1):
            held[len(held) :] = [source]
        vouching = {one["publisher"] for one in held if one.get("stance") != "context"}
        if len(vouching) < 2:
            print("It rests on one publisher.")
            self.text("sole_source")

    def source(self, number: int) -> dict[str, Any] | None:
        """Ask for one page; None when there is none more."""
        held = self.draft["sources"]
        made: dict[str, Any] = {}

        def wrong(key: str) -> Callable[[str], Sequence[str]]:
            def look(answer: str) -> Sequence[str]:
                self.draft["sources"] = [*held, {**made, key: answer}]
                found = self.problems(f"sources[{number}]")
                self.draft["sources"] = held
                return found

            return look

        url = _ask(f"Source {number}. {_said(Source, 'url')}", wrong("url"), optional=bool(held))
        if not url:
            return None
        made["url"] = url
        publisher = drafting.publisher_of(url, self.record.registers)
        if publisher:
            print(f"  Publisher: {publisher}")
        made["publisher"] = publisher or self.entry(f"  Publisher. {_said(Source, 'publisher')}", ("publishers",), url=url)
        known = self.record.registers.publishers.get(made["publisher"])
        if known and known.type == "content farm":
            print("  It is a content farm, so the source is marked weak.")
            made["weak"] = "true"
        if published := _ask(f"  Published. {_said(Source, 'published')}", wrong("published"), optional=True):
            made["published"] = published
        made["origin"] = self.entry(f"  Origin. {_said(Source, 'origin')}", ("actors", "publishers"))
        made["supports"] = _ask(f"  Supports. {_said(Source, 'supports')}", wrong("supports"))
        stances = {"affirms": "carries the claimant's account", "corroborates": "knows of it on its own", "denies": "says that it did not happen so",
                   "acknowledges": "the accused says so", "context": "background only"}  # fmt: skip
        stance = _one_of(f"  Stance. {_said(Source, 'stance')}", stances, suggestion="affirms")
        if stance != "affirms":
            made["stance"] = stance
        return made

    def entry(self, question: str, stems: tuple[str, ...], *, optional: bool = False, url: str = "") -> str:
        """Ask for an entry of a register by any of its names; a new one is added only when that is said. Empty: none."""
        print(question)
        while True:
            answer = _line("(Enter: none) > " if optional else "> ")
            entries = {key: one for stem in stems for key, one in self.pool(stem).items()}
            if not answer and optional:
                return ""
            if answer in entries:
                return answer
            if not answer:
                print("  It is needed. Write a name.")
                continue
            if len(same := drafting.called(answer, entries)) == 1:
                print(f"  {entries[same[0]].name} ({same[0]})")
                return same[0]
            offered = drafting.found(answer, entries)
            for n, one in enumerate(offered, 1):
                print(f"  {n}  {entries[one].name} ({one})")
            print(f"  n  none of these: add “{answer}” to registers/{stems[0]}.yaml")
            choice = _line("  number, n, or another name > ")
            while choice:
                if choice.isdecimal() and 1 <= int(choice) <= len(offered):
                    return offered[int(choice) - 1]
                if choice == "n":
                    return self.new_entry(stems[0], answer, url)
                if choice in entries:
                    return choice
                offered = drafting.found(choice, entries)
                answer = choice
                for n, one in enumerate(offered, 1):
                    print(f"  {n}  {entries[one].name} ({one})")
                choice = _line("  number, n, or another name > ")

    def pool(self, stem: str) -> Mapping[str, Any]:
        """The entries of a register, new ones included."""
        entries: Mapping[str, Any] = getattr(self.record.registers, stem)
        return entries

    def new_entry(self, stem: str, name: str, url: str) -> str:
        """Ask for what a new entry of a register must have; returns its id."""
        from dateline.rules.sources import host_of

        model = REGISTERS[stem]
        made: dict[str, Any] = {}
        given = {"id": drafting.slug(name), "name": name, "hosts": host_of(url).removeprefix("www.")}
        print(f"A new entry of registers/{stem}.yaml:")
        for key, about in model.model_fields.items():
            written = about.alias or key
            optional = not about.is_required()
            if optional and key not in _OPTIONAL_OF_ENTRIES.get(stem, ()):
                continue
            if key == "part_of":
                if above := self.entry(f"  Part of. {about.description}", ("actors",), optional=True):
                    made[key] = above
                continue

            def wrong(answer: str, key: str = written) -> Sequence[str]:
                if key == "id" and answer in self.pool(stem):
                    return [f"{answer} stands in this register already."]
                value: Any = [one.strip() for one in answer.split(",")] if key in _LISTS else answer
                _, _, found = read_entry(model, as_yaml({"id": "x", **made, key: value}, stem), f"registers/{stem}.yaml")
                return [one.message for one in found if _about(one, key)]

            answer = _ask(f"  {_label(written)}. {about.description}", wrong, optional=optional, suggestion=given.get(key, ""))
            if answer:
                made[written] = [one.strip() for one in answer.split(",")] if key in _LISTS else answer
        entry, _, found = read_entry(model, as_yaml(made, stem), f"registers/{stem}.yaml")
        if entry is None:
            print("\n".join(f"  {one.field}: {one.message}" for one in found))
            return self.new_entry(stem, name, url)
        self.added.setdefault(stem, []).append(made)
        registers = replace(self.record.registers, **{stem: {**self.pool(stem), made["id"]: entry}})
        self.record = replace(self.record, registers=registers)
        return str(made["id"])


def _about(problem: Problem, key: str) -> bool:
    return problem.field == key or problem.field.startswith((f"{key}[", f"{key}."))


def _said(model: Any, name: str) -> str:
    return str(model.model_fields[name].description)


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _line(prompt: str) -> str:
    return input(prompt).strip()


def _ask(question: str, wrong: Callable[[str], Sequence[str]], *, optional: bool = False, suggestion: str = "") -> str:
    """Ask until nothing is wrong with the answer. Empty only where that is allowed."""
    print(question)
    hint = f"(Enter: {suggestion}) > " if suggestion else "(Enter: none) > " if optional else "> "
    while True:
        answer = _line(hint) or suggestion
        if not answer and optional:
            return ""
        if not answer:
            print("  It is needed.")
            continue
        problems = wrong(answer)
        if not problems:
            return answer
        print("\n".join(f"  {problem}" for problem in problems))


def _one_of(question: str, options: Mapping[str, str], *, suggestion: str = "") -> str:
    """Ask for one of a few ids, by number, id or name."""
    print(question)
    keys = [*options]
    for n, key in enumerate(keys, 1):
        print(f"  {n:>2}  {options[key]} ({key})")
    while True:
        answer = _line(f"(Enter: {suggestion}) > " if suggestion else "> ") or suggestion
        if answer.isdecimal() and 1 <= int(answer) <= len(keys):
            return keys[int(answer) - 1]
        if (chosen := next((key for key, name in options.items() if answer.casefold() in (key, name.casefold())), "")) and answer:
            return chosen
        print("  Write the number or the id of one of them.")
