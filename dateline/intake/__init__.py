"""Files of others -> drafts of records: nothing is guessed, nothing is overwritten, and what is lost is said.

One way: ``text`` (bytes to text) -> ``tabular``, ``nested``, ``calendars`` (text to :class:`dateline.intake.row.Row`) -> ``draft`` (a row to an
event, with what is missing) -> ``plan`` (all rows against a record) -> ``write``. ``when`` reads dates, ``names`` finds register entries.
"""
