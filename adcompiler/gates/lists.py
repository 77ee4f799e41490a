"""Lists whose length is known only at run time: growing, shrinking, joining, cutting.

The adjoint of a list is a list as long: what is appended going forwards is taken off going
backwards, and what is taken off is appended as a zero.
"""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Mapping

from adcompiler import runtime
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.indexing import shifted
from adcompiler.gates.kinds import Place, again, blocked, custom, linear
from adcompiler.gates.table import gate, rule
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import element, is_table
from adcompiler.ir.joining import item_of, join
from adcompiler.ir.nodes import Atom, Attrs, Const, Path, Slot, Value
from adcompiler.ir.types import (
    BOOL,
    INT,
    NOTHING,
    UNKNOWN,
    Array,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    fresh_dim,
    is_complex,
    numeric_kind,
)

Pull = Callable[[Place, int, Atom], Atom | None]


def pushed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """A list with one item more."""
    return Seq(join(_item(args[0]), type_of(args[1])))


def chained(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Two lists, or two tuples, joined."""
    kind = getattr(type_of(args[0]), "kind", "list")
    return Seq(join(_item(args[0]), _item(args[1])), kind)


def again_and_again(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """A few items over and over."""
    return Seq(shapes.join_all([type_of(a) for a in args[1:]]) if args[1:] else NOTHING)


def _item(atom: Atom) -> Type:
    type_ = type_of(atom)
    return item_of(type_) if isinstance(type_, Seq | Tree) else element(type_)


def as_list(b: Builder, g: Atom) -> Atom:
    """Return the adjoint of a list as a list: that of `np.array(xs)` is an array."""
    return b.apply(gate(list), g) if isinstance(type_of(g), Array) else g


def in_lists(pull: Pull) -> Pull:
    """Return the rule of what makes a list longer or shorter: its adjoint is a list too."""

    def pulled(at: Place, index: int, g: Atom) -> Atom | None:
        return pull(at, index, as_list(at.b, g))

    return pulled


def last(b: Builder, g: Atom) -> Value:
    """Append `g[-1]`."""
    return b.apply(gate(core.load), g, attrs={"index": -1})


def _push_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index == 1:
        return last(at.b, g)
    return at.b.apply(gate(core.drop), g, last(at.b, g))


def _push_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    xs, v = at.op.args
    new = tangents.get(1)
    if new is None:
        new = ops.zero_like(at.b, v) if isinstance(v, Value) else ops.ZERO
    return at.b.apply(at.op.gate, _tangent(at, xs, tangents.get(0)), new)


def _tangent(at: Place, xs: Atom, tangent: Atom | None) -> Atom:
    """Return the tangent of a list, which is a list where the list is one."""
    if tangent is None:
        assert isinstance(xs, Value)
        return ops.zero_like(at.b, xs)
    return as_list(at.b, tangent)


def _drop_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index == 1:
        return None
    gone = at.op.args[1]
    zero = ops.zero_like(at.b, gone) if isinstance(gone, Value) else ops.ZERO
    return at.b.apply(gate(core.push), g, zero)


def _drop_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    dots = _tangent(at, at.op.args[0], tangents.get(0))
    return at.b.apply(at.op.gate, dots, last(at.b, dots))


def _end(b: Builder, g: Atom, like: Atom) -> tuple[Value, Value]:
    """Append the last items of `g`, as many as there are in a list, and where they begin."""
    start = b.apply(gate(operator.sub), b.apply(gate(len), g), b.apply(gate(len), like))
    start.name = "start"
    return b.apply(gate(core.load), g, start, attrs={"index": slice(Slot(1), None)}), start


def _extend_pull(at: Place, index: int, g: Atom) -> Atom | None:
    end, start = _end(at.b, g, at.op.args[1])
    return end if index == 1 else at.b.apply(gate(core.cut), g, end, start)


def _joined_lists(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    dots = [_tangent(at, xs, tangents.get(k)) for k, xs in enumerate(at.op.args)]
    return at.b.apply(at.op.gate, *dots)


def _cut_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return at.b.apply(gate(core.extend), g, _zero(at, at.op.args[1])) if index == 0 else None


def _cut_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    dots = _tangent(at, at.op.args[0], tangents.get(0))
    start = at.op.args[2]
    end = at.b.apply(gate(core.load), dots, start, attrs={"index": slice(Slot(1), None)})
    return at.b.apply(at.op.gate, dots, end, start)


def _inside(at: Place, g: Atom, function: object, value: Atom) -> Value:
    """Append the update of the list at the same place in `g`."""
    return at.b.apply(gate(function), g, value, *at.op.args[2:], attrs=dict(at.op.attrs))


def _last_inside(at: Place, g: Atom) -> Value:
    """Append `g[k][-1]`, with the place `k` of an update."""
    where = shifted(Path((*at.op.attrs["index"].parts, -1)), -1)
    return at.b.apply(gate(core.load), g, *at.op.args[2:], attrs={"index": where})


def _push_inside_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index > 1:
        return None
    gone = _last_inside(at, g)
    return gone if index == 1 else _inside(at, g, core.drop_inside, gone)


def _push_inside_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    xs, v = at.op.args[:2]
    dots = _tangent(at, xs, tangents.get(0))
    return _inside(at, dots, core.push_inside, tangents.get(1) or _zero(at, v))


def _zero(at: Place, v: Atom) -> Atom:
    return ops.zero_like(at.b, v) if isinstance(v, Value) else ops.ZERO


def _drop_inside_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return _inside(at, g, core.push_inside, _zero(at, at.op.args[1])) if index == 0 else None


def _drop_inside_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    dots = _tangent(at, at.op.args[0], tangents.get(0))
    return _inside(at, dots, core.drop_inside, _last_inside(at, dots))


def at_place(b: Builder, g: Atom, k: Atom) -> Value:
    """Append `g[k]`."""
    if isinstance(k, Const):
        return b.apply(gate(core.load), g, attrs={"index": k.value})
    return b.apply(gate(core.load), g, k, attrs={"index": Slot(1)})


def spot(b: Builder, xs: Atom, k: Atom) -> Value:
    """Append the place, from the front, before which `xs.insert(k, ...)` inserts."""
    return b.apply(gate(runtime.spot), xs, k)


def _insert_pull(at: Place, index: int, g: Atom) -> Atom | None:
    k = at.op.args[2]
    if index == 0:
        return at.b.apply(gate(core.remove), g, at_place(at.b, g, k), k)
    return at_place(at.b, g, k) if index == 1 else None


def _insert_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    xs, v, k = at.op.args
    new = tangents.get(1)
    if new is None:
        new = ops.zero_like(at.b, v) if isinstance(v, Value) else ops.ZERO
    return at.b.apply(at.op.gate, _tangent(at, xs, tangents.get(0)), new, k)


def _remove_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index != 0:
        return None
    _, gone, k = at.op.args
    zero = ops.zero_like(at.b, gone) if isinstance(gone, Value) else ops.ZERO
    if is_table(type_of(at.op.args[0])):
        return at.b.apply(gate(core.store), g, zero, k, attrs={"index": Slot(2)})
    return at.b.apply(gate(core.insert), g, zero, k)


def _remove_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    dots, k = _tangent(at, at.op.args[0], tangents.get(0)), at.op.args[2]
    return at.b.apply(at.op.gate, dots, at_place(at.b, dots, k), k)


def _chain_pull(at: Place, index: int, g: Atom) -> Atom | None:
    n = at.b.apply(gate(len), at.op.args[0])
    where = slice(Slot(1), None) if index else slice(None, Slot(1))
    return at.b.apply(gate(core.load), g, n, attrs={"index": where})


def _repeated_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index == 0:
        return None
    step = len(at.op.args) - 1
    if step > 1:
        g = at.b.apply(gate(core.load), g, attrs={"index": slice(index - 1, None, step)})
    item = at.op.args[index]
    if isinstance(type_of(item), Scalar):
        return at.b.apply(gate(sum), g)
    return at.b.apply(gate(runtime.added), g, item)


def _added_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return at.b.apply(gate(runtime.repeat), g, at.op.args[0]) if index == 0 else None


def _first_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return again(at, 0, tangents[0]) if 0 in tangents else None


def _repeated_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    dots = [
        tangents.get(k) or (ops.zero_like(at.b, a) if isinstance(a, Value) else ops.ZERO)
        for k, a in enumerate(at.op.args)
        if k
    ]
    return at.b.apply(at.op.gate, at.op.args[0], *dots)


def joined_arrays(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The arrays of a list, one after another."""
    item = _item(args[0])
    if not isinstance(item, Array) or not item.dims:
        return UNKNOWN
    dims = list(item.dims)
    dims[attrs.get("axis", 0)] = fresh_dim()
    return Array(item.dtype, tuple(dims))


def _joined_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return at.b.apply(gate(runtime.pieces), g, at.op.args[0], attrs=dict(at.op.attrs))


def _pieces_pull(at: Place, index: int, g: Atom) -> Atom | None:
    known = gate(core.concatenated)
    return at.b.apply(known, g, attrs=dict(at.op.attrs)) if index == 0 else None


def numbers(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The numbers of a vector, as Python's own."""
    kind = numeric_kind(type_of(args[0]))
    return Seq(Scalar(kind)) if kind else Seq(UNKNOWN)


def for_each(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """What many examples have together, as one value for each."""
    return Seq(Unknown(is_complex(type_of(args[0]))))


def of_each(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """One value for each example, put together."""
    item = _item(args[0])
    if isinstance(item, Scalar):
        return shapes.array_of(args, {})
    return Unknown(is_complex(item))


rule(
    core.push,
    custom(in_lists(_push_pull), _push_push),
    call="xs, v",
    shape=pushed,
    view=True,
    name="push",
)
rule(
    core.drop,
    custom(in_lists(_drop_pull), _drop_push),
    call="xs, last",
    shape=shapes.same,
    view=True,
    name="drop",
    raises="domain",
)
rule(
    core.extend,
    custom(in_lists(_extend_pull), _joined_lists),
    call="xs, ys",
    shape=chained,
    view=True,
    name="extend",
)
rule(
    core.cut,
    custom(in_lists(_cut_pull), _cut_push),
    call="xs, end, start",
    shape=shapes.same,
    view=True,
    name="cut",
)
rule(
    core.push_inside,
    custom(in_lists(_push_inside_pull), _push_inside_push),
    call="xs, v, *parts, index",
    shape=shapes.grown_inside,
    view=True,
    name="push_inside",
    raises="index",
)
rule(
    core.drop_inside,
    custom(in_lists(_drop_inside_pull), _drop_inside_push),
    call="xs, last, *parts, index",
    shape=shapes.same,
    view=True,
    name="drop_inside",
    raises="index",
)
rule(
    core.insert,
    custom(in_lists(_insert_pull), _insert_push),
    call="xs, v, k",
    shape=pushed,
    view=True,
    name="insert",
)
rule(
    core.remove,
    custom(in_lists(_remove_pull), _remove_push),
    call="xs, v, k",
    shape=shapes.same,
    view=True,
    name="remove",
    raises="domain",
)
rule(runtime.spot, blocked("an integer"), call="xs, k", shape=shapes.always(INT))
rule(core.chain, custom(_chain_pull, _joined_lists), call="xs, ys", shape=chained, name="chain")
rule(
    core.repeated,
    custom(_repeated_pull, _repeated_push),
    call="n, *items",
    shape=again_and_again,
    name="repeated",
)
rule(runtime.added, custom(_added_pull, _first_push), call="gs, x", shape=shapes.second)
rule(core.duplicate, linear("g"), call="xs", shape=shapes.same, name="duplicate")
rule(copy.deepcopy, linear("g"), call="x", shape=shapes.same, name="deepcopy")
rule(runtime.copied, linear("g"), call="x", shape=shapes.same, name="copied")
rule(
    core.contains,
    blocked("a truth value"),
    call="xs, x",
    shape=shapes.always(BOOL),
    name="contains",
)
rule(
    core.ordering,
    blocked("integers"),
    call="keys, *, reverse=False",
    shape=shapes.always(Seq(INT)),
    name="ordering",
)
rule(
    core.concatenated,
    custom(_joined_pull, lambda at, tangents: again(at, 0, tangents[0])),
    call="xs, *, axis=0",
    shape=joined_arrays,
    name="np.concatenate",
)
rule(
    runtime.pieces,
    custom(_pieces_pull, _first_push),
    call="g, xs, *, axis=0",
    shape=shapes.second,
    view=True,
    name="pieces",
)
rule(core.tolist, linear("np.asarray(g)"), call="x", shape=numbers, name="tolist")
rule(
    runtime.examples,
    linear("together(g)"),
    call="x, n, *, plain=False",
    shape=for_each,
    name="examples",
    view=True,
)
rule(runtime.together, linear("examples(g, len(x))"), call="x", shape=of_each, name="together")
for _question in (any, all):
    rule(_question, blocked("a truth value"), call="xs", shape=shapes.always(BOOL))
