"""One parser for all foreign XML: streamed, no network, no DTD loaded, no entity expanded.

A document type that only names a public identifier, as every hOCR file has one, is harmless and let through where
`doctype` says so; one that declares anything is refused before the parser sees it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from convert.errors import BadInput

Element: TypeAlias = "etree._Element"

MAX_BYTES = 1024**3
"""A page with a box for each character takes about 0.4 MB of hOCR: more than 2,000 such pages."""
PROLOGUE = 65_536
"""Bytes at the start of a file in which a document type can stand; comments before it may be long."""

_DOCTYPE = re.compile(r"<!DOCTYPE(?P<names>[^\[>]*)(?P<declares>\[)?", re.IGNORECASE)
_DECLARES = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)\b")
_ENCODING = re.compile(r"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")


def prologue(path: Path) -> str:
    """The start of a file as text, whatever its encoding: for looking at, not for reading."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(
                f"is larger than {MAX_BYTES // 1024**2} MB", file=path, remedy="split the file into parts"
            )
        with path.open("rb") as file:
            head = file.read(PROLOGUE)
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror}", file=path, remedy="check its name and rights"
        ) from error
    if not head.strip():
        raise BadInput("the file is empty", file=path, remedy="give the file with the text")
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:4]
    return head.decode("utf-16" if wide else "utf-8", "replace")


def refuse_declarations(path: Path, head: str, *, doctype: bool) -> None:
    """Refuse a document type: any at all, or with `doctype` one that declares something. Raises BadInput."""
    found = _DOCTYPE.search(head)
    if (found and (found["declares"] or not doctype)) or _DECLARES.search(head):
        raise BadInput(
            "declares a document type of its own, which can make a parser read other files or fill the memory",
            file=path,
            place="the DOCTYPE",
            remedy="delete the DOCTYPE, if the file comes from a recogniser that you trust",
        )


def elements(path: Path, wanted: Callable[[Element], bool], *, lax: bool = False) -> Iterator[Element]:
    """Each element that is wanted, once it is whole; then it is forgotten. Raises BadInput.

    With `lax` a file that is no XML is read as HTML, and may name the public document type of HTML.
    """
    head = prologue(path)
    refuse_declarations(path, head, doctype=lax)
    done = 0
    try:
        for element in _streamed(path, wanted, as_html=False):
            yield element
            done += 1
    except BadInput:
        if not lax:
            raise
        yield from islice(_streamed(path, wanted, as_html=True, encoding=_encoding(head)), done, None)


def fragment(text: str) -> Element:
    """One element from text that we had made ourselves, as carefully as from a file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    return etree.fromstring(text.encode(), parser)


def named(*names: str) -> Callable[[Element], bool]:
    """Wants the elements with these names, in whatever namespace."""
    return lambda element: local(element) in names


def _streamed(
    path: Path, wanted: Callable[[Element], bool], *, as_html: bool, encoding: str | None = None
) -> Iterator[Element]:
    events = etree.iterparse(
        str(path),
        events=("end",),
        html=as_html,
        recover=as_html,
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            if wanted(element):
                yield element
                element.clear()
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise BadInput(
            f"is not well-formed XML: {error.msg}",
            file=path,
            place=f"line {line}, column {column}",
            remedy="get the whole file again, or export it anew",
        ) from None


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Element) -> str:
    """All text inside an element, references to entities of HTML included."""
    parts = [element.text or ""]
    for child in element:
        if child.tag is etree.Entity:
            parts.append(html.unescape(child.text or ""))
        elif isinstance(child.tag, str):
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def number(text: str | None, default: float = 0.0) -> float:
    """A number in an attribute, `default` where it is none; nothing in a page is beyond a million."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if -1e6 < value < 1e6 else default


def _encoding(head: str) -> str | None:
    found = _ENCODING.search(head)
    return found[1] if found else None
