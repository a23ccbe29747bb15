"""The Streamlit side of the package: everything a page is put together from. Nothing outside this folder imports streamlit."""
