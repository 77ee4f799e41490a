"""Numbers made of lists of numbers: `statistics`, distances; the derivative by the items."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping

import numpy as np

from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Custom, Place, custom
from adcompiler.gates.shapes import as_array
from adcompiler.gates.table import gate, rule
from adcompiler.gates.texts import apply_function
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import FLOAT


def of_items(*slopes: str) -> Custom:
    """A number made of lists; a text for each of them says how it moves with the items.

    In the texts the lists are arrays, and `n` is how many items the first has.
    """

    def slope(at: Place, index: int) -> Atom:
        named = zip(at.op.gate.parameters, at.op.args, strict=True)
        arrays = {p.name: as_array(at.b, a) for p, a in named}
        n = at.b.apply(gate(len), at.op.args[0])
        return at.text(slopes[index], **arrays, n=n, out=at.op.out)

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        return ops.scaled(at.b, slope(at, index), g)

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        parts = [
            apply_function(at.b, np.sum, [ops.times(at.b, slope(at, k), as_array(at.b, t))], {})
            for k, t in tangents.items()
        ]
        return ops.summed(at.b, parts)

    return custom(pull, push)


CENTRED = "2.0 * (x - np.mean(x))"
rule(
    core.hypotenuse,
    of_items("over(x, out)"),
    call="x",
    shape=shapes.always(FLOAT),
    name="math.hypot",
)
rule(
    math.dist,
    of_items("over(x - y, out)", "over(y - x, out)"),
    call="x, y",
    shape=shapes.always(FLOAT),
    raises="domain",
)
rule(
    core.product_sum,
    of_items("y", "x"),
    call="x, y",
    shape=shapes.listed,
    raises="domain",
    name="math.sumprod",
)  # Python has it from 3.12 on
rule(
    statistics.variance,
    of_items(f"{CENTRED} / (n - 1)"),
    call="x",
    shape=shapes.of_items,
    raises="domain",
)
rule(
    statistics.pvariance,
    of_items(f"{CENTRED} / n"),
    call="x",
    shape=shapes.of_items,
    raises="domain",
)
rule(
    statistics.stdev,
    of_items("over(x - np.mean(x), (n - 1) * out)"),
    call="x",
    shape=shapes.always(FLOAT),
    raises="domain",
)
rule(
    statistics.pstdev,
    of_items("over(x - np.mean(x), n * out)"),
    call="x",
    shape=shapes.always(FLOAT),
    raises="domain",
)
rule(
    statistics.harmonic_mean,
    of_items("out ** 2 / (n * x ** 2)"),
    call="x",
    shape=shapes.of_items,
    raises="domain",
)
rule(
    statistics.geometric_mean,
    of_items("out / (n * x)"),
    call="x",
    shape=shapes.always(FLOAT),
    raises="domain",
)
