"""Faults seeded into the rule table, one at a time, with a program that meets each."""

from __future__ import annotations

import importlib.util
import math
import operator
import sys
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from adcompiler.gates import find, ops
from adcompiler.ir.nodes import Const


class Fault(NamedTuple):
    """What is wrong with the rule of which function, and the expression that uses it."""

    function: Any
    how: str
    text: str


FAULTS = [
    Fault(np.sin, "sign", "np.sin(u)"),
    Fault(np.cos, "factor", "np.cos(u)"),
    Fault(np.exp, "factor", "np.exp(u)"),
    Fault(np.log, "sign", "np.log(u)"),
    Fault(np.tanh, "factor", "np.tanh(u)"),
    Fault(np.arctan, "sign", "np.arctan(u)"),
    Fault(np.square, "factor", "np.square(u)"),
    Fault(np.sinh, "sign", "np.sinh(u)"),
    Fault(np.log1p, "factor", "np.log1p(u)"),
    Fault(np.expm1, "sign", "np.expm1(u)"),
    Fault(np.hypot, "dropped", "np.hypot(u, A[0])"),
    Fault(np.arctan2, "swapped", "np.arctan2(u, A[0])"),
    Fault(operator.mul, "factor", "u * A[1]"),
    Fault(operator.mul, "swapped", "u * A[1]"),
    Fault(operator.truediv, "swapped", "u / A[1]"),
    Fault(operator.truediv, "dropped", "u / A[1]"),
    Fault(operator.sub, "swapped", "u - A[0]"),
    Fault(operator.add, "dropped", "u + A[0]"),
    Fault(operator.neg, "sign", "-u"),
    Fault(operator.pow, "factor", "u ** 2.5"),
    Fault(np.sum, "unreduced", "np.sum(A, axis=1)"),
    Fault(np.mean, "factor", "np.mean(A, axis=0)"),
    Fault(np.prod, "sign", "np.prod(A, axis=0)"),
    Fault(np.max, "factor", "np.max(A, axis=1)"),
    Fault(operator.matmul, "swapped", "A @ (A.T)"),
    Fault(operator.matmul, "factor", "A @ u"),
    Fault(np.dot, "sign", "np.dot(A, u)"),
    Fault(np.outer, "swapped", "np.outer(u, A[0])"),
    Fault(np.transpose, "unreduced", "np.transpose(A)"),
    Fault(np.reshape, "sign", "np.reshape(A, (9,))"),
    Fault(np.cumsum, "unreduced", "np.cumsum(u)"),
    Fault(np.linalg.inv, "sign", "np.linalg.inv(A)"),
    Fault(np.linalg.det, "factor", "np.linalg.det(A)"),
    Fault(np.linalg.solve, "dropped", "np.linalg.solve(A, u)"),
    Fault(np.maximum, "swapped", "np.maximum(u, A[2])"),
    Fault(np.minimum, "factor", "np.minimum(u, A[2])"),
    Fault(np.abs, "sign", "np.abs(u)"),
    Fault(np.var, "factor", "np.var(A, axis=0)"),
    Fault(np.linalg.norm, "factor", "np.linalg.norm(A)"),
    Fault(math.sin, "sign", "math.sin(u[0])"),
]
POINT = (
    np.array([0.7, 1.3, 1.9]),
    np.array([[1.1, 0.4, -0.3], [0.2, 1.5, 0.6], [0.9, -0.8, 2.1]]),
)
PLACES = {
    "straight": """
def f(x, A):
    u = np.sqrt(x)
    v = {text}  # here
    return np.sum(v * v) + np.sum(np.sqrt(x))
""",
    "loop": """
def f(x, A):
    total = 0.0
    for k in range(3):
        u = np.sqrt(x)
        v = {text}  # here
        total = total + np.sum(v * v)
    return total
""",
    "branch": """
def f(x, A):
    u = np.sqrt(x)
    if x[0] > 0.0:
        v = {text}  # here
    else:
        v = u
    return np.sum(v * v)
""",
    "helper": """
def helper(u, A):
    return {text}  # here

def f(x, A):
    u = np.sqrt(x)
    return {{"all": helper(u, A), "size": len(x)}}
""",
}


class Wrong:
    """A kind of gate that does what another does, but wrongly in one mode."""

    def __init__(self, kind: Any, how: str, mode: str) -> None:
        self.kind, self.how, self.mode, self.word = kind, how, mode, "wrong"

    def pull(self, at: Any, index: int, g: Any) -> Any:
        if self.mode != "rev":
            return self.kind.pull(at, index, g)
        if self.how == "swapped":
            return self.kind.pull(at, 1 - index, g)
        if self.how == "dropped" and index == 1:
            return None
        return g if self.how == "unreduced" else self.off(at, self.kind.pull(at, index, g))

    def push(self, at: Any, tangents: Any) -> Any:
        if self.mode != "fwd":
            return self.kind.push(at, tangents)
        if self.how == "swapped" and len(tangents) == 2:
            tangents = {0: tangents[1], 1: tangents[0]}
        if self.how == "dropped":
            tangents = {k: t for k, t in tangents.items() if k != 1}
        return self.off(at, self.kind.push(at, tangents))

    def off(self, at: Any, part: Any) -> Any:
        """Return a part with the wrong sign, or of the wrong size."""
        if part is None or self.how in ("swapped", "dropped"):
            return part
        return ops.negative(at.b, part) if self.how == "sign" else ops.times(at.b, Const(1.5), part)


@contextmanager
def seeded(fault: Fault, mode: str):
    """Let the rules of a function be wrong for a while."""
    gate = find(fault.function)
    kept = list(gate.variants)
    gate.variants[:] = [(when, Wrong(kind, fault.how, mode)) for when, kind in kept]
    try:
        yield
    finally:
        gate.variants[:] = kept


def program(fault: Fault, place: str, folder: Any, name: str) -> tuple[Any, int]:
    """Return a program that meets the fault, and the line where it does."""
    text = "import math\nimport numpy as np\n" + PLACES[place].format(text=fault.text)
    path = folder / f"{name}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    line = next(k for k, line in enumerate(text.splitlines(), 1) if "# here" in line)
    return module.f, line
