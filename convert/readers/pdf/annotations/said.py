"""What a person should know about the annotations of a page: what was read of them, and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from convert.readers.pdf.annotations.found import Annotation
from convert.readers.pdf.annotations.values import Settled, beneath, shown_by
from convert.readers.pdf.glyphs.characters import Frame
from convert.readers.pdf.glyphs.pieces import Run
from convert.readers.pdf.remark import Remark, quoted

MOST = 100
"""Comments of one page that are quoted, each for itself."""
QUOTED = 400
"""Characters of a value that its field does not show: it stands in the hidden layer as a whole."""
BENEATH = 80
"""Characters of the words that a comment is on."""

_NAMES = {
    "Text": "note",
    "StrikeOut": "line through the text",
    "Underline": "line under the text",
    "Squiggly": "wavy line under the text",
    "Highlight": "highlight",
    "Caret": "sign that something is missing",
    "Ink": "drawing by hand",
    "FileAttachment": "file",
}
"""What people call the kinds of annotations (PDF 32000-1, table 169)."""


def remarks(found: Sequence[Annotation], settled: Settled, runs: Sequence[Run], frame: Frame) -> Iterator[Remark]:
    """The findings of the annotations of a page."""
    yield from _of_fields([each for each in found if each.field])
    if typed := [each for each in found if each.is_content and not each.field and each.seen]:
        texts = [shown_by(each, runs) or each.text for each in typed]
        said = f"{_count(typed)} on the page, read as its text: {_short('; '.join(texts))}"
        yield Remark("pdf-annotation", said, "info")
    if settled.set:
        said = f"{_count(settled.set)} without a drawing, set by what they say: {_quoted(settled.set)}"
        yield Remark("pdf-field-set", said, "warning")
    for each, shown in settled.other:
        yield Remark(
            "pdf-field-value", f"{_called(each)} shows {_short(shown)}, it says {_short(each.text)}", "warning"
        )
    if unseen := [each for each in found if each.is_content and not each.seen and (each.text or each.checked)]:
        said = f"{_count(unseen)} that nobody sees, kept apart as hidden: {_quoted(unseen)}"
        yield Remark("pdf-hidden", said, "warning")
    yield from _of_comments([each for each in found if not each.is_content], runs, frame)


def _of_fields(fields: Sequence[Annotation]) -> Iterator[Remark]:
    seen = [each for each in fields if each.seen]
    filled = [each for each in seen if each.field in ("text", "choice") and each.text]
    checks = [each for each in seen if each.field == "check"]
    told = [f"{len(filled)} filled in"] if filled else []
    if checks:
        told.append(f"{sum(each.checked for each in checks)} of {len(checks)} boxes checked")
    if told:
        yield Remark("pdf-form", f"form fields, read where they stand: {', '.join(told)}", "info")
    if buttons := [each for each in seen if each.field == "button"]:
        yield Remark("pdf-button", f"{_count(buttons)} to press, not in the result: {_quoted(buttons)}", "info")
    if secret := [each for each in fields if each.field == "password" and each.text]:
        yield Remark("pdf-password", f"{len(secret)} password fields, their values not in the result", "warning")
    for each in fields:
        if each.field == "signature" and each.text:
            said = f"signed by {_short(each.text)}; the signature itself is not carried over"
            yield Remark("pdf-signature", said, "warning")


def _of_comments(comments: Sequence[Annotation], runs: Sequence[Run], frame: Frame) -> Iterator[Remark]:
    silent: Counter[str] = Counter()
    quoted = 0
    for each in comments:
        on = beneath([frame.box(*area) for area in each.areas], runs)
        if each.kind == "Redact":
            message = "a place is marked to be blacked out, but is not: its text is in the result"
            yield Remark("pdf-redaction", message, "warning")
        elif quoted < MOST and (each.text or (on and each.kind == "StrikeOut")):
            quoted += 1
            by = f" by {each.name}" if each.name else ""
            about = f" on {_short(on, BENEATH)}" if on else ""
            text = f": \u201c{each.text}\u201d" if each.text else ""
            yield Remark("pdf-comment", f"{_name(each.kind)}{by}{about}, not in the result{text}", "warning")
        else:
            silent[_name(each.kind)] += 1
    if silent:
        told = ", ".join(f"{count} of kind \u201c{name}\u201d" for name, count in silent.items())
        yield Remark("pdf-annotation", f"annotations not in the result: {told}", "info")


def damaged(count: int) -> Remark:
    """What is said of annotations that cannot be looked at."""
    return Remark("pdf-annotation", f"{count} annotations or form fields, damaged: not in the result", "warning")


def _name(kind: str) -> str:
    return _NAMES.get(kind, kind.lower())


def _called(annotation: Annotation) -> str:
    if annotation.field:
        return f"the field \u201c{annotation.name}\u201d" if annotation.name else "a field"
    return "a typed note"


def _count(found: Sequence[Annotation]) -> str:
    """How many of each kind: "2 fields and 1 stamp"."""
    kinds = Counter(
        "field" if each.field not in ("", "button") else each.field or _kind(each.kind) for each in found
    )
    return " and ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in kinds.items())


def _kind(kind: str) -> str:
    return {"FreeText": "typed note"}.get(kind, kind.lower())


def _quoted(found: Sequence[Annotation]) -> str:
    return _short("; ".join(" ".join((each.text or each.name).split()) for each in found))


def _short(text: str, most: int = QUOTED) -> str:
    return quoted(" ".join(text.split()), most)
