"""Learn to tell small digits from glyphs drawn by ourselves: no scan and no document of anybody is used.

    python -m benchmarks.digits /usr/share/fonts [--samples 110000] > convert/readers/ocr/digits.json

Each sample is one character in one of the fonts, as high as a raised number is on a scan (7 to 30 pixels), turned,
blurred, sampled, with noise, two of three black on white, as scanners do. Digits are ten classes; letters,
quotation marks, signs and halves of digits are the eleventh. The network (256 inputs, 64 hidden) is trained with
numpy; how well it does on fonts it has not seen is said on stderr.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import sys
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from convert.readers.ocr.shapes import DIGITS, SIDE, square

OTHERS = "'\"“”‘’*.,;:!?°®©†‡§-–~^abcdefghiklmnoprstuvxyzABCDEHIMNORST()/|[]"
NONE = 10
SCALE = 4  # pixels drawn for each pixel of a sample
SKIPPED = ("Mono", "Emoji", "Math", "Symbol", "CJK", "Naskh", "Kufi", "Display", "Black", "Thin", "ExtraLight")
HELD_OUT = ("NotoSerif-", "DejaVuSerif", "lmroman8")
HIDDEN, EPOCHS, BATCH = 64, 30, 128
Floats = NDArray[np.float32]


def fonts_in(folder: Path) -> list[Path]:
    """Fonts of Latin text in a folder and those below."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".ttf", ".otf") or any(name in path.name for name in SKIPPED):
            continue
        if path.name.startswith("Noto") and not path.name.startswith(("NotoSerif-", "NotoSans-")):
            continue
        if path.name.startswith("lm") and not path.name.startswith(("lmroman", "lmsans")):
            continue
        found.append(path)
    return found


@cache
def font(path: Path, half_pixels: int) -> ImageFont.FreeTypeFont:
    """The font so large that its 8 is that many half pixels high."""
    box = ImageFont.truetype(str(path), 100).getbbox("8")
    return ImageFont.truetype(str(path), max(8, round(50 * half_pixels * SCALE / (box[3] - box[1]))))


def sample(rng: random.Random, fonts: list[Path]) -> tuple[Floats, int] | None:
    """One glyph as the network sees it, and its class; None where nothing of it is left."""
    is_digit = rng.random() < 0.75
    character = rng.choice(DIGITS if is_digit else OTHERS)
    label = DIGITS.index(character) if is_digit else NONE
    height = 7 * (30 / 7) ** (rng.random() ** 1.3)
    gray = scanned(rng, drawn(rng, character, rng.choice(fonts), height), height)
    ink = gray < 128
    if not ink.any():
        return None
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    gray = gray[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if gray.shape[0] < 3:
        return None
    if is_digit and rng.random() < 0.04 and gray.shape[1] > 4:  # what a cut in the wrong place leaves
        half = gray.shape[1] // 2
        gray, label = (gray[:, :half] if rng.random() < 0.5 else gray[:, half:]), NONE
    return square(gray), label


def drawn(rng: random.Random, character: str, path: Path, height: float) -> Image.Image:
    large = height * SCALE
    image = Image.new("L", (round(large * 2.2) + 8 * SCALE, round(large * 2.4) + 8 * SCALE), 255)
    ImageDraw.Draw(image).text((large * 0.6, large * 0.5), character, fill=0, font=font(path, round(height * 2)))
    image = image.rotate(rng.uniform(-2.5, 2.5), Image.Resampling.BILINEAR, fillcolor=255)
    if rng.random() < 0.15:
        shear = (1, rng.uniform(-0.25, 0.1), 0, 0, 1, 0)
        image = image.transform(
            image.size, Image.Transform.AFFINE, shear, Image.Resampling.BILINEAR, fillcolor=255
        )
    blur = rng.uniform(0.2, 0.85) * SCALE * min(1.0, max(0.6, height / 14))
    return image.filter(ImageFilter.GaussianBlur(blur))


def scanned(rng: random.Random, image: Image.Image, height: float) -> Floats:
    large = np.asarray(image, np.float32)[rng.randrange(SCALE) :, rng.randrange(SCALE) :]
    high, wide = large.shape[0] // SCALE, large.shape[1] // SCALE
    gray = large[: high * SCALE, : wide * SCALE].reshape(high, SCALE, wide, SCALE).mean((1, 3))
    noise = np.random.default_rng(rng.randrange(1 << 30))
    gray = gray + noise.normal(0, rng.uniform(0, 18), gray.shape).astype(np.float32)
    if rng.random() < 0.6:
        return np.where(gray < rng.uniform(85, 185), np.float32(0), np.float32(255))
    if rng.random() < 0.5:
        darkest = rng.uniform(0, 70)
        gray = darkest + gray * ((255 - darkest) / 255)
    return gray.astype(np.float32)


def samples(count: int, fonts: list[Path], seed: int) -> tuple[Floats, NDArray[np.int64]]:
    rng = random.Random(seed)
    made = [found for found in (sample(rng, fonts) for _ in range(count)) if found]
    return np.stack([each for each, _ in made]), np.array([label for _, label in made])


def train(inputs: Floats, labels: NDArray[np.int64]) -> list[Floats]:
    """The layers, by Adam (https://arxiv.org/abs/1412.6980) with drop-out and softened labels."""
    rng = np.random.default_rng(1)
    shapes = ((SIDE * SIDE, HIDDEN), (HIDDEN,), (HIDDEN, NONE + 1), (NONE + 1,))
    layers = [
        (rng.normal(0, np.sqrt(2 / shape[0]), shape) if len(shape) > 1 else np.zeros(shape)).astype(np.float32)
        for shape in shapes
    ]
    first, second = [np.zeros_like(each) for each in layers], [np.zeros_like(each) for each in layers]
    step = 0
    for epoch in range(EPOCHS):
        rate = 1e-3 * (1 + np.cos(np.pi * epoch / EPOCHS)) + 2e-5
        order = rng.permutation(len(inputs))
        for begin in range(0, len(inputs), BATCH):
            chosen = order[begin : begin + BATCH]
            step += 1
            noise = rng.normal(0, 0.05, (len(chosen), SIDE * SIDE)).astype(np.float32)
            for at, slope in enumerate(slopes(layers, inputs[chosen] + noise, labels[chosen], rng)):
                first[at] = 0.9 * first[at] + 0.1 * slope
                second[at] = 0.999 * second[at] + 0.001 * slope * slope
                move = (first[at] / (1 - 0.9**step)) / (np.sqrt(second[at] / (1 - 0.999**step)) + 1e-8)
                layers[at] = (layers[at] - rate * move).astype(np.float32)
    return layers


def slopes(
    layers: list[Floats], inputs: Floats, labels: NDArray[np.int64], rng: np.random.Generator
) -> list[Floats]:
    inner, inner_bias, outer, outer_bias = layers
    kept = ((rng.random((len(inputs), HIDDEN)) > 0.15) / 0.85).astype(np.float32)
    hidden = np.maximum(inputs @ inner + inner_bias, 0) * kept
    wanted = np.full((len(inputs), NONE + 1), 0.003, np.float32)
    wanted[np.arange(len(inputs)), labels] = 0.97
    back = (softmax(hidden @ outer + outer_bias) - wanted) / len(inputs)
    deeper = (back @ outer.T) * (hidden > 0) * kept
    return [inputs.T @ deeper + 1e-5 * inner, deeper.sum(0), hidden.T @ back + 1e-5 * outer, back.sum(0)]


def softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def right(layers: list[Floats], inputs: Floats, labels: NDArray[np.int64]) -> tuple[float, float]:
    """Which shares of the digits, and of the others, are told rightly."""
    told = (np.maximum(inputs @ layers[0] + layers[1], 0) @ layers[2] + layers[3]).argmax(axis=1)
    digits = labels != NONE
    return float((told == labels)[digits].mean()), float((told == labels)[~digits].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fonts", type=Path)
    parser.add_argument("--samples", type=int, default=110_000)
    arguments = parser.parse_args()
    fonts = fonts_in(arguments.fonts)
    held = [path for path in fonts if path.name.startswith(HELD_OUT)]
    layers = train(*samples(arguments.samples, [path for path in fonts if path not in held], 7))
    if held:
        digits, others = right(layers, *samples(4000, held, 99))
        print(f"fonts not seen: {digits:.1%} of digits right, {others:.1%} of others", file=sys.stderr)
    data = {
        "about": f"learned by benchmarks/digits.py from {arguments.samples} glyphs drawn in {len(fonts)} fonts",
        "layers": [
            {"shape": each.shape, "data": base64.b64encode(each.astype(np.float16).tobytes()).decode()}
            for each in layers
        ],
    }
    json.dump(data, sys.stdout, indent=0)
    print()


if __name__ == "__main__":
    main()
