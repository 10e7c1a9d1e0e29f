"""Any bytes: read, or refused with an error of ours. `benchmarks/fuzz.py` does the same for an hour."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convert.document import ill_formed
from convert.errors import BadInput
from convert.markdown import read as read_markdown
from convert.markdown import write
from convert.pipeline import recover_pages
from convert.readers import READERS, limits, read
from convert.source import Source
from tests.fuzz_seeds import MARKDOWN, SEEDS, damage

QUICK = sorted(set(READERS) & set(SEEDS))


@pytest.fixture(scope="module")
def here() -> Iterator[None]:
    """Files are parsed in this very process: a child for each would take a minute, and a crash is told as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "_contained", True)
        yield


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("suffix", QUICK)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_any_bytes_are_read_or_refused(suffix: str, chance: Random) -> None:
    """A damaged file of each kind; what is read is recovered, with its own proofs."""
    with TemporaryDirectory() as folder, suppress(BadInput):
        path = Path(folder, "x" + suffix)
        path.write_bytes(damage(chance.choice(SEEDS[suffix]), chance))
        assert list(ill_formed(recover_pages(read(path), Source()).document)) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(MARKDOWN) | st.text(max_size=12), max_size=30).map("".join))
def test_any_markdown_is_read_or_refused(text: str) -> None:
    with suppress(BadInput):
        document = read_markdown(text)
        assert list(ill_formed(document)) == []
        assert read_markdown(write(document)) == document
