"""The document as data, and its schema."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from convert.build import read_master
from convert.document import BLOCKS, INLINES, Cell, Document, Item, Meta, Note, Origin, Paragraph, Row, Text
from convert.errors import BadInput
from convert.writers import Options
from convert.writers import json as writer
from tests.writers.samples import EVERY_KIND, documents

SCHEMA = json.loads(Path(writer.__file__).with_name("document.schema.json").read_text(encoding="utf-8"))

VALIDATOR = Draft202012Validator(SCHEMA)
MASTERS = sorted((Path(__file__).parent / "masters").glob("*.md"))


@given(document=documents)
def test_what_is_written_is_read_back(document: Document) -> None:
    assert writer.from_json(json.loads(writer.write(document, Options()))) == document


def test_origins_are_kept() -> None:
    document = Document((Paragraph((Text("x"),), Origin(3, 7)),))
    block = writer.from_json(writer.to_json(document)).children[0]
    assert isinstance(block, Paragraph)
    assert block.origin == Origin(3, 7)


@pytest.mark.parametrize("kind", [*BLOCKS, *INLINES, Item, Row, Cell, Note], ids=lambda kind: kind.__name__)
def test_the_schema_has_each_field_of_each_node(kind: type) -> None:
    shape = SCHEMA["$defs"][kind.__name__]
    assert set(shape["properties"]) == {"type", *(item.name for item in fields(kind))}  # type: ignore[arg-type]


def test_the_schema_has_the_name_that_the_data_carries() -> None:
    assert SCHEMA["$id"] == SCHEMA["properties"]["schema"]["const"] == writer.to_json(EVERY_KIND)["schema"]
    assert set(SCHEMA["properties"]["meta"]["properties"]) == {item.name for item in fields(Meta)}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"schema": writer.SCHEMA, "children": [{"type": "Nothing"}]},
        {"schema": writer.SCHEMA, "children": [{"type": "Text", "text": "loose"}]},
        {"schema": writer.SCHEMA, "children": [{"type": "Paragraph", "extra": 1}]},
        {"schema": writer.SCHEMA, "meta": {"colour": "red"}},
    ],
)
def test_data_that_describes_no_document_is_refused(data: dict[str, writer.Data]) -> None:
    with pytest.raises(BadInput):
        writer.from_json(data)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.stem)
def test_masters_hold_to_the_schema(master: Path) -> None:
    data = json.loads(writer.write(read_master(master), Options(resources=master.parent)))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


def test_every_kind_of_node_holds_to_the_schema() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(writer.to_json(EVERY_KIND))] == []


@given(document=documents)
def test_every_document_holds_to_the_schema(document: Document) -> None:
    assert VALIDATOR.is_valid(json.loads(writer.write(document, Options())))


TEXT = {"type": "Text", "text": "x"}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "Nothing"},
        {"children": [TEXT]},
        TEXT,
        {"type": "Paragraph", "children": [{"type": "Paragraph", "children": []}]},
        {"type": "Paragraph", "children": [TEXT], "extra": 1},
        {"type": "Heading", "level": 7, "children": [TEXT]},
        {
            "type": "Quote",
            "children": [{"type": "Paragraph", "children": [{"type": "Strong", "children": [{"type": "Text"}]}]}],
        },
    ],
    ids=[
        "unknown type",
        "no type",
        "inline as block",
        "block as inline",
        "unknown field",
        "level 7",
        "deep field missing",
    ],
)
def test_a_planted_fault_breaks_the_schema(block: dict[str, object]) -> None:
    sound = {
        "schema": writer.SCHEMA,
        "meta": {},
        "notes": [],
        "children": [{"type": "Paragraph", "children": [TEXT]}],
    }
    assert VALIDATOR.is_valid(sound)
    assert not VALIDATOR.is_valid({**sound, "children": [block]})
