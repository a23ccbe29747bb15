"""The Timeline page as it is, but its figure drawn by Streamlit's own chart."""

import streamlit as st

from dateline.figures import timeline
from dateline.ui import chart, filters, frame, listing, record, state, views

tables = record.tables()
frame.page(tables)
frame.style()
state.open_link(tables)
views.open_view(tables, state.meant(filters.show(tables), tables))
view = views.current()
chart.header(view)
wide, beside = st.columns([7, 3], gap="medium")
with wide:
    st.plotly_chart(st.cache_resource(lambda _: timeline(tables, shown=view.shown.drawn))(tables.fingerprint))
with beside:
    chart.beside(view)
listing.show(view)
record.settle(tables)
