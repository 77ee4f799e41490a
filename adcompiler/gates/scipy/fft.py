"""`scipy.fft`: the transforms of `np.fft`, whose rules hold for them, and the cosine transforms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy import fft

from adcompiler import runtime
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
from adcompiler.gates.kinds import Place, again, custom, linear, local_derivative
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


# Cosine and sine transforms: types 2 and 3 are transposes of one another but for one end.

PARTNER = {1: 1, 2: 3, 3: 2, 4: 4}
ENDS: dict[Any, dict[int, tuple[float, float]]] = {
    fft.dct: {1: (0.5, 0.5), 2: (2.0, 1.0), 3: (0.5, 1.0), 4: (1.0, 1.0)},
    fft.dst: {1: (1.0, 1.0), 2: (1.0, 2.0), 3: (1.0, 0.5), 4: (1.0, 1.0)},
}
for _there, _inverse in ((fft.dct, fft.idct), (fft.dst, fft.idst)):
    ENDS[_inverse] = {PARTNER[k]: ends for k, ends in ENDS[_there].items()}
INVERSE = {fft.dct: fft.idct, fft.idct: fft.dct, fft.dst: fft.idst, fft.idst: fft.dst}
INVERSE |= {fft.dctn: fft.idctn, fft.idctn: fft.dctn, fft.dstn: fft.idstn, fft.idstn: fft.dstn}


def _back(at: Place, g: Atom) -> Atom:
    """An orthogonal transform is undone by its transpose; others have a partner."""
    function, names = at.op.gate.function, at.names
    if names["norm"] == "ortho":
        attrs: dict[str, Any] = dict(at.op.attrs)
        return at.b.apply(gate(INVERSE[function]), g, attrs=attrs)
    if function not in ENDS:
        hint = "norm='ortho', and scale the result"
        raise refuse("AD204", f"{at.op.gate.name} that is not orthogonal", at.op.span, "here", hint)
    kind = names["type"]
    first, last = ENDS[function][kind]
    attrs = {k: v for k, v in at.op.attrs.items() if k != "type"}
    if PARTNER[kind] != 2:
        attrs["type"] = PARTNER[kind]
    if kind == 1:  # symmetric but for the entries at its ends, which count half
        doubled = _ends(at, g, 1 / first, 1 / last)
        return _ends(at, at.b.apply(gate(function), doubled, attrs=attrs), first, last)
    if kind == _FIRST_ENDS[function]:
        return at.b.apply(gate(function), _ends(at, g, first, last), attrs=attrs)
    return _ends(at, at.b.apply(gate(function), g, attrs=attrs), first, last)


_FIRST_ENDS = {fft.dct: 2, fft.dst: 2, fft.idct: 3, fft.idst: 3}


def _ends(at: Place, x: Atom, first: float, last: float) -> Atom:
    """Append `x` with its first and last entry along the axis of the transform scaled."""
    if first == last == 1.0:
        return x
    attrs = {"first": first, "last": last, "axis": at.names["axis"]}
    return at.b.apply(gate(runtime.ends), x, attrs=attrs)


def _again(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return again(at, 0, tangents[0])


rule(runtime.ends, linear("ends(g, first=first, last=last, axis=axis)"),
     call="x, *, first, last, axis", shape=shapes.same, name="ends")
for _transform in INVERSE:
    _axes = "axes=None" if _transform.__name__.endswith("n") else "axis=-1"
    rule(_transform, custom(lambda at, index, g: _back(at, g), _again, "linear"),
         call=f"x, *, type=2, {_axes}, norm=None", shape=shapes.same)
for _grid, _known in ((fft.fftfreq, np.fft.fftfreq), (fft.rfftfreq, np.fft.rfftfreq)):
    rule(_grid, local_derivative("1 / d", d="-out / d"), call="n, d=1.0",
         shape=gate(_known).infer, name=f"fft.{_known.__name__}")
