"""Readers without a browser: what the load test speaks is what the dashboard understands."""

from __future__ import annotations

import asyncio

import dateline
from bench.many import read
from tests.browser.serving import ROOT


def test_readers_at_once_each_get_the_right_answer(app: str) -> None:
    load = asyncio.run(read(app, dateline.load(ROOT / "events"), 3, 3))
    assert not load.wrong
    assert len(load.opened) == 3
    assert len(load.taken) >= 3
