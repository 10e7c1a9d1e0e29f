"""Thousands of documents at a time: what it costs, and that nothing is lost when things go wrong.

    python -m benchmarks.batch FOLDER [--documents 2000] [--to html,epub,text,json] [--jobs 2]
                               [--kills 10] [--cold 60] [--cluster 60] [--keep DIR]

FOLDER holds PDFs and recognised texts (at any depth) of which the documents are made: pages of them, and one in
fifty hostile. Shown are

1. the batch: wall and CPU seconds, memory of all processes over time, documents built and failed; each hostile one
   must be named, each other one be there;
2. a second run with nothing to do, and one with one changed document;
3. `--kills` runs stopped by kill -9 at random moments until all is done, compared byte by byte with the batch;
4. `--cold` of the documents by `make -j2`, a cold process each, beside the warm pool on the same ones;
5. `--cluster` of them on a local dask cluster whose workers are killed in turn, compared byte by byte.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

REISSUE = (sys.executable, "-m", "convert")
ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "0"}


# ── the documents ────────────────────────────────────────────────────────────────────────────────────


def make_documents(folder: Path, number: int, out: Path) -> tuple[list[str], list[str]]:
    """Write so many documents; the names of the honest and of the hostile ones."""
    chance = random.Random(1)
    texts = [path.read_text(encoding="utf-8").split("\f") for path in sorted(folder.rglob("ocr-*.txt"))]
    files = sorted(folder.rglob("*.pdf"))
    honest, hostile = [], []
    for count in range(number):
        place = out / f"part{count // 500}"
        place.mkdir(parents=True, exist_ok=True)
        name = f"part{count // 500}/d{count}"
        if count % 50 == 49:
            kind = sorted(HOSTILE)[count // 50 % len(HOSTILE)]
            suffix = ".txt" if kind.startswith("text") else ".pdf"
            (out / f"{name}-{kind}{suffix}").write_bytes(HOSTILE[kind](files[0]))
            hostile.append(f"{name}-{kind}")
        elif files and chance.random() < 0.5:
            _some_pages(chance.choice(files), count, chance, out / f"{name}.pdf")
            honest.append(name)
        else:
            pages = chance.choice(texts)
            begin = chance.randrange(len(pages))
            text = "\f".join(pages[begin : begin + chance.randint(1, 3)])
            (out / f"{name}.txt").write_text(f"Document number {count}\n\n{text}\n", encoding="utf-8")
            honest.append(name)
    return honest, hostile


def _some_pages(path: Path, count: int, chance: random.Random, target: Path) -> None:
    with pikepdf.open(path) as pdf:
        begin = chance.randrange(len(pdf.pages))
        end = min(len(pdf.pages), begin + chance.randint(1, 3))
        del pdf.pages[end:]
        del pdf.pages[:begin]
        pdf.docinfo["/Title"] = f"Document {count}"
        pdf.save(target)


def _bomb(_: Path) -> bytes:
    """A page whose content is 4 GB of operators in 4 MB of file."""
    squeezed = zlib.compress(zlib.compress(b"0 0 m " * (700 * 1024**2 // 6), 9), 9)
    return _page(f"/Filter [/FlateDecode /FlateDecode] /Length {len(squeezed)}".encode(), squeezed)


def _page(facts: bytes, content: bytes) -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R>> endobj\n"
        b"4 0 obj <<" + facts + b">> stream\n" + content + b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF"
    )


def _locked(path: Path) -> bytes:
    from io import BytesIO

    target = BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


HOSTILE = {
    "bomb": _bomb,
    "cut": lambda path: path.read_bytes()[: path.stat().st_size // 2],
    "locked": _locked,
    "noise": lambda _: random.Random(2).randbytes(50_000),
    "text-noise": lambda _: bytes(range(256)) * 200,
    "empty": lambda _: b"",
    "loop": lambda _: (
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [2 0 R] /Count 9>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"
    ),
    "no-pages": lambda _: (
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"
    ),
}


# ── measuring ────────────────────────────────────────────────────────────────────────────────────────


def timed(*command: str | Path) -> tuple[int, float, float]:
    """Exit code, wall and CPU seconds of a command with all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    code = subprocess.run([*map(str, command)], env=ENVIRONMENT, stderr=subprocess.DEVNULL, check=False).returncode
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return code, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def memory_watched() -> Iterator[list[float]]:
    """MB that all processes below this one have resident together, sampled each second."""
    samples: list[float] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(1.0):
            samples.append(sum(_resident(pid) for pid in _below(os.getpid())) / 1024)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield samples
    finally:
        stop.set()
        thread.join()


def _below(pid: int) -> Iterator[int]:
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _below(int(child))
    except OSError:
        return


def _resident(pid: int) -> float:
    try:
        return float(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1024
    except OSError:
        return 0.0


def outputs(out: Path) -> dict[str, bytes]:
    """All files of editions, the state and the report left out."""
    found = (path for path in out.rglob("*") if path.is_file() and ".reissue" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in found if path.parent != out}


# ── the parts ────────────────────────────────────────────────────────────────────────────────────────


def batch(options: argparse.Namespace, sources: Path, out: Path, honest: list[str], hostile: list[str]) -> None:
    build = (*REISSUE, "build", sources, "--out", out, "--to", options.to, "--jobs", str(options.jobs), "--quiet")
    with memory_watched() as memory:
        code, wall, cpu = timed(*build, "--time-limit", "120", "--memory-limit", "2048")
    built = [name for name in honest if (out / name / f"{name.split('/')[1]}.md").is_file()]
    report = (out / "report.html").read_text(encoding="utf-8")
    named = [name for name in hostile if f">{name}<" in report]
    print(
        f"batch: exit {code}, {wall:.0f} s wall, {cpu:.0f} s CPU, {len(honest + hostile) / wall:.1f} documents/s"
    )
    print(f"       {len(built)} of {len(honest)} built, {len(named)} of {len(hostile)} hostile ones named")
    tenth = max(1, len(memory) // 10)
    print("       MB over time:", *(f"{max(memory[at : at + tenth]):.0f}" for at in range(0, len(memory), tenth)))
    limits = ("--time-limit", "120", "--memory-limit", "2048")
    for label, change in (("no-op", ""), ("one changed", "\nOne more line.\n")):
        changed = sources / f"{next(name for name in honest if (sources / f'{name}.txt').is_file())}.txt"
        changed.write_text(changed.read_text(encoding="utf-8") + change, encoding="utf-8")
        code, wall, cpu = timed(*build, *limits)
        print(f"{label}: exit {code}, {wall:.2f} s wall, {cpu:.2f} s CPU", flush=True)


def kills(
    options: argparse.Namespace, sources: Path, expected: dict[str, bytes], out: Path, seconds: float
) -> None:
    build = [*map(str, (*REISSUE, "build", sources, "--out", out, "--to", options.to, "--quiet"))]
    build += ["--time-limit", "120", "--memory-limit", "2048"]
    chance = random.Random(3)
    for _ in range(options.kills):
        process = subprocess.Popen(build, env=ENVIRONMENT, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(0.3, max(1.0, 1.5 * seconds / options.kills)))
        process.kill()
        process.wait()
        torn = [
            name for name, data in outputs(out).items() if "/." not in f"/{name}" and expected.get(name) != data
        ]
        print(f"kill -9: {len(outputs(out))} files there, {len(torn)} torn")
    code, wall, _ = timed(*build)
    same = outputs(out) == expected
    print(f"resumed: exit {code}, {wall:.0f} s more, {'the same bytes' if same else 'DIFFERENT'}")


def cold(options: argparse.Namespace, sources: Path, scratch: Path) -> None:
    chosen = sorted(path for path in sources.rglob("d*.*") if "-" not in path.stem)[: options.cold]
    # each its own output folder, so that the cold builds do not wait for one another
    rules = [
        f"{path.stem}: ; @{' '.join(REISSUE)} build {path} --out {scratch}/cold/{path.stem} --to {options.to} -q"
        for path in chosen
    ]
    names = " ".join(path.stem for path in chosen)
    (scratch / "cold.mk").write_text("\n".join([f"all: {names}", f".PHONY: {names}", *rules]) + "\n")
    _, wall, cpu = timed("make", "-j2", "-f", scratch / "cold.mk")
    _, warm_wall, warm_cpu = timed(*REISSUE, "build", *chosen, "--out", scratch / "warm", "--to", options.to, "-q")
    print(f"{len(chosen)} documents, make -j2 with cold processes: {wall:.1f} s wall, {cpu:.1f} s CPU")
    print(f"{len(chosen)} documents, the warm pool:                {warm_wall:.1f} s wall, {warm_cpu:.1f} s CPU")
    print(f"ratio: {wall / warm_wall:.2f} wall, {cpu / warm_cpu:.2f} CPU")


def cluster(options: argparse.Namespace, sources: Path, scratch: Path) -> None:
    from distributed import LocalCluster

    chosen = sorted(path for path in sources.rglob("d*.*") if "-" not in path.stem)[: options.cluster]
    timed(*REISSUE, "build", *chosen, "--out", scratch / "alone", "--to", options.to, "-q")
    os.environ.update(ENVIRONMENT)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as local:
        command = (*REISSUE, "build", *chosen, "--out", scratch / "spread", "--to", options.to, "-q")
        command = (*command, "--cluster", local.scheduler_address)
        process = subprocess.Popen([*map(str, command)], env=ENVIRONMENT)
        killed, start = 0, time.monotonic()
        while process.poll() is None:
            time.sleep(1.0)
            if time.monotonic() - start > options.kill_every * (killed + 1):
                victim = random.choice(list(local.workers.values()))
                os.kill(victim.pid, signal.SIGKILL)
                killed += 1
        wall = time.monotonic() - start
    same = outputs(scratch / "alone") == outputs(scratch / "spread")
    print(
        f"cluster: {len(chosen)} documents, {wall:.0f} s, {killed} workers killed, exit {process.returncode}, ",
        end="",
    )
    print("the same bytes" if same else "DIFFERENT")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--to", default="html,epub,text,json")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--cold", type=int, default=60)
    parser.add_argument("--cluster", type=int, default=0)
    parser.add_argument(
        "--kill-every", type=float, default=60.0, help="seconds after which a cluster worker is killed"
    )
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it")
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        scratch = options.keep or Path(temporary)
        shutil.rmtree(scratch, ignore_errors=True)
        honest, hostile = make_documents(options.folder, options.documents, scratch / "sources")
        print(f"{len(honest)} documents and {len(hostile)} hostile ones", flush=True)
        start = time.monotonic()
        batch(options, scratch / "sources", scratch / "out", honest, hostile)
        seconds = time.monotonic() - start
        if options.kills:
            kills(options, scratch / "sources", outputs(scratch / "out"), scratch / "killed", seconds)
        if options.cold:
            cold(options, scratch / "sources", scratch)
        if options.cluster:
            cluster(options, scratch / "sources", scratch)


if __name__ == "__main__":
    main()
