"""The same figure as the Timeline's, drawn by Streamlit's own chart."""

import streamlit as st

from dateline.figures import timeline
from dateline.ui import record

st.set_page_config(layout="wide")
st.plotly_chart(timeline(record.tables()))
