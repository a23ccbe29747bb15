"""What Streamlit makes anew for each run although it hardly ever changes: made once a second for all sessions."""

from __future__ import annotations

from time import monotonic

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_MAKE = "_populate_theme_msg"
ANEW = 1.0
"""Seconds after which the settings are looked at again."""


def stand() -> None:
    """From now on the settings of the theme, six lists of some fifty options, are not looked through for each run."""
    make = getattr(app_session, _MAKE, None)
    if make is None or hasattr(make, "original"):
        return
    known: dict[str, tuple[float, CustomThemeConfig]] = {}

    def sparing(message: CustomThemeConfig, section: str = "theme") -> None:
        looked, made = known.get(section, (-ANEW, None))
        if made is None or monotonic() - looked >= ANEW:
            made = CustomThemeConfig()
            make(made, section)
            known[section] = (monotonic(), made)
        # Merging in nothing would say that there is something.
        if made.ByteSize():
            message.MergeFrom(made)

    sparing.original = make  # type: ignore[attr-defined]
    setattr(app_session, _MAKE, sparing)
