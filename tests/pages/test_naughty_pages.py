"""Every page on a record whose every field that holds words holds naughty strings: no page breaks, and no text is markup."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import dateline
from dateline.ui import record
from tests import naughty
from tests.pages.test_pages import PAGES, ROOT, words

OPENED = {
    "timeline": {"event": "2023-10-13-naughty-5", "since": "2023-01-01"},
    "event": {"event": "2023-10-13-naughty-7"},
    "claims": {"claim": "shells"},
    "before_after": {"anchor": "category:visits", "other": "category:arms"},
    "map": {"place": "washington"},
    "actors": {"who": "white-house"},
    "stories": {"story": "first-story"},
    "contribute": {"event": "2023-10-13-naughty-9"},
}
"""Page -> what it has open."""


@pytest.fixture(autouse=True)
def record_is_naughty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dateline, "load", lambda _: naughty.record())
    monkeypatch.setattr(record, "_where", lambda: ("naughty",))


@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks_on_any_of_them(page: str) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in OPENED.get(page, {}).items():
        app.query_params[key] = [value]
    app.run()
    if page != "timeline":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert words(app)
    # What Streamlit would read as Markdown is our own words only.
    told = [str(getattr(one, "value", "")) for kind in ("markdown", "caption", "subheader") for one in app.get(kind)]
    held = {text for text in naughty.texts(record.tables()) if len(text) > 3}
    assert [text for text in told if text in held] == []
