"""Checks of TEI: well-formed, all pointers lead somewhere, the text is that of the master; and by its schema.

The one other XML in an output folder is the sitemap.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convert.checks.plain import document_beside
from convert.checks.sitemap import ROOT as SITEMAP
from convert.checks.sitemap import check_sitemap
from convert.checks.verdict import Fault, Missing

if TYPE_CHECKING:
    from convert.document import Document

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
SCHEMA = "REISSUE_TEI_SCHEMA"
ADDRESS = "https://tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng"


def parse(path: Path) -> Any:
    """The root of a TEI file; raises lxml's XMLSyntaxError."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(path.read_bytes(), parser)


def check_tei(path: Path) -> tuple[Fault, ...]:
    """What is wrong with the file that no schema sees."""
    from lxml import etree

    try:
        root = parse(path)
    except etree.XMLSyntaxError as error:
        return (Fault("not-well-formed", str(error)),)
    if root.tag == SITEMAP:
        return tuple(check_sitemap(root, path.parent))
    if root.tag != f"{TEI}TEI":
        return (Fault("not-tei", f"the root is {root.tag}"),)
    faults = list(_check_pointers(root))
    if document := document_beside(path):
        faults += _check_text(root, document)
    return tuple(faults)


def _check_pointers(root: Any) -> Iterator[Fault]:
    names = Counter(element.get(ID) for element in root.iter() if element.get(ID))
    yield from (Fault("id-twice", f"{name} stands {times} times") for name, times in names.items() if times > 1)
    for element in root.iter(f"{TEI}ref"):
        target = element.get("target", "")
        if target.startswith("#") and target[1:] not in names:
            yield Fault("link-to-nowhere", f"there is nothing named {target[1:]!r}", text=f'href="{target}"')


def _check_text(root: Any, document: Document) -> Iterator[Fault]:
    from lxml import etree

    from convert.writers import WRITERS, Options

    expected: Any = etree.fromstring(WRITERS["tei"](document, Options()))
    texts = [" ".join(each.find(f"{TEI}text").itertext()).split() for each in (root, expected)]
    for is_, should in zip(*texts, strict=False):
        if is_ != should:
            yield Fault("not-the-master", f"reads {is_!r}, should read {should!r}", text=should)
            return
    if len(texts[0]) != len(texts[1]):
        yield Fault("not-the-master", f"has {len(texts[0])} words, should have {len(texts[1])}")


@cache
def schema_at(path: str) -> Any:
    """A schema, read once for all files: it is large."""
    from lxml import etree

    return etree.RelaxNG(etree.parse(path))


def validate(path: Path) -> tuple[Fault, ...]:
    """What the schema of TEI P5 that REISSUE_TEI_SCHEMA names finds. Raises Missing."""
    from lxml import etree

    schema = os.environ.get(SCHEMA, "")
    if not Path(schema).is_file():
        raise Missing(f"{SCHEMA} does not name the schema of TEI; get it from {ADDRESS}")
    relaxng = schema_at(schema)
    try:
        if (root := parse(path)).tag == SITEMAP:
            return ()
        relaxng.validate(root)
    except etree.XMLSyntaxError as error:
        return (Fault("not-well-formed", str(error)),)
    return tuple(Fault(entry.type_name, entry.message, f"line {entry.line}") for entry in relaxng.error_log)
