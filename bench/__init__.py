"""Benchmarks: ``python -m bench`` runs every module here that has a ``main``. They print ratios, which a busy machine changes least."""
