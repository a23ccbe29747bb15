"""Timeline: the chart, the chosen event beside it, the same events to read below."""

import streamlit as st

from dateline.ui import changed, chart, embed, listing, views

view = views.current()
if not embed.on():
    changed.panel(view)
    chart.header(view)
with st.container(key=chart.place()):
    chart.show(view, alone=embed.on())
    chart.beside(view)
if not embed.on():
    listing.show(view)
