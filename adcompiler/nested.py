"""Derivatives taken inside a program that is differentiated itself: `grad(f)(x)` in its text.

The function is built as a program of its own, whose further parameters are the variables
around it, differentiated, and put in place: the outer derivative is that of what then stands
there. There is one value per stage and no tag, so perturbations cannot be confused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adcompiler import pipeline
from adcompiler.arguments import floating
from adcompiler.errors import refuse
from adcompiler.frontend import (
    build,
    calls,
    contents,
    expressions,
    memory,
    subscripts,
    user_functions,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Static, Thing
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Block, Const, Function, Slot, Struct, Value
from adcompiler.ir.types import Known, Tree
from adcompiler.ir.walk import free, look, renewed, substitute
from adcompiler.nesting import nests
from adcompiler.transforms.derivative import Derivative, slots_of
from adcompiler.transforms.forward import Tangent
from adcompiler.transforms.gradient import GradientOptions
from adcompiler.transforms.jacobian import Forward, Hessian, Reverse
from adcompiler.transforms.pullback import Linear, Pullback, last_sweep, start_of

Handler = Callable[..., Thing]


@dataclass(frozen=True, eq=False)
class _Inside:
    """A function built as a program of its own."""

    fn: Function
    given: tuple[Atom, ...]  # what its parameters stand for
    places: dict[int, int]  # argument -> parameter

    def chosen(self, argnums: Sequence[int]) -> tuple[int, ...]:
        """Return the parameters that these arguments are."""
        return tuple(self.places[k] for k in argnums)

    def put(self, scope: Scope, fn: Function, extra: Sequence[Atom] = ()) -> Thing:
        """Append the operations of a program of these parameters, and of some more."""
        pairs = zip(fn.params, (*self.given, *extra), strict=True)
        env = {p: a for p, a in pairs if p is not a}
        for op in fn.body.ops:
            scope.program.b.append(substitute(op, env))
        return _thing(scope, fn.result, [look(env, y) for y in fn.body.yields])


def inside(
    scope: Scope,
    node: Any,
    callee: Thing,
    args: Sequence[Thing],
    keywords: dict[str, Thing],
    chosen: Sequence[int],
) -> _Inside:
    """Build a function as a program of its own; integers it is differentiated by are floats."""
    b = scope.program.b
    everything = [*args, *keywords.values()]
    atoms = [_operand(scope, node, t, k in chosen) for k, t in enumerate(everything)]
    params: list[Value] = []
    places: dict[int, int] = {}
    before = user_functions.shared(scope)
    with b.block() as ops:
        things: list[Thing] = []
        for k, (thing, atom) in enumerate(zip(everything, atoms, strict=True)):
            places[k] = len(params)
            kept = atom is None
            things.append(thing if kept else _parameter(scope, atom, k in chosen, params))
        named = dict(zip(keywords, things[len(args) :], strict=True))
        out = calls.call_thing(scope, node, callee, things[: len(args)], named)
        yields: list[Atom] = []
        result = build.flattened(scope, node, out, yields)
        _check_unwritten(scope, node, before)
    given = [a for a in atoms if a is not None]
    around = [v for v in free(Block((), tuple(ops), tuple(yields))) if v not in params]
    name = getattr(getattr(callee, "value", None), "__name__", "function")
    name = name if name.isidentifier() else "function"
    fn = Function(name, (*params, *around), Block((), tuple(ops), tuple(yields)), result)
    return _Inside(pipeline.run(fn, pipeline.BEFORE), (*given, *around), places)


def _operand(scope: Scope, node: Any, thing: Thing, differentiated: bool) -> Atom | None:
    """Return an argument as a number, array or packed container, None for what stays as it is."""
    content = memory.now(scope, thing)
    if not differentiated and not isinstance(content, Value):
        return None
    return expressions.atom(scope, node, thing, objects=True)


def _parameter(scope: Scope, atom: Atom | None, differentiated: bool, params: list[Value]) -> Thing:
    """Return what stands for an argument inside; containers are taken apart."""
    assert atom is not None
    type_ = type_of(atom)
    if differentiated:
        type_ = floating(type_, "this argument")
    param = Value(getattr(atom, "name", "") or f"x{len(params)}", type_, scope.program.b.span, True)
    scope.program.b.place(param)
    params.append(param)
    if isinstance(type_, Known):
        return subscripts.known(param)
    return contents.taken_apart(scope, param) if isinstance(type_, Tree) else param


def _check_unwritten(scope: Scope, node: Any, before: dict[Any, Thing]) -> None:
    """Refuse a function that writes to what is around it."""
    b = scope.program.b
    for key, thing in user_functions.shared(scope).items():
        if before.get(key, key) is not thing and b.visible(key) and not b.innermost(key):
            what = "a derivative of a function that writes to what is around it"
            hint = "return the new value instead"
            raise refuse("AD402", what, scope.span(node), "taken here", hint)


def _thing(scope: Scope, tree: Any, atoms: Sequence[Atom] | Mapping[int, Atom]) -> Thing:
    """Return a result as a thing of the program around."""
    if isinstance(tree, Slot):
        atom = atoms[tree.index]
        return subscripts.known(atom) if isinstance(atom, Value) else atom
    assert isinstance(tree, Struct)
    items = tuple(_thing(scope, item, atoms) for item in tree.items)
    made = Struct(tree.kind, items, tree.keys, tree.cls)
    scope.program.b.place(made)
    return made


# -- gradients, Jacobians, Hessians --------------------------------------------------------


def gradient_maker(value: bool) -> Handler:
    """Return how `grad(f, argnums, has_aux)` is built: a function that waits for arguments."""
    return _waiting(lambda chosen, single, aux: GradientOptions(chosen, single, value, aux))


def _waiting(kind: Callable[..., Derivative]) -> Handler:
    def made(scope: Scope, node: Any, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
        given = dict(zip(("fun", "argnums", "has_aux"), args, strict=False)) | keywords
        fun = given.pop("fun", None)
        if fun is None or given.keys() - {"argnums", "has_aux"}:
            what = ", ".join(sorted(given.keys() - {"argnums", "has_aux"})) or "no function"
            raise refuse("AD204", f"a derivative inside a function, with {what}", scope.span(node))
        argnums = _plain(scope, node, given.get("argnums", Const(0)))
        has_aux = bool(_plain(scope, node, given.get("has_aux", Const(False))))
        single = isinstance(argnums, int)
        options = kind((argnums,) if single else tuple(argnums), single, has_aux)
        return Bound(gradient_call, Static(options), (fun,))

    return made


@nests("gradient_call")
def gradient_call(scope: Scope, node: Any, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Build the call of a gradient or Jacobian: of options, a function, and its arguments."""
    first, fun, *rest = args
    assert isinstance(first, Static)
    options = _counted(scope, node, first.value, len(rest))
    made = inside(scope, node, fun, rest, keywords, options.argnums)
    options = replace(options, argnums=made.chosen(options.argnums))
    fn = made.fn
    if isinstance(options, Hessian):
        gradient = GradientOptions(options.argnums, options.single, False, options.has_aux)
        fn = derived(gradient, fn)
    return made.put(scope, derived(options, fn))


def _counted(scope: Scope, node: Any, options: Any, count: int) -> Any:
    """Return options whose argnums count from the start."""
    if any(not -count <= k < count for k in options.argnums):
        what = f"argnums={options.argnums} of a call with {count} arguments"
        raise refuse("AD303", what, scope.span(node))
    return replace(options, argnums=tuple(k % count for k in options.argnums))


def derived(options: Derivative, fn: Function) -> Function:
    """Return the optimised derivative of a program that stands inside another."""
    return pipeline.run(options.of(fn), pipeline.SIMPLER)


def _plain(scope: Scope, node: Any, thing: Thing) -> Any:
    """Return an option as the Python object that it is."""
    content = memory.now(scope, thing)
    if isinstance(content, Const | Static):
        return content.value
    if isinstance(content, Struct) and content.kind in ("tuple", "list"):
        return tuple(_plain(scope, node, item) for item in content.items)
    raise refuse("AD204", "an option that is not known at compile time", scope.span(node))


# -- jvp, vjp, linearize ------------------------------------------------------------------


def _arguments(scope: Scope, node: Any, thing: Thing) -> list[Thing]:
    """Return the things in the tuple of arguments, or of tangents."""
    found = subscripts.known_items(scope, node, thing)
    if found is None:
        raise refuse("AD204", "arguments in a tuple of unknown length", scope.span(node))
    return found


def jvp_call(scope: Scope, node: Any, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Build `jvp(f, primals, tangents, has_aux)`."""
    given = dict(zip(("fun", "primals", "tangents", "has_aux"), args, strict=False)) | keywords
    primals = _arguments(scope, node, given["primals"])
    tangents = _arguments(scope, node, given["tangents"])
    if len(primals) != len(tangents):
        what = f"{len(primals)} arguments, but {len(tangents)} tangents"
        raise refuse("AD305", what, scope.span(node))
    has_aux = bool(_plain(scope, node, given.get("has_aux", Const(False))))
    chosen = tuple(range(len(primals)))
    made = inside(scope, node, given["fun"], primals, {}, chosen)
    dots = [expressions.atom(scope, node, t) for t in tangents]
    tangent = Tangent(made.chosen(chosen), has_aux)
    return made.put(scope, derived(tangent, made.fn), dots)


def later_maker(kind: type[Pullback] | type[Linear], call: Any) -> Handler:
    """Return how `vjp(f, *primals)` or `linearize(f, *primals)` is built.

    What comes before the seed is appended at once, the rest where the result is called.
    """

    def made(scope: Scope, node: Any, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
        fun, *primals = args
        has_aux = bool(_plain(scope, node, keywords.get("has_aux", Const(False))))
        chosen = tuple(range(len(primals)))
        found = inside(scope, node, fun, primals, {}, chosen)
        fn = derived(kind(found.chosen(chosen), has_aux), found.fn)
        seeds = fn.params[len(found.given) :]
        env = {p: a for p, a in zip(fn.params, found.given, strict=False) if p is not a}
        at = start_of(fn.body.ops, last_sweep(found.fn))
        for op in fn.body.ops[:at]:
            scope.program.b.append(substitute(op, env))
        tail = tuple(substitute(op, env) for op in fn.body.ops[at:])
        yields = [look(env, y) for y in fn.body.yields]
        value, later = fn.result.items
        asked = slots_of(later)
        waiting = _Later(tail, seeds, later, {k: yields[k] for k in asked})
        out = _thing(scope, value, yields)
        pulled = Bound(call, Static(waiting))
        if not has_aux:
            return Struct("tuple", (out, pulled))
        assert isinstance(out, Struct)
        return Struct("tuple", (out.items[0], pulled, out.items[1]))

    return made


@dataclass(frozen=True, eq=False)
class _Later:
    """Operations that wait for their seeds."""

    ops: tuple[Any, ...]
    seeds: tuple[Value, ...]
    result: Any
    yields: dict[int, Atom]


@nests("later_call")
def later_call(scope: Scope, node: Any, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Build the call of a pullback or a linear map."""
    first, *given = args
    assert isinstance(first, Static)
    waiting: _Later = first.value
    if keywords or len(given) != len(waiting.seeds):
        what = f"{len(given)} seeds where {len(waiting.seeds)} are needed"
        raise refuse("AD305", what, scope.span(node))
    block = Block((), waiting.ops, tuple(waiting.yields.values()))
    outside = [v for v in free(block) if v not in waiting.seeds]
    if not all(scope.program.b.visible(v) for v in outside):
        what = "a pullback that is called where its point is not known any more"
        raise refuse("AD502", what, scope.span(node), "called here")
    fresh = renewed(block)
    env = {s: expressions.atom(scope, node, g) for s, g in zip(waiting.seeds, given, strict=True)}
    for op in fresh.ops:
        scope.program.b.append(substitute(op, env))
    table = dict(zip(waiting.yields, (look(env, y) for y in fresh.yields), strict=True))
    return _thing(scope, waiting.result, table)


def product_maker(call: Any) -> Handler:
    """Return how `hvp(f, argnums)` is built: a function that waits for arguments and a vector."""

    def made(scope: Scope, node: Any, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
        given = dict(zip(("fun", "argnums"), args, strict=False)) | keywords
        argnums = _plain(scope, node, given.get("argnums", Const(0)))
        single = isinstance(argnums, int)
        chosen = (argnums,) if single else tuple(argnums)
        return Bound(call, Static(GradientOptions(chosen, single)), (given["fun"],))

    return made


def product_of(
    product: Any, scope: Scope, node: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Build the call of what `hvp` returned outside the program."""
    options = GradientOptions(product.state.options.argnums, product.single)
    return product_call(scope, node, [Static(options), Static(product.fun), *args], keywords)


@nests("product_call")
def product_call(scope: Scope, node: Any, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Build the call of a Hessian product."""
    first, fun, *rest, vector = args
    assert isinstance(first, Static)
    options = _counted(scope, node, first.value, len(rest))
    made = inside(scope, node, fun, rest, keywords, options.argnums)
    options = replace(options, argnums=made.chosen(options.argnums))
    gradient = derived(options, made.fn)
    vectors = [vector] if options.single else _arguments(scope, node, vector)
    dots = [expressions.atom(scope, node, v) for v in vectors]
    return made.put(scope, derived(Tangent(options.argnums, value=False), gradient), dots)


grad = gradient_maker(False)
value_and_grad = gradient_maker(True)
jacfwd = _waiting(Forward)
jacrev = _waiting(Reverse)
hessian = _waiting(Hessian)
vjp = later_maker(Pullback, later_call)
linearize = later_maker(Linear, later_call)
hvp = product_maker(product_call)
