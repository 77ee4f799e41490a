"""Functions kept apart as routines: those that call themselves, large ones called repeatedly.

Any other call is built in place. A call inside a body being built, with arguments of the same
outline, is a recursion. Where a literal changes from level to level (`power(x, 3)`) a few
levels are written out; otherwise the outermost of these calls is built again as a routine,
whose parameters are the numbers and arrays among its arguments. What it returns is found from
the paths that do not recurse, then refined until the types hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    choices,
    flow,
    memory,
    optional,
    sharing,
    statements,
    steps,
)
from adcompiler.frontend.kept import Kept
from adcompiler.frontend.scope import Bound, Cell, Inner, Scope, Static, Thing
from adcompiler.frontend.sharing import may_show, overlaps
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Atom, Block, Call, Const, Op, Routine, Slot, Struct, Value
from adcompiler.ir.routines import function, routines, unique
from adcompiler.ir.types import (
    NOTHING,
    Array,
    Dim,
    Layout,
    Other,
    Scalar,
    Seq,
    Tree,
    Type,
    depth,
    fresh_dim,
    join,
    opened,
)
from adcompiler.ir.walk import free, has_effects, rewrite_blocks, substitute_block, takes

MAX_DEPTH = 40
MAX_ROUNDS = 12
WRITTEN_OUT = 6  # levels of a recursion on literals
MOST_CALLS = 20


class Recurses(Exception):
    """A call being built in place turns out to recurse: it must be a routine."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame


@dataclass(eq=False)
class Frame:
    """A call whose body is being built, or a routine that is finished."""

    code: Any
    key: Any
    numbers: tuple[Any, ...]
    calls: int = 0
    depth: int = 0  # of the program around the routine
    arguments: set[Any] = field(default_factory=set)  # what its parameters stand for
    routine: Routine | None = None
    shape: dict[str, Any] = field(default_factory=dict)  # parameter -> argument, with slots
    types: list[Type] = field(default_factory=list)
    result: Any = None
    first: Any = None  # the result as the first round found it
    given: list[Type] = field(default_factory=list)
    extras: list[Value] = field(default_factory=list)
    kept: Kept | None = None  # the parts of its result that hold others of their kind
    wider: bool = False
    shares: bool = False  # what it returns may show memory of its arguments
    overlaps: bool = False  # parts of what it returns may share memory
    tainted: bool = False  # calls a routine of which not everything is known yet
    literals: bool = False  # numbers among the arguments stay what they are
    word: str = "a function that calls itself and"
    backward: bool = False  # a block that runs in the backward sweep


def body(scope: Scope, code: Any, large: bool = False) -> Thing:
    """Append the body of a function whose parameters are bound; return what it returns.

    A large one is kept apart if nothing is lost by it: it writes to nothing around it, and
    the literals that it is called with stay literals.
    """
    program = scope.program
    things = {k: whole(scope, v) for k, v in scope.env.items() if isinstance(k, str)}
    if (
        large
        and (code, None) not in program.routines
        and all(f.code is not code for f in program.calls)
    ):
        done = _kept_apart(scope, code, things)
        if done is not None:
            return done
    numbers: list[Any] = []
    key = (id(scope.outer), *((k, _outline(v, numbers)) for k, v in things.items()))
    running = [f for f in program.calls if f.code is code and f.key == key]
    for frame in reversed(running):
        if frame.routine is not None:
            return _again(scope, frame, things)
    known = program.routines.get((code, key))
    if known is not None and _fits(scope, known, things):
        return _again(scope, known, things)
    if running:
        running[0].calls += 1
        if (
            tuple(numbers) in [f.numbers for f in running]
            or len(running) >= WRITTEN_OUT
            or running[0].calls >= MOST_CALLS
        ):
            raise Recurses(running[0])
    if len(program.calls) > MAX_DEPTH:
        raise refuse(
            "AD501",
            "calls nested too deeply",
            program.b.span,
            "a function that calls itself with arguments of another kind each time",
            "write it as a loop",
        )
    frame = Frame(code, key, tuple(numbers))
    saved = State(scope)
    program.calls.append(frame)
    try:
        return statements.body(scope, scope.captured.body)
    except Recurses as found:
        if found.frame is not frame:
            raise
        saved.restore()
        return _apart(scope, frame, things, saved)
    finally:
        program.calls.pop()


def _kept_apart(scope: Scope, code: Any, things: dict[str, Thing]) -> Thing | None:
    """Append the call of a large function, None where it is better built in place."""
    program = scope.program
    literals: list[Any] = []
    outlines = tuple((k, _outline(v, literals)) for k, v in things.items())
    key = (id(scope.outer), outlines, tuple((type(v), repr(v)) for v in literals))
    known = program.routines.get((code, key))
    if known is not None and _fits(scope, known, things):
        return _again(scope, known, things)
    frame = Frame(code, key, (), literals=True)
    saved = State(scope)
    program.calls.append(frame)
    try:
        return _apart(scope, frame, things, saved)
    except (CompileError, Recurses):
        saved.restore()
        program.routines[code, None] = frame  # not tried again
        return None
    finally:
        program.calls.pop()


def _is_own(key: Any, but: Collection[str]) -> bool:
    """Tell whether a name is one of these, or one of the compiler."""
    return isinstance(key, str) and (key in but or key.startswith("<"))


class State:
    """What building changes, to begin anew."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.scopes: dict[Scope, dict[Any, Thing]] = {}
        stack: list[Scope | None] = [scope]
        while stack:
            one = stack.pop()
            if one is not None and one not in self.scopes:
                self.scopes[one] = dict(one.env)
                stack += [one.outer, one.caller]
        program = self.program = scope.program
        self.count = len(program.b.ops)
        self.walked, self.writes, self.span = program.walked, program.writes, program.b.span
        self.calls, self.placed = len(program.calls), program.b.placed_count()

    @property
    def env(self) -> dict[Any, Thing]:
        """The variables, and what things contained."""
        return self.scopes[self.scope]

    def made_since(self) -> frozenset[Any]:
        """Return the things that were made since."""
        return self.program.b.placed_since(self.placed)

    def changed(self, but: Collection[str] = ()) -> bool:
        """Tell whether a variable, or what something contains, is another since.

        What is seen outside counts too: what is printed, drawn, or taken from an iterator.
        """
        if any(has_effects(op) or takes(op) for op in self.program.b.ops[self.count :]):
            return True
        before, after, new = self.env, self.scope.env, self.made_since()
        if any(after.get(k) is not thing for k, thing in before.items() if not _is_own(k, but)):
            return True
        return any(not isinstance(k, str) and k not in before and k not in new for k in after)

    def restore(self) -> None:
        """Take back what was built since."""
        for scope, env in self.scopes.items():
            scope.env = dict(env)
        program = self.program
        del program.b.ops[self.count :]
        program.walked, program.writes, program.b.span = self.walked, self.writes, self.span


def _apart(scope: Scope, frame: Frame, things: dict[str, Thing], saved: State) -> Thing:
    """Build a function as a routine and append the call of it."""
    program, b = scope.program, scope.program.b
    word = getattr(scope.captured.node, "name", "recursion")
    frame.routine = Routine(word)
    _check_defaults(scope, *scope.env.values())
    leaves: list[tuple[str, Atom]] = []
    frame.shape = {
        name: slots(name, thing, leaves, frame.literals) for name, thing in things.items()
    }
    frame.types = [bare(type_of(a)) for _, a in leaves]
    frame.depth = b.depth
    params, block = _found(scope, frame, [name for name, _ in leaves], saved)
    saved.restore()
    _finish(scope, frame, params, block)
    if frame.literals and any(not _is_captured(scope, v) for v in frame.extras):
        raise Recurses(frame)
    if not frame.tainted:
        program.routines[frame.code, frame.key] = frame
    return _again(scope, frame, things)


def _found(scope: Scope, frame: Frame, names: list[str], saved: State) -> tuple[list[Value], Block]:
    """Build the body of a routine; what it returns may hold tuples of its own kind."""
    plain: tuple[list[Value], Block] | None = None
    refusal: CompileError | None = None
    try:
        plain = _settled(scope, frame, names, saved)
    except CompileError as error:
        refusal = error
    sure = plain is not None and all(depth(t) is not None for t in frame.given)
    for kept in () if sure else Kept.ways(frame.first):
        known = {f.name: getattr(frame, f.name) for f in fields(frame)}
        frame.types = [*frame.types]
        frame.kept, frame.result, frame.given, frame.tainted = kept, None, [], False
        try:
            return _settled(scope, frame, names, saved)
        except CompileError:
            for name, value in known.items():
                setattr(frame, name, value)
    if plain is None:
        assert refusal is not None
        raise refusal
    return plain


def _settled(
    scope: Scope, frame: Frame, names: list[str], saved: State
) -> tuple[list[Value], Block]:
    """Build the body of a routine until the types of what it returns hold."""
    program, b = scope.program, scope.program.b
    assert frame.routine is not None
    word = frame.routine.name
    for turn in range(MAX_ROUNDS):
        saved.restore()
        frame.wider = False
        params = [Value(name, t, b.span, True) for name, t in zip(names, frame.types, strict=True)]
        with b.block() as ops:
            for value in params:
                b.place(value)
            scope.env.update({k: filled(scope, s, params) for k, s in frame.shape.items()})
            before = dict(scope.env)
            frame.arguments = _roots(before)
            with steps.stepping(program, None):
                returned = statements.body(scope, scope.captured.body)
            shares = may_show(scope, returned, frame.arguments, frame.depth)
            alike = overlaps(scope, returned)
            _check_defaults(scope, returned)
            thing = whole(scope, returned, frame.kept is not None)
            if frame.kept is not None:
                thing = frame.kept.folded(scope, thing, turn)
                frame.wider = frame.wider or frame.kept.changed
            check_cells(scope, before, "a function that calls itself and")
        found: list[tuple[str, Atom]] = []
        result = slots(word, thing, found)
        types = [NOTHING if a is UNDEF else bare(type_of(a)) for _, a in found]
        if (shares or alike) and frame.literals:
            raise Recurses(frame)  # built in place, it is known what is whose
        known = frame.shares is shares and frame.overlaps is alike
        if frame.result is None:
            frame.first = result
        if frame.result is None or frame.wider or not known:
            frame.shares, frame.overlaps = shares, alike
            frame.result, frame.given = result, types
            continue
        if not _same(result, frame.result) or len(types) != len(frame.given):
            raise refuse(
                "AD501",
                f"{word!r} calls itself and returns values of different kinds",
                b.span,
                "not the same structure on every path",
            )
        wider = [join(x, y) for x, y in zip(frame.given, types, strict=True)]
        if wider == frame.given and not frame.wider:
            return params, Block((), tuple(ops), tuple(a for _, a in found))
        frame.given = wider
    raise refuse("AD501", f"{word!r} calls itself with ever other types", b.span)


def _finish(scope: Scope, frame: Frame, params: list[Value], block: Block) -> None:
    """Put the routine together; what it reads from around it becomes parameters."""
    routine = frame.routine
    assert routine is not None
    frame.extras = [v for v in free(block) if v not in params]
    twins = [Value(v.name or "outer", v.type, v.span, True) for v in frame.extras]
    block = _handed_on(block, routine, twins)
    block = substitute_block(block, dict(zip(frame.extras, twins, strict=True)))
    routine.takes = (None,) * (len(params) + len(twins))
    routine.gives = (None,) * len(block.yields)
    routine.function = function(routine, unique([*params, *twins]), block)
    others = [r for r in routines(routine.program) if r is not routine]
    if twins and any(_calls(r.program.body, routine) for r in others):
        raise refuse(
            "AD501",
            "functions that call one another and read variables around them",
            scope.program.b.span,
            hint="pass the variables as arguments",
        )


def _handed_on(block: Block, routine: Routine, twins: list[Value]) -> Block:
    """Return the block with what is read from around handed on in each call of the routine."""
    ops: list[Op] = []
    for op in block.ops:
        if isinstance(op, Call) and op.routine is routine:
            op = replace(op, args=(*op.args, *twins))
        ops.append(rewrite_blocks(op, lambda inner: _handed_on(inner, routine, twins)))
    return replace(block, ops=tuple(ops))


def _calls(block: Block, routine: Routine) -> bool:
    from adcompiler.ir.walk import all_ops

    return any(isinstance(op, Call) and op.routine is routine for op in all_ops(block))


def _again(scope: Scope, frame: Frame, things: dict[str, Thing]) -> Thing:
    """Append a call of a routine, finished or being built."""
    routine, b, running = frame.routine, scope.program.b, scope.program.calls
    assert routine is not None
    if routine.function is None:
        for inner in running[running.index(frame) + 1 :]:
            inner.tainted = True
    leaves: list[tuple[str, Atom]] = []
    for name, thing in things.items():
        slots(name, thing, leaves, frame.literals)
    args = [a for _, a in leaves]
    sizes: dict[str, Dim] = {}
    for k, atom in enumerate(args):
        wider = join(frame.types[k], bare(type_of(atom)))
        if wider != frame.types[k]:
            frame.types[k], frame.wider = wider, True
        _match(wider, type_of(atom), sizes)
    if frame.result is None:
        raise flow.Unreached
    out = [b.value(_instance(t, sizes)) for t in frame.given]
    b.call(routine, [*args, *frame.extras], out)
    sharing.note(scope, out, args, frame.shares, frame.overlaps)
    return filled(scope, frame.result, out)


def _fits(scope: Scope, frame: Frame, things: dict[str, Thing]) -> bool:
    """Tell whether a finished routine can be called with these arguments as well."""
    leaves: list[tuple[str, Atom]] = []
    for name, thing in things.items():
        slots(name, thing, leaves, frame.literals)
    pairs = zip(frame.types, (bare(type_of(a)) for _, a in leaves), strict=True)
    again = all(_is_captured(scope, v) for v in frame.extras)
    return again and all(join(x, y) == x for x, y in pairs)


def _is_captured(scope: Scope, value: Value) -> bool:
    """Tell whether a value is read from outside the program."""
    return any(c.value is value for c in scope.program.captures.values())


def check_cells(scope: Scope, before: dict[Any, Thing], word: str) -> None:
    """Refuse a part built apart that rebinds a variable around it."""
    for key, thing in scope.env.items():
        if isinstance(key, Cell) and thing is not before.get(key):
            raise refuse(
                "AD402",
                f"{word} rebinds {key.name!r} around it",
                scope.program.b.span,
                hint="return the new value instead",
            )


def _check_defaults(scope: Scope, *things: Thing) -> None:
    """Refuse a routine that is handed a dict that makes entries of its own, or returns one."""
    for thing in things:
        if any(part in scope.program.defaults for part in memory.reach(scope, thing)):
            raise refuse(
                "AD402",
                "a function that calls itself and takes or returns a defaultdict or Counter",
                scope.program.b.span,
                hint="pass a dict, and give a default where it is read: d.get(k, 0.0)",
            )


def _roots(env: dict[Any, Thing]) -> set[Any]:
    """Return the things that the parameters stand for."""
    found: set[Any] = set()
    stack = [v for k, v in env.items() if isinstance(k, str)]
    while stack:
        thing = stack.pop()
        if isinstance(thing, Value | Struct):
            found.add(thing)
        if isinstance(thing, Struct):
            stack += thing.items
    return found


def whole(scope: Scope, thing: Thing, absent: bool = False) -> Thing:
    """Return what a thing contains now, all the way down; with `absent`, what may be None too."""
    content = thing if absent and optional.is_one(thing) else memory.now(scope, thing)
    if isinstance(content, Struct):
        items = tuple(whole(scope, i, absent) for i in content.items)
        return Struct(content.kind, items, content.keys, content.cls)
    return content


def _is_number(thing: Any) -> bool:
    return isinstance(thing, Const) and type(thing.value) in (int, float, complex)


def _outline(thing: Thing, numbers: list[Any]) -> Any:
    """Return what must agree for two calls to be calls of one routine."""
    match thing:
        case Const(value):
            if _is_number(thing):
                numbers.append(value)
                return "number"
            return (type(value), repr(value))
        case Value(type=Scalar(kind)):
            return "truth" if kind == "bool" else "number"
        case Value(type=Array(_, dims)):
            return ("array", len(dims))
        case Value(type=Tree(layout=Layout() as layout)):
            return layout
        case Value(type=Tree()):
            return thing.type
        case Value(type=Other(cls)):
            return cls
        case Value():
            return type(thing.type)
        case Struct(kind, items, keys, cls):
            return (kind, keys, cls, tuple(_outline(i, numbers) for i in items))
        case Static(value):
            return id(value)
        case Inner(captured, scope):
            return (id(captured.node), id(scope))
        case Bound(called, receiver):
            return (id(called), _outline(receiver, numbers))
    return id(thing)


def slots(name: str, thing: Thing, leaves: list[tuple[str, Atom]], literals: bool = False) -> Any:
    """Return a thing with its numbers and arrays, but no `literals`, as slots into `leaves`."""
    if isinstance(thing, Struct):
        words = thing.keys if thing.keys else range(len(thing.items))
        items = tuple(
            slots(f"{name}_{w}" if str(w).isidentifier() else f"{name}{w}", i, leaves, literals)
            for w, i in zip(words, thing.items, strict=True)
        )
        return Struct(thing.kind, items, thing.keys, thing.cls)
    if isinstance(thing, Value) or thing is UNDEF or (_is_number(thing) and not literals):
        leaves.append((name, thing))  # type: ignore[arg-type]
        return Slot(len(leaves) - 1)
    return thing


def _same(x: Any, y: Any) -> bool:
    """Tell whether two results have one structure."""
    if isinstance(x, Struct) and isinstance(y, Struct):
        mine, other = (x.kind, x.keys, x.cls), (y.kind, y.keys, y.cls)
        if mine != other or len(x.items) != len(y.items):
            return False
        return all(map(_same, x.items, y.items))
    if isinstance(x, Static) and isinstance(y, Static):
        return x.value is y.value
    return bool(x == y)


def filled(scope: Scope, shape: Any, values: list[Value]) -> Thing:
    """Return a shape with its slots filled, its structures things of their own."""
    thing = choices.fill(scope, shape, tuple(values))
    _placed(scope, thing)
    return thing


def _placed(scope: Scope, thing: Thing) -> None:
    if isinstance(thing, Struct):
        scope.program.b.place(thing)
        for item in thing.items:
            _placed(scope, item)


def bare(type_: Type) -> Type:
    """Return a type without what holds for one value only."""
    return Scalar(type_.kind, type_.dtype) if isinstance(type_, Scalar) else type_


def _arrays(type_: Type) -> Iterator[Array]:
    match type_:
        case Array():
            yield type_
        case Seq(item):
            yield from _arrays(item)
        case Tree(_, items):
            for item in items:
                yield from _arrays(item)


def _match(param: Type, argument: Type, sizes: dict[str, Dim]) -> None:
    """Record which size of the argument each size of the parameter stands for."""
    for p, a in zip(_arrays(param), _arrays(argument), strict=False):
        sizes.update({q.key: d for q, d in zip(p.dims, a.dims, strict=False)})


def _instance(type_: Type, sizes: dict[str, Dim]) -> Type:
    """Return the type of a result for the sizes of this call."""
    match type_:
        case Array(dtype, dims):
            return Array(dtype, tuple(_instance_dim(d, sizes) for d in dims))
        case Seq(item, kind):
            return Seq(_instance(item, sizes), kind)
        case Tree(layout=Layout()):
            return opened(type_)
        case Tree(kind, items, keys, cls):
            return Tree(kind, tuple(_instance(i, sizes) for i in items), keys, cls)
    return type_


def _instance_dim(dim: Dim, sizes: dict[str, Dim]) -> Dim:
    if dim.key in sizes:
        return sizes[dim.key]
    return Dim(fresh_dim().key, dim.one) if "?" in dim.key else dim
