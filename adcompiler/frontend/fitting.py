"""Whether what a rule gives has the shape of what it is given for, as far as types tell."""

from __future__ import annotations

from adcompiler.ir.types import Array, Scalar, Seq, Tree, Type, Unknown, show


def shown_shape(type_: Type) -> str:
    match type_:
        case Array(_, dims):
            sizes = [d.key if d.key.isdigit() else "n" for d in dims]
            return f"({', '.join(sizes)}{',' * (len(sizes) == 1)})"
        case Scalar():
            return "()"
    return show(type_)


def fits(want: Type, have: Type) -> bool | None:
    """Tell whether a type has the shape of another, None where only the run can tell."""
    match want, have:
        case Scalar(), Scalar():
            return True
        case Scalar(), Array(_, dims):
            return not dims
        case Array(_, dims), Scalar():
            return not dims
        case Array(_, mine), Array(_, theirs):
            if len(mine) != len(theirs):
                return False
            pairs = list(zip(mine, theirs, strict=True))
            if any(p.one is not q.one and None not in (p.one, q.one) for p, q in pairs):
                return False
            return True if all(p.key == q.key or (p.one and q.one) for p, q in pairs) else None
        case Tree(kind, mine_, keys, cls), Tree(kind2, theirs_, keys2, cls2):
            if (kind, keys, cls, len(mine_)) != (kind2, keys2, cls2, len(theirs_)):
                return False
            parts = [fits(m, t) for m, t in zip(mine_, theirs_, strict=True)]
            return False if False in parts else None if None in parts else True
        case Seq(), Seq():
            return None
        case (Unknown(), _) | (_, Unknown()):
            return None
    return type(want) is type(have)
