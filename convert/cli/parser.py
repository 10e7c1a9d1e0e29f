"""The arguments of the command line, and the help for people who see it for the first time."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from convert import __version__

DESCRIPTION = """\
Turn PDFs and bad OCR text of official documents into clean Markdown, and publish
it as accessible HTML, EPUB, PDF, plain text and JSON. Nothing is lost, nothing is
changed in silence, and whatever could not be decided is said.
"""

EPILOG = """\
examples:
  reissue build report.pdf --out editions       everything, into editions/report/
  reissue build sources --out output --jobs 4   a whole folder, four at a time
  reissue recover scan.txt --out scan.md        only the Markdown, to correct by hand
  reissue publish scan.md --to html,epub --out editions
  reissue explain report                        what was changed, and why
  reissue check editions                        do the editions keep the standards?

Each command has its own help: reissue build --help

exit codes:
  0 well   1 findings   2 wrong usage   3 something needed is not installed
  4 unreadable source   5 some documents failed   70 a bug in reissue   130 interrupted
"""

TO = "formats, with commas: html,epub,pdf,text,json,tei (default: all)"
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # it has no public name


def build_parser() -> argparse.ArgumentParser:
    """The parser for the whole command line."""
    parser = argparse.ArgumentParser(
        prog="reissue",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"reissue {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for add in COMMANDS:
        add(commands)
    return parser


def _command(commands: Commands, name: str, summary: str, epilog: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print a report as JSON on stdout")
    parser.add_argument("--quiet", "-q", action="store_true", help="say only what went wrong")
    return parser


def _build(commands: Commands) -> None:
    parser = _command(
        commands,
        "build",
        "recover and publish documents; what is up to date is left alone",
        "Writes DIR/NAME/NAME.md, .html, .epub, .pdf, .txt, .json and .ledger.json. A file NAME.md beside\n"
        "the source (see `reissue adopt`) is taken in its place.\n\n"
        "examples:\n  reissue build report.pdf --out editions\n"
        "  reissue build sources --out output --to html,epub\n"
        "  reissue build 'archive/**/*.pdf' --out output --jobs 8\n"
        "  reissue build report.pdf --out editions --split chapter --wrap 0\n\n"
        "What became of each document is kept in DIR/.reissue: a build that was stopped goes on where it was.\n"
        "Of several documents DIR/report.html tells which need a person.",
    )
    _build_options(parser)


def _build_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="FILE|DIR|PATTERN",
        help='sources, folders with all below them, or patterns such as "laws/**/*.pdf"',
    )
    parser.add_argument("--list", metavar="FILE", help="a file with such a path on each line; - for stdin")
    parser.add_argument("--out", required=True, metavar="DIR", help="where the documents' folders go")
    parser.add_argument("--to", metavar="FORMATS", help=TO)
    _layout_options(parser)
    parser.add_argument("--jobs", type=int, metavar="N", help="documents at a time (default: one per processor)")
    parser.add_argument("--force", action="store_true", help="build also what is up to date, or failed before")
    parser.add_argument(
        "--time-limit", type=float, metavar="SECONDS", help="for each document of several (default: 1800)"
    )
    parser.add_argument(
        "--memory-limit", type=int, metavar="MB", help="for each document of several (default: 4096)"
    )
    parser.add_argument(
        "--site",
        metavar="URL",
        help="where DIR will be published: for a sitemap and whole addresses in the OPDS feed",
    )
    parser.add_argument(
        "--state", metavar="FILE", help="what was done, remembered here (default: DIR/.reissue/state.sqlite)"
    )
    parser.add_argument(
        "--work",
        default=".reissue-work",
        metavar="DIR",
        help="where files of addresses such as s3://bucket/scans are kept (default: .reissue-work)",
    )
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="build on a dask.distributed cluster, such as tcp://10.0.0.1:8786"
    )


def _layout_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--split",
        choices=("chapter", "none"),
        help="HTML as a page a chapter: NAME.html with the contents, then NAME-2.html and so on",
    )
    parser.add_argument(
        "--wrap",
        type=int,
        metavar="N",
        help="characters in a line of plain text; 0 for a line for each paragraph (default: 78)",
    )


def _recover(commands: Commands) -> None:
    parser = _command(
        commands,
        "recover",
        "read a PDF or text file into Markdown, with a ledger of every change beside it",
        "examples:\n  reissue recover scan.txt --out scan.md     (and scan.ledger.json)\n"
        "  reissue recover scan.txt --out -           (Markdown on stdout, no ledger)",
    )
    parser.add_argument("file", metavar="FILE", help="a PDF, or text as a recogniser printed it")
    parser.add_argument("--out", required=True, metavar="FILE.md", help="where the Markdown goes; - for stdout")
    parser.add_argument(
        "--furniture",
        choices=("drop", "keep"),
        default="drop",
        help="running heads and page numbers: only in the ledger (drop, the default) or in the text too (keep)",
    )


def _publish(commands: Commands) -> None:
    parser = _command(
        commands,
        "publish",
        "make editions from a Markdown file",
        "examples:\n  reissue publish report.md --to html,epub,pdf --out editions\n"
        "  reissue publish report.md --to text --out -\n"
        "  reissue publish report.md --to html --split chapter --out editions",
    )
    parser.add_argument("file", metavar="FILE.md", help="a document in reissue's Markdown")
    parser.add_argument("--to", metavar="FORMATS", help=TO)
    parser.add_argument("--out", required=True, metavar="DIR", help="where they go; - for stdout (one format)")
    _layout_options(parser)


def _explain(commands: Commands) -> None:
    parser = _command(
        commands,
        "explain",
        "show what was changed in a document, or asked about it, and why",
        "examples:\n  reissue explain report             every edit and query, one a line\n"
        "  reissue explain report space-3f2a1c   one of them: before, after, reason, alternatives",
    )
    parser.add_argument("name", metavar="NAME", help="a source, by name or file, or an edition's folder")
    parser.add_argument("id", nargs="?", metavar="ID", help="an edit or query, as the ledger names it")
    parser.add_argument("--image", metavar="OUT.png", help="the place on its page, as a picture in this file")
    parser.add_argument("--sources", default="sources", metavar="DIR", help="where sources are (default: sources)")


def _adopt(commands: Commands) -> None:
    parser = _command(
        commands,
        "adopt",
        "make the recovered Markdown the source of a document, to be edited by hand",
        "Writes sources/NAME.md, once: from then on that file is the source, and reissue never writes to it.\n\n"
        "example:\n  reissue adopt report && $EDITOR sources/report.md && make",
    )
    parser.add_argument("name", metavar="NAME", help="a document in the sources folder, or a file")
    parser.add_argument("--sources", default="sources", metavar="DIR", help="where sources are (default: sources)")


def _check(commands: Commands) -> None:
    parser = _command(
        commands,
        "check",
        "check editions against the standards, with every checker that is installed",
        "Own checks always run; EPUBCheck, Ace, axe, the Nu checker and veraPDF run where they are found\n"
        "(`make checkers` installs them), each once for all files. Each finding says what it means for a\n"
        "reader, on which line of the Markdown it is, and how to mend it. Exit 1 if anything is found.\n\n"
        "examples:\n  reissue check output/report/report.html\n  reissue check output --html report.html",
    )
    parser.add_argument("paths", nargs="+", metavar="FILE|DIR", help="editions, or folders of them")
    parser.add_argument("--html", metavar="FILE", help="write the report as an accessible HTML page, too")
    parser.add_argument(
        "--require",
        default="",
        metavar="NAMES",
        help="checkers that must run, with commas (nu,axe,epubcheck,ace,verapdf); without one of them: exit 3",
    )


def _watch(commands: Commands) -> None:
    parser = _command(
        commands,
        "watch",
        "build what changes while you edit, and show it in the browser",
        "Needs the packages of reissue[serve]. The page reloads as soon as its document is built again.\n\n"
        "example:\n  reissue watch sources --out output --to html",
    )
    _build_options(parser)
    parser.add_argument("--port", type=int, default=8000, help="of the page, on this machine (default: 8000)")


def _serve(commands: Commands) -> None:
    parser = _command(
        commands,
        "serve",
        "a web page on this machine, to upload documents and take their editions",
        "Needs the packages of reissue[serve]. Listens on this machine only, unless --host says otherwise.\n\n"
        "example:\n  reissue serve --port 8000 --data handed-in",
    )
    parser.add_argument("--data", default="handed-in", metavar="DIR", help="where documents are kept (handed-in)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port (default: 8000)")
    parser.add_argument("--to", metavar="FORMATS", help=TO)
    parser.add_argument("--jobs", type=int, metavar="N", help="documents at a time (default: one per processor)")
    parser.add_argument("--max-upload", type=int, default=256, metavar="MB", help="for a document (default: 256)")
    parser.add_argument(
        "--time-limit", type=float, default=900, metavar="SECONDS", help="for a document (default: 900)"
    )
    parser.add_argument(
        "--memory-limit", type=int, default=4096, metavar="MB", help="for a document (default: 4096)"
    )


def _archive(commands: Commands) -> None:
    parser = _command(
        commands,
        "archive",
        "put an edition, its source and what it was made with into a BagIt bag",
        "The bag (https://www.rfc-editor.org/rfc/rfc8493) has source/, edition/, versions.json and checksums;\n"
        "`reissue verify` makes the same bytes from it again. It carries no time but SOURCE_DATE_EPOCH.\n\n"
        "examples:\n  reissue archive report --out bags\n  reissue archive sources --out bags",
    )
    parser.add_argument(
        "name", metavar="NAME|FILE|DIR", help="a document in the sources folder, a file, or a folder"
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="where the bags go, each a folder")
    parser.add_argument("--to", metavar="FORMATS", help=TO)
    parser.add_argument("--sources", default="sources", metavar="DIR", help="where sources are (default: sources)")


def _verify(commands: Commands) -> None:
    parser = _command(
        commands,
        "verify",
        "rebuild a bag or an output folder and compare, byte by byte",
        "Exit 0 if every byte is the same, 1 if not (with what differs, and which versions do), 4 for a\n"
        "damaged bag.\n\n"
        "examples:\n  reissue verify bags/report\n  reissue verify output",
    )
    parser.add_argument("path", metavar="BAG|DIR", help="a bag, an output folder, or a folder of them")
    parser.add_argument("--sources", default="sources", metavar="DIR", help="where sources of outputs are")


def _doctor(commands: Commands) -> None:
    _command(
        commands,
        "doctor",
        "tell what is installed, what is missing, and how to get it",
        "Exit 3 if something is missing that reissue cannot do without.",
    )


COMMANDS: tuple[Callable[[Commands], None], ...] = (
    _build,
    _recover,
    _publish,
    _explain,
    _adopt,
    _check,
    _archive,
    _verify,
    _watch,
    _serve,
    _doctor,
)
