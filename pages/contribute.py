"""Contribute: write or correct a record by a form, checked as one writes, and how to send it."""

from dateline.ui import contribute, views

contribute.show(views.current())
