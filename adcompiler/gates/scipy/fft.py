"""`scipy.fft`: the transforms of `np.fft`, whose rules hold for them, and the cosine transforms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy import fft

from adcompiler.errors import refuse
from adcompiler.gates import infer as shapes
from adcompiler.gates.batching.place import RULES, batching
from adcompiler.gates.fourier import (
    ALL_AXES,
    ONE_AXIS,
    TRANSFORMS,
    TWO_AXES,
    transform,
    transformed,
)
from adcompiler.gates.kinds import Place, again, custom, linear
from adcompiler.gates.table import (
    AS_FOR_REALS,
    REAL_VALUED,
    complex_rule,
    find,
    gate,
    library,
    rule,
)
from adcompiler.ir.nodes import Atom

library("fft", fft)

for _name, _pull in TRANSFORMS.items():
    _function = getattr(fft, _name)
    _parameters = {"2": TWO_AXES, "n": ALL_AXES}.get(_name[-1], ONE_AXIS)
    rule(_function, transformed(_pull), call=_parameters, shape=transform(_function))
    if not _name.startswith("rfft"):
        complex_rule(AS_FOR_REALS, _function)
    batching(_function)(RULES[getattr(np.fft, _name)])
REAL_VALUED |= {fft.irfft, fft.irfft2, fft.irfftn}
for _shift, _inverse in (("fftshift", "ifftshift"), ("ifftshift", "fftshift")):
    if find(getattr(fft, _shift)) is None:  # SciPy's own
        rule(getattr(fft, _shift), linear(f"np.fft.{_inverse}(g, axes=axes)"),
             call="x, *, axes=None", shape=shapes.same)
        complex_rule(AS_FOR_REALS, getattr(fft, _shift))


def _back(at: Place, g: Atom) -> Atom:
    """An orthogonal transform is undone by its transpose."""
    if at.names["norm"] != "ortho":
        hint = "norm='ortho', and scale the result"
        raise refuse("AD204", f"{at.op.gate.name} that is not orthogonal", at.op.span, "here", hint)
    attrs: dict[str, Any] = dict(at.op.attrs)
    return at.b.apply(gate(INVERSE[at.op.gate.function]), g, attrs=attrs)


def _again(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return again(at, 0, tangents[0])


INVERSE = {fft.dct: fft.idct, fft.idct: fft.dct, fft.dst: fft.idst, fft.idst: fft.dst}
INVERSE |= {fft.dctn: fft.idctn, fft.idctn: fft.dctn}
for _transform in INVERSE:
    _axes = "axes=None" if _transform in (fft.dctn, fft.idctn) else "axis=-1"
    rule(_transform, custom(lambda at, index, g: _back(at, g), _again, "linear"),
         call=f"x, *, type=2, {_axes}, norm=None", shape=shapes.same)
