"""A sample of the crossings; all of them are judged by `python tests/crossings.py`."""

from __future__ import annotations

import pytest
from crossings import programs
from fuzzing.judge import judge

EVERY = dict(programs())
SAMPLE = list(EVERY)[::61]


@pytest.mark.parametrize("name", SAMPLE)
def test_crossing(name, tmp_path):
    verdict = judge(EVERY[name], SAMPLE.index(name), tmp_path)
    assert verdict.kind in ("right", "raises", "kink"), verdict.text


def test_the_sample_meets_every_form_of_writes():
    for k in range(3):
        met = {name.split("-")[k] for name in SAMPLE if name.count("-") == 2}
        assert met == {name.split("-")[k] for name in EVERY if name.count("-") == 2}
