"""Functions kept apart as routines: those that call themselves, large ones called repeatedly.

Any other call is built in place. A call inside a body being built, with arguments of the same
outline, is a recursion. Where a literal changes from level to level (`power(x, 3)`) a few
levels are written out; otherwise the outermost of these calls is built again as a routine,
whose parameters are the numbers and arrays among its arguments. What it returns is found from
the paths that do not recurse, then refined until the types hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    aliases,
    flow,
    handed_back,
    memory,
    shaped,
    sharing,
    sizes,
    statements,
    steps,
)
from adcompiler.frontend.handed_back import HandsBack, Part
from adcompiler.frontend.kept import Kept
from adcompiler.frontend.scope import Program, Scope
from adcompiler.frontend.sharing import Shares
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Thing
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import depth
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import UNDEF, Atom, Block, Call, Op, Routine, Value
from adcompiler.ir.routines import function, routines, unique
from adcompiler.ir.types import NOTHING, Dim, Type
from adcompiler.ir.walk import free, rewrite_blocks, substitute_block
from adcompiler.source import Span

MAX_DEPTH = 24  # well within Python's own stack
MAX_ROUNDS = 12
WRITTEN_OUT = 6  # levels of a recursion on literals
MOST_CALLS = 20
MOST_ITEMS = 256  # of lists that are longer at each level


class Recurses(Exception):
    """A call being built in place turns out to recurse: it must be a routine."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame


class TooDeep(Exception):
    """Calls are nested so deeply that no other way of building the program can do."""


def too_deep(program: Program) -> CompileError:
    """Return the refusal of calls nested too deeply."""
    return refuse(
        "AD501",
        "calls nested too deeply",
        program.b.span,
        "a function that calls itself with arguments of another kind each time",
        "write it as a loop",
    )


@dataclass(eq=False)
class Frame:
    """A call whose body is being built, or a routine that is finished."""

    code: Any
    key: Any
    numbers: tuple[Any, ...]
    calls: int = 0
    size: int = 0  # how many items its arguments hold
    depth: int = 0  # of the program around the routine
    arguments: set[Any] = field(default_factory=set)  # what its parameters stand for
    routine: Routine | None = None
    shape: dict[str, Any] = field(default_factory=dict)  # parameter -> argument, with slots
    types: list[Type] = field(default_factory=list)
    result: Any = None
    first: Any = None  # the result as the first round found it
    given: list[Type] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of what it hands back
    extras: list[Value] = field(default_factory=list)
    kept: Kept | None = None  # the parts of its result that hold others of their kind
    wider: bool = False
    shares: Shares = sharing.NOTHING
    tainted: bool = False  # calls a routine of which not everything is known yet
    literals: bool = False  # numbers among the arguments stay what they are
    word: str = "a function that calls itself and"
    backward: bool = False  # a block that runs in the backward sweep
    deep: bool = False  # its calls were nested too deeply to be built in place
    hands: bool = False  # it can hand back what it changes
    changed: list[Any] = field(default_factory=list)  # parts of arguments, things around it
    lists: set[Any] = field(default_factory=set)  # those of them that are one list
    parts: dict[Any, Part] = field(default_factory=dict)  # of the arguments: which
    looked: set[Any] = field(default_factory=set)  # what it reads of things around it
    written: Span | None = None  # where it changes one of them first
    handed: set[Any] = field(default_factory=set)  # what calls have let it change

    @property
    def is_built(self) -> bool:
        """Whether it is a routine whose body is being built."""
        return self.routine is not None and self.routine.function is None

    def look(self, b: Builder, thing: Any) -> None:
        """Remember that a thing around the routine is read."""
        if self.hands and self.is_built and b.older(thing, self.depth):
            self.looked.add(thing)


def body(scope: Scope, code: Any, large: bool = False) -> Thing:
    """Append the body of a function whose parameters are bound; return what it returns.

    A large one is kept apart if nothing is lost by it: it writes to nothing around it, and
    the literals that it is called with stay literals.
    """
    program = scope.program
    things = {k: shaped.whole(scope, v) for k, v in scope.env.items() if isinstance(k, str)}
    if (
        large
        and (code, None) not in program.routines
        and all(f.code is not code for f in program.calls)
    ):
        done = _kept_apart(scope, code, things)
        if done is not None:
            return done
    key, numbers = _key(scope, things)
    running = [
        f
        for f in program.calls
        if f.code is code and f.key == (_key(scope, things, f)[0] if f.changed else key)
    ]
    for frame in reversed(running):
        if frame.routine is not None:
            return _again(scope, frame, things)
    known = program.routines.get((code, key))
    if known is not None and _fits(scope, known, things):
        return _again(scope, known, things)
    if running:
        running[0].calls += 1
        if (
            numbers in [f.numbers for f in running]
            or len(running) >= WRITTEN_OUT
            or running[0].calls >= MOST_CALLS
        ):
            raise Recurses(running[0])
    levels = [f for f in program.calls if f.code is code]
    deep = len(levels) > WRITTEN_OUT and any(f.deep for f in levels)
    size = shaped.size(things.values())
    wide = size > MOST_ITEMS and any(f.size < size for f in levels)
    if deep or wide or len(program.calls) > MAX_DEPTH:
        for frame in () if deep else program.calls:
            again = [f for f in program.calls if f.code is frame.code]
            if len(again) > 1 and not any(f.routine or f.literals for f in again):
                frame.deep = True  # it hands on a list that is longer at each level
                raise Recurses(frame)
        raise TooDeep
    frame = Frame(code, key, numbers, size=size)
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


def _key(
    scope: Scope, things: dict[str, Thing], frame: Frame | None = None
) -> tuple[Any, tuple[Any, ...]]:
    """Return by what two calls are calls of one routine, and the literals handed to this one."""
    if frame is not None:
        things = {k: handed_back.without_lists(frame, v, Part(k)) for k, v in things.items()}
    numbers: list[Any] = []
    outlines = tuple((k, shaped.outline(v, numbers)) for k, v in things.items())
    return (id(scope.outer), *outlines), tuple(numbers)


def _kept_apart(scope: Scope, code: Any, things: dict[str, Thing]) -> Thing | None:
    """Append the call of a large function, None where it is better built in place."""
    program = scope.program
    literals: list[Any] = []
    outlines = tuple((k, shaped.outline(v, literals)) for k, v in things.items())
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


def _apart(scope: Scope, frame: Frame, things: dict[str, Thing], saved: State) -> Thing:
    """Build a function as a routine and append the call of it."""
    program, b = scope.program, scope.program.b
    word = getattr(scope.captured.node, "name", "recursion")
    key = frame.key
    frame.routine = Routine(word)
    _check_defaults(scope, *scope.env.values())
    frame.depth = b.depth
    frame.hands = not frame.literals
    while True:
        try:
            leaves = _leaves(scope, frame, handed_back.taken_in(scope, frame, things))
            frame.types = [shaped.bare(type_of(a)) for _, a in leaves]
            params, block = _found(scope, frame, [name for name, _ in leaves], saved)
            break
        except HandsBack as found:
            if found.frame is not frame:
                raise
            saved.restore()
            if found.as_list:
                frame.lists.add(found.key)
            else:
                frame.changed.append(found.key)
                frame.written = frame.written or found.span
                frame.key, _ = _key(scope, things, frame)
            frame.result, frame.given, frame.tainted = None, [], False
    saved.restore()
    _finish(scope, frame, params, block)
    if frame.literals and any(not _is_captured(scope, v) for v in frame.extras):
        raise Recurses(frame)
    if not frame.tainted:
        program.routines[frame.code, key] = frame
    return _again(scope, frame, things)


def _leaves(scope: Scope, frame: Frame, given: dict[Any, Thing]) -> list[tuple[str, Atom]]:
    """Return the numbers and arrays that a routine is called with; its shape has slots for them."""
    leaves: list[tuple[str, Atom]] = []
    frame.shape = {
        key: shaped.slots(memory.shown(scope, key), thing, leaves, frame.literals)
        for key, thing in given.items()
    }
    return leaves


def _found(scope: Scope, frame: Frame, names: list[str], saved: State) -> tuple[list[Value], Block]:
    """Build the body of a routine; what it returns may hold tuples of its own kind."""
    plain: tuple[list[Value], Block] | None = None
    refusal: CompileError | None = None
    try:
        plain = _settled(scope, frame, names, saved)
    except CompileError as error:
        refusal = error
    sure = plain is not None and all(depth(t) is not None for t in frame.given)
    for kept in () if sure or frame.changed else Kept.ways(frame.first):
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
            scope.env.update({k: shaped.filled(scope, s, params) for k, s in frame.shape.items()})
            handed_back.begin(scope, frame)
            before = dict(scope.env)
            frame.arguments = shaped.roots(v for k, v in before.items() if isinstance(k, str))
            with steps.stepping(program, None):
                returned = statements.body(scope, scope.captured.body)
            shares = sharing.shares(scope, returned, frame.arguments, frame.depth)
            _check_defaults(scope, returned)
            handed_back.check_cells(scope, frame, before)
            if frame.kept is not None:
                thing = frame.kept.folded(scope, shaped.whole(scope, returned, absent=True), turn)
                frame.wider = frame.wider or frame.kept.changed
            else:
                thing = handed_back.result(scope, frame, returned)
        result, found = handed_back.slots(scope, frame, word, thing)
        types = [NOTHING if a is UNDEF else shaped.bare(type_of(a)) for _, a in found]
        if shares and frame.literals:
            raise Recurses(frame)  # built in place, it is known what is whose
        known = frame.shares == shares
        if frame.result is None:
            frame.first = result
        if frame.result is None or frame.wider or not known:
            frame.shares = shares
            frame.result, frame.given = result, types
            frame.names = [name for name, _ in found]
            continue
        if not shaped.same_structure(result, frame.result) or len(types) != len(frame.given):
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
    handed_back.check_not_read_around(scope, frame)
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
    if frame.is_built:
        for inner in running[running.index(frame) + 1 :]:
            inner.tainted = True
    raw = {k: t for k, t in scope.env.items() if isinstance(k, str)}
    leaves: list[tuple[str, Atom]] = []
    for key, thing in handed_back.taken_in(scope, frame, things).items():
        shape = shaped.slots(memory.shown(scope, key), thing, leaves, frame.literals)
        if frame.changed and not shaped.same_structure(shape, frame.shape[key]):
            _make_list(scope, frame, key)
    args = [a for _, a in leaves]
    known_sizes: dict[str, Dim] = {}
    for k, atom in enumerate(args):
        wider = join(frame.types[k], shaped.bare(type_of(atom)))
        if wider != frame.types[k]:
            frame.types[k], frame.wider = wider, True
        sizes.match(wider, type_of(atom), known_sizes)
    if frame.result is None:
        raise flow.Unreached
    names = frame.names if frame.changed else [""] * len(frame.given)
    given = zip(frame.given, names, strict=True)
    out = [b.value(sizes.instance(type_, known_sizes), name) for type_, name in given]
    b.call(routine, [*args, *frame.extras], out)
    found = handed_back.put_back(scope, frame, raw, shaped.filled(scope, frame.result, out))
    sharing.note(scope, found, raw.values(), frame.shares)
    return found


def _make_list(scope: Scope, frame: Frame, key: Any) -> None:
    """Begin anew with what a call hands in as one list, where it has another length by now."""
    for one in frame.changed:
        mine = one == key or (isinstance(one, Part) and one.name == key)
        if mine and frame.is_built and handed_back.may_grow(frame, one):
            raise HandsBack(frame, one, as_list=True)
    raise handed_back.refused(scope, frame)


def _fits(scope: Scope, frame: Frame, things: dict[str, Thing]) -> bool:
    """Tell whether a finished routine can be called with these arguments as well."""
    leaves: list[tuple[str, Atom]] = []
    try:
        given = handed_back.taken_in(scope, frame, things)
    except CompileError:
        return False
    for key, thing in given.items():
        shape = shaped.slots(memory.shown(scope, key), thing, leaves, frame.literals)
        if frame.changed and not shaped.same_structure(shape, frame.shape[key]):
            return False
    pairs = zip(frame.types, (shaped.bare(type_of(a)) for _, a in leaves), strict=True)
    again = all(_is_captured(scope, v) for v in frame.extras)
    return again and all(join(x, y) == x for x, y in pairs)


def _is_captured(scope: Scope, value: Value) -> bool:
    """Tell whether a value is read from outside the program."""
    return any(c.value is value for c in scope.program.captures.values())


def _check_defaults(scope: Scope, *things: Thing) -> None:
    """Refuse a routine that is handed a dict that makes entries of its own, or returns one."""
    for thing in things:
        if any(part in scope.program.defaults for part in aliases.reach(scope, thing)):
            raise refuse(
                "AD402",
                "a function that calls itself and takes or returns a defaultdict or Counter",
                scope.program.b.span,
                hint="pass a dict, and give a default where it is read: d.get(k, 0.0)",
            )
