"""What is made once for all sessions is what Streamlit would have made for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

from dateline.ui import sparing

OPTIONS = {"theme.primaryColor": "#0b5fa5", "theme.dark.textColor": "#eeeeee", "theme.base": "dark", "theme.baseFontSize": 15}


def told() -> bytes:
    """The theme as the first message of a run tells it."""
    message = NewSession()
    theme: CustomThemeConfig = message.custom_theme
    for part, section in (
        (theme, "theme"), (theme.light, "theme.light"), (theme.dark, "theme.dark"), (theme.sidebar, "theme.sidebar"),
        (theme.light.sidebar, "theme.light.sidebar"), (theme.dark.sidebar, "theme.dark.sidebar"),
    ):  # fmt: skip
        app_session._populate_theme_msg(part, section)
    return bytes(message.SerializeToString(deterministic=True))


@pytest.fixture
def theme(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of a theme, told by Streamlit alone."""
    make = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", getattr(make, "original", make))
    before = {name: config.get_option(name) for name in OPTIONS}
    for name, value in OPTIONS.items():
        config.set_option(name, value)
    yield
    for name, value in before.items():
        config.set_option(name, value)


@pytest.mark.usefixtures("theme")
def test_the_theme_is_told_as_streamlit_tells_it() -> None:
    plain = told()
    assert b"#eeeeee" in plain
    sparing.stand()
    assert [told(), told()] == [plain, plain]


@pytest.mark.usefixtures("theme")
def test_what_changed_is_told_a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    sparing.stand()
    now = [100.0]
    monkeypatch.setattr(sparing, "monotonic", lambda: now[0])
    told()
    config.set_option("theme.dark.textColor", "#dddddd")
    assert b"#dddddd" not in told()
    now[0] += sparing.ANEW
    assert b"#dddddd" in told()
