"""A reader's browser as the server sees it: Streamlit's messages over a WebSocket, without drawing anything.

What Streamlit's own page does is done here too where it costs the server: a copy of each large message is kept and named in the next
question, so that it is not sent again; what the fields hold goes along; the address follows the fields.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from dateline.ui.nodes import text_of, unpack

LOOPBACK = ("localhost", "127.0.0.1", "::1")
KEPT_RUNS = 2
"""Runs after which Streamlit's page forgets a message that was not shown again."""
LARGEST = 100_000_000


class NotHereError(ValueError):
    """The address is not one of this machine."""


class FailedError(RuntimeError):
    """A run did not end well."""


class Reader:
    """One tab. ``async with Reader(address) as reader``; then :meth:`open`, :meth:`act`."""

    def __init__(self, address: str, patience: float = 60.0) -> None:
        parts = urlsplit(address)
        if parts.hostname not in LOOPBACK:
            raise NotHereError(f"{address} is not on this machine: it is not for others' servers")
        self._base = f"{parts.scheme}://{parts.netloc}"
        self._stream = f"ws{'s' if parts.scheme == 'https' else ''}://{parts.netloc}{parts.path.rstrip('/')}/_stcore/stream"
        self._patience = patience
        self._page, self._query, self._hash = "", "", ""
        self._kept: dict[str, tuple[ForwardMsg, int]] = {}
        self._fields: dict[str, WidgetState] = {}
        self._written: dict[str, list[str]] = {}
        self._runs = 0
        self.received = 0
        self.elements: dict[tuple[int, ...], Element] = {}
        self.components: dict[str, tuple[str, bytes]] = {}

    async def __aenter__(self) -> Reader:
        self._socket: ClientConnection = await connect(
            self._stream, subprotocols=["streamlit"], max_size=LARGEST, open_timeout=self._patience, proxy=None, compression=None  # type: ignore[list-item]
        )  # fmt: skip
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def open(self, page: str = "", query: str = "") -> None:
        """Open a page by its address and wait until it has run."""
        self._page, self._query = page, query
        await self._run(None)

    async def act(self, key: str, name: str, value: object, event: str = "act") -> None:
        """Choose what a document offers: the component's key, the action and its value; wait until the page has run again."""
        told = json.dumps([{"event": event, "value": {"name": name, "value": value, "n": self._runs}}])
        component, _ = self.components[key]
        trigger = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events", json_trigger_value=told)
        await self._run(trigger)

    async def report(self, key: str, event: str, value: object) -> None:
        """Tell what a component tells by an event of its own."""
        component, _ = self.components[key]
        told = json.dumps([{"event": event, "value": value}])
        await self._run(WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events", json_trigger_value=told))

    async def press(self, key: str) -> None:
        """Press a button by its key."""
        found = next(
            one.button.id for one in self.elements.values() if one.HasField("button") and one.button.id.endswith(f"-{key}")
        )
        await self._run(WidgetState(id=found, trigger_value=True))

    def words(self, key: str) -> str:
        """What a document says; "" when it is not on the page."""
        _, sent = self.components.get(key, ("", b""))
        return text_of(unpack(sent)) if sent else ""

    async def _run(self, trigger: WidgetState | None) -> None:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self._query
        state.page_name, state.page_script_hash = ("", self._hash) if self._hash else (self._page, "")
        state.context_info.url = f"{self._base}/{self._page}"
        state.context_info.timezone, state.context_info.locale = "UTC", "en-GB"
        state.widget_states.widgets.extend(self._fields.values())
        if trigger is not None:
            state.widget_states.widgets.append(trigger)
        state.cached_message_hashes.extend(self._kept)
        self._runs += 1
        async with asyncio.timeout(self._patience):
            await self._socket.send(asked.SerializeToString())
            await self._read()
        self._kept = {one: kept for one, kept in self._kept.items() if self._runs - kept[1] < KEPT_RUNS}

    async def _read(self) -> None:
        elements: dict[tuple[int, ...], Element] = {}
        while True:
            sent = await self._socket.recv()
            self.received += len(sent)
            message = ForwardMsg.FromString(sent if isinstance(sent, bytes) else sent.encode())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._hash = message.new_session.page_script_hash
                elements = {}
            elif kind == "navigation":
                self._hash = message.navigation.page_script_hash or self._hash
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise FailedError(f"the script ended with status {message.script_finished}")
                break
            elif kind in ("delta", "ref_hash"):
                self._take(message, elements)
        self.elements = elements
        self._hold()

    def _take(self, message: ForwardMsg, elements: dict[tuple[int, ...], Element]) -> None:
        place = tuple(message.metadata.delta_path)
        if message.WhichOneof("type") == "ref_hash":
            message = self._kept[message.ref_hash][0]
            self._kept[message.hash] = message, self._runs
        elif message.metadata.cacheable:
            self._kept[message.hash] = message, self._runs
        if message.delta.WhichOneof("type") == "new_element":
            elements[place] = message.delta.new_element

    def _hold(self) -> None:
        """Keep what the fields and documents are and hold, and let the address say it."""
        self.components = {}
        held: dict[str, WidgetState] = {}
        for element in self.elements.values():
            kind = element.WhichOneof("type")
            if kind == "exception":
                raise FailedError(f"the page shows an error: {element.exception.message}")
            if kind == "bidi_component":
                found = element.bidi_component
                self.components[found.id.split("-", 2)[-1]] = found.id, found.bytes
            elif kind == "multiselect":
                held.update(self._field(element.multiselect))
        self._fields = held
        self._query = urlencode(self._written, doseq=True)

    def _field(self, field: Any) -> Iterator[tuple[str, WidgetState]]:
        now = self._fields.get(field.id)
        if field.set_value or now is None:
            now = WidgetState(id=field.id)
            texts = list(field.raw_values if field.set_value else [])
            now.string_array_value.data.extend(texts)
            if field.query_param_key:
                self._written.pop(field.query_param_key, None)
                if texts:
                    self._written[field.query_param_key] = texts
        yield field.id, now
