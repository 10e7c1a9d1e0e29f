"""Hypothesis profiles, and the mark for tests that need the shared corpus."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci", max_examples=2000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the corpus where REISSUE_CORPUS does not name one."""
    folder = os.environ.get("REISSUE_CORPUS", "")
    if folder and Path(folder).is_dir():
        return
    reason = f"no corpus in {folder}" if folder else "set REISSUE_CORPUS to the folder of the shared corpus"
    for item in items:
        if "corpus" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def corpus() -> Path:
    """The shared corpus; for tests marked `corpus`."""
    return Path(os.environ["REISSUE_CORPUS"])
