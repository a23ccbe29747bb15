"""The dashboard's frame: page settings, pages, shared filters. Run with ``streamlit run dashboard.py``."""

import streamlit as st

from dateline import words
from dateline.ui import embed, filters, frame, guard, record, sparing, state, then, turns, views
from dateline.words import _

guard.stand()
sparing.stand()
with turns.turn():
    words.use(state.language())
    tables = record.tables()
    frame.page(tables)
    frame.style()
    # Files are called as their pages' addresses: on a server's first run Streamlit looks for them by itself, see views.current.
    page = st.navigation(
        [
            frame.listed("pages/timeline.py", title=_("Timeline"), default=True),
            frame.listed("pages/event.py", title=_("Event"), url_path="event"),
            frame.listed("pages/claims.py", title=_("Claims"), url_path="claims"),
            frame.listed("pages/before_after.py", title=_("Before & after"), url_path="before_after"),
            frame.listed("pages/map.py", title=_("Map"), url_path="map"),
            frame.listed("pages/actors.py", title=_("Actors"), url_path="actors"),
            frame.listed("pages/stories.py", title=_("Stories"), url_path="stories"),
            frame.listed("pages/sources.py", title=_("Sources & coverage"), url_path="sources"),
            frame.listed("pages/data.py", title=_("Data & downloads"), url_path="data"),
            frame.listed("pages/contribute.py", title=_("Contribute"), url_path="contribute"),
            frame.listed("pages/about.py", title=_("About & method"), url_path="about"),
        ],
        position="top",
    )
    state.open_link(tables)
    view = views.open_view(tables, state.meant(filters.show(tables, page.url_path), tables))
    frame.languages(view)
    frame.notices(tables)
    embed.line(view, page.url_path)
    then.banner(view)
    page.run()
    views.close_view()
    record.settle(tables)
