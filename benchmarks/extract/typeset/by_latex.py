"""pdfLaTeX sets a manuscript: Type 1 fonts with ligatures, hyphenation, notes at the foot of each column."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.extract.typeset.design import Design
from benchmarks.extract.typeset.manuscript import CONTENTS, Manuscript
from convert.document import (
    Block,
    Cell,
    CodeBlock,
    Emphasis,
    Figure,
    Heading,
    Inline,
    List,
    NoteRef,
    Paragraph,
    Quote,
    Strong,
    Superscript,
    Table,
    Text,
    plain,
)

RUNS = 3
"""Until the page numbers in the table of contents and the widths of long tables stand."""

PREAMBLE = r"""
\documentclass[%(options)s]{article}
\usepackage[T1]{fontenc}\usepackage{textcomp}\usepackage{longtable}\usepackage{array}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\DeclareUnicodeCharacter{2212}{\ensuremath{-}}
\usepackage[english]{babel}
\paperwidth=%(width)dmm \paperheight=%(height)dmm \pdfpagewidth=\paperwidth \pdfpageheight=\paperheight
\hoffset=-1in \voffset=-1in \oddsidemargin=%(margin)dmm \evensidemargin=%(margin)dmm
\topmargin=9mm \headheight=5mm \headsep=5mm
\textwidth=\dimexpr\paperwidth-%(margin)dmm*2\relax \textheight=\dimexpr\paperheight-%(margin)dmm*2\relax
\columnsep=6mm \flushbottom \emergencystretch=1.5em
\parindent=%(indent)s \parskip=%(skip)s
\makeatletter
\newcommand\h[3]{\par\pagebreak[1]\addvspace{#1}{\noindent\raggedright\hyphenpenalty=10000 #2\bfseries #3\par}%%
  \nobreak\vskip 4pt\@afterheading}
\def\ps@ours{\def\@oddhead{\small %(right)s\hfil}\def\@evenhead{\small\hfil %(left)s}%%
  \def\@oddfoot{\small %(oddfoot)s}\def\@evenfoot{\small %(evenfoot)s}}
\def\ps@first{\let\@oddhead\@empty\let\@evenhead\@empty
  \def\@oddfoot{\small %(oddfoot)s}\def\@evenfoot{\small %(evenfoot)s}}
\makeatother
\pagestyle{ours}
\begin{document}
"""


def typeset(manuscript: Manuscript, design: Design) -> bytes:
    """The PDF."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "document.tex"
        source.write_text(latex(manuscript, design), encoding="utf-8")
        command = ("pdflatex", "-interaction=batchmode", "-halt-on-error", source.name)
        for _ in range(RUNS):
            done = subprocess.run(command, cwd=folder, capture_output=True)
            if done.returncode:
                raise ValueError(source.with_suffix(".log").read_text(errors="replace")[-1500:])
        return source.with_suffix(".pdf").read_bytes()


def latex(manuscript: Manuscript, design: Design) -> str:
    """The LaTeX source."""
    setter = _Setter(manuscript, design)
    number = {"dashes": r"-- \thepage\ --", "of": r"Page \thepage"}.get(design.folio, r"\thepage")
    left, right = {
        "none": ("", ""),
        "title": (escaped(manuscript.short),) * 2,
        "section": (r"\rightmark",) * 2,
        "alternating": (escaped(manuscript.short), r"\rightmark"),
    }[design.head]
    outer = design.folio == "outer"
    preamble = PREAMBLE % {
        "options": "twoside," + ("twocolumn,10pt" if design.columns == 2 else "11pt"),
        "width": design.paper[0],
        "height": design.paper[1],
        "margin": design.margin,
        "indent": "1.2em" if design.indented else "0pt",
        "skip": "0pt" if design.indented else "5pt plus 1pt",
        "left": left,
        "right": right,
        "oddfoot": rf"\hfil {number}" if outer else rf"\hfil {number}\hfil",
        "evenfoot": rf"{number}\hfil" if outer else rf"\hfil {number}\hfil",
    }
    return preamble + setter.blocks(manuscript.document.children) + "\n\\end{document}\n"


SPECIAL = {
    **{character: f"\\{character}" for character in "#$%&_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "“": "``",
    "”": "''",
    "’": "'",
    "–": "--",
    "°": r"\textdegree{}",
    "±": r"\textpm{}",
    "×": r"\texttimes{}",
    "•": r"\textbullet{}",
}
_ESCAPES = str.maketrans(SPECIAL)


def escaped(words: str) -> str:
    return words.translate(_ESCAPES).replace("----", "-{}-{}-{}-")


class _Setter:
    """LaTeX of the blocks of one manuscript."""

    def __init__(self, manuscript: Manuscript, design: Design) -> None:
        self.manuscript, self.design, self.notes = manuscript, design, manuscript.notes
        self.anchors = 0

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "\n\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, inner):
                return self.heading(level, self.inlines(inner), plain(block) == CONTENTS)
            case Paragraph(inner):
                return self.inlines(inner)
            case Quote(inner):
                return f"\\begin{{quote}}\\small {self.blocks(inner)}\\end{{quote}}"
            case List(items):
                inside = "\n".join(
                    f"\\item[{{{escaped(item.label or '•')}}}] {self.blocks(item.children)}" for item in items
                )
                space = r"\setlength\itemsep{2pt}\setlength\parsep{0pt}\setlength\topsep{4pt}"
                width = r"\setlength\labelwidth{1.8em}\setlength\leftmargin{2.3em}\setlength\labelsep{.5em}"
                label = r"\def\makelabel#1{#1\hfil}"
                return f"\\begin{{list}}{{}}{{{space}{width}{label}}}\n{inside}\n\\end{{list}}"
            case Table():
                return self.table(block)
            case Figure(children=caption):
                bars = r"\ ".join(rf"\rule{{4mm}}{{{n * 7 % 23 + 3}mm}}" for n in range(1, 9))
                return (
                    f"\\begin{{center}}{bars}\\par\\smallskip {{\\small {self.inlines(caption)}}}\\end{{center}}"
                )
            case CodeBlock(words):
                return "{\\small\\begin{verbatim}\n" + words + "\n\\end{verbatim}}"
        raise ValueError(block)

    def heading(self, level: int, words: str, contents: bool) -> str:
        size = (r"\LARGE", r"\Large", r"\large", "")[level - 1]
        above = ("0pt", "14pt", "10pt", "8pt")[level - 1]
        line = f"\\h{{{above}}}{{{size}}}{{{words}}}"
        if level == 1:
            start = r"\pagenumbering{roman}" if self.design.roman_front else ""
            if self.design.columns > 1:
                line = f"\\twocolumn[{{{size}\\bfseries\\raggedright {words}\\par\\vskip 14pt}}]"
            return f"{start}{line}\\thispagestyle{{first}}"
        if contents:
            return line + self.contents()
        mark = f"\\markright{{{words}}}" if level == 2 else ""
        if level <= 3:
            self.anchors += 1
            mark += f"\\label{{h{self.anchors}}}"
            if self.anchors == 1 and self.design.roman_front:
                line = r"\clearpage\pagenumbering{arabic}" + line
        return line + mark

    def contents(self) -> str:
        lines = (
            f"\\noindent\\hspace*{{{level * 1.5 - 3}em}}{escaped(words)}\\ \\dotfill\\ \\pageref{{h{number}}}\\par"
            for number, (level, words) in enumerate(self.manuscript.entries, 1)
        )
        return "\n".join(["{\\parskip=2pt", *lines, "}"])

    def table(self, table: Table) -> str:
        width = sum(cell.across for cell in table.children[0].children)
        share = 0.9 / width
        bar, line = ("|", r"\hline") if self.design.rules == "grid" else ("", "")
        columns = bar + bar.join([rf">{{\raggedright\arraybackslash}}p{{{share:.2f}\linewidth}}"] * width) + bar
        rows = [
            " & ".join(self.cell(cell, number < table.head) for cell in row.children) + r" \\" + line
            for number, row in enumerate(table.children)
        ]
        if table.head == 2:
            rows[0] = rows[0].removesuffix(line) + (rf"\cline{{2-{width}}}" if bar else "")
            rows[1] = "& " + rows[1]
        head = "\\hline\n" + "\n".join(rows[: table.head]) + ("" if line else "\\hline")
        body = "\n".join(rows[table.head :]) + ("" if line else "\\hline")
        caption = f"{{\\centering\\small {self.inlines(table.caption)}\\par}}\\nobreak\\smallskip"
        # A long table breaks over pages but does not work in two columns.
        kind, ends = ("tabular", "") if self.design.columns > 1 else ("longtable", "\\endhead\n")
        grid = f"\\begin{{{kind}}}{{{columns}}}\n{head}\n{ends}{body}\n\\end{{{kind}}}"
        return f"\\medskip{caption}{{\\noindent\\small{grid}\\par}}\\medskip"

    def cell(self, cell: Cell, head: bool) -> str:
        words = self.inlines(cell.children)
        words = f"\\textbf{{{words}}}" if head else words
        bar = "|" if self.design.rules == "grid" else ""
        return f"\\multicolumn{{{cell.across}}}{{c{bar}}}{{{words}}}" if cell.across > 1 else words

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(words):
                return escaped(words)
            case Emphasis(inner):
                return f"\\emph{{{self.inlines(inner)}}}"
            case Strong(inner):
                return f"\\textbf{{{self.inlines(inner)}}}"
            case Superscript(inner):
                return f"\\textsuperscript{{{self.inlines(inner)}}}"
            case NoteRef(label):
                return f"\\footnote{{{self.blocks(self.notes[label].children)}}}"
        raise ValueError(inline)
