"""The dashboard's frame: page settings, pages, shared filters. Run with ``streamlit run dashboard.py``."""

import streamlit as st

from dateline.ui import filters, frame, record, state, views

tables = record.tables()
frame.page(tables)
frame.style()
# No file is called as its page's address: before the first run Streamlit serves pages/about.py at /about without this frame.
page = st.navigation(
    [
        st.Page("pages/timeline_page.py", title="Timeline", default=True),
        st.Page("pages/event_page.py", title="Event", url_path="event"),
        st.Page("pages/about_page.py", title="About & method", url_path="about"),
    ],
    position="top",
)
state.open_link(tables)
views.open_view(tables, state.meant(filters.show(tables), tables))
frame.notices(tables)
page.run()
record.settle(tables)
