"""Several labels on a line are items within items; an article is a heading, whatever letters its number has."""

from __future__ import annotations

import pytest

from convert.document import Heading, Item, walk
from convert.markdown import write
from tests.structure.samples import recovered

LAW = """4. The Board shall meet in May.

5. (1) (a) The clerk keeps the minutes;

(b) The clerk keeps the keys.

(2) The reader keeps nothing.

6. The Board rises."""


def test_each_label_of_a_line_is_an_item_and_the_text_stands_in_the_last() -> None:
    result = recovered(LAW)
    items = [node for node in walk(result.document) if isinstance(node, Item)]
    assert [item.label for item in items] == ["4.", "5.", "(1)", "(a)", "(b)", "(2)", "6."]
    fifth = items[1]
    inside = [each.label for each in walk(fifth) if isinstance(each, Item) and each is not fifth]
    assert inside == ["(1)", "(a)", "(b)", "(2)"]
    assert result.ledger.edits == ()


def test_the_master_says_the_same() -> None:
    lines = [
        line.strip().replace("\\", "") for line in write(recovered(LAW).document).splitlines() if line.strip()
    ]
    assert "- (a) The clerk keeps the minutes;" in lines
    assert lines.index("5. - (1)" if "5. - (1)" in lines else "- (1)") < lines.index(
        "- (b) The clerk keeps the keys."
    )


@pytest.mark.parametrize(
    "head", ["Article premier", "Art. 5", "Article 4A", "Article 12 bis", "Artículo 1º", "Article 1er"]
)
def test_an_article_is_a_heading_whatever_its_number(head: str) -> None:
    prose = "The Board met in May and rose in June, as the rules of this house ask of it."
    document = recovered(f"{prose}\n\n{head}\n\n{prose}\n\n{prose}").document
    assert any(isinstance(node, Heading) for node in document.children)
