"""`reissue serve`: a local web page for people who do not use a terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

from convert.batch.executors import Pool
from convert.build import choose_formats
from convert.cli.talk import Talk
from convert.errors import MissingDependency, UsageError
from convert.processes import processors

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Serve until interrupted."""
    try:
        import uvicorn

        from convert.serve.app import app
    except ImportError as error:
        raise MissingDependency(
            f"the server needs {error.name}", remedy="install it: pip install 'reissue[serve]'"
        ) from error
    from convert.serve.desk import Desk

    port = checked_port(arguments.port)
    pool = Pool(arguments.jobs or processors(), arguments.time_limit, arguments.memory_limit * 1024**2)
    desk = Desk(Path(arguments.data), pool, choose_formats(arguments.to))
    if arguments.host not in LOOPBACK:
        talk.warn(f"{arguments.host} may be reached from other machines; there are no passwords")
    shown = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    talk.say(f"http://{shown}:{port}/ (documents in {desk.root}; Ctrl-C stops)")
    hosts = [*LOOPBACK, "[::1]", arguments.host]
    uvicorn.run(
        app(desk, hosts, arguments.max_upload * 1024**2),
        host=arguments.host,
        port=port,
        log_level="error",
        timeout_keep_alive=10,
        limit_concurrency=200,
        h11_max_incomplete_event_size=64 * 1024,
        timeout_graceful_shutdown=2,
        server_header=False,
    )
    return 0


def checked_port(port: int) -> int:
    """The port, if it is one. Raises UsageError."""
    if not 0 < port < 65536:
        raise UsageError("--port must be from 1 to 65535")
    return port
