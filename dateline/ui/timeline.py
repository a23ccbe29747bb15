# placeholder until the component is here
import streamlit as st


def mount(*a, **k):
    st.write("chart")
