"""The scripts of a page are one file that the browser fetches, not a part of each message."""

from __future__ import annotations

import re
from typing import Any

from streamlit import runtime
from streamlit.testing.v1 import AppTest

from dateline.ui.fetching import fetched
from dateline.ui.scripts import speaking


def test_a_component_names_a_file_that_the_server_has_whoever_comes_and_goes() -> None:
    def page() -> None:
        import streamlit as st
        from streamlit import runtime

        from dateline.ui.fetching import fetched

        st.session_state["script"] = fetched("elements.js")
        files = runtime.get_instance().media_file_mgr
        files.clear_session_refs()
        files.remove_orphaned_files()
        name = st.session_state["script"].split("media/")[1].split(".js")[0]
        st.session_state["file"] = files.read_file(name)

    app = AppTest.from_function(page).run()
    assert not app.exception
    script, file = app.session_state["script"], app.session_state["file"]
    assert len(script) < 1000
    assert re.search(r"media/[0-9a-f]{16,}\.js", script)
    assert 'throw Error("This part of the page could not be loaded. Reload the page."' in script
    assert (file.content.decode(), file.mimetype) == (speaking("elements.js"), "text/javascript")


def test_without_a_server_a_component_has_its_scripts(monkeypatch: Any) -> None:
    monkeypatch.setattr(runtime, "exists", lambda: False)
    assert fetched("elements.js") == speaking("elements.js")
