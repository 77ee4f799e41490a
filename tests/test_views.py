"""Whether what a call gives shows memory of its operands: a write to the one is seen as NumPy does.

Every call that the rules are tested with is tried, with an array that was written to before.
What may be a view or a copy is refused.
"""

from __future__ import annotations

import calls_of_gates
import calls_of_programs
import numpy as np
import pytest
import test_rules
from rule_checks import operands

from adcompiler import CompileError, value_and_grad

TABLES = (test_rules.CALLS, calls_of_gates.CALLS, calls_of_programs.CALLS)
MORE = {
    "flat": [(lambda x: x.flat[1:3], (2, 3)), (lambda x: x.flat[::2], (4,))],
    "choose": [(lambda x: np.choose(0, [x]), (2, 3)), (lambda x: np.choose([0, 0], [x]), (2,))],
    "rot90": [(lambda x: np.rot90(x, 0), (2, 3)), (lambda x: np.rot90(x, 2), (2, 3))],
    "atleast": [(lambda x: np.atleast_1d(x), (2,)), (lambda x: np.atleast_2d(x), (2,))],
}
CALLS = {
    f"{getattr(function, '__name__', function)}-{k}": (call, shapes)
    for table in (*TABLES, MORE)
    for function, calls in table.items()
    for k, (call, *shapes) in enumerate(calls)
}


def part_of(found):
    """Return an array that a call has given, the last where there are several."""
    return found[-1] if isinstance(found, tuple | list) else found


def places(call, args):
    """Yield the call as a function of one of its operands, and that operand."""
    if len(args) == 1:
        yield call, args[0]
    elif len(args) == 2:
        x, y = args
        yield lambda b: call(b, y), x
        yield lambda b: call(x, b), y


def read_after(call):
    """Return a program that writes to the operand, and then reads what the call has given."""

    def program(x):
        b = np.zeros(x.shape)
        b[...] = x
        v = part_of(call(b))
        b *= 2.0
        return np.sum(np.real(v))

    return program


def written(call):
    """Return a program that writes to what the call has given, and then reads the operand."""

    def program(x):
        b = np.zeros(x.shape)
        b[...] = x
        v = part_of(call(b))
        v *= 2.0
        return np.sum(b * b)

    return program


def agrees(program, x):
    """Tell whether a program gives what Python gives, or is refused."""
    try:
        value = value_and_grad(program)(x)[0]
    except CompileError:
        return True
    return np.allclose(value, program(x))


@pytest.mark.filterwarnings("ignore::FutureWarning")  # of arrays that were spread
@pytest.mark.parametrize("name", CALLS)
def test_a_write_is_seen_where_numpy_shows_it(name):
    call, shapes = CALLS[name]
    for alone, x in places(call, operands(shapes)):
        if not isinstance(x, np.ndarray):
            continue
        assert agrees(read_after(alone), x)
        found = part_of(alone(x.copy()))
        if isinstance(found, np.ndarray) and found.dtype == x.dtype and found.flags.writeable:
            assert agrees(written(alone), x)
