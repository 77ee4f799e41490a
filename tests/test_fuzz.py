"""Random programs with fixed seeds; a longer run is `python tests/fuzzer.py 2000`."""

from __future__ import annotations

import pytest
from fuzzer import try_one


@pytest.mark.parametrize("block", range(10))
def test_random_programs(block, tmp_path):
    for seed in range(block * 20, block * 20 + 20):
        assert not try_one(seed, tmp_path), seed
