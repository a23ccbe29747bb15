"""What is made once for all sessions is what Streamlit would have made for each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit import config, util
from streamlit.components.v2.bidi_component import main
from streamlit.elements.lib.utils import compute_and_register_element_id
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.testing.v1 import AppTest

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


class Session:
    """As much of a session as handing over needs: its loop, and what reached it."""

    def __init__(self) -> None:
        self._event_loop = asyncio.get_running_loop()
        self.taken: list[str] = []
        self.woken = 0

    def _call_soon_on_event_loop(self, act: Callable[[], None]) -> None:
        self.woken += 1
        self._event_loop.call_soon_threadsafe(act)

    def _handle_scriptrunner_event_on_event_loop(self, _sender: object, event: ScriptRunnerEvent, forward_msg: str = "") -> None:
        if forward_msg == "broken":
            raise ValueError(forward_msg)
        self.taken.append(forward_msg or event.name)


MESSAGE, DONE = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS


def handed_over(*events: tuple[ScriptRunnerEvent, str], wait: float = 0.0) -> Session:
    """A session after a run has handed these over in a thread of its own."""

    async def run() -> Session:
        session, hand_over = Session(), sparing._together(lambda *_: None)
        session._event_loop.set_exception_handler(lambda _loop, told: session.taken.append(f"told of: {told['exception']}"))

        def script() -> None:
            for event, message in events:
                hand_over(session, None, event, **({"forward_msg": message} if message else {}))

        await asyncio.to_thread(script)
        await asyncio.sleep(wait)
        return session

    return asyncio.run(run())


def test_messages_of_a_run_arrive_together_and_in_order_when_it_ends() -> None:
    session = handed_over((MESSAGE, "one"), (MESSAGE, "two"), (MESSAGE, "three"), (DONE, ""))
    assert session.taken == ["one", "two", "three", "SCRIPT_STOPPED_WITH_SUCCESS"]
    assert session.woken == 2


def test_a_message_does_not_wait_for_the_end_of_a_long_run() -> None:
    assert handed_over((MESSAGE, "one"), (MESSAGE, "two"), wait=10 * sparing.HELD).taken == ["one", "two"]


def test_a_message_that_fails_keeps_none_back() -> None:
    assert handed_over((MESSAGE, "broken"), (MESSAGE, "two"), (DONE, "")).taken[-2:] == ["two", "SCRIPT_STOPPED_WITH_SUCCESS"]
    assert handed_over((MESSAGE, "broken"), (DONE, "")).taken[0] == "told of: broken"


def test_a_component_with_a_key_has_the_same_name_whether_its_data_are_hashed_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    kept = compute_and_register_element_id

    def noted(*args: Any, **told: Any) -> str:
        named.append(kept(*args, **told))
        return named[-1]

    monkeypatch.setattr(main, "compute_and_register_element_id", noted)
    plain = getattr(
        main.BidiComponentMixin._build_bidi_identity_kwargs, "original", main.BidiComponentMixin._build_bidi_identity_kwargs
    )

    def page() -> None:
        from dateline.ui import nodes

        nodes.show("one", nodes.node("p", "Some words"))
        nodes.show("other", nodes.node("p", "Some words"))

    for identity in (plain, sparing._by_key(plain)):
        monkeypatch.setattr(main.BidiComponentMixin, "_build_bidi_identity_kwargs", identity)
        assert not AppTest.from_function(page).run().exception
    assert named[:2] == named[2:]
    assert len(set(named)) == 2


def test_the_state_of_a_component_says_what_it_told_and_nothing_else() -> None:
    def page() -> None:
        import streamlit as st
        from streamlit.components.v2 import presentation

        from dateline.ui import sparing

        class State:
            """As much of the session's state as one component's presenter asks for."""

            def __init__(self, told: object) -> None:
                self._new_widget_state = Values({"events": told})

        class Values(dict):  # type: ignore[type-arg]
            widget_metadata = {"events": type("Metadata", (), {"value_type": "json_trigger_value"})}  # noqa: RUF012

        plain = presentation.make_bidi_component_presenter
        made: list[Any] = [getattr(plain, "original", plain), sparing._told_of(plain)]
        held = [({}, None), ({}, [{"event": "act", "value": 1}]), ({"kept": 2}, None), ("text", None)]
        st.session_state["seen"] = [[present("events", "id", None)(base, State(told)) for base, told in held] for present in made]
        st.session_state["named"] = [getattr(one[n], "act", None) for one in st.session_state["seen"] for n in (0, 1)]

    app = AppTest.from_function(page).run()
    assert not app.exception
    plain, spared = app.session_state["seen"]
    assert spared == plain == [{}, {"act": 1}, {"kept": 2}, "text"]
    assert app.session_state["named"] == [None, 1, None, 1]


def test_a_large_message_is_hashed_once_and_as_streamlit_hashes_it() -> None:
    plain = getattr(util.calc_hash, "original", util.calc_hash)
    made: list[bytes | str] = []

    def noted(content: bytes | str) -> str:
        made.append(content)
        return str(plain(content))

    spared = sparing._known(noted)
    head, tail = b"a" * 5_000, b"z" * 5_000
    one, other = head + b"1" + tail, head + b"2" + tail
    asked: list[bytes | str] = [one, bytes(bytearray(one)), other, one, other, "short", b"short", b"short"]
    assert [spared(content) for content in asked] == [plain(content) for content in asked]
    # Those that look alike take each other's place.
    assert made == [one, other, one, other, "short", b"short", b"short"]
    many = [bytes([n]) * sparing.LARGE for n in range(sparing.MOST_KNOWN + 10)]
    assert [spared(content) for content in many * 2] == [plain(content) for content in many * 2]
