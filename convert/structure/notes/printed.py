"""Notes of pages that show what is raised and what is set small: marks and bodies read as printed, and paired.

Nothing is guessed here from glyphs: a mark is a raised label, a body begins with the same label at the foot of its
column or among the endnotes. What pairs with nothing and does not count up (10², 1ˢᵗ) is no mark. For texts
without geometry `decoded` reads both from the damage.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from convert.ledger import Edit, Query, mark
from convert.page import Key, Line
from convert.structure.frames import runs, same_run
from convert.structure.furniture.bands import RULE
from convert.structure.notes.decoded import Notes
from convert.structure.tagged import opening_tag

SMALL = 0.94
"""Part of the size of the text up to which a line at the foot counts as set small."""
APART, TOUCHING = 0.4, 0.1
"""White space, in lines, between the text and its notes, and between lines of notes without a break."""
SAME_SIZE = 0.35
"""Points by which the lines of notes may differ in size."""
SURE = 0.99
"""Confidence of a mark and a body that were printed alike."""
ENDNOTES = 3
"""Bodies that a series of endnotes has at least."""
KNOWN = 0.5
"""Share of the endnotes that are marked in the text, and of the marks before them that they answer."""
LONGEST = 40
"""Lines of the longest endnote."""

_LABEL = r"[0-9]{1,3}|[*†‡§¶]{1,4}|[a-z]"
_MARK = regex.compile(rf"(?<open>[(\[]?)(?<label>{_LABEL})(?<close>[)\]]?)")
_RAISED = regex.compile(rf"[(\[]?(?:{_LABEL})[)\]]?(?:[,;] ?[(\[]?(?:{_LABEL})[)\]]?)*[,;.]?")
_BODY = regex.compile(rf"\s*(?<printed>[(\[]?(?<label>{_LABEL})(?<close>[.)\]/]{{0,2}}))(?<space>\s*)(?=\S)")
_BRACKETS = regex.compile(r"^[(\[]|[.)\]]+$")
_SYMBOL = regex.compile(r"[*†‡§¶]{1,4}")
_EXPONENT = regex.compile(r"(?:\d|\b[kcmdµ]?m|\bsec|\bs|[A-Z][a-z]?|[=+×·])$")
"""What stands before an exponent, an index or the mass of an isotope."""
_NOTES = regex.compile(
    r"(?:end)?notes?|references|notes and references|bibliography|notes de fin|références|notas|referencias|"
    r"bibliografía",
    regex.IGNORECASE,
)
"""What stands above endnotes in English, French and Spanish."""
_FINISHED = regex.compile(r"[.!?)\]”\"’][\s\ufff9-\ufffb]*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A raised label in the text: `start:end` of its line."""

    key: Key
    start: int
    end: int
    label: str
    exponent: bool  # it stands where an exponent may stand
    uncertain: bool = False  # it was printed with a question mark, as this program prints doubt


@dataclass(frozen=True, slots=True)
class Body:
    """The first line of a note: the label that opens it, as printed `start:end`."""

    key: Key
    start: int
    end: int
    label: str
    place: str  # "foot" or "end"


def has_sizes(lines: Sequence[Line]) -> bool:
    """Whether the words were set, not recognised, and their sizes are known."""
    return any(word.size and word.confidence is None for line in lines for word in line.words)


def read_notes(lines: Sequence[Line]) -> Notes:
    """The notes of a document from its lines, furniture left out."""
    size = _body_size(lines)
    named = tuple(_named(lines))
    rest = [line for line in lines if not line.is_float and not _is_named(line)]
    zones = tuple(_zones(rest, size))
    inside = {line.key for line in lines if _is_named(line)} | {line.key for zone in zones for line in zone}
    marks = tuple(_marks([line for line in lines if line.key not in inside]))
    feet, foot = _feet(zones, marks)
    feet, foot = (*named, *feet), foot | {line.key for line in lines if _is_named(line)}
    found = {(body.key.page, body.label) for body in feet}
    open_ = [each for each in marks if (each.key.page, each.label) not in found]
    ends, end = _endnotes([line for line in lines if line.key not in foot and not line.is_float], open_)
    bodies = (*feet, *ends)
    marks += tuple(_symbols(lines, foot, feet, marks))
    marks += tuple(
        _marks([line for line in lines if line.key in foot and line.key not in {b.key for b in bodies}])
    )
    texts = {line.key: line.text for line in lines}
    return _paired(sorted(marks, key=lambda each: (each.key, each.start)), bodies, foot | end, texts)


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size or 0.0] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────


def _marks(lines: Sequence[Line]) -> Iterator[Mark]:
    """Each raised label, several of one word apart; where the file says which words are marks, those alone."""
    told = any(word.part == "mark" for line in lines for word in line.words)
    for line in lines:
        for word in line.words:
            if word.part == "mark" and line.text.startswith(word.text, word.start):
                label = word.text.rstrip("?")
                if label:
                    yield Mark(line.key, word.start, word.start + len(word.text), label, False, label != word.text)
            elif told and line.tag is not None:
                continue
            elif word.raised and _RAISED.fullmatch(word.text) and line.text.startswith(word.text, word.start):
                exponent = bool(_EXPONENT.search(line.text[: word.start]))
                for found in _MARK.finditer(word.text):
                    start = word.start + found.start()
                    yield Mark(line.key, start, start + len(found[0]), found["label"], exponent)


def _symbols(
    lines: Sequence[Line], foot: Collection[Key], bodies: Sequence[Body], marks: Sequence[Mark]
) -> Iterator[Mark]:
    """Symbols in the text that stand before a note at the foot of the same page, raised or not."""
    wanted = {(body.key.page, body.label) for body in bodies if _SYMBOL.fullmatch(body.label)}
    known = {(each.key, each.start) for each in marks}
    for line in lines if wanted else ():
        if line.key in foot:
            continue
        for found in _SYMBOL.finditer(line.text):
            touches = found.start() and not line.text[found.start() - 1].isspace()
            if touches and (line.page, found[0]) in wanted and (line.key, found.start()) not in known:
                yield Mark(line.key, *found.span(), found[0], False)


# ── notes that the file names ────────────────────────────────────────────────────────────────────────


def _is_named(line: Line) -> bool:
    """Whether the file's own structure says that a line is of a note."""
    return line.tag is not None and line.tag.kind == "note"


def _named(lines: Sequence[Line]) -> Iterator[Body]:
    """The notes that the file's own structure names, by their labels."""
    before: Line | None = None
    for line in lines:
        opens, before = opening_tag(line, before), line
        if opens is None or opens.kind != "note" or not line.words:
            continue
        label = line.words[0]
        if label.part == "label" and line.text.startswith(label.text, label.start):
            end = label.start + len(label.text)
            yield Body(line.key, label.start, end, _BRACKETS.sub("", label.text) or label.text, "foot")
        elif body := body_start(line):
            yield body


# ── the foot of the page ─────────────────────────────────────────────────────────────────────────────


def _zones(lines: Sequence[Line], size: float) -> Iterator[tuple[Line, ...]]:
    """The lines at the end of each column that are smaller than the text."""
    for run in runs(lines):
        at = len(run)
        while at and _may_be_note(run[at - 1], size):
            at -= 1
        zone = tuple(line for line in run[at:] if not RULE.fullmatch(line.text))
        if zone:
            yield zone


def _may_be_note(line: Line, size: float) -> bool:
    return (bool(line.size) and (line.size or 0.0) <= SMALL * size) or bool(RULE.fullmatch(line.text))


def _feet(zones: Sequence[Sequence[Line]], marks: Sequence[Mark]) -> tuple[tuple[Body, ...], frozenset[Key]]:
    """The bodies in the zones, and all lines of theirs; what continues a note over a column or page, too."""
    marked = {(each.key.page, each.label) for each in marks}
    bodies: list[Body] = []
    foot: set[Key] = set()
    last: Line | None = None
    for zone in zones:
        starts = dict(_starts(zone, marked, bodies[-1] if bodies else None))
        at = min(starts, default=len(zone))
        open_ = last and (not _FINISHED.search(last.text) or _is_set_as_note(zone, at))
        if last and open_ and _same_size(last, zone[0]) and _follows(last, zone[0]):
            foot.update(line.key for line in zone[:at])
            last = zone[at - 1] if at else last
        if starts:
            note = [line for line in zone[at:] if _same_size(line, zone[at])]
            foot.update(line.key for line in note)
            bodies.extend(body for body in starts.values() if body.key in foot)
            last = note[-1]
    return tuple(bodies), frozenset(foot)


def _is_set_as_note(zone: Sequence[Line], at: int) -> bool:
    """Whether lines above the first label of a zone are one with the notes below, apart from the text above."""
    if not 0 < at < len(zone) or not _same_size(zone[0], zone[at]):
        return False
    return zone[0].gap >= APART and all(line.gap < TOUCHING for line in zone[1 : at + 1])


def _starts(
    zone: Sequence[Line], marked: Collection[tuple[int, str]], before: Body | None
) -> Iterator[tuple[int, Body]]:
    """The lines of a zone that begin a note: with a label that is raised, marked on the page, or the next."""
    last = before.label if before else ""
    seen: set[str] = set()
    for at, line in enumerate(zone):
        body = body_start(line)
        if body is None or body.label in seen:
            continue
        first = line.words[0] if line.words else None
        known = (line.page, body.label) in marked or _SYMBOL.fullmatch(body.label)
        if known or (_counts_up(last, body.label) and (seen or (first and first.raised))):
            last = body.label
            seen.add(last)
            yield at, body


def body_start(line: Line, place: str = "foot") -> Body | None:
    """The label with which a line opens, if it has the shape of one: raised, or with a space after it."""
    found = _BODY.match(line.text)
    if not found:
        return None
    first = line.words[0] if line.words else None
    raised = bool(first and first.raised and found.start("printed") <= first.start + len(first.text))
    if not (raised or found["space"] or _SYMBOL.fullmatch(found["label"])):
        return None
    if not raised and found["label"].isalpha() and not found["close"]:
        return None  # "a" is a word
    return Body(line.key, found.start("printed"), found.end("printed"), found["label"], place)


def _counts_up(last: str, label: str) -> bool:
    if label.isdigit():
        return label == "1" or (last.isdigit() and int(label) == int(last) + 1)
    return label == "a" or (len(last) == len(label) == 1 and ord(label) == ord(last) + 1)


def _same_size(one: Line, other: Line) -> bool:
    return abs((one.size or 0.0) - (other.size or 0.0)) <= SAME_SIZE


def _follows(last: Line, line: Line) -> bool:
    """Whether a line is on the sheet of another or on the next, in another column or below."""
    return line.page - last.page in (0, 1) and not (
        line.page == last.page and same_run(last, line) and line.gap > 1
    )


# ── endnotes ─────────────────────────────────────────────────────────────────────────────────────────


def _endnotes(lines: Sequence[Line], marks: Sequence[Mark]) -> tuple[tuple[Body, ...], frozenset[Key]]:
    """Runs of numbered lines after the marks whose numbers they carry, and all their lines."""
    numbers = [each for each in marks if each.label.isdigit() and not each.exponent]
    if len(numbers) < ENDNOTES:
        return (), frozenset()
    bodies: list[Body] = []
    keys: set[Key] = set()
    done = Key(0, 0)
    for at, line in enumerate(lines):
        series = _series(lines, at) if line.key not in keys else ()
        if len(series) < ENDNOTES:
            continue
        waiting = {each.label for each in numbers if done < each.key < line.key}
        answered = waiting & {body.label for body in series}
        if len(answered) >= max(ENDNOTES, KNOWN * len(series), KNOWN * len(waiting)) and _is_apart(lines, at):
            bodies.extend(series)
            keys.update(each.key for each in lines[at : _series_end(lines, at, series)])
            done = line.key
    return tuple(bodies), frozenset(keys)


def _is_apart(lines: Sequence[Line], at: int) -> bool:
    """Whether a numbered line looks like the first of the notes, not of a list in the text."""
    line, before = lines[at], lines[at - 1].text.strip() if at else ""
    raised = bool(line.words and line.words[0].raised)
    return raised or bool(_NOTES.fullmatch(before)) or (line.size or 0.0) < SMALL * _body_size(lines)


def _series(lines: Sequence[Line], at: int) -> tuple[Body, ...]:
    """The bodies numbered from 1 on that begin at this line, those between them their own lines."""
    first = body_start(lines[at], "end")
    if first is None or first.label != "1":
        return ()
    bodies, since = [first], 0
    for line in lines[at + 1 :]:
        if not _same_size(lines[at], line) or since > LONGEST:
            break
        body = body_start(line, "end")
        since += 1
        if body and body.label == str(len(bodies) + 1):
            bodies.append(body)
            since = 0
    return tuple(bodies)


def _series_end(lines: Sequence[Line], at: int, series: Sequence[Body]) -> int:
    """Where the last endnote ends: with its size, or at white space above a line that is no note."""
    last = next(number for number in range(at, len(lines)) if lines[number].key == series[-1].key)
    end = last + 1
    while end < len(lines) and _same_size(lines[last], lines[end]) and lines[end].gap < 0.5:
        end += 1
    return end


# ── marks and bodies together ────────────────────────────────────────────────────────────────────────


def _paired(
    marks: Sequence[Mark], bodies: Sequence[Body], foot: frozenset[Key], texts: Mapping[Key, str]
) -> Notes:
    names = _names(bodies)
    by_label: defaultdict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        by_label[body.label].append(body)
    plain = {(each.key.page, each.label) for each in marks if not each.exponent}
    edits: list[Edit] = []
    marked: set[Body] = set()
    highest = 0
    for each in marks:
        note = _body_of(each, by_label[each.label])
        number = int(each.label) if each.label.isdigit() else 0
        if note and not (each.exponent and (each.key.page, each.label) in plain):
            marked.add(note)
            highest = number if names[note] != note.label else max(highest, number)
            why = f"the note of that label stands on page {note.key.page}"
            edits.append(_edit(each, names[note], "notes.mark", f"a raised {each.label!r}: {why}", texts))
        elif bodies and not (note or each.exponent) and number == highest + 1:
            highest = number
            why = "it counts on from the mark before it, and its note is not in the source"
            edits.append(_edit(each, each.label, "notes.mark", f"a raised {each.label!r}: {why}", texts))
    for body in bodies:
        edits.append(_edit(body, names[body], "notes.body", f"a note begins here with {body.label!r}", texts))
    lost = (body for body in bodies if body not in marked)
    return Notes(tuple(edits), tuple(_lost(body, names[body]) for body in lost), foot)


def _names(bodies: Sequence[Body]) -> Mapping[Body, str]:
    """The id of each note: its label, or with its page where labels of that kind come again."""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for body in bodies:
        kinds[_kind(body)][body.label] += 1
    again = {kind for kind, labels in kinds.items() if max(labels.values()) > 1}
    return {body: f"p{body.key.page}-{body.label}" if _kind(body) in again else body.label for body in bodies}


def _kind(body: Body) -> str:
    return "number" if body.label.isdigit() else "letter" if body.label.isalpha() else "symbol"


def _body_of(each: Mark, bodies: Sequence[Body]) -> Body | None:
    """The note that a mark leads to: on its own page, else an endnote, the only one, or one on the next page."""
    own = [body for body in bodies if body.key.page == each.key.page]
    if own:
        return own[-1]
    after = [body for body in bodies if body.place == "end" and body.key > each.key]
    if after:
        return after[0]
    near = [body for body in bodies if body.key.page == each.key.page + 1]
    if each.exponent or (not each.label.isdigit() and not near):
        return None
    return bodies[0] if len(bodies) == 1 else near[0] if near else None


def _edit(place: Mark | Body, name: str, rule: str, reason: str, texts: Mapping[Key, str]) -> Edit:
    before = texts[place.key][place.start : place.end]
    doubt = isinstance(place, Mark) and place.uncertain
    return Edit(*place.key, place.start, place.end, before, mark(name, doubt), rule, reason, SURE)


def _lost(body: Body, name: str) -> Query:
    reason = f"note {name} stands on page {body.key.page}, but its mark is not in the text"
    return Query(*body.key, body.start, body.start, "", "notes.lost", reason)
