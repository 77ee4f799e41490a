"""`np.fft`: the matrix of a Fourier transform is symmetric, so each is its own reverse.

A transform of a signal that was cut off or padded gives back one that is padded or cut off;
half a spectrum of real numbers stands for the other half too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import infer as shapes
from adcompiler.gates import ops
from adcompiler.gates.arranging import first_push, known_rank, size_of
from adcompiler.gates.kinds import Custom, Place, again, custom, linear, local_derivative
from adcompiler.gates.table import AS_FOR_REALS, complex_rule, gate, rule
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs, Const
from adcompiler.ir.types import MAYBE_COMPLEX, Array, Dim, Type, fresh_dim

MIRRORED = {None: "forward", "backward": "forward", "ortho": "ortho", "forward": None}


def _options(**options: Any) -> dict[str, Any]:
    """Return the options that are not what they are without saying so."""
    return {k: v for k, v in options.items() if not (v is None or (k, v) == ("axis", -1))}


def _call(at: Place, function: Any, *args: Atom, **options: Any) -> Atom:
    return at.b.apply(gate(function), *args, attrs=_options(**options))


def _half(at: Place, g: Atom, axis: int) -> Atom:
    """Append the adjoint of half a spectrum of which `g` reached the signal."""
    norm = MIRRORED[at.names["norm"]]
    half = ops.conjugate(at.b, _call(at, np.fft.rfft, g, axis=axis, norm=norm))
    return _call(at, runtime.doubled, half, g, axis=axis)


def _resized(at: Place, h: Atom) -> Atom:
    """Append what undoes the cutting or padding of the operand, if there was any."""
    given = at.names["s"] if "s" in at.names else at.names["n"]
    x = at.op.args[0]
    if given is None or given == Const(None) or _dims(h) == _dims(x):
        return h
    return at.b.apply(gate(runtime.resized), h, x)


def _dims(atom: Atom) -> tuple[Dim, ...]:
    type_ = type_of(atom)
    return type_.dims if isinstance(type_, Array) else (fresh_dim(),)


def _length(at: Place) -> Atom:
    """Append the length of the signal of which a transform has half the spectrum."""
    n = at.names.get("n")
    if n is not None and n != Const(None):
        return n
    s, axis = at.names.get("s"), _axes(at)[-1]
    return Const(s[-1]) if s is not None else size_of(at.b, at.op.args[0], Const(axis))


def _axes(at: Place) -> tuple[int, ...]:
    """Return the axes of a transform of several, those that NumPy takes where none are named."""
    names = at.names
    if "axis" in names:
        return (names["axis"],)
    if names["axes"] is not None:
        return tuple(names["axes"])
    n = len(names["s"]) if names["s"] is not None else known_rank(at)
    return tuple(range(-n, 0))


def transformed(pull: Any) -> Custom:
    """Return the kind of a transform: linear in its first operand."""

    def backward(at: Place, index: int, g: Atom) -> Atom | None:
        return _resized(at, pull(at, g))

    def forward(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return again(at, 0, tangents[0])

    return custom(backward, forward, "linear")


def _whole(at: Place, g: Atom) -> Atom:
    """The transform itself."""
    names = at.names
    if "axis" in names:
        return _call(at, at.op.gate.function, g, axis=names["axis"], norm=names["norm"])
    axes = names["axes"] if names["s"] is None else _axes(at)
    return _call(at, at.op.gate.function, g, axes=axes, norm=names["norm"])


def _from_real(at: Place, g: Atom) -> Atom:
    """The transform of the half spectrum, padded with zeros; its real part, as the engine sees."""
    *others, last = _axes(at)
    norm = at.names["norm"]
    if others:
        g = _call(at, np.fft.fftn, g, axes=tuple(others), norm=norm)
    return _call(at, np.fft.fft, g, _length(at), axis=last, norm=norm)


def _to_real(at: Place, g: Atom) -> Atom:
    """The inverse transform has the other half of the spectrum too."""
    *others, last = _axes(at)
    half = _half(at, g, last)
    if others:
        half = _call(at, np.fft.ifftn, half, axes=tuple(others), norm=at.names["norm"])
    return half


def transform(function: Any) -> shapes.Infer:
    """The type of a transform, which NumPy is asked for; not known where the rank is not."""

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        type_ = type_of(args[0])
        if not isinstance(type_, Array) or type_.dtype is None:
            return MAYBE_COMPLEX
        dims, s = list(type_.dims), attrs.get("s")
        one = "axis" in attrs or not function.__name__.endswith(("2", "n"))
        axes = (attrs.get("axis", -1),) if one else attrs.get("axes")
        if axes is None:
            axes = (-2, -1) if function.__name__.endswith("2") else range(-len(s or dims), 0)
        sizes: list[Atom] = [Const(n) for n in s or ()] if not one else list(args[1:])
        for k, size in zip(axes, sizes, strict=False):
            if size != Const(None):
                dims[k] = shapes.size_dim(size)
        last = axes[-1]
        if function.__name__.startswith("rfft"):
            dims[last] = half(dims[last])
        elif function.__name__.startswith("irfft") and (not sizes or sizes == [Const(None)]):
            dims[last] = fresh_dim()
        return Array(str(function(np.ones((2,) * type_.rank, type_.dtype)).dtype), tuple(dims))

    return infer


def frequencies(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.fft.fftfreq(n, d)`."""
    return Array("float64", (shapes.size_dim(args[0]),))


def half_frequencies(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.fft.rfftfreq(n, d)`: as many as there are in half a spectrum."""
    return Array("float64", (half(shapes.size_dim(args[0])),))


def half(dim: Dim) -> Dim:
    """Return the size of half a spectrum."""
    return Dim(f"half of {dim.key}", None)


ONE_AXIS = "x, n=None, *, axis=-1, norm=None"
TWO_AXES = "x, *, s=None, axes=(-2, -1), norm=None"
ALL_AXES = "x, *, s=None, axes=None, norm=None"
TRANSFORMS: dict[str, Any] = {
    "fft": _whole, "ifft": _whole, "rfft": _from_real, "irfft": _to_real,
    "fft2": _whole, "ifft2": _whole, "rfft2": _from_real, "irfft2": _to_real,
    "fftn": _whole, "ifftn": _whole, "rfftn": _from_real, "irfftn": _to_real,
}
for _name, _pull in TRANSFORMS.items():
    _function = getattr(np.fft, _name)
    _parameters = {"2": TWO_AXES, "n": ALL_AXES}.get(_name[-1], ONE_AXIS)
    rule(_function, transformed(_pull), call=_parameters, shape=transform(_function))
    if not _name.startswith("rfft"):  # of complex numbers there is no half a spectrum
        complex_rule(AS_FOR_REALS, _function)
rule(np.fft.fftshift, linear("np.fft.ifftshift(g, axes=axes)"), call="x, *, axes=None",
     shape=shapes.same)
rule(np.fft.ifftshift, linear("np.fft.fftshift(g, axes=axes)"), call="x, *, axes=None",
     shape=shapes.same)
for _grid, _shape in ((np.fft.fftfreq, frequencies), (np.fft.rfftfreq, half_frequencies)):
    rule(_grid, local_derivative("1 / d", d="-out / d"), call="n, d=1.0", shape=_shape)
rule(runtime.resized, linear("resized(g, h)"), call="h, x", shape=shapes.spread_like,
     name="resized")
rule(runtime.doubled, custom(
    lambda at, index, g: at.text("doubled(h, y, axis=axis)", h=g) if index == 0 else None,
    first_push), call="h, y, *, axis=-1", shape=shapes.same, name="doubled")
complex_rule(AS_FOR_REALS, np.fft.fftshift, np.fft.ifftshift, runtime.resized, runtime.doubled)
