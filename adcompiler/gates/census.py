"""Every public function of NumPy, and what this compiler does with it: the census.

Each name is in exactly one of three states. It *has a rule*: a gate of the table, a program of
`gates/programs` that says it in other functions of NumPy, or a call that the frontend writes with
other gates. It is *blocked*: its result is a constant, for the reason given. Or it is *refused*.

>>> census()["np.tanh"].state, census()["np.argmax"].state, census()["np.histogram"].state
('rule', 'blocked', 'refused')
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from adcompiler.gates.constants import REASONS
from adcompiler.gates.kinds import Blocked
from adcompiler.gates.programs import PROGRAMS
from adcompiler.gates.programs.ufunc_methods import of_method
from adcompiler.gates.table import ATTRIBUTES, METHODS, OVER_COMPLEX, TABLE

# Functions whose calls the frontend writes with the gates of others, by what they become.
WRITTEN_WITH: dict[str, str] = {
    "np.concatenate": "slices of the adjoint",
    "np.concat": "slices of the adjoint",
    "np.stack": "rows of the adjoint",
    "np.vstack": "np.concatenate or np.stack",
    "np.hstack": "np.concatenate",
    "np.column_stack": "np.concatenate or np.stack",
    "np.append": "np.concatenate",
    "np.atleast_1d": "np.expand_dims",
    "np.atleast_2d": "np.expand_dims",
    "np.average": "the mean of weighted elements",
    "np.einsum": "np.einsum",
    "np.linalg.multi_dot": "np.einsum",
    "np.astype": "a cast",
    "np.bincount": "the weights that are counted",
    "np.array_split": "slices",
    "np.trapezoid": "np.diff and np.sum",
    "np.trapz": "np.diff and np.sum",
    "np.split": "slices",
    "np.hsplit": "slices",
    "np.vsplit": "slices",
    "np.ndindex": "a loop over each axis",
    "np.ndenumerate": "a loop over each axis",
    "np.float32": "a cast",
    "np.single": "a cast",
    **dict.fromkeys(
        (
            "np.copyto",
            "np.place",
            "np.put",
            "np.putmask",
            "np.put_along_axis",
            "np.fill_diagonal",
            "ndarray.fill",
            "ndarray.put",
        ),
        "a write into an array",
    ),
    "ndarray.sort": "np.sort",
    "ndarray.flat": "np.ravel",
    "ndarray.compress": "np.compress",
    "ndarray.astype": "a cast",
    "ndarray.item": "a cast",
    "ndarray.tolist": "a cast",
    "ndarray.clip": "np.clip",
}
_METHODS = ("reduce", "accumulate", "outer", "at", "reduceat")
_CLASS = "a class, not a function"
_WRITES = "writes files: do that around the call"
REFUSED: dict[str, str] = {}


def _refuse(reason: str, names: str) -> None:
    REFUSED.update(dict.fromkeys(names.split(), reason))


_refuse(
    "the edges of the bins move with the data: np.digitize, np.searchsorted and np.bincount "
    "count between fixed ones",
    "np.histogram np.histogram2d np.histogramdd np.histogram_bin_edges",
)
_refuse(_WRITES, "np.save np.savetxt np.savez np.savez_compressed ndarray.dump ndarray.tofile")
_refuse(
    "reads what is not known at compile time: read it before, and pass it in",
    "np.load np.loadtxt np.genfromtxt np.fromfile np.fromregex np.fromstring np.frombuffer "
    "np.from_dlpack np.memmap np.fromiter",
)
_refuse(
    "shows the bytes of an array, through which a derivative would be lost",
    "ndarray.tobytes ndarray.dumps ndarray.data ndarray.ctypes ndarray.getfield "
    "ndarray.setfield ndarray.view ndarray.byteswap np.packbits np.unpackbits",
)
_refuse(
    "an iterator over array elements: write a loop over the array or over its indices",
    "np.nditer np.nested_iters np.flatiter np.broadcast",
)
_refuse(
    "changes settings of the whole process: do that around the call",
    "np.seterr np.seterrcall np.setbufsize np.set_printoptions np.printoptions ndarray.setflags",
)
_refuse(
    "a class of arrays of its own kind: use plain arrays",
    "np.matrix np.asmatrix np.bmat np.recarray np.record np.poly1d",
)
_refuse("makes a ufunc of a Python function, of which NumPy keeps objects", "np.frompyfunc")
_refuse(
    "writes into its argument in a way of its own: sort it, or make a new array",
    "ndarray.partition ndarray.resize",
)
_refuse(
    "the kind of the result depends on the values: take .real where that is meant",
    "np.real_if_close",
)
_refuse("complex numbers are ordered: sort their real parts", "np.sort_complex")
_refuse(
    "an old name, which NumPy 2 has not: use the function that its documentation names",
    "np.alltrue np.asfarray np.cumproduct np.in1d np.mat np.msort np.product np.round_ np.sometrue "
    "np.fastCopyAndTranspose ndarray.ptp ndarray.tostring ndarray.itemset ndarray.newbyteorder",
)
_refuse(
    "the machinery of NumPy 1, not a function of numbers",
    "np.add_docstring np.add_newdoc np.add_newdoc_ufunc np.byte_bounds np.compare_chararrays "
    "np.deprecate np.deprecate_with_doc np.disp np.find_common_type np.get_array_wrap np.geterrobj "
    "np.issctype np.issubclass_ np.issubsctype np.lookfor np.maximum_sctype np.obj2sctype "
    "np.recfromcsv np.recfromtxt np.safe_eval np.sctype2char np.set_numeric_ops "
    "np.set_string_function np.seterrobj np.source np.who",
)
_refuse("a test, not a function of numbers", "np.test np.linalg.test np.fft.test")


@dataclass(frozen=True)
class Entry:
    """One public name of NumPy.

    `state` is "rule", "blocked" or "refused"; `how` says of a rule what kind it is, `reason` of
    the others why.
    """

    name: str
    state: str
    how: str = ""
    reason: str = ""


def _public() -> Iterator[tuple[str, Any]]:
    """Yield name and value of every public callable, method and attribute of arrays."""
    for prefix, module in (("np", np), ("np.linalg", np.linalg), ("np.fft", np.fft)):
        for name in dir(module):
            value = getattr(module, name, None)
            if not name.startswith("_") and callable(value):
                if not isinstance(value, types.ModuleType):
                    yield f"{prefix}.{name}", value
    for name in dir(np.ndarray):
        if not name.startswith("_"):
            yield f"ndarray.{name}", METHODS.get(name) or ATTRIBUTES.get(name)
    yield from _methods_of_ufuncs()


def _methods_of_ufuncs() -> Iterator[tuple[str, Any]]:
    """Yield the methods of ufuncs of two operands that say something of numbers."""
    for name in dir(np):
        ufunc = getattr(np, name)
        if isinstance(ufunc, np.ufunc) and ufunc.nin == 2 and name == ufunc.__name__:
            if ufunc in TABLE and ufunc.signature is None:
                for word in _METHODS:
                    yield f"np.{name}.{word}", getattr(ufunc, word)


def _method(name: str, value: Any) -> Entry:
    """Return what is known of a method of a ufunc; of what is blocked, all methods are."""
    kind = TABLE[value.__self__].variants[-1][1]
    if isinstance(kind, Blocked):
        return Entry(name, "blocked", reason=kind.reason)
    if of_method(value) or value in TABLE:
        return Entry(name, "rule", "a program of other functions")
    if name.endswith(".at"):
        return Entry(name, "rule", "written with a write into an array")
    return Entry(name, "refused", reason="a fold that nobody needs so far: write a loop")


def _entry(name: str, value: Any) -> Entry | None:
    """Return what is known of one name, None where nothing is."""
    if name in REFUSED:
        return Entry(name, "refused", reason=REFUSED[name])
    if isinstance(value, str):
        return Entry(name, "rule", value)
    if name in WRITTEN_WITH:
        return Entry(name, "rule", f"written with {WRITTEN_WITH[name]}")
    if value is not None and value in PROGRAMS:
        return Entry(name, "rule", "a program of other functions")
    if name.count(".") == 2 and isinstance(getattr(value, "__self__", None), np.ufunc):
        return _method(name, value)
    gate = TABLE.get(value) if value is not None else None
    if gate is not None:
        kinds = [gate.variants[-1][1], OVER_COMPLEX.get(value)]
        kinds = [k for k in kinds if hasattr(k, "word")]
        flowing = [k for k in kinds if not isinstance(k, Blocked)]
        if flowing:
            return Entry(name, "rule", flowing[0].word)
        return Entry(name, "blocked", reason=kinds[0].reason)
    if name in REASONS:
        return Entry(name, "blocked", reason=REASONS[name])
    if isinstance(value, type):
        return Entry(name, "blocked", reason=_CLASS)
    return None


@cache
def census() -> dict[str, Entry]:
    """Return every public name of this version of NumPy with its state.

    A name of which nothing is known is refused, as its calls are.
    """
    unknown = "no rule is written for it"
    return {
        name: _entry(name, value) or Entry(name, "refused", reason=unknown)
        for name, value in _public()
    }


def counted() -> dict[str, int]:
    """Return how many names are in each state."""
    states = [e.state for e in census().values()]
    return {s: states.count(s) for s in ("rule", "blocked", "refused")}
