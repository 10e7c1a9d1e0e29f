"""The kinds of sheets: each function fills a sheet, and takes from the seed what may differ within the kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from benchmarks.extract.sheets.paper import A4, COLOURS, LETTER, SCREEN, WIDE, HeadStyle, Sheet, head_style
from benchmarks.extract.typeset.shape import Piece


def slide_of_columns(sheet: Sheet) -> None:
    """A title, then two to four columns that begin at one height: a head, a line or two, perhaps points."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((SCREEN, WIDE))
    sheet.style(random.choice((11, 12, 14)), 14)
    colour = random.choice(COLOURS)
    _slide_title(sheet, colour)
    count = random.randint(2, 4)
    size = random.choice((1.0, 1.0, 1.3))
    style = HeadStyle(size, bold=random.random() < 0.4, colour=colour)
    if not style.bold and style.size == 1.0 and random.random() < 0.3:
        style = replace(style, bold=True, colour="")
    points = random.random() < 0.5
    sheet.open("display: flex; gap: 10mm; margin-top: 12mm")
    for _ in range(count):
        sheet.open("flex: 1")
        sheet.head(say.title(), style)
        sheet.text(" ".join(say.sentence().split()[: random.randint(4, 14)]))
        if points:
            sheet.items(random.randint(2, 4), 9, "font-size: .85em")
        sheet.close()
    sheet.close()
    _slide_number(sheet)


def slide_of_boxes(sheet: Sheet) -> None:
    """Boxes in two rows, filled or framed, each with a head and its text."""
    random, say = sheet.random, sheet.say
    sheet.size = WIDE
    sheet.style(random.choice((10, 11, 12)), 12)
    colour = random.choice(COLOURS)
    _slide_title(sheet, colour)
    look = random.choice(("background: #eaf0f7", f"border: 1pt solid {colour}", f"border-top: 3pt solid {colour}"))
    style = HeadStyle(random.choice((1.0, 1.25)), bold=True, colour=random.choice(("", colour)))
    count = random.randint(2, 3)
    for _ in range(2):
        sheet.open("display: flex; gap: 8mm; margin: 4mm 0")
        for _ in range(count):
            sheet.open(f"flex: 1; padding: 3mm; {look}")
            sheet.head(say.title(), style)
            sheet.prose(1, 2)
            sheet.close()
        sheet.close()
    _slide_number(sheet)


def slide_of_points(sheet: Sheet) -> None:
    """A title, points of two sizes, a picture beside them."""
    random = sheet.random
    sheet.size = random.choice((SCREEN, WIDE))
    sheet.style(random.choice((14, 16, 18)), 14)
    _slide_title(sheet, random.choice(COLOURS))
    left = random.random() < 0.5
    sheet.open(f"display: flex; gap: 8mm; margin-top: 8mm; flex-direction: {'row-reverse' if left else 'row'}")
    sheet.open("flex: 1.5")
    for _ in range(random.randint(1, 3)):
        sheet.items(random.randint(2, 3), 10)
    sheet.close()
    sheet.open("flex: 1")
    sheet.picture(60)
    sheet.close()
    sheet.close()
    _slide_number(sheet)


def _slide_title(sheet: Sheet, colour: str) -> None:
    random, say = sheet.random, sheet.say
    if random.random() < 0.4:
        sheet.text(say.fill("{Noun}: {adjective} {nouns}"), f"color: {colour}; font-size: .9em")
    sheet.head(say.title(long=random.random() < 0.3), HeadStyle(random.choice((1.6, 1.9)), random.random() < 0.5))


def _slide_number(sheet: Sheet) -> None:
    if sheet.random.random() < 0.7:
        sheet.text(str(sheet.random.randint(2, 40)), "position: absolute; right: 0; bottom: 0; font-size: 8pt")


def leaflet(sheet: Sheet) -> None:
    """Three panels on one sheet: points under small heads; pictures and a closing word; the cover."""
    random, say = sheet.random, sheet.say
    sheet.size = (279, 216)
    sheet.style(random.choice((9, 10, 11)), 0)
    colour = random.choice(COLOURS)
    style = HeadStyle(1.0, bold=True)
    large = HeadStyle(random.choice((2.0, 2.4)), bold=True, colour=random.choice((colour, "")), centred=True)
    panel = "position: absolute; top: {top}mm; left: {left}mm; width: 78mm"
    sheet.open(panel.format(top=random.randint(6, 12), left=8))
    sheet.head(say.fill("{Adjective} {noun}"), large)
    for _ in range(3):
        sheet.head(say.fill("As a {noun}:"), style)
        sheet.items(random.randint(2, 4), 12)
    sheet.close()
    sheet.open(panel.format(top=random.randint(6, 14), left=101))
    sheet.head(say.fill("{Adjective} {nouns}"), large)
    sheet.picture(random.randint(60, 100))
    sheet.prose(2, 3, "text-align: center; margin-top: 8mm")
    sheet.close()
    sheet.open(panel.format(top=random.randint(20, 40), left=194))
    sheet.head(say.title(), replace(large, size=2.6))
    sheet.text(say.fill("{Adjective} {nouns} of the {noun}"), "text-align: center; font-size: 1.3em")
    sheet.picture(60)
    sheet.text(say.fill("{place}, {year}"), "text-align: center; margin-top: 6mm")
    sheet.close()


def poster(sheet: Sheet) -> None:
    """A band with the title, then columns of sections in boxes or without."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice(((420, 297), (297, 420)))
    sheet.style(random.choice((11, 12)), 14)
    colour = random.choice(COLOURS)
    sheet.open(f"background: {colour}; color: white; padding: 6mm; text-align: center")
    sheet.head(say.title(long=True), HeadStyle(2.4, bold=True))
    sheet.text(", ".join(say.name() for _ in range(4)))
    sheet.close()
    style = HeadStyle(1.5, bold=True, colour=colour)
    box = random.choice(("", f"border: 1pt solid {colour}; padding: 3mm; margin-bottom: 5mm"))
    sheet.open("display: flex; gap: 10mm; margin-top: 6mm")
    for _ in range(3 if sheet.size[0] > sheet.size[1] else 2):
        sheet.open("flex: 1")
        for _ in range(random.randint(2, 3)):
            sheet.open(box)
            sheet.head(say.fill("{Adjective} {nouns}"), style)
            sheet.prose(2, 5)
            if random.random() < 0.3:
                sheet.items(3)
            sheet.close()
        sheet.close()
    sheet.close()


def title_page(sheet: Sheet) -> None:
    """A house, a title of one or more lines, a second title, a name, a place and a year."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(12, 25)
    side = random.choice(("center", "left"))
    sheet.text(say.fill("{Adjective} {noun} of {place}"), f"text-align: {side}; margin-top: 10mm")
    sheet.open(f"margin-top: {random.randint(30, 60)}mm; text-align: {side}")
    sheet.head(say.title(long=random.random() < 0.5), HeadStyle(random.choice((2.0, 2.6)), random.random() < 0.6))
    sheet.close()
    sheet.text(say.fill("A report on the {adjective} {noun}"), f"text-align: {side}; font-size: 1.1em")
    sheet.text(say.name(), f"text-align: {side}; margin-top: 30mm")
    sheet.text(say.fill("{place}, {month} {year}"), f"text-align: {side}; margin-top: 40mm")


def contents(sheet: Sheet) -> None:
    """A table of contents: only its title is a heading, whatever its chapters look like."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(random.choice((10, 11)), 25)
    sheet.head("Contents", HeadStyle(random.choice((1.4, 1.8)), bold=random.random() < 0.6))
    sheet.css.append(f".entry::after {{ content: leader('{random.choice('. ')}') attr(title) }}")
    bold = random.random() < 0.5
    page = 1
    for chapter in range(1, random.randint(5, 8)):
        for part in range(random.randint(1, 4)):
            page += random.randint(1, 7)
            number = f"{chapter}." if not part else f"{chapter}.{part}"
            words = f"{number} {say.title()}"
            weight = "font-weight: bold" if bold and not part else ""
            sheet.html.append(
                f'<p class="entry" title="{page}" style="margin: 0 0 0 {min(part, 1)}em; {weight}">{words}</p>'
            )
            sheet.pieces.append(Piece("item", f"{words} {page}", 1))


def letter(sheet: Sheet) -> None:
    """A letterhead in two parts, an address, a date, the subject in bold, the text, a signature."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(random.choice((10, 11, 12)), 25)
    sheet.open("display: flex; justify-content: space-between")
    sheet.open("width: 70mm")
    sheet.text(say.fill("{Adjective} {noun} of {place}"), "font-size: 1.3em; font-weight: bold; color: #1f4e79")
    sheet.close()
    sheet.open("width: 45mm; font-size: .75em")
    for words in ("{Noun} Street {number}", "{place}", "Telephone {number} {number} {number}"):
        sheet.text(say.fill(words), "margin: 0")
    sheet.close()
    sheet.close()
    sheet.open("margin: 12mm 0 10mm")
    for words in (
        say.name(),
        say.fill("{Adjective} {Noun}"),
        say.fill("{number} {Noun} Road"),
        say.fill("{place}"),
    ):
        sheet.text(words, "margin: 0")
    sheet.close()
    sheet.text(say.fill("{day} {month} {year}"), f"text-align: {random.choice(('right', 'left'))}")
    sheet.text(say.fill("{Adjective} {nouns}: your letter of {day} {month}"), "font-weight: bold", "heading")
    sheet.text(f"Dear {say.name()},")
    for _ in range(random.randint(3, 5)):
        sheet.prose(2, 4)
    sheet.text("Yours sincerely,", "margin-top: 8mm")
    sheet.text(say.name(), "margin-top: 14mm")


def form(sheet: Sheet) -> None:
    """Sections of labels with room to write beside them: it is read row by row."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(random.choice((9, 10)), 20)
    sheet.head(say.fill("Application for a {noun} {noun}"), HeadStyle(1.6, bold=True, centred=True))
    for number in range(1, 4):
        sheet.head(f"{number}. {say.fill('{Adjective} {noun}')}", HeadStyle(1.1, bold=True))
        for _ in range(random.randint(3, 5)):
            sheet.open("display: flex; gap: 10mm")
            for _ in range(2):
                sheet.text(say.fill("{Noun} of the {noun}") + ":", "flex: 1; border-bottom: .5pt solid #888")
            sheet.close()
    sheet.prose(2, 3)


def parallel(sheet: Sheet) -> None:
    """Two languages side by side: each runs down its own column."""
    random = sheet.random
    sheet.size = random.choice((A4, LETTER))
    sheet.style(random.choice((9, 10, 11)), 20)
    style = HeadStyle(1.0, bold=True, centred=True)
    sheet.open("display: flex; gap: 8mm; text-align: justify")
    for name in ("Article", "Artículo"):
        sheet.open("flex: 1")
        for number in range(1, 4):
            sheet.head(f"{name} {number}", style)
            sheet.prose(2, 4)
        sheet.close()
    sheet.close()


def magazine(sheet: Sheet) -> None:
    """A title over columns, and a tinted box with a text of its own below them."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(random.choice((9, 10)), 16)
    sheet.text(say.fill("{Noun}").upper(), "font-size: .8em; letter-spacing: .1em")
    sheet.head(say.title(), HeadStyle(2.6, bold=random.random() < 0.5))
    sheet.text(say.sentence(), "font-size: 1.2em; font-style: italic")
    style = head_style(random)
    count = random.choice((2, 3))
    sheet.columns(count)
    for part in range(3):
        if part:
            sheet.head(say.title(), replace(style, centred=False))
        for _ in range(2):
            sheet.prose(3, 5)
    sheet.close()
    sheet.open("background: #e8eef4; padding: 4mm; margin-top: 6mm")
    sheet.head(say.title(), HeadStyle(1.2, bold=True))
    sheet.prose(3, 4)
    sheet.close()
    _foot(sheet)


def textbook(sheet: Sheet) -> None:
    """One column under a running head of two parts: sections, a list, a figure and its caption, a bold lead."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER, (170, 240)))
    sheet.style(random.choice((10, 10.5, 11)), 22)
    _running_head(sheet)
    style = head_style(random)
    numbered = random.random() < 0.4
    sheet.prose()
    for number in range(1, 4):
        sheet.head((f"{number + 2}.{number} " if numbered else "") + say.title(), style)
        sheet.prose(2, 4)
        if number == 1:
            sheet.items(3)
        if number == 2:
            sheet.picture(35)
            caption = say.fill("Figure {small}.{digit} {Adjective} {nouns} of the {noun}")
            sheet.text(caption, random.choice(("font-weight: bold; font-size: .9em", "font-size: .85em", "")))
            first, rest = say.fill("{Adjective} {nouns}."), " ".join(say.sentences(2, 3))
            sheet.html.append(f"<p><b>{first}</b> {rest}</p>")
            sheet.pieces.append(Piece("paragraph", f"{first} {rest}"))
    _foot(sheet)


def chapter_opening(sheet: Sheet) -> None:
    """A number alone, the chapter's title below it, a motto with its author, then text."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER, (170, 240)))
    sheet.style(random.choice((10, 11)), 24)
    side = random.choice(("left", "right", "center"))
    number = random.choice(("{small}", "Chapter {small}", "CHAPTER {small}"))
    size = random.choice((1.4, 2.0))
    words = f"{say.fill(number)} {say.title()}"
    first, rest = words.rsplit(" ", len(words.split()) - (1 if "hapter" not in number.lower() else 2))[0], ""
    rest = words[len(first) + 1 :]
    sheet.html.append(
        f'<div style="text-align: {side}; margin: 20mm 0 12mm; font-weight: {random.choice(("bold", "normal"))}">'
        f'<p style="font-size: {size}em">{first}</p><p style="font-size: 2em">{rest}</p></div>'
    )
    sheet.pieces.append(Piece("heading", words, 1))
    if random.random() < 0.5:
        sheet.text(say.sentence(), "font-style: italic; margin-left: 40%")
        sheet.text(f"— {say.name()}", "text-align: right")
    for _ in range(3):
        sheet.prose(4, 6)
    sheet.head(say.title(), HeadStyle(1.3, bold=True))
    for _ in range(2):
        sheet.prose(4, 6)
    _foot(sheet)


def worksheet(sheet: Sheet) -> None:
    """Heads of the text's size in bold, numbered questions, a note in italics, rules to write on."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(random.choice((11, 12)), 22)
    _running_head(sheet)
    number = 0
    for _ in range(3):
        end = random.choice((":", ""))
        sheet.head(say.title() + end, HeadStyle(1.0, bold=True))
        for _ in range(random.randint(2, 4)):
            number += 1
            sheet.text(f"{number}. {' '.join(say.sentences(1, 2))}", "margin-left: 6mm")
        if random.random() < 0.4:
            sheet.prose(1, 2, "font-style: italic")
    _foot(sheet)


def glossary(sheet: Sheet) -> None:
    """Terms at the left, what they mean at the right: read row by row, no term is a heading."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(random.choice((10, 11)), 22)
    sheet.head(say.fill("{Adjective} {nouns}"), HeadStyle(1.6, bold=True))
    bold = "font-weight: bold" if random.random() < 0.6 else ""
    for _ in range(random.randint(8, 11)):
        sheet.open("display: flex; gap: 5mm")
        sheet.text(say.fill("{Adjective} {noun}"), f"width: 45mm; {bold}")
        sheet.text(" ".join(say.sentences(1, 2)), "flex: 1")
        sheet.close()


def paper(sheet: Sheet) -> None:
    """The first page of a paper: title, names, a summary, then two columns of numbered sections."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(random.choice((9, 9.5, 10)), 18)
    centred = random.random() < 0.6
    side = "center" if centred else "left"
    sheet.head(say.title(long=True), HeadStyle(1.7, bold=random.random() < 0.7, centred=centred))
    sheet.text(", ".join(say.name() for _ in range(3)), f"text-align: {side}")
    sheet.text(
        say.fill("{Adjective} {noun} of {place}"), f"text-align: {side}; font-size: .85em; font-style: italic"
    )
    sheet.head("Abstract", HeadStyle(1.0, bold=True, centred=centred))
    sheet.prose(4, 6, "margin: 0 8mm .8em; font-size: .92em")
    style = random.choice((HeadStyle(1.2, bold=True), HeadStyle(1.0, bold=True), HeadStyle(1.0, capitals=True)))
    sheet.columns(2, random.choice((4, 6, 8)))
    for number in range(1, 4):
        sheet.head(f"{number} {say.title()}", style)
        for _ in range(2):
            sheet.prose(3, 5)
    sheet.close()
    _foot(sheet)


def agenda(sheet: Sheet) -> None:
    """Days as heads, and below each the hours at the left of what happens then."""
    random, say = sheet.random, sheet.say
    sheet.size = random.choice((A4, LETTER))
    sheet.style(11, 22)
    sheet.head(say.title(), HeadStyle(1.8, bold=True))
    style = HeadStyle(random.choice((1.0, 1.3)), bold=True, colour=random.choice(("", *COLOURS)))
    for _ in range(2):
        sheet.head(say.fill("{day} {month} {year}"), style)
        hour = 9
        for _ in range(random.randint(4, 6)):
            sheet.text(f"{hour:02}.{random.choice(('00', '15', '30'))}", "float: left; width: 22mm; margin: 0")
            sheet.text(" ".join(say.sentence().split()[:12]), "margin-left: 24mm")
            hour += 1


def _running_head(sheet: Sheet) -> None:
    """A head of two parts, with a rule below it or none: a title and a number, or two titles."""
    random, say = sheet.random, sheet.say
    rule = random.choice(("", "border-bottom: .7pt solid; padding-bottom: 1mm;"))
    bold = random.choice(("", "font-weight: bold;", "font-style: italic;"))
    size = random.choice((0.85, 1.0, 1.2))
    parts = random.choice(((say.title(), str(random.randint(2, 300))), (say.title(), say.fill("{Noun} {number}"))))
    sheet.open(
        f"position: absolute; top: -12mm; left: 0; right: 0; display: flex; justify-content: space-between; "
        f"{rule} {bold} font-size: {size}em"
    )
    for words in parts:
        sheet.text(words, "margin: 0")
    sheet.close()


def _foot(sheet: Sheet) -> None:
    """The number of the page at the foot, perhaps with a title."""
    number = str(sheet.random.randint(2, 300))
    words = sheet.random.choice((number, f"{number} | {sheet.say.fill('{Adjective} {noun}')}", ""))
    if words:
        place = sheet.random.choice(("left: 0", "right: 0", "left: 48%"))
        sheet.text(words, f"position: absolute; bottom: -12mm; {place}; font-size: .9em; margin: 0")


KINDS: dict[str, Callable[[Sheet], None]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        slide_of_columns,
        slide_of_boxes,
        slide_of_points,
        leaflet,
        poster,
        title_page,
        contents,
        letter,
        form,
        parallel,
        magazine,
        textbook,
        chapter_opening,
        worksheet,
        glossary,
        paper,
        agenda,
    )
}
