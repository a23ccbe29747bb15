"""What a page sends to the browser, for the tests that run it without one."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from dateline.ui.nodes import unpack


def documents(app: AppTest) -> list[list[Any]]:
    """The nodes of each document on the page, in order; charts are left out."""
    return [unpack(sent) for sent in _sent(app)]


def colours(app: AppTest) -> list[dict[str, list[str]]]:
    """Name -> light and dark, as each document on the page is sent them."""
    return [json.loads(sent.split(b"\n", 2)[1]) for sent in _sent(app)]


def _sent(app: AppTest) -> list[bytes]:
    protos = [component.proto for component in app.get("bidi_component")]
    return [proto.bytes for proto in protos if proto.component_name.startswith("dateline_nodes_")]
