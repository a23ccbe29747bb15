"""Before and after: 10 000 draws of a model of chance, against the loop that one would write in plain Python over the same draws."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from dateline import dates
from dateline.coincidence import DRAWS, SEED, analyse
from dateline.samples import Days, days

ANCHORS, OTHERS = 60, 200
FIRST, LAST = date(2022, 1, 1), date(2026, 6, 29)
WINDOW = 14
REPEATS = 5
LOOPED = 100
"""Draws of the plain loop; its time is multiplied up to all."""
SECONDS, TIMES = 1.0, 50
"""Targets: seconds for all draws, and how many times faster than the loop."""


def main() -> bool:
    """Print the figures and whether both targets are met."""
    anchors, others = made(ANCHORS, 1, lasts=10), made(OTHERS, 2)
    vague = made(ANCHORS, 1, lasts=10, vague=True)
    ours = _seconds(lambda: analyse(anchors, others, (FIRST, LAST), window=WINDOW))
    dated = _seconds(lambda: analyse(vague, made(OTHERS, 2, vague=True), (FIRST, LAST), window=WINDOW))
    loop = _seconds(lambda: plain(anchors, others, LOOPED), 1) * DRAWS / LOOPED
    same = _same(anchors, others)
    met = ours <= SECONDS and dated <= SECONDS and loop / ours >= TIMES and same
    print(
        f"{DRAWS:,} draws, {ANCHORS} anchors, {OTHERS} other events: {ours:.2f} s; where no day is known: {dated:.2f} s", end=""
    )
    print(f"; a plain loop over the same draws ({LOOPED} of them timed): {loop:.0f} s")
    print(
        f"same numbers: {'yes' if same else 'NO'}; ratio {loop / ours:.0f} times; target {SECONDS:g} s, {TIMES} times: ", end=""
    )
    print("met" if met else "MISSED")
    return met


def made(number: int, seed: int, *, lasts: int = 0, vague: bool = False) -> Days:
    """Events on random days of the span, those that last for ``lasts`` more days; ``vague``: known to the week only."""
    rng = random.Random(seed)
    room = (LAST - FIRST).days - lasts - 7
    begins = [FIRST + timedelta(days=rng.randrange(room)) for _ in range(number)]
    written = [
        f"[{day}..{day + timedelta(days=6)}]" if vague else f"{day}/{day + timedelta(days=lasts)}" if lasts else f"{day}"
        for day in begins
    ]
    return days([f"event-{n}" for n in range(number)], [dates.parse(text) for text in written])


def plain(anchors: Days, others: Days, draws: int) -> list[list[int]]:
    """Precursors, triggers and events before of each draw of a circular shift, one pair of events after the other."""
    first, length = (FIRST - date(1970, 1, 1)).days, (LAST - FIRST).days + 1
    shifts = np.random.default_rng(SEED).integers(length, size=(DRAWS, 1))[:draws, 0].tolist()
    drills = list(zip(anchors.first_low.tolist(), anchors.last_low.tolist(), strict=True))
    given = others.first_low.tolist()
    found = []
    for shift in shifts:
        moved = [(day - first + shift) % length + first for day in given]
        found.append(
            [
                sum(any(0 <= begin - day <= WINDOW for day in moved) for begin, _ in drills),
                sum(any(0 <= begin - day <= WINDOW for begin, _ in drills) for day in moved),
                sum(any(0 <= day - end <= WINDOW for day in moved) for _, end in drills),
                sum(any(0 <= day - end <= WINDOW for _, end in drills) for day in moved),
            ]
        )
    return found


def _same(anchors: Days, others: Days) -> bool:
    """Whether the loop finds what we find, on the draws that both make."""
    means = [statistics.mean(column) for column in zip(*plain(anchors, others, LOOPED), strict=True)]
    ours = analyse(anchors, others, (FIRST, LAST), window=WINDOW, draws=LOOPED)
    return np.allclose(
        means, [side.expected for side in (ours.before.anchors, ours.before.others, ours.after.anchors, ours.after.others)]
    )


def _seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    taken = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
