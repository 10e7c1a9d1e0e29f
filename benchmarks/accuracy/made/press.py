"""A made-up document to pages, scans and recognised text in the forms of the corpus.

Fonts, sizes, margins and raised numbers vary with the seed. Scans: "200" turned, blurred, black and white; "150"
and "300" gray with the noise of JPEG; "clean200" as drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape
from random import Random

import numpy as np
from PIL import Image, ImageFilter

from benchmarks.accuracy.made.compose import Made
from benchmarks.accuracy.made.words import TONGUES
from benchmarks.accuracy.tesseract import recognised

FONTS = ("Liberation Serif", "Liberation Serif", "Liberation Serif", "Liberation Sans", "DejaVu Serif",
         "Noto Serif", "Noto Sans", "Latin Modern Roman", "Utopia", "TeX Gyre Pagella")  # fmt: skip
OTHER_FONTS = ("TeX Gyre Termes", "TeX Gyre Schola", "TeX Gyre Bonum", "Bitstream Charter")
"""… and those of the documents that are kept apart, to measure on what nothing was learned from."""
FORMS = {"200": 200, "150": 150, "300": 300, "clean200": 200}


def page_source(made: Made) -> str:
    """The document as HTML with its own style; one that is kept apart is set in other fonts."""
    random = Random(f"{made.name} style")
    size = random.choice((10, 10.5, 11, 11, 12))
    small = size * random.choice((0.8, 0.83, 0.85, 0.9))
    raised = random.choice((0.58, 0.58, 0.62, 0.65, 0.7))
    paper = random.choice(("A4", "A4", "letter", "A5"))
    parted = random.choice((" ", " ", "\\2002", "\\2009", ""))  # the number of a note from its text
    apart = random.choice((0, 0, 0, 0.35))  # white space between notes
    body_raised = random.random() < 0.75
    rule = random.choice(("0.5pt solid black; width: 4cm", "0.5pt solid black", "none"))
    head = random.choice(
        ("", f"@top-left {{ content: '{made.title}' }}", "@top-right { content: 'A/RES/71/302' }")
    )
    foot = random.choice(
        (
            "@bottom-center { content: counter(page) }",
            "@bottom-right { content: counter(page) '/' counter(pages) }",
        )
    )
    shift = random.choice(("super", f"{size * 0.36:.1f}pt"))
    lift = f"font-size: {size * raised:.2f}pt; vertical-align: {shift}; line-height: 0;"
    marker_style = (
        f"font-size: {small * raised:.2f}pt; vertical-align: super; line-height: 0;" if body_raised else ""
    )
    fonts = OTHER_FONTS if made.apart else FONTS
    style = f"""@page {{ size: {paper}; margin: {random.choice((1.8, 2.2, 2.5))}cm; {head} {foot}
      @footnote {{ border-top: {rule}; padding-top: 4pt; margin-top: 8pt }} }}
    body {{ font: {size}pt/{random.choice((1.15, 1.25, 1.35))} "{random.choice(fonts)}";
      text-align: {random.choice(("justify", "justify", "left"))}; hyphens: {random.choice(("auto", "manual"))} }}
    h2 {{ font-size: 1.1em }} p {{ margin: 0 0 {random.choice((0.4, 0.6, 0.8))}em;
      text-indent: {random.choice((0, 0, 1.5))}em }}
    .item {{ margin-left: {random.choice((1, 2))}em; text-indent: 0 }}
    .note {{ float: footnote; font-size: {small:.2f}pt; text-indent: 0; padding-bottom: {apart}em }}
    .note::footnote-call {{ {lift} content: counter(footnote) }}
    .note::footnote-marker {{ {marker_style} content: counter(footnote) '{parted}'; list-style-position: inside }}
    sup {{ {lift} }}"""
    return f'<html lang="{made.language}"><style>{style}</style>' + "".join(_blocks(made))


def _blocks(made: Made) -> Iterator[str]:
    seen: set[int] = set()

    def mark(found: re.Match[str]) -> str:
        number = int(found[1])
        if number in seen:
            return f"<sup>{number}</sup>"
        seen.add(number)
        return f'<span class="note">{escape(made.notes[number - 1])}</span>'

    for block in made.blocks:
        text = re.sub(r"\[\^(\d+)\]", mark, escape(block.text, quote=False))
        if block.kind == "heading":
            yield f"<h2>{text}</h2>"
        else:
            yield f'<p class="{"item" if block.depth else "text"}">{block.label} {text}</p>'


def draw(made: Made, form: str) -> Iterator[Image.Image]:
    """The pages as a scan has them."""
    import pypdfium2
    import weasyprint

    random = Random(f"{made.name} {form}")
    pdf = pypdfium2.PdfDocument(weasyprint.HTML(string=page_source(made)).write_pdf())
    for page in pdf:
        yield scanned(page.render(scale=FORMS[form] / 72).to_pil().convert("L"), form, random)


def scanned(image: Image.Image, form: str, random: Random) -> Image.Image:
    """A page as drawn to a page as scanned in this form."""
    if form == "clean200":
        return image
    turned = image.rotate(random.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
    blurred = turned.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 0.9)))
    noise = np.random.default_rng(random.randrange(1 << 30)).normal(
        0, random.uniform(3, 14), (image.height, image.width)
    )
    gray = np.clip(np.asarray(blurred, np.float32) + noise, 0, 255)
    if form == "200":
        return Image.fromarray(np.where(gray < random.uniform(120, 190), 0, 255).astype(np.uint8)).convert("1")
    packed = io.BytesIO()
    Image.fromarray(gray.astype(np.uint8)).save(packed, "JPEG", quality=random.randint(35, 75))
    return Image.open(io.BytesIO(packed.getvalue()))


def recognise(made: Made, form: str) -> str:
    """What the recogniser prints for the document in this form, with form feeds between pages."""
    language, dpi = TONGUES[made.language].recogniser, FORMS[form]
    pages = [recognised(image, language, dpi).rstrip("\f") for image in draw(made, form)]
    return "\f".join((*pages, ""))
