"""What a broken rule means for a reader, and how it is mended, in the words of people who publish.

A rule is told by the name its checker gives it, or by the beginning of it. Most faults of an output are ours, not
the publisher's: the advice says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Advice(NamedTuple):
    """What the fault means for a reader, and what to do about it."""

    means: str
    mend: str


OURS = "This is a fault of reissue: please report it, with the Markdown."
BY_HAND = "Correct the Markdown at this line, then build again."

ADVICE: Mapping[str, Advice] = {
    # own checks
    "no-note": Advice(
        "The text refers to a note that does not exist: a reader who follows the mark finds nothing.",
        "Add the note, `[^label]: text`, or take the mark out.",
    ),
    "not-stable": Advice("The Markdown can be read in two ways, so outputs may differ from what you see.", OURS),
    "heading-skipped": Advice(
        "A heading is more than one level below the one before it; a listener thinks that something was left out.",
        "Take a `#` away from this heading, or give one to those above it.",
    ),
    "link-to-nowhere": Advice(
        "A link inside the document leads to a place that is not there.",
        "Correct the address after `#`, or take the link out.",
    ),
    "id-twice": Advice("Two places have the same name, so links may lead to the wrong one.", OURS),
    "no-language": Advice(
        "The language is not told: a screen reader reads with the wrong voice.",
        'Write `language: en` (or another) in the head of the Markdown, or `language = "en"` in the TOML.',
    ),
    "no-title": Advice(
        "There is no title: a reader sees a file name instead.", "Write `title:` in the head of the Markdown."
    ),
    "figure-description": Advice(
        "A picture has no description: who cannot see it learns nothing of it.",
        "Write what it shows between the brackets: `![description](file.png)`.",
    ),
    "reading-order": Advice(
        "The text of the PDF is not that of the Markdown, in order.",
        "Build it again; if this stays: " + OURS,
    ),
    "how-many": Advice("The PDF lacks a part that the Markdown has, or has one too many.", OURS),
    "not-the-master": Advice(
        "This file does not hold what the Markdown beside it holds.", "Build it again; if this stays: " + OURS
    ),
    "language-of-parts": Advice(
        "A stretch in another language is read with the wrong voice.",
        "Mark it in the Markdown: `[words]{lang=ar}`; if it is marked, please report it.",
    ),
    "direction": Advice("Words of a language written from right to left stand in the wrong order.", OURS),
    "popover": Advice("A note mark that should open the note in place opens nothing.", OURS),
    "label": Advice("A numbered paragraph cannot be linked to.", OURS),
    "note-back": Advice("Who has read a note does not get back to where it was cited.", OURS),
    "page-order": Advice(
        "The pages of the source do not follow each other.", "Correct the `#page-` number at the page's beginning."
    ),
    "contents": Advice("The table of contents leaves a heading out, or has it at the wrong place.", OURS),
    "pages": Advice("The list of pages leaves a page out, or has it at the wrong place.", OURS),
    "claims": Advice("The book says something of its accessibility that is not so.", OURS),
    "off-page": Advice(
        "Text lies off the page and cannot be read.", "Make the table narrower, or publish it as HTML or EPUB."
    ),
    "not-marked": Advice("Text in the PDF is invisible to a screen reader.", OURS),
    "content-owned-once": Advice("Text in the PDF is read twice, or not at all.", OURS),
    "list-item": Advice("An item of a list is read in the wrong order, or without its number.", OURS),
    "link-name": Advice("A link in the PDF does not say where it goes.", OURS),
    "header-scope": Advice("A cell of a table is read without what its column or row is about.", OURS),
    "folio": Advice("The number of a page is not set apart from the text.", OURS),
    "encoding": Advice("The file is not UTF-8, so letters may come out wrong.", "Save it as UTF-8."),
    "empty": Advice("There is nothing in the file.", "Build it again."),
    "unreadable": Advice("The file cannot be opened.", "Build it again."),
    "checker-failed": Advice(
        "The checker gave no verdict, which counts as a failure.",
        "Run it by hand on this file to see why; `make checkers` installs it anew.",
    ),
    # axe, Ace and the Nu checker
    "image-alt": Advice(
        "A picture has no description: who cannot see it learns nothing of it.",
        "Write what it shows between the brackets: `![description](file.png)`.",
    ),
    "heading-order": Advice(
        "A heading is more than one level below the one before it; a listener thinks that something was left out.",
        "Take a `#` away from this heading, or give one to those above it.",
    ),
    "empty-heading": Advice("A heading has no text.", "Take it out, or write its text."),
    "color-contrast": Advice("Text is too pale to be read by many people.", "Correct the colours in `styles/`."),
    "html-has-lang": Advice(
        "The language is not told: a screen reader reads with the wrong voice.",
        "Write `language:` in the head of the Markdown.",
    ),
    "valid-lang": Advice(
        "A language is named that does not exist.", "Correct it: `{lang=fr}` takes a tag of BCP 47, such as `fr`."
    ),
    "document-title": Advice("There is no title.", "Write `title:` in the head of the Markdown."),
    "empty-table-header": Advice("A table has a heading cell without text.", "Write what the column is about."),
    # EPUBCheck
    "RSC-012": Advice("A link leads to a place that is not in the book.", "Correct the address after `#`."),
    "RSC-005": Advice("The book breaks a rule of the EPUB format; some readers may refuse it.", OURS),
    # veraPDF: clauses of ISO 14289-1 (PDF/UA-1) and ISO 19005-2 (PDF/A-2)
    "PDFUA-1 7.3-1": Advice(
        "A picture has no description: who cannot see it learns nothing of it.",
        "Write what it shows between the brackets: `![description](file.png)`.",
    ),
    "PDFUA-1 7.4.2-1": Advice(
        "A heading is more than one level below the one before it.",
        "Take a `#` away from this heading, or give one to those above it.",
    ),
    "PDFUA-1 7.1-3": Advice("Text or a picture in the PDF is invisible to a screen reader.", OURS),
    "PDFUA-1 7.2-34": Advice(
        "A stretch of text has no language.", "Write `language:` in the head of the Markdown."
    ),
    "PDFUA-1 7.21": Advice("A font is not in the file, or not as it should be: letters may be lost.", OURS),
    "PDFUA-1 7.18": Advice("A link or another active area cannot be used by everybody.", OURS),
    "PDFUA-1 5-1": Advice("The file does not say that it keeps PDF/UA.", OURS),
}
"""By the name of a rule, or by its beginning."""

FALLBACK = {
    "nu": Advice("The page breaks a rule of HTML; programs may show it in different ways.", OURS),
    "axe": Advice("Some people will find this part of the page hard or impossible to use.", OURS),
    "ace": Advice("Some people will find this part of the book hard or impossible to use.", OURS),
    "epubcheck": Advice("The book breaks a rule of the EPUB format; some readers may refuse it.", OURS),
    "verapdf": Advice("The PDF breaks a rule of PDF/UA (for all readers) or PDF/A (for the archive).", OURS),
    "tei": Advice("The file breaks a rule of TEI; programs that read TEI may refuse it.", OURS),
    "own": Advice("The file is not as it should be.", OURS),
}
"""By checker, for rules that are in no table."""


def advice(checker: str, rule: str) -> Advice:
    """The advice for a rule: its own, that of the longest beginning of its name, or the checker's."""
    beginnings = [name for name in ADVICE if rule.startswith(name)]
    return ADVICE[max(beginnings, key=len)] if beginnings else FALLBACK[checker]
