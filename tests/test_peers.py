"""The page about peers says what the script gives now, for adcompiler."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from programs_loader import load_module

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
peers = load_module(BENCHMARKS / "peers.py")


@pytest.fixture(scope="module")
def page():
    return peers.written()["adcompiler"][1]


@pytest.mark.parametrize("name", peers.PROBES)
def test_the_page_says_what_is_measured(name, page, tmp_path):
    found = peers.outcome(name, peers.PEERS["adcompiler"][1], tmp_path)
    assert found == page[name], "python benchmarks/peers.py --write"
    assert found != "wrong"


def test_every_probe_is_on_the_page(page):
    assert page.keys() == peers.PROBES.keys()
