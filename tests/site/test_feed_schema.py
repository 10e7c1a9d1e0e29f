"""The feed by its official schema, where REISSUE_OPDS_SCHEMA names a folder with those of OPDS 2 and Readium
(https://github.com/opds-community/drafts, https://github.com/readium/webpub-manifest)."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from convert.document import Document, Meta
from convert.site import write_site
from convert.site.cards import CARD, card
from tests.writers.samples import EVERY_KIND, para

SCHEMAS = os.environ.get("REISSUE_OPDS_SCHEMA", "")
NAMED_GROUP = re.compile(r"\(\?<(?![=!])")  # as JavaScript writes it
FEED = "https://drafts.opds.io/schema/feed.schema.json"


@pytest.fixture(scope="module")
def validator() -> Any:
    if not SCHEMAS:
        pytest.skip("REISSUE_OPDS_SCHEMA names no folder")
    texts = [path.read_text("utf-8") for path in Path(SCHEMAS).rglob("*.schema.json")]
    schemas = [json.loads(NAMED_GROUP.sub("(?P<", text)) for text in texts]
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas if "$id" in schema
    )
    checker = Draft7Validator.FORMAT_CHECKER
    return Draft7Validator(registry.contents(FEED), registry=registry, format_checker=checker)


@pytest.fixture
def feed(tmp_path: Path) -> Any:
    facts = Meta("All", "A/1", "2017-12-19", "en", "A", "https://example.org/a", "P", "R", "S", "D")
    documents = {
        "every": EVERY_KIND,
        "bare": Document((para("x"),)),
        "full": Document((para("x"),), meta=facts),
        "arabic": Document((para("ميناء"),), meta=Meta(title="تقرير", language="ar")),
    }
    for name, document in documents.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.epub").write_bytes(b"book")
        (tmp_path / name / f"{name}.pdf").write_bytes(b"sheet")
        (tmp_path / name / CARD).write_bytes(card(document, name, queries=0))
    write_site(tmp_path, documents, "program", "https://example.org/")
    return json.loads((tmp_path / "opds.json").read_text("utf-8"))


def test_feed_is_valid_and_planted_faults_are_not(validator: Any, feed: Any) -> None:
    assert len(feed["publications"]) == 4
    assert list(validator.iter_errors(feed)) == []
    for fault in ({"links": []}, {"metadata": {}}, {"publications": [{"links": []}]}):
        assert not validator.is_valid({**feed, **fault})
