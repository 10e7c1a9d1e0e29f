"""Faults planted in a good PDF: each must be found, most of them by no other checker."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pikepdf
import pytest

from convert.writers import pdf
from tests.pdf_sample import EVERYTHING, body, with_figure
from tests.pdf_structure import faults

FOOT = rb"/Artifact\n<<[^>]*/Footer[^>]*>>\nBDC\n(.*?)\nEMC"

Good: TypeAlias = tuple[bytes, str]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    options = with_figure(tmp_path_factory.mktemp("figures"))
    return pdf.write(EVERYTHING, options), body(EVERYTHING, options)


def elements(file: pikepdf.Pdf, role: str) -> Iterator[Any]:
    """The structure elements of a type, in order."""
    waiting = [file.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if element.get("/S") == f"/{role}":
            yield element
        kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]
        waiting += [kid for kid in reversed(kids) if "/S" in kid]


def first(file: pikepdf.Pdf, role: str) -> Any:
    return next(elements(file, role))


def longest(file: pikepdf.Pdf) -> Any:
    """The paragraph in most pieces."""
    return max(elements(file, "P"), key=lambda paragraph: len(paragraph.K))


def reverse(element: Any) -> None:
    element.K = pikepdf.Array(reversed(list(element.K)))


def cut(key: str, *elements: Any) -> None:
    for element in elements:
        if key in element:
            del element[key]


def captions(file: pikepdf.Pdf) -> list[Any]:
    """The captions in figures."""
    return [
        kid for figure in elements(file, "Figure") for kid in figure.K if not isinstance(kid, int) and "/S" in kid
    ]


def take_out(kid: Any) -> None:
    """Move an element from its parent to the parent of that."""
    home = kid.P
    home.K = pikepdf.Array([each for each in home.K if isinstance(each, int) or each.objgen != kid.objgen])
    kid.P = home.P
    home.P.K.append(kid)


def cut_last(kids: Any) -> None:
    del kids[-1]


def area(file: pikepdf.Pdf) -> Any:
    """The annotation of a note's citation."""
    return next(kid.Obj for kid in first(file, "Link").K if isinstance(kid, pikepdf.Dictionary))


PLANTED: dict[str, tuple[Callable[[pikepdf.Pdf], object], str]] = {
    "note without ID": (lambda file: cut("/ID", first(file, "Note")), "Note whose ID"),
    "empty parent tree": (lambda file: cut("/Nums", file.Root.StructTreeRoot.ParentTree), "does not lead"),
    "body before label": (lambda file: reverse(first(file, "LI")), "LI holds"),
    "paragraph reversed": (lambda file: reverse(longest(file)), "should read"),
    "content cut": (lambda file: cut_last(longest(file).K), "owned 0 times"),
    "content owned twice": (lambda file: longest(file).K.append(longest(file).K[-1]), "owned 2 times"),
    "wrong parent": (lambda file: first(file, "H1").update({"/P": first(file, "LI")}), "another parent"),
    "no language": (lambda file: cut("/Lang", file.Root), "no language"),
    "part without its language": (
        lambda file: cut("/Lang", *elements(file, "Span")),
        "no part is in fr",
    ),
    "no scope": (lambda file: cut("/Scope", first(file, "TH").A), "without Scope"),
    "unknown header": (lambda file: first(file, "TD").A.Headers.append(pikepdf.String("gone")), "unknown header"),
    "no numbering": (lambda file: cut("/ListNumbering", first(file, "L").A), "ListNumbering"),
    "no ID tree": (lambda file: cut("/IDTree", file.Root.StructTreeRoot), "not in the IDTree"),
    "no box": (lambda file: cut("/BBox", first(file, "Figure").A), "BBox"),
    "no description": (lambda file: cut("/Alt", first(file, "Figure")), "without Alt"),
    "caption beside its figure": (lambda file: take_out(captions(file)[0]), "not in it"),
    "senseless link name": (lambda file: area(file).update({"/Contents": pikepdf.String("fn")}), "is called 'fn'"),
    "link to nowhere": (lambda file: area(file).update({"/Dest": pikepdf.String("gone")}), "leads nowhere"),
    "link area without link": (lambda file: cut("/StructParent", area(file)), "link area"),
    "row lost": (lambda file: cut_last(first(file, "TBody").K), "TR in the structure"),
    "no running feet": (lambda file: without(file, b"/Footer", b"/Nobody"), "no folio"),
    "text beyond the edge": (
        lambda file: setattr(file.pages[0], "MediaBox", pikepdf.Array([0, 0, 300, 842])),
        "off the page",
    ),
    "text outside all marks": (lambda file: without(file, FOOT, rb"\1"), "no marked content"),
}


def without(file: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    """Replace a pattern in the content of all pages."""
    for page in file.pages:
        page.Contents.write(re.sub(old, new, page.Contents.read_bytes(), flags=re.DOTALL))


def test_good_file_has_no_faults(good: Good) -> None:
    assert faults(*good) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted_fault_is_found(good: Good, name: str) -> None:
    plant, complaint = PLANTED[name]
    data, html = good
    with pikepdf.open(io.BytesIO(data)) as file:
        plant(file)
        planted = io.BytesIO()
        file.save(planted)
    found = faults(planted.getvalue(), html)
    assert any(complaint in fault for fault in found), found
