"""The command line's commands, one a module.

A module here is a command of its own name when :data:`COMMANDS` lists it (``import_`` is ``import``, which Python keeps for itself). It holds ``HELP``, one line; ``arguments(parser)``, which adds what
it takes; and ``run(given) -> int``, which does it and returns the exit status: 0 done, 1 the record has problems, 2 it could not be done as
asked. What is heavy is imported in ``run``, so that ``--help`` stays quick.
"""

from __future__ import annotations

COMMANDS = ("check", "new", "fmt", "schema", "links", "export", "figure", "snapshot", "cite", "import", "init")
"""In the order in which the help lists them."""
