"""A document as JSON, both ways: `from_json(to_json(d)) == d`. The schema is in `document.schema.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import TypeAlias, cast

from convert import document as tree
from convert.document import Document, Meta, Node, Origin, ill_formed
from convert.errors import BadInput
from convert.writers import Options

SCHEMA = "urn:reissue:document:1"
"""The name of the shape; a change that old readers cannot read gets a new number."""

Data: TypeAlias = "str | int | bool | list[Data] | dict[str, Data] | None"

KINDS: Mapping[str, type] = {
    kind.__name__: kind for kind in (*tree.BLOCKS, *tree.INLINES, tree.Item, tree.Row, tree.Cell, tree.Note)
}
"""The nodes by the name that stands in "type"."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def write(document: Document, options: Options) -> bytes:
    """The document as JSON, in UTF-8, with two spaces a level."""
    text = json.dumps(to_json(document), ensure_ascii=False, indent=2)
    return (_LONE_SURROGATE.sub(lambda odd: f"\\u{ord(odd[0]):04x}", text) + "\n").encode()


def to_json(document: Document) -> dict[str, Data]:
    """The document as data; fields that hold their default are left out."""
    return {
        "schema": SCHEMA,
        "meta": {item.name: value for item in fields(Meta) if (value := getattr(document.meta, item.name))},
        "children": [_node(child) for child in document.children],
        "notes": [_node(note) for note in document.notes],
    }


def _node(node: Node) -> dict[str, Data]:
    data: dict[str, Data] = {"type": type(node).__name__}
    for item in fields(node):
        value = getattr(node, item.name)
        if value != item.default:
            data[item.name] = _value(value)
    return data


def _value(value: object) -> Data:
    if isinstance(value, Origin):
        return {"page": value.page, "line": value.line}
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    if value is None or isinstance(value, (str, int, bool)):
        return value
    return _node(cast(Node, value))


def from_json(data: Mapping[str, Data]) -> Document:
    """The document that the data describes; raises BadInput where it describes none."""
    if data.get("schema") != SCHEMA:
        raise BadInput(f"the data is not of the shape {SCHEMA}", remedy="publish it again with this version")
    try:
        meta = Meta(**cast(dict[str, str], data.get("meta", {})))
        children, notes = (_list(data.get(name, [])) for name in ("children", "notes"))
    except (TypeError, KeyError, AttributeError) as error:
        raise BadInput(f"the data describes no document: {error}") from error
    document = Document(cast(tuple[tree.Block, ...], children), cast(tuple[tree.Note, ...], notes), meta)
    for breach in ill_formed(document):
        raise BadInput(f"the data describes no document: {breach}")
    return document


def _list(values: Data) -> tuple[object, ...]:
    return tuple(_read(value) for value in cast(list[Data], values))


def _read(value: Data) -> object:
    if not isinstance(value, dict):
        return value
    read = {name: _field(name, each) for name, each in value.items() if name != "type"}
    return KINDS[cast(str, value["type"])](**read)


def _field(name: str, value: Data) -> object:
    if name == "origin":
        return Origin(**cast(dict[str, int], value))
    return _list(value) if isinstance(value, list) else value
