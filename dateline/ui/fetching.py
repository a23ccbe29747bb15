"""Scripts of components as files: a browser fetches each once, instead of having it in every message of every document."""

from __future__ import annotations

import json

from streamlit import runtime
from streamlit.runtime.media_file_storage import MediaFileKind

from dateline.ui.scripts import speaking
from dateline.words import _

_FETCHING = """globalThis.datelineOpenedWith ??= window.location.search;
const own = document.querySelector('script[src*="static/js/"]');
const url = new URL("{address}", own ? own.src.split("static/js/")[0] : document.baseURI).href;
const fetched = (tries) => import(tries ? `${url}?${tries}` : url).catch(async (error) => {
if (tries > 5) throw Error({words}, { cause: error });
await new Promise((done) => setTimeout(done, 500 * 2 ** tries));
return fetched(tries + 1);
});
export default (await fetched(0)).default;
"""
"""Asks again for half a minute, under another address since a browser may remember a failure: a server that takes another one's place
has the file as soon as somebody opens a page of it. What the page was opened with has to be noted before anything is fetched."""


def fetched(*names: str) -> str:
    """A component's script that fetches :func:`~dateline.ui.scripts.speaking` of these as one file, named by its content.

    Where there is no server, those scripts themselves.
    """
    text = speaking(*names)
    # The files of its manager go when no session shows them any more; this one stays.
    storage = getattr(runtime.get_instance().media_file_mgr, "_storage", None) if runtime.exists() else None
    if storage is None:
        return text
    file = storage.load_and_get_id(text.encode("utf-8", "replace"), "text/javascript", MediaFileKind.MEDIA)
    said = json.dumps(_("This part of the page could not be loaded. Reload the page."))
    return _FETCHING.replace("{address}", f"media/{file}.js").replace("{words}", said)
