"""The ledger in words: each change with its line before and after, the rule, the reason, the other readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from convert.errors import UsageError
from convert.ledger import Alternative, Edit, Ledger, Query, context, replay, visible
from convert.page import Pages, lines_of
from convert.pipeline import Recovered


def overview(recovered: Recovered) -> str:
    """Each edit and each query on a line, in the order of the text; then what was moved, and what does not fit."""
    ledger = recovered.ledger
    entries: list[Edit | Query] = sorted((*ledger.edits, *ledger.queries), key=lambda each: (each.key, each.start))
    rows = [_row(each) for each in entries]
    rows += [
        f"{each.page:>4}:{each.line:<3}  moved  {each.role}: {visible(each.text.strip())}" for each in ledger.moved
    ]
    rows += [f"unfit decision: {each.at} ({each.do})" for each in ledger.unfit]
    return "\n".join([*rows, "", _count(ledger)]).lstrip("\n") + "\n"


def explain(recovered: Recovered, entry_id: str) -> str:
    """One edit or query, whole. A unique beginning of its id is enough.

    Raises UsageError when no entry, or more than one, has such an id.
    """
    return "\n".join(
        "\n".join(_whole(recovered.raw, recovered.ledger, each)) + "\n"
        for each in _named(recovered.ledger, entry_id)
    )


def picture(recovered: Recovered, entry_id: str, source: Path) -> bytes:
    """The place of an edit or query on the image of its page, as a PNG. Raises UsageError where there is none."""
    entry = _named(recovered.ledger, entry_id)[0]
    page = next(page for page in recovered.raw if page.number == entry.page)
    line = next(line for line in page.lines if line.key == entry.key)
    if not line.box:
        raise UsageError(f"{source.name} has no image of its pages", remedy="leave --image out")
    from convert.readers.scan.crop import cut_out

    return cut_out(source, page.scan, page.number, line.box)


def _named(ledger: Ledger, entry_id: str) -> Sequence[Edit | Query]:
    entries: tuple[Edit | Query, ...] = (*ledger.edits, *ledger.queries)
    found = [each for each in entries if each.id.startswith(entry_id)]
    exact = [each for each in found if each.id == entry_id] or found
    if not exact:
        raise UsageError(
            f"no edit or query is called {entry_id!r}", remedy="run `reissue explain NAME` for the list"
        )
    if len({each.id for each in exact}) > 1:
        names = ", ".join(sorted({each.id for each in exact})[:6])
        raise UsageError(f"{entry_id!r} is the beginning of several: {names}", remedy="write more of it")
    return exact


def _row(entry: Edit | Query) -> str:
    place = f"{entry.page:>4}:{entry.line:<3}"
    if isinstance(entry, Edit):
        change = f"{_quoted(entry.before)} → {_quoted(entry.after)}"
        return f"{place}  edit   {entry.id:26} {change}  ({entry.confidence:.0%})"
    return f"{place}  query  {entry.id:26} {_quoted(entry.text)}  {entry.reason}"


def _whole(raw: Pages, ledger: Ledger, entry: Edit | Query) -> Iterator[str]:
    earlier = ledger.edits.index(entry) if isinstance(entry, Edit) else entry.after_edits
    line = _line(raw, ledger, earlier, entry)
    yield f"{entry.id}: {'edit' if isinstance(entry, Edit) else 'query'} on page {entry.page}, line {entry.line}"
    yield ""
    if isinstance(entry, Edit):
        yield f"  before   {visible(line)}"
        yield f"  after    {visible(line[: entry.start] + entry.after + line[entry.end :])}"
    else:
        yield f"  line     {visible(line)}"
        yield "           (left as it is)"
    yield f"  rule     {entry.rule}"
    yield f"  reason   {entry.reason}"
    yield f"  sure     {entry.confidence:.0%}"
    yield from _others(entry.alternatives if isinstance(entry, Edit) else entry.suggestions)
    yield ""
    yield "  to decide otherwise, add to the TOML beside the source:"
    yield "    [[decision]]"
    yield f"    at = {_toml(context(line, entry.start, entry.end))}"
    yield f'    rule = "{entry.rule}"'
    yield '    do = "reject"' if isinstance(entry, Edit) else '    do = "accept"'


def _others(alternatives: tuple[Alternative, ...]) -> Iterator[str]:
    """The readings that were weighed. A cost is -log of a probability: 3 more is 20 times less likely."""
    if alternatives:
        yield "  readings and their costs in nats, the less the likelier:"
        yield from (f"    {each.cost:7.2f}  {visible(each.text)}" for each in alternatives)


def _line(raw: Pages, ledger: Ledger, edits: int, entry: Edit | Query) -> str:
    """The line as it stood after so many edits."""
    pages = replay(raw, Ledger(ledger.edits[:edits]))
    return next(line.text for line in lines_of(pages, furniture=True) if line.key == entry.key)


def _quoted(text: str) -> str:
    shown = visible(text)
    return f"“{shown if len(shown) <= 40 else shown[:39] + '…'}”"


def _toml(text: str) -> str:
    return "'" + text + "'" if "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _count(ledger: Ledger) -> str:
    return (
        f"{len(ledger.edits)} edits, {len(ledger.queries)} queries, {len(ledger.moved)} lines moved, "
        f"{len(ledger.unfit)} decisions that no longer fit"
    )
