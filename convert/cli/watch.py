"""`reissue watch`: build what changes while a person edits, and show it."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from convert.cli.build import build
from convert.cli.serve import LOOPBACK, checked_port
from convert.cli.talk import Talk
from convert.errors import MissingDependency, ReissueError


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Build, serve and build again until interrupted."""
    try:
        import uvicorn
        from watchfiles import watch

        from convert.serve.live import live
        from convert.serve.pulse import Pulse
    except ImportError as error:
        remedy = "install it: pip install 'reissue[serve]'"
        raise MissingDependency(f"watching needs {error.name}", remedy=remedy) from error
    port = checked_port(arguments.port)
    build(arguments, talk)
    pulse, stop = Pulse(), threading.Event()

    def follow() -> None:
        for _ in watch(*_folders(arguments.paths), stop_event=stop, debounce=200):
            try:
                build(arguments, talk)
            except ReissueError as error:
                talk.fail(str(error))
            pulse.beat()

    talk.say(f"http://127.0.0.1:{port}/ shows the editions and follows changes (Ctrl-C stops)")
    watcher = threading.Thread(target=follow)
    try:
        page = live(Path(arguments.out), list(LOOPBACK), pulse, watcher.start)
        uvicorn.run(page, port=port, log_level="error", timeout_graceful_shutdown=1)
    finally:
        stop.set()
        if watcher.is_alive():
            watcher.join()
    return 0


def _folders(paths: list[str]) -> list[Path]:
    """What to watch: folders, and for files the folders they are in, since editors replace files."""
    return [Path(path) if Path(path).is_dir() else Path(path).parent for path in paths]
