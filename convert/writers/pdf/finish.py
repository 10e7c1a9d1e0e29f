"""The file that WeasyPrint writes, made to claim PDF/UA-1 and PDF/A-2a: metadata, page labels, fonts, images."""

from __future__ import annotations

from typing import Any, TypeAlias

from convert.document import Meta
from convert.writers.words import is_date
from convert.writers.xml import escape, language_tag

HYPHEN_FONTS = ("Liberation", "DejaVu")  # whose U+2010 is a glyph of its own, used for nothing but line ends

PDFUA = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The claim of PDF/UA-1, and the schema without which PDF/A-2 may not hold it (ISO 19005-2, 6.6.2.3)."""

DUBLIN_CORE = """<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/">{}</rdf:Description>
"""

PDF: TypeAlias = Any  # pydyf.PDF


def referenced(pdf: PDF, reference: bytes) -> Any:
    """The object that a reference, "12 0 R", leads to."""
    return pdf.objects[int(reference.split()[0])]


def claim(pdf: PDF, meta: Meta) -> None:
    """Add to the XMP metadata the claim of PDF/UA-1 and the facts that WeasyPrint leaves out.

    All in its one rdf:RDF, for PDF/A allows no second (ISO 16684-1, 7.4).
    """
    stream = referenced(pdf, pdf.catalog["Metadata"]).stream
    before, end, after = b"\n".join(stream).rpartition(b"</rdf:RDF>")
    stream[:] = [before + (PDFUA + dublin_core(meta)).encode() + end + after]


def dublin_core(meta: Meta) -> str:
    """The facts about the document that have a place of their own in XMP (ISO 16684-1, 8.3)."""
    shapes = {
        "identifier": ("{}", meta.identifier),
        "source": ("{}", meta.source),
        "language": ("<rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag>", language_tag(meta.language) or ""),
        "publisher": ("<rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag>", meta.publisher),
        "date": ("<rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq>", meta.date if is_date(meta.date) else ""),
        "rights": ('<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>', meta.rights),
    }
    facts = (
        f"<dc:{name}>{shape.format(escape(fact))}</dc:{name}>" for name, (shape, fact) in shapes.items() if fact
    )
    return DUBLIN_CORE.format("\n".join(facts))


def number_pages(pdf: PDF) -> None:
    """Give the pages the labels that are printed on them: 1, 2, 3."""
    from pydyf import Array, Dictionary  # type: ignore[import-untyped]

    pdf.catalog["PageLabels"] = Dictionary({"Nums": Array([0, Dictionary({"S": "/D"})])})


def forbid_interpolation(pdf: PDF) -> None:
    """Switch off the smoothing of images, which PDF/A forbids (ISO 19005-2, 6.2.8)."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Subtype") == "/Image":
            item.extra["Interpolate"] = "false"


def mend_text_maps(pdf: PDF, *, hyphens: bool) -> None:
    """Correct what the glyphs are said to mean in the fonts' ToUnicode maps.

    Hyphens at line ends are soft hyphens, so that the words come out whole (ISO 14289-1, 7.2). The one glyph of
    space and no-break space is a space, whichever came first.
    """
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            joined = hyphens and any(name in str(font["BaseFont"]) for name in HYPHEN_FONTS)
            table = referenced(pdf, font["ToUnicode"]).stream
            for place, line in enumerate(table):
                mended = line.replace(b"> <00a0>", b"> <0020>")
                table[place] = mended.replace(b"> <2010>", b"> <00ad>") if joined else mended
