"""The command line: arguments in, messages on stderr, data on stdout, an exit code out."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from convert.cli.parser import build_parser
from convert.cli.talk import Talk
from convert.errors import Internal, ReissueError, UsageError

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
BROKEN_PIPE = 128 + signal.SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return UsageError.exit_code
    talk = Talk(sys.stderr, arguments.quiet)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))  # so that `finally` cleans up
    try:
        # Only the command that runs is imported: each brings libraries that the others can do without.
        code: int = import_module(f"convert.cli.{arguments.command}").run(arguments, talk)
        sys.stdout.flush()
        return code
    except ReissueError as error:
        talk.fail(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        talk.fail("interrupted; nothing was left half-written")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains at its end
        return BROKEN_PIPE
    except Exception as error:
        return _bug(talk, error)


def _bug(talk: Talk, error: Exception) -> int:
    import traceback

    talk.say("".join(traceback.format_exception(error)).rstrip())
    talk.fail(f"a bug in reissue: {type(error).__name__}: {error}")
    return Internal.exit_code


if __name__ == "__main__":
    sys.exit(main())
