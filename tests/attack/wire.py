"""A reader without a browser: it speaks the dashboard's own protocol and may send what no widget would."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from dateline.ui.nodes import unpack

SECONDS = 60
"""Longest wait for a run to end."""


class Reader:
    """A session over a bare websocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.session = ""
        self.said: list[ForwardMsg] = []

    @classmethod
    @contextmanager
    def at(cls, address: str, **headers: str) -> Iterator[Self]:
        """Connect to a running dashboard; headers are written with underscores."""
        url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        more = {name.replace("_", "-"): value for name, value in headers.items() if name.lower() != "origin"}
        origin: Any = headers.get("Origin")
        with connect(url, origin=origin, additional_headers=more, max_size=None, subprotocols=["streamlit"]) as socket:  # type: ignore[list-item]
            yield cls(socket)

    def send(self, message: BackMsg) -> None:
        self.socket.send(message.SerializeToString())

    def run(self, query: str = "", *widgets: WidgetState, **state: Any) -> list[ForwardMsg]:
        """Have the script run with a query string and with widgets that hold these values; what the server says until it has ended."""
        message = BackMsg(rerun_script=ClientState(query_string=query, **state))
        message.rerun_script.widget_states.widgets.extend(widgets)
        self.send(message)
        return self.listen()

    def listen(self) -> list[ForwardMsg]:
        """What the server says until a run has ended."""
        self.said = []
        while True:
            found = ForwardMsg()
            found.ParseFromString(self.socket.recv(timeout=SECONDS, decode=False))
            self.said.append(found)
            kind = found.WhichOneof("type")
            if kind == "new_session":
                self.session = found.new_session.initialize.session_id
            if kind == "script_finished" and found.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return self.said

    def until_closed(self) -> int:
        """Wait until the server ends the connection; its code."""
        try:
            while True:
                self.socket.recv(timeout=SECONDS)
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else 0

    @property
    def exceptions(self) -> list[str]:
        """What the last run said went wrong."""
        elements = [one.delta.new_element for one in self.said if one.WhichOneof("type") == "delta"]
        return [
            f"{one.exception.type}: {one.exception.message} {one.exception.stack_trace}"
            for one in elements
            if one.WhichOneof("type") == "exception"
        ]

    @property
    def text(self) -> str:
        """All that the last run said, as one text."""
        return "\n".join(str(one) for one in self.said)

    def words(self) -> str:
        """The documents of the last run, as JSON."""
        return "\n".join(_documents(self.said))

    def widgets(self) -> dict[str, str]:
        """Widget id -> type of element, of the last run."""
        found: dict[str, str] = {}
        for one in self.said:
            if one.WhichOneof("type") == "delta" and (kind := one.delta.new_element.WhichOneof("type")):
                widget = getattr(getattr(one.delta.new_element, kind), "id", "")
                if widget:
                    found[widget] = kind
        return found

    def widget(self, part: str) -> str:
        """The id of the widget whose key it ends with."""
        return next(one for one in self.widgets() if one.endswith(part))


def _documents(said: list[ForwardMsg]) -> Iterator[str]:
    for one in said:
        if one.WhichOneof("type") == "delta" and one.delta.new_element.WhichOneof("type") == "bidi_component":
            told = one.delta.new_element.bidi_component
            if told.component_name.startswith("dateline_nodes_"):
                yield json.dumps(unpack(told.bytes), ensure_ascii=False, separators=(",", ":"))


def get(address: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, content and headers of an HTTP answer; redirects are followed."""
    request = urllib.request.Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)
