"""What compiling takes does not grow with the depth of loops, or with what lines share."""

import math

import numpy as np
import pytest

from adcompiler import grad
from adcompiler.frontend import flow, rounds, settled


def defined(text, tmp_path):
    path = tmp_path / "program.py"
    path.write_text(text)
    names = {"np": np, "math": math}
    exec(compile(text, str(path), "exec"), names)
    return names["f"]


@pytest.fixture
def attempts(monkeypatch):
    """Return a list that gets the line of each loop whose body is built."""
    lines, build = [], rounds.attempt

    def counted(scope, node, *rest):
        lines.append(node.lineno)
        return build(scope, node, *rest)

    monkeypatch.setattr(rounds, "attempt", counted)
    return lines


def in_tries(x, n):
    total, far = x, 0.5
    for i in range(n):
        parts = []
        for j in range(3):
            k = 0
            while k < 3:
                k += 1
                try:
                    total = math.sin(total) + 0.1 * math.log(total + i * j)
                    parts.append(total)
                    if total > 1.5:
                        break
                except ValueError:
                    far, total = total, far * 0.5
                else:
                    for q in range(2):
                        far = far * 0.9 + total * 0.1 * q
        total = total + 0.1 * sum(parts)
    return total + far


def test_bodies_of_nested_loops_are_built_a_few_times(attempts):
    """Without what a loop has settled on the innermost of these bodies is built 158 times."""
    grad(in_tries)(0.3, 2)
    deepest = max(attempts.count(line) for line in set(attempts))
    assert deepest <= 90, {line: attempts.count(line) for line in sorted(set(attempts))}


class LowError(Exception):
    pass


def root(v):
    if v < 0.1:
        raise LowError
    return math.sqrt(v)


def held_where_it_raises(w, x):
    for i in range(3):
        try:
            w[i] += root(w[i - 1] + x)
            w[0] *= root(w[i])
        except LowError:
            w[i] = 0.5
    return np.sum(w * w)


def test_what_a_try_leaves_of_a_target_has_one_name(attempts):
    """The fuzzer's seed 10116: each attempt carried the parts held under a name of its own."""
    grad(held_where_it_raises)(np.array([0.3, 0.7, -2.0]), 0.4)
    assert len(attempts) <= 24, attempts


def test_a_loop_begins_with_the_flags_of_the_tries_around_it_only():
    """The fuzzer's seed 18418: a loop that stood in two tries, built again where there are none.

    Flags of tries that are not under way would be counted as theirs by those inside it.
    """
    inside = {"<failed>": flow.NO, "<failed1>": flow.NO}
    known = {"<failed1>": False, "<error1>": True, "s20": True}
    assert {name: settled._may_begin(name, inside) for name in known} == known
    assert not settled._may_begin("<error1>", {"<failed>": flow.NO})


LINES = {
    "numbers": "t = t * t + t",
    "quotients": "t = t / (t + 1.0)",
    "conditions": "t = t * 0.5 if x > 0.1 else t + 0.25",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_lines_that_read_the_line_before_twice(line, tmp_path):
    """Each way from the last to the first of sixty lines is one of 2 ** 60."""
    body = "".join(f"        {line}\n" for _ in range(60))
    text = f"def f(x, n):\n    for i in range(n):\n        t = x * 0.01\n{body}"
    text += "        x = x + 0.001 * t\n    return x\n"
    f = defined(text, tmp_path)
    step = 1e-6
    with np.errstate(all="ignore"):
        slope = (f(0.3 + step, 1) - f(0.3 - step, 1)) / (2.0 * step)
        np.testing.assert_allclose(grad(f)(0.3, 1), slope, rtol=1e-6)


def test_arrays_that_one_condition_after_the_other_changes(tmp_path):
    """Whose memory the last one shows is asked once of each."""
    steps = "    a = a * 0.5 if v[0] > 0.1 else v\n" * 60
    f = defined(f"def f(v):\n    a = v * 1.0\n{steps}    return a[0]\n", tmp_path)
    np.testing.assert_allclose(grad(f)(np.array([0.3, 0.2])), [0.5**60, 0.0])
