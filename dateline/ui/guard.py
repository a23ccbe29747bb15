"""What a browser may ask of the server: to run the page and to make a file. What else Streamlit's protocol has is not for readers."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession

REFUSED = frozenset({"clear_cache", "load_git_info", "set_run_on_save", "file_urls_request"})
"""Emptying every reader's caches, names of the branch and of files changed on the server, watching files, places for uploads."""
_FILES = frozenset({"deferred_file", "dataframe_chunk"})
"""What a browser may have made in the background. The rest installs files on the server."""


def allowed(message: BackMsg) -> bool:
    """Whether a message is one that the pages have a use for."""
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in _FILES
    return kind not in REFUSED


def stand() -> None:
    """From now on, for all sessions, messages that are not allowed are let fall."""
    handle = AppSession.handle_backmsg
    if getattr(handle, "guarded", False):
        return

    def guarded(session: AppSession, message: BackMsg) -> None:
        if allowed(message):
            handle(session, message)

    guarded.guarded = True  # type: ignore[attr-defined]
    setattr(AppSession, handle.__name__, guarded)
