"""Small honest files of each kind, and ways to damage them: where fuzzing begins, in tests and for an hour."""

from __future__ import annotations

import re
import zlib
from random import Random

TEXT = (
    "Report on libraries\n\nThe Board adopted the first report of the clerk,1 and the second\nreport of the us-\n"
    "her,? and:\n\n(a) Read the books;\n\n() Closed the doors;\n\n1 See A/68/53.\n2 Ibid.\n\f\n"
    "2 Report on libraries\n\n(c) Kept silent.\n"
)


def pdf(*, squeezed: bool) -> bytes:
    """A PDF of two pages with text, a rule and a box; its streams plain (to be damaged) or compressed."""
    content = b"BT /F 11 Tf 72 700 Td (The Board met in the hall) Tj 0 -14 Td (1. It read the books.) Tj ET\n"
    content += (
        b"BT /F 6 Tf 1 0 0 1 200 704 Tm (1) Tj ET 72 690 m 300 690 l S 72 600 50 20 re f q 1 0 0 1 0 0 cm Q\n"
    )
    data = zlib.compress(content) if squeezed else content
    filters = b"/Filter /FlateDecode" if squeezed else b""
    page = (
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources <</Font <</F 6 0 R>>>>>>"
    )
    objects = [
        b"<</Type /Catalog /Pages 2 0 R /Lang (en) /PageLabels <</Nums [0 <</S /r>>]>>>>",
        b"<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2>>",
        page,
        page,
        b"<<%s /Length %d>> stream\n%s\nendstream" % (filters, len(data), data),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><body>
<div class="ocr_page" title='bbox 0 0 1654 2339; scan_res 200 200'>
<div class="ocr_carea"><p class="ocr_par"><span class="ocr_line" title="bbox 100 100 400 124">
<span class="ocrx_word" title="bbox 100 100 160 120; x_wconf 90">The</span>
<span class="ocrx_word" title="bbox 170 100 400 120; x_wconf 60">Board</span></span></p></div></div>
</body></html>"""
ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>
<Page WIDTH="1654" HEIGHT="2339"><PrintSpace><TextBlock><TextLine HPOS="1" VPOS="2" WIDTH="90" HEIGHT="9">
<String HPOS="1" VPOS="2" WIDTH="30" HEIGHT="9" CONTENT="The" WC="0.9"/><SP/>
<String HPOS="40" VPOS="2" WIDTH="30" HEIGHT="9" CONTENT="Board"/>
</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""
PAGE = """<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Page imageWidth="1654" imageHeight="2339"><TextRegion><Coords points="1,1 90,1 90,20 1,20"/>
<TextLine><Coords points="1,1 90,1 90,20 1,20"/><TextEquiv conf="0.9"><Unicode>The Board</Unicode></TextEquiv>
</TextLine></TextRegion></Page></PcGts>"""
ABBYY = """<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml">
<page width="1654" height="2339" resolution="200"><block blockType="Text"><text><par>
<line baseline="20" l="1" t="2" r="90" b="22"><formatting lang="English" ff="Times" fs="11">
<charParams l="1" t="2" r="9" b="20" charConfidence="90">T</charParams>
<charParams l="10" t="2" r="19" b="20">o</charParams>
</formatting></line></par></text></block></page></document>"""

SEEDS: dict[str, list[bytes]] = {
    ".txt": [TEXT.encode()],
    ".pdf": [pdf(squeezed=False), pdf(squeezed=True)],
    ".hocr": [HOCR.encode()],
    ".xml": [ALTO.encode(), PAGE.encode(), ABBYY.encode()],
}

MARKDOWN = [
    *(
        "# ",
        "\n\n",
        "\n",
        "- ",
        "  ",
        "    ",
        "1. ",
        "(a) ",
        "> ",
        "| a | b |\n|---|---|\n",
        "||",
        "^^",
        "***\n",
        "\t",
    ),
    *(
        ": cap {head=2}\n",
        "[^1]",
        "[^1]: ",
        "[^1]{.uncertain}",
        '[]{.pagebreak #page-4 label="4"}',
        "[x]{lang=fr}",
    ),
    *("![a](b.png)", "`", "```\n", "**", "*", "_", "^", "~", "\\", "<b>", "&amp;", "&#0;", "---\n", "title: x\n"),
    *("](", "[", "]", "{", "}", "http://a.b/c", "<https://a.b>", "\u00ad", "\ufff9", "\u202e", "é", "x" * 50),
    *("\x00", "\ud7ff", "\u2028"),
]
"""Pieces of the dialect, for texts that nobody would write."""

_TOKEN = re.compile(rb"\d+|[A-Za-z]+|[^A-Za-z\d]")
_NUMBERS = [b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e309", b"nan"]


def damage(seed: bytes, chance: Random) -> bytes:
    """A file with some of its tokens exchanged, doubled, dropped or made extreme, and sometimes cut off."""
    tokens = _TOKEN.findall(seed)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(tokens))
        match chance.randrange(6):
            case 0:
                tokens[place] = chance.randbytes(chance.randrange(6))
            case 1:
                tokens[place] = chance.choice(tokens)
            case 2:
                tokens[place] = tokens[place] * chance.randint(2, 40)
            case 3:
                tokens[place] = b""
            case 4 if tokens[place].isdigit():
                tokens[place] = chance.choice(_NUMBERS)
            case _:
                tokens[place] = b"".join(tokens[place : place + chance.randint(1, 60)]) * 2
    whole = b"".join(tokens)
    return whole[: chance.randrange(len(whole) + 1)] if chance.random() < 0.25 else whole


def odd_markdown(chance: Random) -> str:
    """A text of pieces of the dialect, put together without sense."""
    return "".join(chance.choice(MARKDOWN) for _ in range(chance.randint(0, 40)))
