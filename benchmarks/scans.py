"""Measure what is made of scans and of others' OCR: figures by document, the second look's worth and cost, time.

    python -m benchmarks.scans CORPUS [--form scan …] [--time] [--keep DIR]

Forms: `text` (the recogniser's plain text), `hocr` and `alto` (with boxes, no images), `hocr+images` and
`alto+images` (the same with the page images beside them), `scan` (the images alone, recognised here), `scan-first`
(the same without the second look). Each document is recovered with costs learned from the others only, and
compared with its truth by the corpus's own `score`. `--time` measures the recognition of all page images with two
processes: ours, the `tesseract` and the `ocrmypdf` of the PATH, each from nothing, in turns.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Process
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from PIL import Image

from benchmarks.accuracy.learn import count_all, total
from benchmarks.accuracy.run import figures, print_row, scorer
from convert.markdown import write
from convert.page import Reading
from convert.pipeline import recover_pages
from convert.readers import read
from convert.readers.ocr import engine, hocr, recognised
from convert.readers.ocr.layout import pages_of
from convert.readers.ocr.look import look
from convert.readers.scan import cache
from convert.readers.scan.images import Frame, frames
from convert.source import Source
from convert.structure.costs import from_data

PROCESSES = 2
LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa"}


@dataclass(frozen=True, slots=True)
class Task:
    """One document in one form, with the counts learned from the others."""

    corpus: Path
    name: str
    form: str
    counts: dict[str, Any]

    @property
    def folder(self) -> Path:
        return self.corpus / self.name

    @property
    def gold(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.folder / "gold.json").read_text(encoding="utf-8"))
        return data


@dataclass(frozen=True, slots=True)
class Seconds:
    """Processor time of recognising a document's pages, and of looking at them again."""

    pages: int = 0
    first: float = 0.0
    second: float = 0.0


def read_text(task: Task) -> tuple[Reading, Seconds]:
    return read(task.folder / "ocr-200.txt"), Seconds()


def read_boxes(task: Task) -> tuple[Reading, Seconds]:
    """A recogniser's file away from its images."""
    name = "ocr-200.chars.hocr" if task.form.startswith("hocr") else "ocr-200.alto.xml"
    pages, _ = pages_of(recognised(task.folder / name)[1])
    return Reading(pages), Seconds()


def read_boxes_and_images(task: Task) -> tuple[Reading, Seconds]:
    name = "ocr-200.chars.hocr" if task.form.startswith("hocr") else "ocr-200.alto.xml"
    sheets, seconds = [], 0.0
    for sheet in recognised(task.folder / name)[1]:
        (frame,) = frames(task.folder / f"page-{sheet.number:02}.png", iter((0,)))
        start = process_time()
        sheets.append(look(sheet, frame.image)[0])
        seconds += process_time() - start
    return Reading(pages_of(sheets)[0]), Seconds(len(sheets), 0.0, seconds)


def read_scan(task: Task) -> tuple[Reading, Seconds]:
    """The page images recognised here, with the second look or without."""
    sheets, first, second = [], 0.0, 0.0
    data = LANGUAGES[task.gold["metadata"]["lang"]]
    for number, path in enumerate(sorted(task.folder.glob("page-*.png")), 1):
        (frame,) = frames(path, iter((0,)))
        start = process_time()
        sheet = hocr.sheet_of(first_recognition(frame, data), number)
        first += process_time() - start
        start = process_time()
        if task.form == "scan":
            sheet = look(sheet, frame.image)[0]
        second += process_time() - start
        sheets.append(replace(sheet, dpi=frame.dpi))
    return Reading(pages_of(sheets)[0]), Seconds(len(sheets), first, second)


def first_recognition(frame: Frame, data: str) -> str:
    """The recogniser's hOCR, from the cache where the page was recognised before (`REISSUE_CACHE` says where)."""
    name = cache.key(frame.image, engine.version(), data, round(frame.dpi))
    text = cache.kept(name)
    if text is None:
        text = engine.recognise(frame.image, data, frame.dpi)
        cache.keep(name, text)
    return text


FORMS: Mapping[str, Callable[[Task], tuple[Reading, Seconds]]] = {
    "text": read_text,
    "hocr": read_boxes,
    "alto": read_boxes,
    "hocr+images": read_boxes_and_images,
    "alto+images": read_boxes_and_images,
    "scan-first": read_scan,
    "scan": read_scan,
}


def measure(task: Task) -> tuple[str, dict[str, float], Seconds]:
    """The recovered Markdown of one document in one form, its counts, and what it took."""
    reading, seconds = FORMS[task.form](task)
    markdown = write(recover_pages(reading, Source(), costs=from_data(task.counts)).document)
    printed = (task.folder / "ocr-200.txt").read_text(encoding="utf-8")
    if task.form.startswith("scan"):  # harm is what we make of what was recognised here
        printed = "\f".join("\n".join(line.text for line in page.lines) for page in reading.pages)
    counts: dict[str, float] = scorer(task.corpus).score(task.gold, markdown, printed)
    return markdown, counts, seconds


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────


def time_all(corpus: Path) -> Iterator[tuple[str, int, float, float]]:
    """Who recognised how many pages, and how long it took by the clock and of processor time."""
    images = sorted(corpus.glob("d*/page-*.png"))
    with tempfile.TemporaryDirectory() as scratch:
        tiff, pdf = Path(scratch) / "all.tif", Path(scratch) / "all.pdf"
        first, *others = (Image.open(path) for path in images)
        first.save(tiff, save_all=True, append_images=others, compression="group4", dpi=(200, 200))
        first.save(pdf, save_all=True, append_images=others, resolution=200)
        for turn in range(2):
            os.environ["REISSUE_CACHE"] = str(Path(scratch) / f"cache{turn}")
            yield "reissue, second look included", len(images), *timed(partial(read, tiff, "en"))
            yield "tesserocr, hOCR with characters", len(images), *timed(partial(raw, images))
            if shutil.which("tesseract"):
                yield "tesseract", len(images), *timed(partial(tesseract, images))
            if shutil.which("ocrmypdf"):
                yield "ocrmypdf", len(images), *timed(partial(ocrmypdf, pdf, Path(scratch) / f"out{turn}.pdf"))


def ocrmypdf(pdf: Path, out: Path) -> None:
    options = ["--jobs", str(PROCESSES), "--output-type", "pdf", "--optimize", "0"]
    subprocess.run(["ocrmypdf", *options, pdf, out], check=True, capture_output=True)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time in children: the clock of a busy machine tells little."""
    start, busy = monotonic(), _children()
    work()
    return monotonic() - start, _children() - busy


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def raw(images: list[Path]) -> None:
    """The same engine that we use, and nothing else, a process each for its share of the pages."""
    several = [Process(target=_recognise_all, args=(images[start::PROCESSES],)) for start in range(PROCESSES)]
    for each in several:
        each.start()
    for each in several:
        each.join()


def _recognise_all(images: list[Path]) -> None:
    for path in images:
        (frame,) = frames(path, iter((0,)))
        engine.recognise(frame.image, "eng", frame.dpi)


def tesseract(images: list[Path]) -> None:
    """One process a page, as many at a time as we use."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}

    def one(path: Path) -> None:
        subprocess.run(["tesseract", path, "-"], check=True, capture_output=True, env=environment)

    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(one, images))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--form", action="append", choices=list(FORMS))
    parser.add_argument("--time", action="store_true", help="measure the time of recognition instead")
    parser.add_argument("--keep", type=Path, help="keep the recovered Markdown in this folder")
    arguments = parser.parse_args()
    if arguments.time:
        for who, pages, seconds, busy in time_all(arguments.corpus):
            each = f"{seconds / pages:6.2f} s a page, of the processor {busy / pages:6.2f} s"
            print(f"{who:32} {pages} pages {seconds:7.1f} s {each}, load {os.getloadavg()[0]:.1f}", flush=True)
        return
    tallies = count_all(arguments.corpus)
    names = sorted(path.parent.name for path in arguments.corpus.glob("d*/gold.json"))
    with ProcessPoolExecutor(PROCESSES) as pool:
        for form in arguments.form or FORMS:
            tasks = [Task(arguments.corpus, name, form, total(tallies, [name])) for name in names]
            show(form, tasks, list(pool.map(measure, tasks)), arguments.keep)


def show(
    form: str, tasks: list[Task], results: list[tuple[str, dict[str, float], Seconds]], keep: Path | None
) -> None:
    print(f"{form:22}", *(f"{figure:>7}" for figure in figures([results[0][1]])))
    for task, (markdown, counts, _) in zip(tasks, results, strict=True):
        print_row(task.name, [counts])
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{task.name}.{form}.md").write_text(markdown, encoding="utf-8")
    print_row(f"{form}, all", [counts for _, counts, _ in results])
    pages = sum(seconds.pages for _, _, seconds in results)
    if pages:
        first, second = (
            sum(getattr(each, name) for _, _, each in results) / pages for name in ("first", "second")
        )
        share = f", {second / first:.0%} of it" if first else ""
        print(f"{'':22} recognition {first:.2f} s a page, second look {second:.2f}{share}", file=sys.stderr)


if __name__ == "__main__":
    main()
