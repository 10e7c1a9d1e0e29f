"""What the letters of a text tell of its language: its script, and where that is enough, the language itself."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple


class Script(NamedTuple):
    """A script by its code (ISO 15924, https://www.unicode.org/iso15924/), and the languages written in it."""

    code: str
    languages: str


SCRIPTS: Mapping[str, Script] = {
    "ARABIC": Script("Arab", "ar fa ur ps sd ug ckb ks"),
    "HEBREW": Script("Hebr", "he yi iw ji"),
    "CYRILLIC": Script("Cyrl", "ru uk be bg mk sr kk ky mn tg tt"),
    "GREEK": Script("Grek", "el grc"),
    "CJK": Script("Hani", "zh ja ko yue"),
    "HIRAGANA": Script("Jpan", "ja"),
    "KATAKANA": Script("Jpan", "ja"),
    "HANGUL": Script("Kore", "ko"),
    "THAI": Script("Thai", "th"),
    "DEVANAGARI": Script("Deva", "hi mr ne sa"),
    "ARMENIAN": Script("Armn", "hy"),
    "GEORGIAN": Script("Geor", "ka"),
}
"""Scripts as Unicode names their letters."""
ALONE: Mapping[str, str] = {
    "GREEK": "el",
    "CJK": "zh",
    "HANGUL": "ko",
    "THAI": "th",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
}
"""The one language in which the documents of today are written that have this script."""
KANA = ("HIRAGANA", "KATAKANA")
KANA_SHARE = 0.1
"""More than this share of the letters of a Japanese text are kana, half in running text; Chinese has none."""

FUNCTION_WORDS: Mapping[str, Mapping[str, str]] = {
    "ARABIC": {
        "ar": "في من على إلى أن أو لا ما هذا هذه التي الذي كل عن مع",
        "fa": "و در به از که را این با است برای آن هر یا تا",
        "ur": "کے کی میں کا ہے اور سے کو نے پر یہ ہیں یا",
        "ps": "د په او چې کې ته له سره دی",
    },
    "HEBREW": {
        "he": "של את על לא כל או הוא זה אל עם כי אם",
        "yi": "און די פון אין צו איז דער מיט",
    },
    "CYRILLIC": {
        "ru": "что как это для если только также его должен к",
        "uk": "що від якщо під її цього й",
        "be": "ў што яго калі гэта яе таксама",
        "bg": "че са със във като си също",
        "mk": "во дека како кој со сите",
        "sr": "је као који су али због",
    },
}
"""Frequent words of running text in languages that share a script, each in one of them only."""
WORD_SHARE = 0.015
"""At least this share of the words must be such: 0.019 to 0.28 are in these languages, at most 0.012 in others,
or with no lead (the Universal Declaration of Human Rights in all that have one of these scripts)."""
WORD_LEAD = 3.0
"""The language told must have this many times the words of the next."""


def script_of(letter: str) -> str:
    """The script of a letter as Unicode names it, "" for Latin and what is no letter."""
    return unicodedata.name(letter, "").split(" ")[0] if letter > "\u024f" and letter.isalpha() else ""


def scripts(counts: Mapping[str, int]) -> Counter[str]:
    """How many letters of each script these words have, "" for Latin; words and how often they stand."""
    found: Counter[str] = Counter()
    for word, count in counts.items():
        if word.isascii():
            found[""] += count * len(word)
            continue
        for letter in word:
            found[script_of(letter)] += count
    return found


def main_script(found: Mapping[str, int]) -> str:
    """The script of more than half of the letters, "" for Latin, or if there is none; kana go with ideographs."""
    merged = Counter({"CJK" if name in KANA else name: 0 for name in found})
    for name, count in found.items():
        merged["CJK" if name in KANA else name] += count
    best = max(merged, key=lambda name: merged[name], default="")
    return best if merged[best] * 2 > merged.total() else ""


def language_of_letters(counts: Mapping[str, int]) -> str:
    """The language of running text in another script than Latin, "" if that is not clear."""
    found = scripts(counts)
    script = main_script(found)
    if script == "CJK" and sum(found[kana] for kana in KANA) > KANA_SHARE * found.total():
        return "ja"
    if script not in FUNCTION_WORDS:
        return ALONE.get(script, "")
    scores = Counter(
        {
            tongue: sum(counts.get(word, 0) for word in words.split())
            for tongue, words in FUNCTION_WORDS[script].items()
        }
    )
    (best, most), (_, second) = scores.most_common(2)
    return best if most > WORD_SHARE * sum(counts.values()) and most >= WORD_LEAD * second else ""


def undetermined(counts: Mapping[str, int]) -> str:
    """The tag of a text whose language nobody knows, with its script, which says at least which way it runs
    (https://www.rfc-editor.org/rfc/rfc5646#section-4.1)."""
    script = SCRIPTS.get(main_script(scripts(counts)))
    return f"und-{script.code}" if script else "und"
