"""Readers without a browser: what the load test speaks is what the dashboard understands."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from bench.many import read
from tests.shipped import shipped_tables


def test_readers_at_once_each_get_the_right_answer(app: str) -> None:
    tables = shipped_tables()
    # The browser of the other tests has a loop running in this thread.
    with ThreadPoolExecutor(1) as apart:
        load = apart.submit(lambda: asyncio.run(read(app, tables, 3, 3))).result()
    assert not load.wrong
    assert len(load.opened) == 3
    assert len(load.taken) >= 3
