"""Python reads this at its start where the folder is on its path: the dashboard of such a server shows the naughty record."""

import dateline
from dateline.folders import Folders
from dateline.tables import Tables
from dateline.ui import record
from tests import naughty


def _load(folder: Folders = "") -> Tables:
    return naughty.record()


def _where() -> tuple[str, ...]:
    return ("naughty",)


dateline.load = _load
record._where = _where
