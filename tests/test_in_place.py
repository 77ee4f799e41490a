"""Programs that write into their arrays: how many of them are checked by complex step."""

from __future__ import annotations

import numpy as np
import oracle
from programs_loader import PROGRAMS
from test_corpus import argnums_of

GROUPS = ("aliased", "in_place", "rewound", "writes")


def test_many_programs_are_checked_by_complex_step():
    """`test_equals_complex_step` compares what the oracle gives an answer for."""
    checked = set()
    for name, function, (args, *_) in PROGRAMS:
        if name.split("/")[0] in GROUPS:
            with np.errstate(all="ignore"):
                if oracle.complex_step(function, args, argnums_of(function, args)) is not None:
                    checked.add(name)
    assert len(checked) >= 120
