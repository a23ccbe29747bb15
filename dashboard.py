"""The dashboard's frame: page settings, pages, shared filters. Run with ``streamlit run dashboard.py``."""

import streamlit as st

from dateline.ui import filters, frame, record, state, views

tables = record.tables()
frame.page(tables)
frame.style()
page = st.navigation(
    [
        st.Page("pages/timeline.py", title="Timeline", default=True),
        st.Page("pages/event_page.py", title="Event", url_path="event"),
        st.Page("pages/about.py", title="About & method"),
    ],
    position="top",
)
state.open_link(tables)
views.open_view(tables, state.meant(filters.show(tables), tables))
frame.notices(tables)
page.run()
record.settle(tables)
