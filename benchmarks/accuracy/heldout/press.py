"""A made-up law printed: its pages, what a recogniser reads there or a file says, and its truth."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.accuracy.heldout.compose import NOTES, Law
from benchmarks.accuracy.made.press import FORMS, scanned
from benchmarks.accuracy.made.words import TONGUES
from benchmarks.accuracy.tesseract import recognised

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

TYPED = "typed"
"""The form that was not recognised: what the PDF itself says, marks as plain glyphs beside the words."""
SYMBOLS = ("*", "†", "‡", "§", "**", "††", "‡‡", "§§", "***", "†††")
FONTS = ("Liberation Serif", "DejaVu Serif", "Noto Serif", "Liberation Sans", "Utopia")
_MARK = re.compile(r"\[\^(\d+)\]")


@dataclass(frozen=True, slots=True)
class Printed:
    """A law as printed: the PDF, the label and the id of each note, the furniture of each sheet."""

    pdf: bytes
    ids: tuple[str, ...]
    furniture: tuple[tuple[int, str, str], ...]


def printed(law: Law) -> Printed:
    """The law in its own style; twice where notes are numbered by the page, which the first printing tells."""
    import weasyprint

    labels = [str(number) for number in range(1, len(law.notes) + 1)]
    if law.design.system == "chapter":
        labels = list(_by_chapter(law))
    for _ in range(3):
        document = weasyprint.HTML(string=_source(law, labels)).render()
        sheets = {anchor: at for at, page in enumerate(document.pages, 1) for anchor in page.anchors}
        wanted = list(_by_page(law, sheets)) if law.design.system in ("page", "symbols") else labels
        if wanted == labels:
            break
        labels = wanted
    again = max(Counter(labels).values(), default=0) > 1
    ids = tuple(f"p{sheets[f'note-{at}']}-{label}" if again else label for at, label in enumerate(labels, 1))
    return Printed(document.write_pdf(), ids, tuple(_furniture(law, len(document.pages))))


def _by_page(law: Law, sheets: Mapping[str, int]) -> Iterator[str]:
    counts: Counter[int] = Counter()
    for number in range(1, len(law.notes) + 1):
        sheet = sheets[f"note-{number}"]
        yield SYMBOLS[counts[sheet] % len(SYMBOLS)] if law.design.system == "symbols" else str(counts[sheet] + 1)
        counts[sheet] += 1


def _by_chapter(law: Law) -> Iterator[str]:
    before = 0
    for _, upto in law.ends:
        yield from (str(number) for number in range(1, upto - before + 1))
        before = upto


class _Style:
    """What varies between documents."""

    def __init__(self, law: Law) -> None:
        random = Random(f"{law.name} style")
        self.size = random.choice((10, 11, 12))
        self.small = self.size * random.choice((0.8, 0.85))
        self.font = random.choice(FONTS)
        self.paper = random.choice(("A4", "A5", "letter"))
        self.symbol = f"B/{random.randint(11, 99)}/{random.randint(100, 999)}"
        self.head = random.choice(("", law.title, f"{self.symbol} — {law.title}"))
        self.folio = random.choice(("- {} -", "{}", "{}/{total}"))
        self.centred = random.random() < 0.5
        self.indent = random.choice((1.2, 2))
        self.hang = random.random() < 0.5
        self.gap = random.choice((0.4, 0.7))
        self.justified = random.random() < 0.6


def _source(law: Law, labels: Sequence[str]) -> str:
    style = _Style(law)
    folio = style.folio.replace("{total}", "' counter(pages) '").replace("{}", "' counter(page) '")
    css = f"""@page {{ size: {style.paper}; margin: 2cm;
      @top-center {{ content: "{style.head}"; font-size: 0.85em }}
      @bottom-center {{ content: '{folio}' }} @footnote {{ border-top: 0.5pt solid; padding-top: 3pt }} }}
    body {{ font: {style.size}pt/1.25 "{style.font}"; text-align: {"justify" if style.justified else "left"};
      hyphens: auto }}
    h1, h2 {{ font-size: 1.1em; text-align: {"center" if style.centred else "left"}; hyphens: manual }}
    p {{ margin: 0 0 {style.gap}em }}
    .item {{ {"text-indent: -1.6em; padding-left: 1.6em" if style.hang else ""} }}
    .note {{ float: footnote; footnote-policy: line; font-size: {style.small:.2f}pt }}
    .note::footnote-call {{ content: attr(data-label); font-size: 0.62em; vertical-align: super; line-height: 0 }}
    .note::footnote-marker {{ content: attr(data-label) ' '; font-size: 0.8em; vertical-align: super;
      line-height: 0; list-style-position: inside }}
    sup {{ font-size: 0.62em; line-height: 0 }}"""
    return f'<html lang="{law.design.language}"><style>{css}</style>' + "".join(_body(law, labels, style))


def _body(law: Law, labels: Sequence[str], style: _Style) -> Iterator[str]:
    foot = law.design.system in ("running", "page", "symbols")
    seen: set[int] = set()

    def mark(found: re.Match[str]) -> str:
        number = int(found[1])
        label = labels[number - 1]
        if not foot or number in seen:
            return f"<sup>{label}</sup>"
        seen.add(number)
        return f'<span class="note" id="note-{number}" data-label="{label}">{escape(law.notes[number - 1])}</span>'

    ends, before = dict(law.ends), 0
    for at, block in enumerate((*law.blocks, None)):
        if at in ends and ends[at] > before:
            yield f"<h2>{NOTES[law.design.language]}</h2>"
            for number in range(before + 1, ends[at] + 1):
                note = f"{labels[number - 1]}. {escape(law.notes[number - 1])}"
                yield f'<p class="item" id="note-{number}">{note}</p>'
            before = ends[at]
        if block is None:
            break
        text = _MARK.sub(mark, escape(block.text, quote=False))
        if block.kind == "heading":
            yield f"<{'h2' if at else 'h1'}>{text}</{'h2' if at else 'h1'}>"
        else:
            left = f"margin-left: {block.depth * style.indent:.1f}em"
            yield f'<p class="{"item" if block.label else "text"}" style="{left}">{block.label} {text}</p>'


def _furniture(law: Law, pages: int) -> Iterator[tuple[int, str, str]]:
    style = _Style(law)
    for page in range(1, pages + 1):
        if style.head:
            yield page, "header", style.head
        yield page, "footer", style.folio.replace("{total}", str(pages)).replace("{}", str(page))


def truth(law: Law, print_: Printed) -> dict[str, object]:
    """The law as `gold.json` of the corpus holds a document; each note under its label, perhaps with its page."""
    name = lambda found: f"[^{print_.ids[int(found[1]) - 1]}]"  # noqa: E731
    heads = {at for at, _ in law.ends}
    blocks = []
    for at, block in enumerate((*law.blocks, None)):
        if at in heads:
            blocks.append({"type": "heading", "level": 2, "enumerator": None, "text": NOTES[law.design.language]})
        if block:
            text = _MARK.sub(name, block.text)
            blocks.append(
                {"type": block.kind, "level": 1, "enumerator": block.label.replace(" ", "") or None, "text": text}
            )
    return {
        "metadata": {"title": law.title, "lang": law.design.language},
        "pages": max(page for page, _, _ in print_.furniture),
        "blocks": blocks,
        "footnotes": {id_: {"text": text} for id_, text in zip(print_.ids, law.notes, strict=True)},
        "furniture": [{"page": page, "kind": kind, "text": text} for page, kind, text in print_.furniture],
    }


def text_of(law: Law, print_: Printed, form: str) -> str:
    """The text of the pages in a form, with form feeds between them."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(print_.pdf)
    if form == TYPED:
        return "\f".join(_plain(page.get_textpage()) for page in pages)
    random, dpi = Random(f"{law.name} {form}"), FORMS[form]
    images = (scanned(page.render(scale=dpi / 72).to_pil().convert("L"), form, random) for page in pages)
    language = TONGUES[law.design.language].recogniser
    return "\f".join((*(recognised(image, language, dpi).rstrip("\f") for image in images), ""))


def _plain(page: PdfTextPage) -> str:
    """The text of a page as PDFium puts it into lines, a row of the margin boxes apart from what follows it."""
    text = page.get_text_bounded().replace("\r\n", "\n")
    return re.sub(r"^(\d{1,2})(?=[^\W\d_])", r"\1\n", text, flags=re.MULTILINE)


def make(law: Law, folder: Path, forms: Sequence[str]) -> None:
    """Write the law, as the corpus has its documents, into a folder; what is there stays."""
    wanted = [form for form in forms if not (folder / f"ocr-{form}.txt").exists()]
    if not wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    print_ = printed(law)
    (folder / "doc.pdf").write_bytes(print_.pdf)
    (folder / "gold.json").write_text(json.dumps(truth(law, print_), ensure_ascii=False, indent=1), "utf-8")
    for form in wanted:
        (folder / f"ocr-{form}.txt").write_text(text_of(law, print_, form), encoding="utf-8")
