"""Gradual types: as much of a value's kind, dtype and shape as the signature tells.

A dimension is known only by a key (equal keys are equal sizes) and by whether it is 1:
all that broadcasting depends on.

>>> show(Array("float64", (Dim("x0", False), Dim("1", True))))
'float64[x0, 1]'
"""

from __future__ import annotations

import collections
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Dim:
    """One dimension: `one` is True (size 1), False (any other size) or None (not known)."""

    key: str
    one: bool | None


ONE = Dim("1", True)
_fresh = itertools.count()


def fresh_dim() -> Dim:
    """Return a dimension of which nothing is known."""
    return Dim(f"?{next(_fresh)}", None)


@dataclass(frozen=True)
class Unknown:
    """Anything: legal everywhere, and the printer falls back on run-time helpers.

    It may be complex only if `complex` says so.
    """

    complex: bool = False


@dataclass(frozen=True)
class Scalar:
    """One number: `kind` is bool, int, float or complex; `dtype` is set for NumPy scalars.

    `dtype` is None for a Python number and "?" where it may be either; an int that is
    the size of a dimension knows which; `maybe` is True for a number or None.
    """

    kind: str
    dtype: str | None = None
    size: Dim | None = None
    maybe: bool = False


@dataclass(frozen=True)
class Array:
    """An ndarray; `dtype` None means not known."""

    dtype: str | None
    dims: tuple[Dim, ...]

    @property
    def rank(self) -> int:
        """The number of dimensions."""
        return len(self.dims)


@dataclass(frozen=True)
class Seq:
    """A list or range of unknown length whose items all have one type; a dict with its keys."""

    item: Type
    kind: str = "list"
    key: Type | None = None


@dataclass(eq=False)
class Layout:
    """What a tuple holds that holds tuples of its own kind, to any depth; it may be None."""

    items: tuple[Type, ...] = ()
    _adjoint: Layout | None = None

    @property
    def adjoint(self) -> Layout:
        """The layout of the adjoints of such tuples."""
        if self._adjoint is None:
            self._adjoint = Layout()
            self._adjoint._adjoint = self._adjoint
            self._adjoint.items = tuple(map(adjoint_type, self.items))
        return self._adjoint

    def leaves(self) -> Iterator[Type]:
        """Yield the types of all that is inside and no container."""
        seen: set[Layout] = {self}
        stack = list(self.items)
        while stack:
            match stack.pop():
                case Residuals(Layout() as layout):
                    stack += layout.items if layout not in seen else ()
                    seen.add(layout)
                case Tree(_, items):
                    stack += items
                case Seq(item):
                    stack.append(item)
                case type_:
                    yield type_


@dataclass(frozen=True)
class Tree:
    """A tuple, list, dict or object of known structure; `keys` is set for dicts and objects.

    What holds others of its own kind has a `layout`: the type shows one level of it.
    """

    kind: str
    items: tuple[Type, ...]
    keys: tuple[object, ...] = ()
    cls: type | None = None
    layout: Layout | None = None
    answers: bool = False  # a dict whose class decides what a key gives, as a Counter's does

    @property
    def names(self) -> tuple[object, ...]:
        """What each item is found by: its key, its attribute or its position."""
        return self.keys if self.kind in ("dict", "object") else tuple(range(len(self.items)))


@dataclass(frozen=True)
class Other:
    """A value that no derivative flows through: a string, None, a dtype, an object."""

    cls: type


def is_iterator(type_: Type) -> bool:
    """Tell whether this is an iterator from outside, which is walked only once."""
    return isinstance(type_, Other) and hasattr(type_.cls, "__next__")


def is_sparse(type_: Type) -> bool:
    """Tell whether this is a matrix of `scipy.sparse`, constant for every derivative."""
    return isinstance(type_, Other) and is_sparse_class(type_.cls)


def is_sparse_class(cls: type) -> bool:
    """Tell whether objects of a class are matrices of `scipy.sparse`; it need not be loaded."""
    return cls.__module__.startswith("scipy.sparse.") and hasattr(cls, "tocsr")


def answers(cls: type) -> bool:
    """Tell whether a class of dicts decides itself what a key gives that is not there."""
    return hasattr(cls, "__missing__")


def reads_its_own_way(cls: type) -> bool:
    """Tell whether a class of dicts decides itself what a key gives that is there."""
    return getattr(cls, "__getitem__", None) not in (
        dict.__getitem__,
        collections.OrderedDict.__getitem__,
    )


@dataclass(frozen=True, eq=False)
class Known:
    """An object known at compile time: a function, a class, a member of an enumeration."""

    value: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and other.value == self.value

    def __hash__(self) -> int:
        return hash(Known)


@dataclass(frozen=True)
class Residuals:
    """What the forward part of a routine keeps for its backward part: a tuple.

    Where it was read from a text, its `layout` is known, and a value is of the type `opened`;
    with none, it is of several kinds.
    """

    layout: Layout | None = None


@dataclass(frozen=True)
class Nothing:
    """No value yet: a variable before the first round of a loop that assigns it."""


Type = Nothing | Unknown | Scalar | Array | Seq | Tree | Other | Known | Residuals
UNKNOWN = Unknown()
MAYBE_COMPLEX = Unknown(complex=True)
NOTHING = Nothing()
BOOL, INT, FLOAT, COMPLEX = (Scalar(k) for k in ("bool", "int", "float", "complex"))
NUMPY_FLOAT = Scalar("float", "float64")
_KIND_OF = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}
DTYPE_OF = {"bool": "bool", "int": "int64", "float": "float64", "complex": "complex128"}


def dtype_kind(dtype: str) -> str:
    """Return bool, int, float, complex or other."""
    return _KIND_OF.get(np.dtype(dtype).kind, "other")


def numeric_kind(type_: Type) -> str | None:
    """Return the number kind of a scalar or array, None where unknown or not a number."""
    if isinstance(type_, Scalar):
        return type_.kind
    if isinstance(type_, Array) and type_.dtype is not None:
        return dtype_kind(type_.dtype)
    return None


def is_python_float(type_: Type) -> bool:
    """Tell whether the value is certainly a Python float."""
    return type_ == FLOAT


def is_complex(type_: Type) -> bool:
    """Tell whether this may be a complex number or array, or a container with one inside.

    >>> is_complex(Tree("tuple", (FLOAT, Seq(COMPLEX)))), is_complex(FLOAT)
    (True, False)
    """
    match type_:
        case Unknown(found):
            return found
        case Seq(item):
            return is_complex(item)
        case Tree(_, items):
            return any(map(is_complex, items))
        case Residuals(Layout() as layout):
            return any(map(is_complex, layout.leaves()))
    return numeric_kind(type_) == "complex"


def kind_known(type_: Type) -> bool:
    """Tell whether the kind of every number in a value is known."""
    match type_:
        case Unknown():
            return False
        case Array(dtype):
            return dtype is not None
        case Seq(item):
            return kind_known(item)
        case Tree(_, items):
            return all(map(kind_known, items))
        case Residuals(Layout() as layout):
            return all(map(kind_known, layout.leaves()))
    return True


def rank(type_: Type) -> int | None:
    """Return the number of dimensions, 0 for scalars, None if not known."""
    if isinstance(type_, Scalar):
        return 0
    return type_.rank if isinstance(type_, Array) else None


def is_differentiable(type_: Type) -> bool:
    """Tell whether a derivative can flow through a value of this type."""
    match type_:
        case Residuals(Layout() as layout):
            return any(map(is_differentiable, layout.leaves()))
        case Unknown() | Residuals():
            return True
        case Scalar() | Array():
            return numeric_kind(type_) in ("float", "complex", None)
        case Seq():
            return is_differentiable(type_.item)
        case Tree():
            return any(is_differentiable(item) for item in type_.items)
    return False


def adjoint_type(type_: Type, exact: bool = False) -> Type:
    """Return the type of the adjoints of a type: what is a Python float may be NumPy's.

    With `exact` the adjoint of a Python number is a Python float.
    """
    match type_:
        case Scalar(kind, dtype):
            own = None if exact and dtype is None and kind != "complex" else "?"
            return Scalar("float" if kind in ("int", "bool") else kind, own)
        case Seq(item, kind):
            return Seq(adjoint_type(item), "list" if kind == "tuple" else kind)
        case Tree(kind, items, keys, cls):
            own_layout = type_.layout and type_.layout.adjoint
            return Tree(kind, tuple(adjoint_type(i) for i in items), keys, cls, own_layout)
        case Residuals(Layout() as layout):
            return Residuals(layout.adjoint)
    return type_


def is_nested(type_: Type) -> bool:
    """Tell whether this is a tuple that holds others of its kind, or a list of such; or None."""
    match type_:
        case Residuals(layout) | Tree(layout=layout):
            return layout is not None
        case Seq(item):
            return is_nested(item)
    return False


def of_scalar_dtype(dtype: str | None) -> Scalar:
    """Return the type of a NumPy scalar of that dtype."""
    return NUMPY_FLOAT if dtype is None else Scalar(dtype_kind(dtype), dtype)


def show(type_: Type) -> str:
    """Return a short text for messages and debugging."""
    match type_:
        case Scalar(kind, dtype):
            return kind if dtype in (None, "?") else str(dtype)
        case Array(dtype, dims):
            return f"{dtype or '?'}[{', '.join(d.key for d in dims)}]"
        case Seq(item, kind):
            return f"{kind} of {show(item)}"
        case Tree(kind, items):
            return f"{kind}({', '.join(show(i) for i in items)})"
        case Other(cls):
            return cls.__name__
        case Residuals():
            return "residuals"
        case Known(value):
            return type(value).__name__
    return "unknown"
