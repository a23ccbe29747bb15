"""What Streamlit does anew for each run or message although once, or not at all, would do."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from threading import Lock
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from streamlit import util
from streamlit.components.v2.bidi_component import main
from streamlit.components.v2.bidi_component.main import BidiComponentMixin
from streamlit.elements import html
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

_MAKE, _HAND_OVER, _ONLY_STYLE = "_populate_theme_msg", "_on_scriptrunner_event", "_html_only_style_tags"
_TAKE, _SOON = "_handle_scriptrunner_event_on_event_loop", "_call_soon_on_event_loop"
_IDENTITY, _PRESENTER = "_build_bidi_identity_kwargs", "make_bidi_component_presenter"
_HASH = "calc_hash"
ANEW = 30.0
"""Seconds after which the settings of the theme are looked at again."""
HELD = 0.005
"""Seconds for which a message waits for the next one of its run: as long as Streamlit lets messages gather before it sends again."""


LARGE, MOST_LARGE, MOST_KNOWN = 8_000, 1_000_000, 48
"""Bytes of a message, at least and at most, whose hash is kept, and how many are kept."""


def stand() -> None:
    """From now on, for all sessions, each of these is done as seldom as it can be; what this Streamlit does not have stays as it is."""
    for owner, name, sparing, *needed in (
        (app_session, _MAKE, _once_a_while),
        (AppSession, _HAND_OVER, _together, _TAKE, _SOON),
        (html, _ONLY_STYLE, lru_cache(maxsize=256)),
        (BidiComponentMixin, _IDENTITY, _by_key),
        (main, _PRESENTER, _told_of),
        (util, _HASH, _known),
    ):
        make: Any = getattr(owner, name, None)
        if make is not None and all(hasattr(owner, one) for one in needed) and not hasattr(make, "original"):
            made: Any = sparing(make)
            made.original = make
            setattr(owner, name, made)


def _once_a_while(make: Callable[[CustomThemeConfig, str], None]) -> Callable[..., None]:
    """The settings of the theme, six lists of some fifty options, are not looked through for each run."""
    known: dict[str, tuple[float, CustomThemeConfig]] = {}

    def sparing(message: CustomThemeConfig, section: str = "theme") -> None:
        looked, made = known.get(section, (-ANEW, None))
        if made is None or monotonic() - looked >= ANEW:
            made = CustomThemeConfig()
            make(made, section)
            known[section] = (monotonic(), made)
        # Merging in nothing would say that there is something.
        if made.ByteSize():
            message.MergeFrom(made)

    return sparing


def _by_key(_make: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """What tells one component from another where it has a key, as each of ours has: of its data, else hashed in each run, nothing."""

    def sparing(_self: object, *, component_name: str, **_told: Any) -> dict[str, Any]:
        return {"component_name": component_name}

    return sparing


def _known(make: Callable[[bytes | str], str]) -> Callable[[bytes | str], str]:
    """The hash of a large message that is the same as one of a moment ago: comparing takes a tenth of hashing."""
    known: dict[tuple[int, bytes, bytes], tuple[bytes, str]] = {}
    lock = Lock()

    def sparing(content: bytes | str) -> str:
        if not isinstance(content, bytes) or not LARGE <= len(content) <= MOST_LARGE:
            return make(content)
        like = len(content), content[:64], content[-64:]
        before = known.get(like)
        if before and before[0] == content:
            return before[1]
        made = make(content)
        with lock:
            if len(known) >= MOST_KNOWN:
                del known[next(iter(known))]
            known[like] = content, made
        return made

    return sparing


class _Told(dict[str, object]):
    """What a component told, each by its name too; None for what it did not."""

    def __getattr__(self, name: str) -> object:
        return self.get(name)


def _told_of(make: Callable[..., Any]) -> Callable[..., Any]:
    """What the session's state says of a component, as Streamlit has it, which makes a class each time it is asked for what can be written there.

    Some sixteen times a run. It is asked only where something was told; nothing is ever written.
    """

    def sparing(aggregator_id: str, *more: Any) -> Callable[[object, Any], object]:
        present = make(aggregator_id, *more)

        def presented(base: object, state: Any) -> object:
            if base or not isinstance(base, dict):
                return present(base, state)
            try:
                told = state._new_widget_state[aggregator_id]
            except KeyError:
                told = None
            return present(base, state) if told else _Told()

        return presented

    return sparing


def _together(_hand_over: Callable[..., None]) -> Callable[..., None]:
    """A run's messages go to the event loop together, which otherwise wakes for each of them and takes turns with the run."""
    waiting: WeakKeyDictionary[AppSession, list[Callable[[], None]]] = WeakKeyDictionary()
    lock = Lock()

    def deliver(session: AppSession) -> None:
        with lock:
            handed = waiting.pop(session, [])
        for handle in handed:
            try:
                handle()
            except Exception as error:  # noqa: BLE001  (as the loop does: told of, and the next one goes on)
                session._event_loop.call_exception_handler({"message": "A run's message was not taken", "exception": error})

    def sparing(session: AppSession, sender: Any, event: ScriptRunnerEvent, **told: Any) -> None:
        with lock:
            handed = waiting.setdefault(session, [])
            handed.append(partial(session._handle_scriptrunner_event_on_event_loop, sender, event, **told))
            first = len(handed) == 1
        # All go in order, so whatever is no message takes with it those that wait.
        now = partial(deliver, session)
        if event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
            session._call_soon_on_event_loop(now)
        elif first:
            session._call_soon_on_event_loop(partial(_later, session, now))

    return sparing


def _later(session: AppSession, act: Callable[[], None]) -> None:
    session._event_loop.call_later(HELD, act)
