"""Make documents, print and scan them, and have them recognised, as a corpus that `learn` and `tune` read.

    python -m benchmarks.accuracy.made FOLDER [--count 60] [--apart]

Tesseract is needed, with English, French and Spanish; a page takes it a few seconds. What is there stays.
`--apart` makes others, of other seeds and in other fonts, to measure on what nothing was learned from.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.accuracy.made.compose import compose
from benchmarks.accuracy.made.press import FORMS, recognise

LANGUAGES = ("en", "en", "fr", "en", "es")
PAGES = (2, 3, 2, 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--apart", action="store_true", help="documents that nothing is learned from")
    arguments = parser.parse_args()
    for number in range(arguments.count):
        name = f"d{number + 100}"
        made = compose(name, LANGUAGES[number % len(LANGUAGES)], PAGES[number % len(PAGES)], apart=arguments.apart)
        folder = arguments.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "gold.json").write_text(json.dumps(made.truth, ensure_ascii=False, indent=1), encoding="utf-8")
        for form in FORMS:
            target = folder / f"ocr-{form}.txt"
            if not target.exists():
                target.write_text(recognise(made, form), encoding="utf-8")
        print(name, made.language, len(made.notes), "notes", flush=True)


if __name__ == "__main__":
    main()
