"""Scans made of documents whose truth is known: set by programs, drawn, spoilt as scanners do, recovered, scored.

    python -m benchmarks.scans_made CORPUS FOLDER [--seed dev] [--document NAME …] [--spoil KIND …]

The documents are those of `benchmarks.extract.typeset`; CORPUS is only needed for its program `score`, whose `-h`
says what each figure is. Each document is drawn at 150, 200 or 300 dpi and spoilt in one of the ways of `SPOILT`.
Rules may be made while looking at seed `dev`; another seed is held out. FOLDER keeps the PDFs and the scans; what
was recognised is kept where `REISSUE_CACHE` says. Letters are compared without their accents: the language that
the pages are recognised in does not know those of the names in them. Where notes are numbered anew on each page,
marks are not scored.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any
from unicodedata import combining, normalize
from zlib import crc32

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.accuracy.run import figures, print_row, scorer
from benchmarks.extract.typeset import press
from benchmarks.extract.typeset.grade import Truth
from benchmarks.extract.typeset.manuscript import compose
from benchmarks.extract.typeset.press import Title
from convert.markdown import write
from convert.pipeline import recover_pages
from convert.readers import read
from convert.source import Source

DPIS = (200, 300, 150)
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What a scanner does to a page: turned by at most so many degrees, softened, noise in grays, and so on."""

    skew: float = 0.5
    blur: float = 0.7  # pixels at 200 dpi
    noise: float = 10.0
    bilevel: bool = False
    border: float = 0.0  # points of black around the paper
    specks: int = 0  # to a page


SPOILT: Mapping[str, Spoilt] = {
    "clean": Spoilt(0.0, 0.0, 0.0),
    "gray": Spoilt(),
    "bilevel": Spoilt(0.7, bilevel=True),
    "skew 1": Spoilt(1.0),
    "skew 2": Spoilt(2.0),
    "skew 3": Spoilt(3.0),
    "border": Spoilt(border=24.0, bilevel=True),
    "specks": Spoilt(specks=900, bilevel=True),
}
USUAL = ("gray", "bilevel")
_REFERENCE = re.compile(r"\[\^[^\]\s]+\](?:\{[^}]*\})?(?!:)")


def spoilt(image: Image.Image, kind: Spoilt, dpi: int, rng: random.Random) -> Image.Image:
    """A drawn page as it comes from a scanner."""
    angle = kind.skew * rng.choice((-1, 1)) * (1 if kind.skew > 0.9 else rng.random())
    made = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else image
    if kind.blur:
        made = made.filter(ImageFilter.GaussianBlur(kind.blur * dpi / 200))
    draw = ImageDraw.Draw(made)
    for _ in range(kind.specks):
        x, y, size = rng.randrange(made.width), rng.randrange(made.height), rng.choice((1, 1, 2, 2, 3)) * dpi / 200
        draw.ellipse((x, y, x + size, y + size), fill=rng.randrange(90))
    if kind.border:
        wide = round(kind.border * dpi / 72)
        for box in ((0, 0, wide, made.height), (0, 0, made.width, wide // 2)):
            draw.rectangle(box, fill=10)
    gray = np.asarray(made, np.float64)
    if kind.noise:
        gray = gray + np.random.default_rng(rng.randrange(2**31)).normal(0, kind.noise, gray.shape)
    if kind.bilevel:
        gray = np.where(gray < 150, 0, 255)
    return Image.fromarray(np.clip(gray, 0, 255).astype(np.uint8))


def scan(pdf: Path, target: Path, kind: Spoilt, dpi: int) -> None:
    """The pages of a PDF as a TIFF, unless it is there."""
    if target.is_file():
        return
    rng = random.Random(crc32(target.name.encode()))
    document = pypdfium2.PdfDocument(pdf)
    drawn = (page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document)
    first, *others = (spoilt(page, kind, dpi, rng) for page in drawn)
    first.save(target, save_all=True, append_images=others, compression="tiff_deflate", dpi=(dpi, dpi))
    document.close()


@dataclass(frozen=True, slots=True)
class Task:
    """One document, drawn and spoilt in one way."""

    corpus: Path
    folder: Path
    seed: str
    title: Title
    kind: str
    dpi: int

    @property
    def scan(self) -> Path:
        return self.folder / f"{self.title.name}-{self.kind.replace(' ', '')}-{self.dpi}.tif"


def measure(task: Task) -> dict[str, float]:
    """What the corpus's program counts in what is recovered from the scan."""
    truth = press.press(task.title, task.seed, task.folder)
    scan(task.folder / f"{task.title.name}.pdf", task.scan, SPOILT[task.kind], task.dpi)
    markdown = write(recover_pages(read(task.scan, "en"), Source()).document)
    task.scan.with_suffix(".md").write_text(markdown, encoding="utf-8")
    score = scorer(task.corpus)
    if not truth.labelled_notes:
        markdown = _REFERENCE.sub("", markdown)
    gold = gold_of(score, task, truth)
    task.scan.with_suffix(".gold.json").write_text(json.dumps(gold), encoding="utf-8")
    counts: dict[str, float] = score.score(gold, plain(markdown))
    return {"harm": 0, "fixed": 0, **counts}


def gold_of(score: ModuleType, task: Task, truth: Truth) -> dict[str, Any]:
    """The truth in the form of the corpus: blocks with their marks, notes, furniture."""
    text = plain(write(compose(task.title.name, task.title.kind, task.seed).document))
    said = score.read_markdown(text if truth.labelled_notes else _REFERENCE.sub("", text))
    marked = re.compile(f"{score.MARK}([^{score.MARK}]*){score.MARK}")
    return {
        "blocks": [{**block, "text": marked.sub(r"[^\1]", block["text"])} for block in said["blocks"]],
        "footnotes": {label: " ".join(words) for label, words in said["notes"].items() if truth.labelled_notes},
        "furniture": [{"text": plain(text)} for text in (*truth.folios, *len(truth.labels) * truth.furniture)],
    }


def plain(text: str) -> str:
    """Letters without accents."""
    bare = normalize("NFKD", text.translate(str.maketrans("łŁøØıæß", "lLoOias")))
    return normalize("NFC", "".join(each for each in bare if not combining(each)))


def tasks(arguments: argparse.Namespace) -> list[Task]:
    """Each document at one resolution and spoilt in one way of the usual, or in each of those asked for."""
    folder = arguments.folder / arguments.seed
    folder.mkdir(parents=True, exist_ok=True)
    titles = [each for each in press.DOCUMENTS if press.is_installed(each.producer)]
    made = []
    for at, title in enumerate(titles):
        usual = Task(arguments.corpus, folder, arguments.seed, title, USUAL[at % len(USUAL)], DPIS[at % len(DPIS)])
        made += [replace(usual, kind=kind) for kind in arguments.spoil or [usual.kind]]
    return [each for each in made if not arguments.document or each.title.name in arguments.document]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", default="dev")
    parser.add_argument("--document", action="append", default=[])
    parser.add_argument("--spoil", action="append", default=[], choices=list(SPOILT))
    arguments = parser.parse_args()
    asked = tasks(arguments)
    found: dict[str, list[dict[str, float]]] = {}
    with ProcessPoolExecutor(PROCESSES) as pool:
        for task, counts in zip(asked, pool.map(measure, asked), strict=True):
            if not found:
                print(f"{'':22}", *(f"{figure:>7}" for figure in figures([counts])))
            found.setdefault(task.kind if arguments.spoil else "all", []).append(counts)
            print_row(f"{task.title.name} {task.dpi}"[:22], [counts])
    for name, each in found.items():
        print_row(name, each)


if __name__ == "__main__":
    main()
