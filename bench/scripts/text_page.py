"""The floor: a page that shows one line of text and runs again at a click."""

import gc

import streamlit as st

# As the dashboard does: without it the collection after each run would be most of what is measured.
gc.freeze()
st.button("again", key="again")
st.write(f"run {st.session_state.get('again')}")
