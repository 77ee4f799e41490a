"""A number that a rule's call has written out, differentiated by: the slope, or a refusal.

The calls of the rule tests have their operands; the other parameters are numbers and arrays that
stand in the text of the call. Here each of these is a parameter of its own. So no argument of any
function passes for a constant: what a rule says nothing about is refused.
"""

from __future__ import annotations

import ast
import copy
import inspect
import linecache

import calls_of_gates
import calls_of_programs
import calls_of_scipy
import numpy as np
import pytest
import test_rules
import test_scipy
from rule_checks import direction, operands, settled

from adcompiler import CompileError, grad

MODULES = (test_rules, calls_of_gates, calls_of_programs, calls_of_scipy, test_scipy)


class Opened(ast.NodeTransformer):
    """Puts the name `t` in the place of one node."""

    def __init__(self, place):
        self.place = place

    def visit(self, node):
        return ast.Name("t", ast.Load()) if node is self.place else self.generic_visit(node)


def numbers_in(node, names):
    """Yield the numbers written in a call, and the names of arrays of floats, with their values."""
    match node:
        case ast.Constant(float() | int() as value) if not isinstance(value, bool):
            yield node, float(value)
        case ast.Name(name) if isinstance(names.get(name), np.ndarray):
            if names[name].dtype.kind == "f":
                yield node, names[name]
        case ast.Subscript(value, _):
            yield from numbers_in(value, names)
        case _:
            for part in ast.iter_child_nodes(node):
                yield from numbers_in(part, names)


def opened(call, names):
    """Yield the text of a call with one number called `t`, and that number."""
    for k in range(len(list(numbers_in(call, names)))):
        again = copy.deepcopy(call)
        place, value = list(numbers_in(again, names))[k]
        yield ast.unparse(Opened(place).visit(again)), value


def calls_with_numbers():
    """Yield each call with one of its numbers as a parameter that NumPy takes: `Case`."""
    for module in MODULES:
        names = {**vars(np), **vars(module)}
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            match node:
                case ast.Tuple([ast.Lambda(given, body), *sizes]) if _are_shapes(sizes):
                    shapes = [ast.literal_eval(s) for s in sizes]
                    for text, at in opened(body, names):
                        case = Case(module, f"{ast.unparse(given)}, t", text, at, shapes)
                        if "runtime." not in text and case.arguments() is not None:
                            yield case


def _are_shapes(nodes):
    inside = (n for node in nodes for n in ast.walk(node))
    return all(isinstance(n, ast.Tuple | ast.Constant | ast.Load) for n in inside) and all(
        isinstance(n, ast.Tuple) for n in nodes
    )


class Case:
    """A call of which one number is the last parameter, `t`, and that number."""

    def __init__(self, module, parameters, text, at, shapes):
        self.text, self.at, self.shapes = text, at, shapes
        source = f"def f({parameters}):\n    return np.sum(np.sin({text}))\n"
        name = f"<{text} of {shapes}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        names = dict(vars(module))
        exec(compile(source, name, "exec"), names)
        self.f = names["f"]

    def arguments(self):
        """Return operands of these shapes, None if NumPy takes no real numbers near this one."""
        near = [self.at + s * 1e-5 * direction(self.at) for s in (1.0, -1.0, 2.0, -2.0)]

        def tried_at(t, args):
            try:
                with np.errstate(all="ignore"):
                    return bool(np.isfinite(self.f(*args, t)))
            except (ValueError, IndexError, TypeError, RuntimeError, AttributeError, Warning):
                return False

        args = operands(self.shapes)
        return args if all(tried_at(t, args) for t in (self.at, *near)) else None


CASES = list(calls_with_numbers())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.text} of {case.shapes}")
def test_a_number_is_differentiated_by_or_refused(case):
    args = case.arguments()
    try:
        found = grad(case.f, argnums=len(args))(*args, case.at)
    except CompileError:
        return
    way = direction(case.at)
    near = settled(lambda t: np.real(case.f(*args, t)), [case.at], [way])
    assert np.shape(found) == np.shape(case.at)
    if near is not None:
        np.testing.assert_allclose(np.sum(found * way), near[0], rtol=1e-4, atol=1e-6)


def test_there_are_many():
    assert len(CASES) > 200
