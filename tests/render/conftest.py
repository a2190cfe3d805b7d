from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from build import build
from sample import five


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five reports, built strictly by MkDocs."""
    return build(five(), tmp_path_factory.mktemp("five"))
