"""Damaged files without end, through every reader and the Markdown parser: what they do that they may not.

    python -m benchmarks.fuzz [--minutes 60] [--seed 1] [--more FOLDER] [--keep DIR]

Each file must be read, or refused as BadInput, within `--seconds`; whatever else happens (another exception, a
crash, a hang) is counted and the file kept in DIR. `--more` adds files of a folder to those that are damaged.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections import Counter
from hashlib import blake2b
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from convert.errors import BadInput
from convert.markdown import read as read_markdown
from convert.markdown import write
from convert.pipeline import recover_pages
from convert.readers import READERS, limits, read
from convert.source import Source
from tests.fuzz_seeds import SEEDS, damage, odd_markdown

MEMORY = 3 * 1024**3


def attempt(path: Path) -> str:
    """What became of a file, in a word."""
    try:
        if path.suffix == ".md":
            document = read_markdown(path.read_text(encoding="utf-8", errors="surrogatepass"))
            return "read" if read_markdown(write(document)) == document else "ROUND TRIP"
        recover_pages(read(path), Source())
    except BadInput:
        return "refused"
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:120]
    return "read"


def work(pipe: Connection) -> None:
    """The child: parses in itself, so that a crash is a crash."""
    limits.contain(MEMORY)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    while True:
        pipe.send(attempt(Path(pipe.recv())))


def started() -> tuple[multiprocessing.Process, Connection]:
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.Process(target=work, args=(theirs,), daemon=True)
    child.start()
    theirs.close()
    return child, ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seconds", type=float, default=20.0, help="that one file may take")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options = parser.parse_args()
    seeds = {suffix: list(files) for suffix, files in SEEDS.items() if suffix in READERS}
    for path in sorted(options.more.rglob("*")) if options.more else ():
        if path.suffix in READERS and path.stat().st_size < 300_000:
            seeds.setdefault(path.suffix, []).append(path.read_bytes())
    chance = Random(options.seed)
    seen: Counter[tuple[str, str]] = Counter()
    child, pipe = started()
    end = time.monotonic() + 60 * options.minutes
    with TemporaryDirectory() as scratch:
        while time.monotonic() < end:
            suffix = chance.choice([*seeds, ".md"])
            path = Path(scratch, "x" + suffix)
            if suffix == ".md":
                path.write_text(odd_markdown(chance), encoding="utf-8", errors="surrogatepass")
            else:
                path.write_bytes(damage(chance.choice(seeds[suffix]), chance))
            pipe.send(str(path))
            try:
                result = pipe.recv() if pipe.poll(options.seconds) else "HANG"
            except EOFError:
                child.join()
                result = f"CRASH {child.exitcode}"
            if result == "HANG" or result.startswith("CRASH"):
                child.kill()
                child, pipe = started()
            seen[suffix, result] += 1
            if result not in ("read", "refused") and seen[suffix, result] <= 3:
                options.keep.mkdir(parents=True, exist_ok=True)
                data = path.read_bytes()
                kept = options.keep / (blake2b(data, digest_size=6).hexdigest() + suffix)
                kept.write_bytes(data)
                print(f"{kept}: {result}", flush=True)
    print(f"{sum(seen.values())} files")
    for (suffix, result), count in sorted(seen.items()):
        print(f"{count:8} {suffix:6} {result}")


if __name__ == "__main__":
    main()
