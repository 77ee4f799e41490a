"""Gradual types: as much of a value's kind, dtype and shape as the signature tells.

A dimension is known only by a key (equal keys are equal sizes) and by whether it is 1:
all that broadcasting depends on.

>>> m = Array("float64", (Dim("x0", False), Dim("x1", False)))
>>> col = Array("float64", (Dim("x0", False), Dim("1", True)))
>>> show(broadcast(m, col))
'float64[x0, x1]'
>>> show(join(Scalar("int"), Scalar("float")))
'float'
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

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
_KINDS = ("bool", "int", "float", "complex")
_KIND_OF = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}
DTYPE_OF = {"bool": "bool", "int": "int64", "float": "float64", "complex": "complex128"}
_NARROW = {"float": "float32", "complex": "complex64"}


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


def opened(type_: Type) -> Type:
    """Return the type of a value that a type inside a container stands for.

    Of a tuple that holds others of its kind, one level is shown; its sizes are its own.
    """
    match type_:
        case Residuals(Layout() as layout) | Tree(layout=Layout() as layout):
            return Tree("tuple", tuple(map(renewed, layout.items)), layout=layout)
    return type_


def renewed(type_: Type) -> Type:
    """Return a type of whose sizes nothing is known."""
    match type_:
        case Array(dtype, dims):
            return Array(dtype, tuple(Dim(fresh_dim().key, d.one) for d in dims))
        case Scalar():
            return Scalar(type_.kind, type_.dtype, None, type_.maybe)
        case Seq(item, kind, key):
            return Seq(renewed(item), kind, key)
        case Tree():
            return replace(type_, items=tuple(map(renewed, type_.items)))
    return type_


def closed(type_: Type) -> Type:
    """Return the type of a part of a layout: tuples that hold others of their kind by name."""
    match type_:
        case Tree(layout=Layout() as layout):
            return Residuals(layout)
        case Tree():
            return replace(type_, items=tuple(map(closed, type_.items)))
        case Seq(item, kind, key):
            return Seq(closed(item), kind, key)
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


def element(type_: Type) -> Type:
    """Return the type of one item when the value is walked by `for`."""
    match type_:
        case Array(dtype, dims) if len(dims) == 1:
            return of_scalar_dtype(dtype) if dtype is not None else UNKNOWN
        case Array(dtype, dims) if len(dims) > 1:
            return Array(dtype, dims[1:])
        case Seq(kind="dict"):
            return key_of(type_)
        case Seq(item):
            return apart(item)
        case Tree("tuple" | "list", items) if items:
            out = items[0]
            for item in items[1:]:
                out = join(out, item)
            return out
    return Unknown(is_complex(type_))


def apart(type_: Type) -> Type:
    """Return the type of one of several values: sizes that are not known are its own.

    >>> some = Array("float64", (fresh_dim(),))
    >>> same_shape(apart(some), apart(some))
    False
    """
    type_ = opened(type_)
    if not isinstance(type_, Array) or not any(d.key.startswith("?") for d in type_.dims):
        return type_
    dims = (Dim(fresh_dim().key, d.one) if d.key.startswith("?") else d for d in type_.dims)
    return Array(type_.dtype, tuple(dims))


def inductive(carried: Type, after: Type, own: set[str]) -> Type:
    """Return the type of what a loop carries, from its type so far and that after a round.

    A size that a round may change is one of the variable's own, which are added to `own`.
    """
    joined = join(carried, after)
    if not isinstance(joined, Array):
        return joined
    before = carried.dims if isinstance(carried, Array) else (None,) * joined.rank
    later = after.dims if isinstance(after, Array) else (None,) * joined.rank
    dims = []
    for d, p, q in zip(joined.dims, before, later, strict=False):
        kept = p is not None and (p.key in own or (q is not None and p.key == q.key))
        if p is not None and kept:
            d = Dim(p.key, d.one)
        elif d.key.startswith("?"):
            d = Dim(fresh_dim().key, d.one)
            own.add(d.key)
        dims.append(d)
    return Array(joined.dtype, tuple(dims))


def join(a: Type, b: Type) -> Type:
    """Return the smallest type that holds both."""
    if a == b:
        return a
    match a, b:
        case (Nothing(), other) | (other, Nothing()):
            return other
        case Scalar(ka, da, _), Scalar(kb, db, _):
            kind = _KINDS[max(_KINDS.index(ka), _KINDS.index(kb))]
            dtype = da if da == db else "?"
            size = a.size if a.size == b.size else None
            return Scalar(kind, dtype, size, a.maybe or b.maybe)
        case (Scalar(kind), Other(cls)) | (Other(cls), Scalar(kind)) if cls is type(None):
            return Scalar(kind, "?", None, True)
        case (whole, Other(cls)) | (Other(cls), whole) if cls is type(None) and is_nested(whole):
            return whole
        case (Residuals(Layout() as p), Tree(layout=q)) | (
            Tree(layout=q),
            Residuals(Layout() as p),
        ) if p is q:
            return Residuals(p)
        case Array(da, dims), Array(db, other) if len(dims) == len(other) and (
            da == db or not (is_complex(a) or is_complex(b))
        ):
            return Array(
                da if da == db else None,
                tuple(_join_dim(p, q) for p, q in zip(dims, other, strict=True)),
            )
        case (Tree("list") | Seq(kind="list"), Tree("list") | Seq(kind="list")) if (
            isinstance(a, Seq) or isinstance(b, Seq) or len(a.items) != len(b.items)
        ):
            return Seq(join(item_of(a), item_of(b)))
        case (Tree("dict") | Seq(kind="dict"), Tree("dict") | Seq(kind="dict")) if (
            isinstance(a, Seq) or isinstance(b, Seq) or a.keys != b.keys
        ):
            return Seq(join(item_of(a), item_of(b)), "dict", join_keys(key_of(a), key_of(b)))
        case Seq(p, kind), Seq(q, other_kind) if kind == other_kind:
            return Seq(join(p, q), kind)
        case Tree(), Tree() if (a.kind, a.keys, a.cls, len(a.items)) == (
            b.kind,
            b.keys,
            b.cls,
            len(b.items),
        ):
            items = tuple(join(p, q) for p, q in zip(a.items, b.items, strict=True))
            return Tree(a.kind, items, a.keys, a.cls, a.layout if a.layout is b.layout else None)
    if any(is_nested(t) or t == Residuals() for t in (a, b)):
        return Residuals()
    return Unknown(is_complex(a) or is_complex(b))


def item_of(type_: Type) -> Type:
    """Return the one type of all items of a list; nothing, where it has none."""
    if isinstance(type_, Seq):
        return type_.item
    assert isinstance(type_, Tree), type_
    out: Type = NOTHING
    for item in type_.items:
        out = join(out, item)
    return out


def is_table(type_: Type) -> bool:
    """Tell whether the value is a dict whose keys are known only at run time."""
    return isinstance(type_, Seq) and type_.kind == "dict"


def grows(type_: Type) -> bool:
    """Tell whether the value is a list, or a dict of run-time keys, that can be changed."""
    return is_list(type_) or is_table(type_)


def key_of(type_: Type) -> Type:
    """Return the one type of all keys of a dict."""
    if isinstance(type_, Seq):
        return type_.key or NOTHING
    out: Type = NOTHING
    if isinstance(type_, Tree):
        for key in type_.keys:
            kind = _KEYS.get(type(key))
            out = join_keys(out, Scalar(kind) if kind else Other(type(key)))
    return out


def join_keys(a: Type, b: Type) -> Type:
    """Return the type of the keys of a dict that has both: of several kinds, none is a float.

    >>> join_keys(INT, Other(str)), join_keys(FLOAT, Other(str))
    (Other(cls=<class 'object'>), Unknown(complex=False))
    """
    found = join(a, b)
    plain = not (is_differentiable(a) or is_differentiable(b))
    return Other(object) if isinstance(found, Unknown) and plain else found


_KEYS = {bool: "bool", int: "int", float: "float"}


def is_list(type_: Type) -> bool:
    """Tell whether the value is a list that can grow: not a range, nor what a loop keeps."""
    return isinstance(type_, Seq | Tree) and type_.kind == "list"


def is_run_time_tuple(type_: Type) -> bool:
    """Tell whether the value is a tuple whose length is known only at run time."""
    return isinstance(type_, Seq) and type_.kind == "tuple"


def with_lists(type_: Type) -> Type:
    """Return a type with lists in the place of the tuples of run-time length."""
    match type_:
        case Seq(item, kind, key):
            return Seq(with_lists(item), "list" if kind == "tuple" else kind, key)
        case Tree(kind, items, keys, cls):
            return Tree(kind, tuple(map(with_lists, items)), keys, cls, type_.layout)
    return type_


def holds_run_time_tuple(type_: Type) -> bool:
    """Tell whether a value is a tuple of run-time length, or a container with one inside."""
    match type_:
        case Seq(item):
            return is_run_time_tuple(type_) or holds_run_time_tuple(item)
        case Tree(_, items):
            return any(map(holds_run_time_tuple, items))
    return False


def depth(type_: Type) -> int | None:
    """Return how deep containers are nested in a value, None if not known."""
    match type_:
        case Seq(item):
            inner = depth(item)
            return None if inner is None else inner + 1
        case Tree(_, items):
            found = [depth(i) for i in items]
            return None if None in found else 1 + max((d for d in found if d), default=0)
        case Unknown() | Residuals(Layout()):
            return None
    return 0


def _join_dim(a: Dim, b: Dim) -> Dim:
    if a.key == b.key or (a.key.startswith("?") and a.one in (None, b.one)):
        return a
    return Dim(fresh_dim().key, a.one if a.one == b.one else None)


def broadcast_dims(a: tuple[Dim, ...], b: tuple[Dim, ...]) -> tuple[Dim, ...]:
    """Return the dimensions of an elementwise result."""
    if len(a) < len(b):
        a, b = b, a
    padded = (ONE,) * (len(a) - len(b)) + b
    return tuple(_broadcast_dim(p, q) for p, q in zip(a, padded, strict=True))


def _broadcast_dim(a: Dim, b: Dim) -> Dim:
    if a.key == b.key or b.one:
        return a
    if a.one or (b.one is False and a.one is None):
        return b
    return a if a.one is False else fresh_dim()


def broadcast(a: Type, b: Type) -> Type:
    """Return the type of `a + b` for two floating-point values."""
    return elementwise(np.add, a, b)


def elementwise(ufunc: np.ufunc, *types: Type) -> Type:
    """Return the type of an elementwise function of operands of these types."""
    known = [t for t in types if isinstance(t, Scalar | Array)]
    if len(known) < len(types):
        return UNKNOWN
    dtype = _result_dtype(ufunc, *known)
    numbers = all(rank(t) == 0 for t in known)
    if dtype is None:
        answers = {_result_dtype(ufunc, *(_taken(t, how) for t in known)) for how in range(3)}
        if numbers:
            kinds = {dtype_kind(d) for d in answers if d is not None}
            return Scalar(kinds.pop(), "?") if len(kinds) == 1 else UNKNOWN
        dtype = answers.pop() if len(answers) == 1 else None
    dims: tuple[Dim, ...] = ()
    for type_ in known:
        if isinstance(type_, Array):
            dims = broadcast_dims(dims, type_.dims)
    if any(isinstance(t, Array) for t in types) and dims:
        return Array(dtype, dims)
    return of_scalar_dtype(dtype)


def _taken(type_: Scalar | Array, how: int) -> Scalar | Array:
    """Return a number of one of two origins as one of Python, of NumPy, or of single precision."""
    if not isinstance(type_, Scalar) or type_.dtype != "?":
        return type_
    dtypes = (None, DTYPE_OF[type_.kind], _NARROW.get(type_.kind))
    return Scalar(type_.kind, dtypes[how])


_QUESTIONS = (np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal)
_dtype_memo: dict[tuple[object, ...], str | None] = {}


def _result_dtype(ufunc: np.ufunc, *types: Scalar | Array) -> str | None:
    """Ask NumPy itself, on operands of one element, so that its promotion rules hold."""
    key = (ufunc, *((type(t), t.dtype, numeric_kind(t), rank(t) == 0) for t in types))
    if key not in _dtype_memo:
        if ufunc in _QUESTIONS:
            _dtype_memo[key] = "bool"
        elif any((isinstance(t, Array) and t.dtype is None) or t.dtype == "?" for t in types):
            _dtype_memo[key] = None
        else:
            with np.errstate(all="ignore"):
                try:
                    _dtype_memo[key] = str(ufunc(*(_sample(t) for t in types)).dtype)
                except (TypeError, ValueError):
                    _dtype_memo[key] = None
    return _dtype_memo[key]


def _sample(type_: Type) -> object:
    """Return a small value of the type: one element of value 1."""
    if isinstance(type_, Array):
        assert type_.dtype is not None
        return np.ones((1,) * type_.rank, dtype=type_.dtype)
    assert isinstance(type_, Scalar)
    if type_.dtype is not None:
        return np.dtype(type_.dtype).type(1)
    return {"bool": True, "int": 1, "float": 1.0, "complex": 1j}[type_.kind]


def same_shape(a: Type, b: Type) -> bool:
    """Tell whether two values that meet elementwise certainly have the same shape."""
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        return True
    if isinstance(a, Array) and isinstance(b, Array) and a.rank == b.rank:
        return all(_same(p, q) for p, q in zip(a.dims, b.dims, strict=True))
    return False


def _same(a: Dim, b: Dim) -> bool:
    # Asked of values that belong together: two sizes that are both not 1 are then equal.
    return a.key == b.key or (a.one is not None and a.one == b.one)


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
