"""Languages by their BCP 47 tag: in which script a language is written, and which text of several somebody reads.

The record's own texts are English; what it says in other languages stands beside them, by tag.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

OWN = "en"
"""Language of the texts that every record has."""
TAG = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
"""A language as BCP 47 writes it, with a script and a region where they are needed: ko, sr-Latn, zh-TW."""

_CYRILLIC = ("CYRILLIC",)
_ARABIC = ("ARABIC",)
SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "am": ("ETHIOPIC",), "ar": _ARABIC, "be": _CYRILLIC, "bg": _CYRILLIC, "bn": ("BENGALI",), "el": ("GREEK",), "fa": _ARABIC,
    "he": ("HEBREW",), "hi": ("DEVANAGARI",), "hy": ("ARMENIAN",), "ja": ("HIRAGANA", "KATAKANA", "CJK"), "ka": ("GEORGIAN",),
    "kk": _CYRILLIC, "km": ("KHMER",), "ko": ("HANGUL",), "lo": ("LAO",), "mk": _CYRILLIC, "mn": _CYRILLIC, "my": ("MYANMAR",),
    "ru": _CYRILLIC, "ta": ("TAMIL",), "th": ("THAI",), "uk": _CYRILLIC, "ur": _ARABIC, "zh": ("CJK",),
}  # fmt: skip
"""Language -> how the Unicode names of its letters begin. Of the others a text does not show by its letters whether it is in them."""
ALONE = frozenset(one for one, scripts in SCRIPTS.items() if sum(scripts[0] in others for others in SCRIPTS.values()) == 1)
"""Languages whose first script no other of :data:`SCRIPTS` has: a text in it is in them."""
PARTICLES = (
    "으로부터",
    "에서는", "에서도", "으로는", "으로도", "에게서", "이라고", "까지도",
    "에서", "에게", "에는", "에도", "으로", "이나", "라고", "부터", "까지", "처럼", "보다", "마다", "조차", "한테", "로는", "로도", "와의", "과의",
    "은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "로", "만", "나", "측",
)  # fmt: skip
"""What is written on to a noun of syllable letters without a space, the longest first."""
BEFORE_PARTICLE = 2
"""A word has a particle only when so many syllables or more stand before it."""


def base(tag: str) -> str:
    """The language of a tag: "ko" of "ko-KR"."""
    return tag.split("-", 1)[0].lower()


def chosen(texts: Mapping[str, str], tag: str) -> str:
    """The text for a reader of a language: under its tag, else under its language alone; empty where there is none."""
    return texts.get(tag) or texts.get(base(tag)) or ""


def is_written_in(text: str, tag: str) -> bool:
    """Whether a text can be in a language by its letters: one at least is of its script. True where a script does not tell."""
    scripts = SCRIPTS.get(base(tag)) if "-" not in tag or tag.split("-")[1].isupper() else None
    return scripts is None or any(unicodedata.name(one, "").startswith(scripts) for one in text)


def shows(text: str, tag: str) -> bool:
    """Whether a text is in a language as its letters alone tell: one at least is of a script that only this language has."""
    return base(tag) in ALONE and is_written_in(text, base(tag))


def is_joined(text: str) -> bool:
    """Whether a text has letters that stand for a whole syllable, so that words join without a space and particles with their noun."""
    return bool(_SYLLABLE.search(text))


def without_particle(word: str) -> str:
    """A word without the particle at its end, where two syllables or more stand before it; empty where it has none."""
    for particle in PARTICLES if is_joined(word) else ():
        if word.endswith(particle) and len(word) - len(particle) >= BEFORE_PARTICLE:
            return word.removesuffix(particle)
    return ""


def letters(word: str) -> str:
    """A word as it is typed, letter by letter: a syllable of several letters is taken apart."""
    return unicodedata.normalize("NFD", word)


_SYLLABLE = re.compile(r"[\uac00-\ud7a3]")
