"""Count what a recogniser makes of enumerators, on pages drawn by ourselves: no document of anybody is used.

    python -m benchmarks.accuracy.labels /usr/share/fonts [--pages 120] > convert/structure/labels.json

Each page is a list of random words under labels of one or two schemes, in one of the fonts, drawn at 150, 200 or
300 dpi, turned a little, blurred, with noise, two of three black on white, as scanners do. Tesseract reads it. A
line belongs to the item whose next two words it holds; what stands before them is counted under the label.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.accuracy.tesseract import recognised
from benchmarks.digits import fonts_in
from convert.structure.lists.labels import SCHEMES, Label, Scheme
from convert.words import word_list

WIDTH, HEIGHT, MARGIN = 8.27, 11.69, 0.9  # inches
SIZES = (9.0, 10.0, 10.5, 11.0, 12.0)  # points
RESOLUTIONS = (150, 200, 300)
LONGEST = 6
"""Characters before the words of an item that may be its label misread."""
LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa"}


class Item(NamedTuple):
    label: Label
    words: tuple[str, ...]


def items(rng: random.Random, vocabulary: Sequence[str], dotted: Sequence[Scheme]) -> Iterator[tuple[int, Item]]:
    """Items with their depths: runs of labels, some of which hold a run of another scheme."""
    outer, inner = rng.sample((*SCHEMES, *dotted), 2)
    first = rng.choice((1, 1, 1, rng.randrange(1, 15)))
    for value in range(first, first + rng.randrange(4, 12)):
        yield 0, Item(Label(outer, value), _words(rng, vocabulary))
        if rng.random() < 0.25:
            for below in range(1, rng.randrange(3, 14)):
                yield 1, Item(Label(inner, below), _words(rng, vocabulary))


def _words(rng: random.Random, vocabulary: Sequence[str]) -> tuple[str, ...]:
    found = rng.choices(vocabulary, k=rng.randrange(3, 12))
    return (found[0].capitalize() if rng.random() < 0.7 else found[0], *found[1:])


def drawn(
    rng: random.Random, path: Path, dpi: int, page: Sequence[tuple[int, Item]]
) -> tuple[Image.Image, list[Item]]:
    """A page with as many of the items as find room, and those."""
    font = ImageFont.truetype(str(path), round(rng.choice(SIZES) * dpi / 72))
    image = Image.new("L", (round(WIDTH * dpi), round(HEIGHT * dpi)), 255)
    pen, line = ImageDraw.Draw(image), round(font.size * rng.uniform(1.15, 1.4))
    hang, step, gap = rng.uniform(0.3, 0.55) * dpi, rng.uniform(0.3, 0.5) * dpi, rng.choice((0, 0.5, 0.5)) * line
    wrapped_under = rng.random() < 0.5
    top, shown = MARGIN * dpi, []
    for depth, item in page:
        left = MARGIN * dpi + depth * step
        start = left + max(hang, font.getlength(item.label.text) + 0.3 * font.size)
        rows: list[list[str]] = [[]]
        for word in item.words:
            edge = start if len(rows) == 1 or not wrapped_under else left
            if rows[-1] and edge + font.getlength(" ".join((*rows[-1], word))) > (WIDTH - MARGIN) * dpi:
                rows.append([])
            rows[-1].append(word)
        if top + len(rows) * line > (HEIGHT - MARGIN) * dpi:
            break
        pen.text((left, top), item.label.text, fill=0, font=font)
        for number, row in enumerate(rows):
            pen.text((start if not number or not wrapped_under else left, top), " ".join(row), fill=0, font=font)
            top += line
        top += gap
        shown.append(item)
    return image, shown


def scanned(rng: random.Random, image: Image.Image, dpi: int) -> Image.Image:
    """The page as a scanner gives it."""
    image = image.rotate(rng.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.8) * dpi / 200))
    noise = np.random.default_rng(rng.randrange(1 << 30))
    gray = np.asarray(image, np.float32) + noise.normal(0, rng.uniform(0, 20), (image.height, image.width))
    if rng.random() < 0.67:
        gray = np.where(gray < rng.uniform(110, 185), 0.0, 255.0)
    return Image.fromarray(gray.clip(0, 255).astype(np.uint8))


def counted(shown: Sequence[Item], lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each label with what was printed for it, "" where nothing was."""
    for item in shown:
        said = " ".join(item.words[:2])
        for line in lines:
            before, found, _ = line.partition(said)
            if found and len(before.strip()) <= len(item.label.text) + LONGEST:
                yield item.label.text, (before.split() or [""])[0]
                break


def count(seed: int, fonts: Sequence[Path]) -> list[tuple[str, str]]:
    """What one page teaches."""
    rng = random.Random(seed)
    tongue = rng.choice(sorted(LANGUAGES))
    vocabulary = sorted(word for word in word_list(tongue) or () if 3 < len(word) < 13 and word.isalpha())
    dotted = [Scheme("", "dotted", "", (number,)) for number in range(1, 10)]
    page = [each for _ in range(6) for each in items(rng, vocabulary, dotted)]
    dpi = rng.choice(RESOLUTIONS)
    image, shown = drawn(rng, rng.choice(fonts), dpi, page)
    read = recognised(scanned(rng, image, dpi), LANGUAGES[tongue], dpi)
    return list(counted(shown, read.splitlines()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fonts", type=Path)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    fonts = fonts_in(arguments.fonts)
    tally: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for number, found in enumerate(pool.map(lambda seed: count(seed, fonts), range(arguments.pages)), 1):
            for label, printed in found:
                tally[label][printed] += bool(printed)  # one that was dropped, or set apart, is no witness
            print(f"\r{number} pages, {sum(map(Counter.total, tally.values()))} labels", end="", file=sys.stderr)
    about = f"drawn, and read by Tesseract: {arguments.pages} pages, by benchmarks/accuracy/labels.py"
    labels = {label: dict(sorted(counts.items())) for label, counts in sorted(tally.items())}
    json.dump({"about": about, "labels": labels}, sys.stdout, ensure_ascii=False, indent=0)
    print()


if __name__ == "__main__":
    main()
