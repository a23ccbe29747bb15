"""Contribute: write or correct a record by a form, checked as one writes, and how to send it."""

from dateline.ui import contribute, views

view = views.current()
contribute.head(view)
contribute.form_and_checks(view)
