"""Lines become proposed edits. A new rule is one function, its name here, a case to fix and one to leave alone.

Rules run in order, each on the text that those before it left. A rule is pure, knows no document, and proposes;
only the ledger changes text. None corrects spelling by a dictionary: that breaks more words than it mends.
"""

from __future__ import annotations

from convert.repairs import brackets, characters, dates, hyphens, numerals, quotes, spacing, spelling, symbols
from convert.repairs.passage import Flow, Passage, Passages, Rule

ON_LINES: tuple[Rule, ...] = (
    characters.mojibake,
    characters.invisible,
    characters.ligature,
    characters.accent,
)
"""Rules that look at characters only, to be run before any line is understood."""

IN_BLOCKS: tuple[Rule, ...] = (
    spacing.several,
    quotes.taken_apart,
    spacing.before_mark,
    spacing.after_opening,
    hyphens.inside,
    hyphens.spaced,
    hyphens.line_ends,
    numerals.confused,
)
"""Rules that look at words and at the line after, to be run when passages are known."""

ON_GLYPHS: tuple[Rule, ...] = (
    brackets.confused,
    symbols.confused,
    symbols.section,
    dates.confused,
    spelling.exclaimed,
    spelling.confused,
)
"""Rules that suppose that a recogniser misread a glyph; what was typed is not theirs."""

RULES: tuple[Rule, ...] = ON_LINES + IN_BLOCKS + ON_GLYPHS

__all__ = ["IN_BLOCKS", "ON_GLYPHS", "ON_LINES", "RULES", "Flow", "Passage", "Passages", "Rule"]
