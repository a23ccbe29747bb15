"""A compiled record after an edit: what the files say now, out of the last compiled record and of those files that changed.

Only events that changed are read, and only they and what stands near them is checked again: events that a link joins to them, those of
the same days in their category, drafts. That says the same as checking all while nothing is wrong in the record before and after, and
only then it is done; see :func:`after`. Tables and index are those of before without the rows that went, with the new ones put in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dateline import search, words
from dateline.checks import checked
from dateline.keeping import Contents, FileSaid, Rows, contents, uses_by_file
from dateline.kept import CompiledTables, Kept
from dateline.model import Event
from dateline.reader import files_of, holds_events, read
from dateline.record import Elsewhere, FileRead, Located, Record
from dateline.rules.ids import used_entries
from dateline.standing import statuses
from dateline.tables import Cited, Crowd, Tables, event_rows, fingerprint_of, last_change, link_rows
from dateline.workers import size_of

MOST_CHANGED = 0.2
"""Share of a record from which on it is checked as a whole."""
_EPOCH = date(1970, 1, 1).toordinal()
MOST_DRAFTS = 2_000
"""Drafts that are checked anew each time."""


def after(kept: Kept, roots: Sequence[Path], digests: Mapping[str, str]) -> Contents | None:
    """What a compiled record of the files as they are now holds.

    Parameters
    ----------
    kept : the last compiled record. digests : SHA-256 of each file as it is now.

    Returns
    -------
    None where the whole has to be checked: something is or was wrong, a register changed, much changed, an event that others name became
    a draft or went, or a draft that others name was published.
    """
    with suppress(_WholeError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, pa.ArrowException):
        return _Edit(kept, roots, digests).contents()
    return None


class _WholeError(Exception):
    """Too much changed for this."""


class _Edit:
    """One edit. ``gone`` : which rows of the compiled record are of files that changed; ``fresh`` : the events of those files now."""

    def __init__(self, kept: Kept, roots: Sequence[Path], digests: Mapping[str, str]) -> None:
        self.kept = kept
        self.before: CompiledTables = kept.tables()
        self.was = dict(kept.said["digests"])
        self.files: Mapping[str, Any] = kept.said["files"]
        self.changed = _changed_files(kept, roots, self.was, digests)
        self.shown: int = kept.said["shown"]
        number = {name: n for n, name in enumerate(kept.names)}
        self.gone = np.isin(kept.files, [number[name] for name in self.changed if name in number])
        self.stays = ~self.gone[: self.shown]
        lost = np.flatnonzero(self.gone).tolist()
        # One that is damaged would be looked for in its file, which has changed.
        _only_if(all(map(kept.whole, lost)))
        self.lost = [kept.make(row) for row in lost]
        self.drafts = [kept.make(row) for row in (np.flatnonzero(~self.gone[self.shown :]) + self.shown)[:MOST_DRAFTS].tolist()]
        _only_if(len(self.drafts) < MOST_DRAFTS)
        self.record = self._read(roots)
        self.fresh = [one for one in self.record.events if not one.event.draft]
        self.fresh.sort(key=lambda one: (one.event.date.start, one.event.id))
        self.others = {one for one, stays in zip(kept.ids, self.stays.tolist(), strict=True) if stays}

    def _read(self, roots: Sequence[Path]) -> Record:
        """The registers and the files that changed."""
        same = {name: FileRead((), (), 0, frozenset(), self.was[name]) for name in self.files if name not in self.changed}
        record = read(roots, same)
        now = record.digests
        _only_if(not record.problems and not record.held_back and all(now.values()))
        _only_if({name: self.was.get(name) for name in now if name not in self.changed} == {
            name: digest for name, digest in now.items() if name not in self.changed
        })  # fmt: skip
        _only_if(all(name in now or name in self.changed for name in self.was))
        return record

    def contents(self) -> Contents:
        """All of it."""
        self._check()
        order = self._order()
        rows = self._rows(order)
        tables = self._tables(order, rows)
        index = self.before.indexed()
        if index is None:
            raise _WholeError
        ids = np.array([one.event.id for one in self.fresh], dtype=object)
        place = _places(order, self.shown + len(ids))
        index = search.joined(
            index.among(self.stays),
            search.index_of(self.fresh, self.record.registers, ids),
            tables.ids,
            place[: self.shown][self.stays],
            place[self.shown :],
        )
        return contents(rows, tables, self.record.digests, self._files(), self._uses(), index)

    # ---- Rules ---------------------------------------------------------------------------------------------------------------------

    def _check(self) -> None:
        holding, to = self.before.tied
        position = self.before.position
        before = {one.event.id for one in self.lost if not one.event.draft}
        now = {one.event.id for one in self.fresh}
        _only_if(not now & self.others)
        outside = self.stays[holding]
        vanished = [position[one] for one in before - now]
        _only_if(not np.isin(to[outside], vanished).any())
        astray = {one for name, said in self.files.items() if name not in self.changed for one in said[4]}
        _only_if(not astray & (now - before))
        near = np.zeros(self.shown, dtype=bool)
        near[holding[~self.stays[to]]] = True
        near[to[~outside]] = True
        near[self._targets()] = True
        near |= self._same_days()
        events = [*self.record.events, *self.drafts, *(self.kept.make(row) for row in np.flatnonzero(near & self.stays).tolist())]
        events.sort(key=lambda one: one.event.id)
        found = checked(replace(self.record, events=tuple(events), elsewhere=self._elsewhere(self.stays & ~near)))
        _only_if(not found.problems)

    def _targets(self) -> list[int]:
        """Rows of the events that stay to which those that changed link now."""
        position = self.before.position
        return [position[link.to] for one in self.record.events for link in one.event.links if link.to in self.others]

    def _same_days(self) -> np.ndarray:
        """Which rows are of the categories of what changed, and begin on the same days or one beside them."""
        events = self.before.events
        near = np.zeros(self.shown, dtype=bool)
        starts = events["start"].to_numpy().astype("datetime64[D]").astype("int64")
        for category in {one.category for one in self.record.events}:
            days = {
                one.event.date.start.toordinal() - _EPOCH + shift
                for one in self.record.events if one.category == category for shift in (-1, 0, 1)
            }  # fmt: skip
            near |= (events["category"] == category).to_numpy(dtype=bool) & np.isin(starts, list(days))
        return near

    def _elsewhere(self, untold: np.ndarray) -> Elsewhere:
        """What rules need of the events that stay. ``untold`` : which of them the rules do not see themselves."""
        events = self.before.events[untold]
        held = Counter(zip(events["category"], (str(year) for year in events["start"].dt.year), strict=True))
        uses = {stem: list(ids) for stem, ids in self._uses().items()}
        return Elsewhere(frozenset(self.others), self._former_ids(), uses, held)

    def _former_ids(self) -> dict[str, str]:
        """Of the events that stay."""
        return {former: one for former, one in self.before.former_ids.items() if one in self.others}

    def _uses(self) -> dict[str, Counter[str]]:
        """As :func:`dateline.keeping.uses_by_file`, without those that no file uses any more."""
        files: dict[str, list[Event]] = {}
        for one in self.lost:
            files.setdefault(one.path, []).append(one.event)
        fewer = uses_by_file(files.values())
        more = uses_by_file(
            [one.event for one in self.record.files[name].events] for name in self.changed & self.record.files.keys()
        )
        stems = used_entries(())
        return {stem: Counter(self.kept.said["uses"].get(stem, {})) - fewer[stem] + more[stem] for stem in stems}

    # ---- Tables --------------------------------------------------------------------------------------------------------------------

    def _order(self) -> np.ndarray:
        """Which rows are shown now, in their order: those of before, then, counted on from there, the new ones."""
        stays = np.flatnonzero(self.stays)
        ids = self.before.ids
        days = self.before.events["start"].to_numpy().astype("datetime64[D]").astype("int64")

        def key(row: int) -> tuple[int, str]:
            return int(days[row]), str(ids[row])

        at = [bisect_left(stays, (_day(one), one.event.id), key=key) for one in self.fresh]
        return np.insert(stays, at, self.shown + np.arange(len(self.fresh)))

    def _rows(self, order: np.ndarray) -> Rows:
        kept, names = self.kept, list(self.record.digests)
        new_drafts = [one for one in self.record.events if one.event.draft]
        fresh = Rows.of([*self.fresh, *new_drafts], len(self.fresh), names)
        whole = len(kept.files)
        old_drafts = (np.flatnonzero(~self.gone[self.shown :]) + self.shown).tolist()
        drafts = sorted(
            [
                *zip((one.event.id for one in self.drafts), old_drafts, strict=True),
                *((one.event.id, whole + len(self.fresh) + n) for n, one in enumerate(new_drafts)),
            ]
        )
        # Shown rows of before, drafts of before, then what was read now: where a row of ``order`` or a draft stands.
        picked = np.concatenate(
            [np.where(order < self.shown, order, order - self.shown + whole), [at for _, at in drafts]]
        ).astype("int64")
        number = {name: n for n, name in enumerate(names)}
        files = np.array([number.get(name, -1) for name in kept.names], dtype="int32")[kept.files]
        columns = fresh.table.column_names
        before = kept.parts["rows"].select(columns).set_column(0, "file", pa.array(files))
        before = before.set_column(1, "category", before["category"].cast(pa.large_string()))
        table = pa.concat_tables([before, fresh.table]).take(pa.array(picked)).combine_chunks()
        texts = [kept.text(at) if at < whole else fresh.texts[at - whole] for at in picked.tolist()]
        place = _places(order, self.shown + len(self.fresh))
        old, new = kept.parts["spoken"], fresh.spoken
        rows = np.concatenate([place[old["row"].to_numpy()], place[self.shown :][new["row"].to_numpy()]]).astype("int64")
        stay = np.flatnonzero(rows >= 0)
        stay = stay[np.argsort(rows[stay])]
        told = pa.concat_tables([old.select(["text"]), new.select(["text"])])["text"].take(pa.array(stay)).combine_chunks()
        return Rows(table, texts, pa.table({"row": pa.array(rows[stay], pa.int32()), "text": told}))

    def _tables(self, order: np.ndarray, rows: Rows) -> Tables:
        before, registers = self.before, self.record.registers
        ids = [one.event.id for one in self.fresh]
        with words.speaking(words.ENGLISH):
            new = event_rows(self.fresh, registers, dict.fromkeys(ids, "alleged"))
            links = link_rows([one.event for one in self.fresh], {*self.others, *ids}, registers)
        alone = Tables(events=new, links=links, records={one.event.id: one for one in self.fresh}, registers=registers)
        frame = pd.concat([before.events, new], ignore_index=True).iloc[order].reset_index(drop=True)
        seen = self._statuses()
        frame["status"] = pd.Series(
            [seen.get(one, was) for one, was in zip(frame["id"], frame["status"], strict=True)], dtype="str"
        )
        number = {one: n for n, one in enumerate(ids)}
        holding = np.array([number[one] for one in links["event"]], dtype="int64")
        lengths = np.concatenate([np.bincount(before.tied[0], minlength=self.shown), np.bincount(holding, minlength=len(ids))])
        linked = pd.concat([before.links, links], ignore_index=True).iloc[_gathered(lengths, order)].reset_index(drop=True)
        tables = Tables(
            events=frame, links=linked, records={}, registers=registers,
            fingerprint=fingerprint_of(rows.table["seal"].slice(0, len(order)).to_pylist(), registers),
            changed=max((one.changed for one in self._files().values() if one.changed), default=None),
        )  # fmt: skip
        titles = {one: told for one, told in before.titles.items() if one in self.others} | dict(alone.titles)
        # What is derived from all events is known already, and they are not here to derive it from.
        vars(tables).update(
            public=np.concatenate([before.public, alone.public])[order],
            crowd=_crowd(before.crowd, alone.crowd, order),
            cited=_cited(before.cited, alone.cited, (self.shown, len(ids)), order),
            titles={one: titles[one] for one in frame["id"] if one in titles} if titles else {},
            former_ids=self._former_ids() | dict(alone.former_ids),
        )
        return tables

    def _statuses(self) -> Mapping[str, str]:
        """The status of the events that changed, and of those to which one of them links or linked."""
        holding, to = self.before.tied
        doubtful = np.zeros(self.shown, dtype=bool)
        doubtful[to[~self.stays[holding]]] = True
        doubtful[self._targets()] = True
        asked = doubtful.copy()
        asked[holding[(doubtful | ~self.stays)[to]]] = True
        ids = self.before.ids
        near = [self.kept[ids[row]].event for row in np.flatnonzero(asked & self.stays)]
        found = statuses([*(one.event for one in self.fresh), *near], self.record.registers)
        wanted = {*(one.event.id for one in self.fresh), *ids[doubtful & self.stays]}
        return {one: status for one, status in found.items() if one in wanted}

    def _files(self) -> dict[str, FileSaid]:
        found = {}
        shown = {*self.others, *(one.event.id for one in self.fresh)}
        for name, file in self.record.files.items():
            if name in self.changed:
                astray = {link.to for one in file.events for link in one.event.links} - shown
                changed = last_change(one.event for one in file.events if not one.event.draft)
                found[name] = FileSaid(0, [], [], changed, sorted(astray))
            else:
                *_, day, astray = self.files[name]
                found[name] = FileSaid(0, [], [], date.fromisoformat(day) if day else None, astray)
        return found


def _changed_files(kept: Kept, roots: Sequence[Path], was: Mapping[str, str], digests: Mapping[str, str]) -> frozenset[str]:
    """Names of the files of events that changed, came or went; little, and nothing else changed."""
    files = {name: (path, inner) for path, inner, name in files_of(roots)}
    changed = frozenset(name for name in was.keys() | digests.keys() if was.get(name) != digests.get(name))
    _only_if(not kept.said["problems"] and not kept.said["held_back"])
    _only_if(all(name in kept.said["files"] or (name in files and holds_events(files[name][1])) for name in changed))
    _only_if(sum(size_of(files[name][0]) for name in changed & files.keys()) < MOST_CHANGED * len(kept.texts))
    return changed


def _only_if(fine: bool) -> None:
    if not fine:
        raise _WholeError


def _day(one: Located) -> int:
    return one.event.date.start.toordinal() - _EPOCH


def _places(order: np.ndarray, count: int) -> np.ndarray:
    """The place of each of so many rows in an order; -1: it is not in it."""
    place = np.full(count, -1)
    place[order] = np.arange(len(order))
    return place


def _gathered(lengths: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Where the things of some rows stand when all rows' things stand one after the other, so many each: those of the first row first."""
    picked = lengths[order]
    first = (np.cumsum(lengths) - lengths)[order]
    found: np.ndarray = np.repeat(first - np.cumsum(picked) + picked, picked) + np.arange(picked.sum())
    return found


def _numbered(codes: np.ndarray, names: Sequence[Any]) -> tuple[np.ndarray, tuple[Any, ...]]:
    """The same things with numbers in the order in which they first occur."""
    used, first = np.unique(codes, return_index=True)
    listed = used[np.argsort(first)]
    number = np.zeros(len(names), dtype="int32")
    number[listed] = np.arange(len(listed))
    return number[codes], tuple(names[one] for one in listed.tolist())


def _together(
    one: tuple[np.ndarray, Sequence[Any]], other: tuple[np.ndarray, Sequence[Any]], at: np.ndarray
) -> tuple[np.ndarray, Any]:
    codes = np.concatenate([one[0], other[0] + len(one[1])])[at]
    names = [*one[1], *other[1]]
    # Both may have a number for the same thing.
    number = {name: n for n, name in reversed(list(enumerate(names)))}
    return _numbered(np.array([number[name] for name in names], dtype="int32")[codes], names)


def _crowd(one: Crowd, other: Crowd, order: np.ndarray) -> Crowd:
    lengths = np.concatenate([np.diff(one.offsets), np.diff(other.offsets)])
    codes, names = _together((one.codes, one.names), (other.codes, other.names), _gathered(lengths, order))
    return Crowd(names, np.concatenate([[0], np.cumsum(lengths[order])]).astype("int64"), codes)


def _cited(one: Cited, other: Cited, events: tuple[int, int], order: np.ndarray) -> Cited:
    lengths = np.concatenate([np.bincount(part.rows, minlength=count) for part, count in zip((one, other), events, strict=True)])
    at = _gathered(lengths, order)
    publishers, origins, stances = (
        _together(getattr(one, name), getattr(other, name), at) for name in ("publishers", "origins", "stances")
    )
    rows = np.repeat(np.arange(len(order), dtype="int32"), lengths[order])
    weak, out = (np.concatenate([getattr(one, name), getattr(other, name)])[at] for name in ("weak", "out"))
    return Cited(rows, publishers, origins, stances, weak, out)
