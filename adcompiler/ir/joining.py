"""The type of a value that is one of two, and of what a loop makes of its own.

>>> from adcompiler.ir.types import Scalar, show
>>> show(join(Scalar("int"), Scalar("float")))
'float'
"""

from __future__ import annotations

from adcompiler.ir.types import (
    NOTHING,
    Array,
    Dim,
    Layout,
    Nothing,
    Other,
    Residuals,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    fresh_dim,
    is_complex,
    is_differentiable,
    is_nested,
)

_KINDS = ("bool", "int", "float", "complex")


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
        case Other(p), Other(q) if issubclass(p, BaseException) and issubclass(q, BaseException):
            return Other(next(c for c in p.__mro__ if issubclass(q, c)))
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
            layout = a.layout if a.layout is b.layout else None
            return Tree(a.kind, items, a.keys, a.cls, layout, a.answers or b.answers)
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

    >>> from adcompiler.ir.types import FLOAT, INT
    >>> join_keys(INT, Other(str)), join_keys(FLOAT, Other(str))
    (Other(cls=<class 'object'>), Unknown(complex=False))
    """
    found = join(a, b)
    plain = not (is_differentiable(a) or is_differentiable(b))
    return Other(object) if isinstance(found, Unknown) and plain else found


_KEYS = {bool: "bool", int: "int", float: "float"}


def _join_dim(a: Dim, b: Dim) -> Dim:
    if a.key == b.key or (a.key.startswith("?") and a.one in (None, b.one)):
        return a
    return Dim(fresh_dim().key, a.one if a.one == b.one else None)
