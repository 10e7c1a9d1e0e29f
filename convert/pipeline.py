"""The order of the work: a source file becomes a Document and the ledger of how it became so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from convert.conservation import check_conservation
from convert.document import Document, Meta, field_names
from convert.draft import Draft
from convert.ledger import MARK, Ledger, Query
from convert.page import Bookmark, Finding, Key, Line, Pages, Reading, lines_of, with_lines
from convert.profiles import Profile, find_profile
from convert.readers import read
from convert.repairs import IN_BLOCKS, ON_GLYPHS, ON_LINES, Passages, Rule
from convert.source import Source, read_source
from convert.structure.blocks import Block, block_text, group_blocks
from convert.structure.build import build
from convert.structure.code import mark_code
from convert.structure.contents import Contents, find_contents, linked
from convert.structure.costs import Costs, learned
from convert.structure.floats import Float, continued_tables, find_floats, repeated_heads, with_floats, without
from convert.structure.floats.tables import cells_of
from convert.structure.furniture import find_furniture, label_pages
from convert.structure.furniture.bands import find_bands
from convert.structure.headings import mark_headings
from convert.structure.lists.articles import mend_articles
from convert.structure.lists.bullets import find_bullets
from convert.structure.lists.enumerators import Enumerators, decode_enumerators
from convert.structure.lists.lost import find_lost, has_gaps
from convert.structure.lists.references import find_references
from convert.structure.notes.decoded import Notes, decode_notes
from convert.structure.notes.printed import has_sizes, read_notes
from convert.structure.openings import mark_openings
from convert.structure.styles import settled
from convert.structure.tagged import with_tags
from convert.words import Words, words_of
from convert.writers.anchors import index


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was made of a source: the document, the ledger, the pages as they came, what a person should know."""

    document: Document
    ledger: Ledger
    raw: Pages
    findings: tuple[Finding, ...]

    @property
    def pictures(self) -> dict[str, bytes]:
        """The pictures cut out of the source, by name."""
        return {picture.name: picture.data for page in self.raw for picture in page.pictures if picture.name}


def recover(path: Path, *, keep_furniture: bool = False) -> Recovered:
    """Read a source and recover its document, with the facts and decisions in the TOML beside it.

    Raises BadInput for a source that cannot be read, and Internal where the proof that nothing was lost fails.
    """
    source = read_source(path)
    return recover_pages(read(path, source.language), source, keep_furniture=keep_furniture)


def recover_pages(
    reading: Reading, source: Source, *, costs: Costs | None = None, keep_furniture: bool = False
) -> Recovered:
    """The journey of the text, in order: characters, furniture, what each line is, blocks, words, the Document."""
    raw = _all_body(reading.pages)
    draft = Draft(raw if keep_furniture else reading.pages, decisions=source.decisions).correct()
    words = words_of(draft.lines, source.language)
    draft = _repair(draft, ON_LINES, lambda now: tuple((line,) for line in now.lines), words)
    draft = _set_furniture_apart(draft, source, keep_furniture)
    draft, found = _find(draft, source, costs or learned(), words, keep_furniture)
    blocks = _block(draft, found, reading.outline)
    draft = _repair(draft, IN_BLOCKS, partial(_passages, blocks), words)
    draft = _repair(draft, ON_GLYPHS, partial(_recognised, blocks), words)
    blocks = _as_they_stand(blocks, draft)
    document = build(_settled(blocks, draft), draft.pages, _meta(source, reading, words, blocks))
    document = _with_links(document, found.contents)
    profile, signs = find_profile((line.text for line in lines_of(raw)), source.profile)
    if profile and source.openings:
        document = mark_openings(document, profile.openings.get(words.tongue, ()))
    draft = draft.ask(_missing_notes(document, draft.lines)).close()
    check_conservation(raw, draft, blocks, document)
    return Recovered(
        document, draft.ledger, reading.pages, (*reading.findings, *_kind(profile, signs), *_system(found.system))
    )


def _kind(profile: Profile | None, signs: int) -> Iterator[Finding]:
    """What kind of document this is taken for, and why."""
    if profile:
        said = f"this is a {profile.title}: {signs} of {len(profile.signs)} signs (profile {profile.name})"
        yield Finding("profile", said)


def _system(said: str) -> Iterator[Finding]:
    """How the notes are numbered, where that is unusual."""
    if said:
        yield Finding("notes", said)


def _set_furniture_apart(draft: Draft, source: Source, keep: bool) -> Draft:
    """Running heads, folios and mastheads in their own layer, unless they are kept; pages under their labels."""
    furniture = find_furniture(draft.pages)
    if not keep:
        draft = draft.move(furniture.moved)
        draft = draft.move(find_bands(draft.pages))
    return replace(draft, pages=label_pages(draft.pages, furniture.labels, source.first_page))


@dataclass(frozen=True, slots=True)
class Found:
    """What the lines of a document are."""

    foot: frozenset[Key]  # lines of notes
    floats: tuple[Float, ...]  # tables and pictures
    contents: Contents  # tables of contents
    labels: Mapping[Key, int]  # lines that begin with an enumerator, with its depth
    bullets: Mapping[Key, int]
    further: Mapping[Key, int]  # how many labels follow the first of a line
    system: str = ""  # how the notes are numbered, where that is unusual


def _find(draft: Draft, source: Source, costs: Costs, words: Words, keep_furniture: bool) -> tuple[Draft, Found]:
    """What each line is: of a note, a table, a picture, the contents, a list. Decisions go into the text."""
    notes = _notes(draft, costs, words, source.notes)
    draft = draft.ask(notes.queries).amend(notes.edits)
    foot = notes.foot - {line.key for line in draft.lines if line.is_float}
    continued = continued_tables(draft.pages, foot)
    if not keep_furniture:
        draft = draft.move(repeated_heads(draft.pages, continued))
    text = [line for line in draft.lines if line.key not in foot]
    floats = find_floats(text, draft.pages, continued)
    contents = find_contents(without(text, floats))
    if not keep_furniture:
        draft = draft.amend(contents.edits)
    text = [line for line in without(text, floats) if line.key not in contents.lines]
    typed = {page.number for page in draft.pages if page.typed}
    enumerators = decode_enumerators(text, costs, typed)
    draft = draft.ask(enumerators.queries).amend(enumerators.edits)
    draft = draft.amend(mend_articles(_now(text, draft), costs, words.tongue, typed))
    depths = {**enumerators.depths, **find_references(text, typed)}
    enumerators = replace(enumerators, depths=with_tags(text, depths))
    bullets = find_bullets(_now(text, draft), enumerators.depths)
    draft = draft.amend(bullets.edits)
    bullet_depths = with_tags(text, bullets.depths)
    draft, labels = _restore(draft, text, enumerators, bullet_depths, typed)
    return draft, Found(
        frozenset(foot), floats, contents, labels, bullet_depths, enumerators.further, notes.system
    )


def _restore(
    draft: Draft,
    text: Iterable[Line],
    enumerators: Enumerators,
    bullets: Mapping[Key, int],
    typed: Collection[int],
) -> tuple[Draft, Mapping[Key, int]]:
    """Enumerators that were dropped, put back or asked about; and the depths of all."""
    now, labels = _now(text, draft), enumerators.depths
    if not has_gaps({line.key: line.text for line in now if line.key in labels}, labels):
        return draft, labels
    unsure = {query.key for query in enumerators.queries}
    lost = find_lost(group_blocks(now, labels, (), bullets), labels, enumerators.doubtful, unsure, typed)
    return draft.ask(lost.queries).amend(lost.edits), {**labels, **lost.depths}


def _block(draft: Draft, found: Found, outline: tuple[Bookmark, ...]) -> tuple[Block, ...]:
    """The lines in blocks: paragraphs, items, headings, notes, and tables and pictures where they belong."""
    lines = without(draft.lines, found.floats)
    items = {**found.bullets, **found.contents.depths}
    blocks = group_blocks(lines, found.labels, found.foot, items, found.contents.lines)
    if found.further:
        blocks = tuple(replace(block, further=found.further.get(block.keys[0], 0)) for block in blocks)
    blocks = mark_code(mark_headings(blocks, draft.pages, outline, found.contents))
    return with_floats(blocks, found.floats)


def _notes(draft: Draft, costs: Costs, words: Words, system: str) -> Notes:
    """The notes: read where pages were set, decoded where they were recognised; a file may hold both."""
    if not has_sizes(draft.lines):
        return decode_notes(draft.placed_lines, costs, words, system=system)
    scans = {page.number for page in draft.pages if page.scan}
    read_ = read_notes([line for line in draft.lines if line.page not in scans])
    decoded = decode_notes(
        [line for line in draft.placed_lines if line.page in scans], costs, words, system=system
    )
    foot = read_.foot | decoded.foot
    return Notes(read_.edits + decoded.edits, read_.queries + decoded.queries, foot, decoded.system)


def _all_body(pages: Pages) -> Pages:
    """The pages with all lines in the text, whatever layer a reader gave them."""
    return with_lines(
        pages, {line.key: replace(line, role="body") for page in pages for line in page.lines if line.is_furniture}
    )


def _repair(draft: Draft, rules: Iterable[Rule], passages: Callable[[Draft], Passages], words: Words) -> Draft:
    now, passed = draft, passages(draft)
    for rule in rules:
        if now.pages is not draft.pages:
            now, passed = draft, passages(draft)
        draft = draft.amend(rule(passed, words))
    return draft


def _passages(blocks: Iterable[Block], draft: Draft) -> Passages:
    return tuple(
        lines
        for block in _as_they_stand(blocks, draft)
        if block.kind != "code"
        for lines in (cells_of(block.lines) if block.parts else (block.lines,))
    )


def _recognised(blocks: Iterable[Block], draft: Draft) -> Passages:
    """The passages without what was typed, where no glyph can be misread."""
    typed = {page.number for page in draft.pages if page.typed}
    if len(typed) == len(draft.pages):
        return ()
    return tuple(
        kept
        for lines in _passages(blocks, draft)
        if (kept := tuple(line for line in lines if line.page not in typed))
    )


def _now(lines: Iterable[Line], draft: Draft) -> list[Line]:
    """The lines as they stand now."""
    return [draft.by_key[line.key] for line in lines]


def _as_they_stand(blocks: Iterable[Block], draft: Draft) -> tuple[Block, ...]:
    """The blocks with their lines as the repairs left them."""
    return tuple(block.holding(tuple(draft.by_key[key] for key in block.keys)) for block in blocks)


def _settled(blocks: Iterable[Block], draft: Draft) -> tuple[Block, ...]:
    """The blocks with the words of their lines where the edits moved them."""
    lines = {line.key: line for line in settled(draft.lines, draft.ledger.edits)}
    return tuple(block.holding(tuple(lines[key] for key in block.keys)) for block in blocks)


def _with_links(document: Document, contents: Contents) -> Document:
    """The document with its tables of contents leading to its headings; few documents have one."""
    if not contents.depths:
        return document
    return linked(document, contents, [(each.anchor, each.heading) for each in index(document).outline])


def _meta(source: Source, reading: Reading, words: Words, blocks: Iterable[Block]) -> Meta:
    """The facts: a person's first, then the file's own, then what the text shows."""
    title = next((block_text(block) for block in blocks if block.kind == "heading"), "")
    facts = {"title": title, "language": words.language, **reading.meta, **source.facts}
    return Meta(**{name: facts.get(name, "") for name in field_names(Meta)})


def _missing_notes(document: Document, lines: Iterable[Line]) -> Iterator[Query]:
    """A query for each note that is referred to and whose text is not in the source, at its first reference."""
    missing = {note.id for note in document.notes if note.missing}
    for line in lines:
        for found in MARK.finditer(line.text):
            if found[1] in missing:
                missing.remove(found[1])
                reason = f"the text of note {found[1]} is not in the source"
                yield Query(*line.key, *found.span(), found[0], "notes.missing", reason)
