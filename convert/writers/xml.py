"""Text and addresses made safe for XHTML: the one escape function, and the one list of link schemes."""

from __future__ import annotations

import re

# Code points that XML cannot hold (https://www.w3.org/TR/xml/#charsets) or that HTML forbids
# (https://html.spec.whatwg.org/multipage/parsing.html#parse-error-control-character-in-input-stream).
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17))
    + "]"
)
_WEB = re.compile(r"(?:https?://[^\s/?#\\]|mailto:[^\s])", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
RTL_LANGUAGES = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"))
RTL_SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"))
_UNSAFE_IN_URL = re.compile(r"[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")


def visible(text: str) -> str:
    """The text with characters no format may hold shown as their picture (␛) or as U+FFFD."""
    return _FORBIDDEN.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def escape(text: str) -> str:
    """Text for the inside of an element or of a double-quoted attribute."""
    text = visible(text).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


def web_address(target: str) -> str | None:
    """A link target that may be followed, http, https or mailto, with its odd characters encoded; else None."""
    if not _WEB.match(target):
        return None
    address, hash_, fragment = target.partition("#")
    return _encoded(address) + hash_ + _encoded(fragment)


def _encoded(part: str) -> str:
    return _UNSAFE_IN_URL.sub(
        lambda odd: "".join(f"%{byte:02X}" for byte in odd[0].encode(errors="replace")), part
    )


def language_tag(language: str | None) -> str | None:
    """The language if it has the form of a BCP 47 tag (https://www.rfc-editor.org/rfc/rfc5646#section-2.1)."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def direction(language: str) -> str:
    """Which way a language is written, "ltr" or "rtl": by its script subtag, else by its usual script
    (https://www.w3.org/International/questions/qa-scripts)."""
    primary, *subtags = language.split("-")
    scripts = [subtag.lower() for subtag in subtags if len(subtag) == 4 and subtag.isalpha()]
    right_to_left = scripts[0] in RTL_SCRIPTS if scripts else primary.lower() in RTL_LANGUAGES
    return "rtl" if right_to_left else "ltr"
