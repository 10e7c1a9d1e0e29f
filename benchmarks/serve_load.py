"""The server under load: many honest uploads among slow and huge ones, on this machine only.

    python -m benchmarks.serve_load [--honest 60] [--slow 20] [--huge 4] [--seconds 20]

Slow ones send a byte a second, huge ones more than is allowed. Shown are what became of each upload, how long the
front page took to answer all the while, and the server's memory.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
TEXT = b"A SHORT REPORT\n\n1. The board met in spring.\n\n2. It decided nothing, and rose.\n"


async def ask(port: int, request: bytes) -> str:
    """The status of the answer to a whole request, "cut off" if there is none."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        await writer.drain()
        return (await reader.readline()).decode().split(" ")[1]
    except (OSError, IndexError):
        return "cut off"
    finally:
        writer.close()


def head(port: int, name: str, length: int) -> bytes:
    lines = [f"POST /documents?name={name} HTTP/1.1", f"Host: {HOST}:{port}", f"Content-Length: {length}"]
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode()


async def honest(port: int, number: int) -> str:
    body = TEXT + f"\nNumber {number}.\n".encode()
    for _ in range(40):
        status = await ask(port, head(port, f"d{number}.txt", len(body)) + body)
        if status != "503":
            return status
        await asyncio.sleep(0.5)
    return "503 all the time"


async def slow(port: int, seconds: float) -> str:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(head(port, "slow.txt", 10_000))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            writer.write(b"x")
            await writer.drain()
            try:
                return (await asyncio.wait_for(reader.readline(), 1.0)).decode().split(" ")[1]
            except TimeoutError:
                continue
        return "still sending"
    except (OSError, IndexError):
        return "cut off"
    finally:
        writer.close()


async def huge(port: int, megabytes: int) -> str:
    """Says it is small enough in no way: sends in chunks without a length."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        request = (
            f"POST /documents?name=huge.txt HTTP/1.1\r\nHost: {HOST}:{port}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        writer.write(request.encode())
        for _ in range(megabytes):
            writer.write(b"100000\r\n" + b"x" * 1024**2 + b"\r\n")
            await writer.drain()
        return (await reader.readline()).decode().split(" ")[1]
    except (OSError, IndexError):
        return "cut off"
    finally:
        writer.close()


async def front_page(port: int, stop: asyncio.Event, times: list[float]) -> None:
    while not stop.is_set():
        start = time.monotonic()
        await ask(port, f"GET / HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
        times.append(time.monotonic() - start)
        await asyncio.sleep(0.2)


async def load(port: int, options: argparse.Namespace) -> None:
    stop, times = asyncio.Event(), list[float]()
    watcher = asyncio.create_task(front_page(port, stop, times))
    kinds = {
        "slow": [slow(port, options.seconds) for _ in range(options.slow)],
        "huge": [huge(port, 24) for _ in range(options.huge)],
        "honest": [honest(port, number) for number in range(options.honest)],
    }
    results = await asyncio.gather(*(asyncio.gather(*each, return_exceptions=True) for each in kinds.values()))
    stop.set()
    await watcher
    for kind, statuses in zip(kinds, results, strict=True):
        print(f"{kind:7}", dict(Counter(map(str, statuses))))
    print(f"front page: median {statistics.median(times):.3f} s, longest {max(times):.3f} s of {len(times)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--honest", type=int, default=60)
    parser.add_argument("--slow", type=int, default=20)
    parser.add_argument("--huge", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    with TemporaryDirectory() as folder:
        command = ["serve", "--data", folder, "--port", str(port), "--to", "text", "--max-upload", "16"]
        server = subprocess.Popen(
            [sys.executable, "-m", "convert", *command], env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        try:
            time.sleep(4)
            asyncio.run(load(port, options))
            status = Path(f"/proc/{server.pid}/status").read_text()
            print("memory of the server:", next(line for line in status.splitlines() if line.startswith("VmHWM")))
            print("left half-written:", len(list(Path(folder).glob("*/source/.*"))))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
