"""A sample of the faults of `mutants.py`; all of them were measured, see `docs/inside.md`."""

from __future__ import annotations

import random

from mutants import measured, mutants


def test_faults_in_rules_are_noticed():
    survivors = []
    seen, killed = measured(random.Random(7).sample(mutants(), 60), survivors.append)
    assert seen > 20
    assert killed >= 0.95 * seen, survivors
