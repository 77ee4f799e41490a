"""Lists that grow and shrink and then are arrays: the adjoint of the array is one of the list."""

from __future__ import annotations

import itertools
import linecache
import textwrap

import numpy as np
import pytest
from test_shown import differs

from adcompiler import grad

STARTS = ("xs = list(xs)", "", "xs = [t * j for j in range(1, k + 3)]")
CHANGES = (
    "xs.append(t)",
    "xs.append(xs[0])",
    "xs.pop()",
    "xs.pop(0)",
    "xs.pop(k)",
    "xs.insert(0, t)",
    "xs.insert(k, t)",
    "xs.extend([t, t * t])",
    "xs.extend(xs)",
    "xs += [t]",
    "xs *= 2",
    "del xs[0]",
    "del xs[k]",
    "del xs[k:]",
    "xs[k] = t",
    "xs[0] *= t",
    "xs.reverse()",
    "xs.sort()",
    "xs = xs[::-1]",
    "xs = xs[k:]",
    "xs = xs + [t]",
    "xs = [t] + xs",
    "xs = xs * 2",
    "xs = xs[:]",
    "xs[1:] = [t]",
    "xs[k:k] = [t, 2.0]",
    "xs.clear()\nxs.append(t)",
    "ys = xs.copy()\nys.append(t)\nxs = ys",
    "xs = sorted(xs)",
    "xs = [x * t for x in xs]",
    "xs = [x for x in xs if x > 1.5]",
    "xs = list(reversed(xs))",
    "xs[0], xs[1] = xs[1], xs[0]",
    "v = xs.pop()\nxs.append(v * t)",
    "for j in range(k + 1):\n    xs.append(xs[j])",
    "for j in range(k + 1):\n    xs.pop()",
    "while len(xs) < 5:\n    xs.append(t)",
    "if t > 1:\n    xs.append(t)",
    "if t < 1:\n    xs.append(t)",
)
ENDS = (
    "np.sum(np.asarray(xs) * t)",
    "np.array(xs) @ np.array(xs)",
    "np.dot(xs, xs)",
    "np.mean(xs) * t",
    "np.linalg.norm(xs)",
    "np.sum(np.cumsum(xs))",
    "np.max(xs) * t",
    "np.asarray(xs)[0] * t",
    "sum(xs) * t",
    "np.interp(t, [0.0, 3.0], [xs[0], xs[-1]])",
    "np.stack([np.array(xs), np.array(xs)])[1].sum()",
    "np.asarray(xs).sum()",
    "np.concatenate([xs, [t]]).sum()",
    "np.polyval(xs, t)",
    "np.sum(np.array([xs, xs]) * t)",
)
ALL = [*itertools.product(STARTS, CHANGES, ENDS)]


@pytest.mark.parametrize(("start", "change", "end"), ALL[::7])
def test_a_list_that_changes_is_an_array_then(start, change, end):
    body = textwrap.indent(f"{start}\n{change}\nreturn {end}\n", "    ")
    name = f"<list as array {start} {change} {end}>"
    text = f"def f(xs, t, k):\n{body}"
    linecache.cache[name] = len(text), None, text.splitlines(True), name
    space = {"np": np}
    exec(compile(text, name, "exec"), space)
    args = [1.0, 2.0, 3.0], 1.7, 1
    try:
        space["f"]([*args[0]], *args[1:])
    except IndexError:
        with pytest.raises(IndexError):
            grad(space["f"])(*args)
        return
    grad(space["f"], argnums=(0, 1))(*args)
    assert not differs(space["f"], args, (0, 1))
