"""The programs of a rule that the user gives: fwd and bwd, or jvp, each built apart."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from adcompiler.custom import Ruled, custom_jvp, custom_vjp
from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import expressions, memory, recursion, shaped, static_calls, subscripts
from adcompiler.frontend.apart import apart, matters
from adcompiler.frontend.fitting import fits, shown_shape
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.sharing import EVERYTHING, Shares, shares
from adcompiler.frontend.things import Thing
from adcompiler.gates import core, gate
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.builder import type_of
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Const,
    Function,
    Op,
    Rule,
    Slot,
    Struct,
    Value,
)
from adcompiler.ir.types import UNKNOWN, Tree, Type, Unknown, adjoint_type, is_complex, show
from adcompiler.ir.walk import (
    all_ops,
    free,
    rewrite_blocks,
)


@dataclass(eq=False)
class Draft:
    """A call of a custom function, whose rule is being built."""

    scope: Scope
    node: ast.AST
    function: Ruled
    things: list[Thing]
    atoms: list[Atom]
    rule: Rule
    type: Type | None = None  # of the result, once it is known
    shares: Shares = EVERYTHING
    extras: list[Value] = field(default_factory=list)  # what the programs read from outside

    @property
    def name(self) -> str:
        """What the user calls the function."""
        return self.rule.name

    def refused(self, message: str, label: str = "", hint: str = "") -> CompileError:
        """Return a refusal that points to the call."""
        return refuse("AD205", message, self.scope.span(self.node), label or "called here", hint)


def words(function: Ruled, count: int) -> list[str]:
    """Return what the arguments are called."""
    try:
        found = list(inspect.signature(function.fun).parameters)
    except (TypeError, ValueError):
        found = []
    return [found[k] if k < len(found) else f"x{k}" for k in range(count)]


def finish(draft: Draft) -> None:
    """Build the programs of a rule."""
    function = draft.function
    if not _plain(draft):
        draft.type = UNKNOWN  # until the rule tells
    if isinstance(function, custom_vjp):
        if function.fwd is None or function.bwd is None:
            raise draft.refused(
                f"{draft.name!r} has no backward pass",
                hint=f"{draft.name}.defvjp(fwd, bwd)",
            )
        _reverse_rule(draft, function.fwd, function.bwd)
    else:
        assert isinstance(function, custom_jvp)
        if function.jvp is None:
            raise draft.refused(f"{draft.name!r} has no jvp", hint=f"{draft.name}.defjvp(jvp)")
        _forward_rule(draft, function.jvp)
    draft.extras = _extras(draft)


def _params(draft: Draft) -> list[Value]:
    """Return one parameter for each operand; what is known at compile time is not read."""
    return [
        t if isinstance(t, Value) else Value(w, type_of(a), draft.scope.program.b.span, True)
        for w, t, a in zip(
            words(draft.function, len(draft.atoms)), draft.things, draft.atoms, strict=True
        )
    ]


def _built(
    draft: Draft, word: str, make: Callable[[], list[Atom]]
) -> tuple[tuple[Op, ...], tuple[Atom, ...]]:
    """Return the operations of one program of a rule, and what it yields."""
    values = [t for t in draft.things if isinstance(t, Value)]
    ops, (yields, _) = apart(
        draft.scope, f"{word} of {draft.name!r}", values, lambda frame: (make(), None)
    )
    return ops, tuple(yields)


def _plain(draft: Draft) -> bool:
    """Find what the result is and shares; tell whether the function can be read."""
    scope, node = draft.scope, draft.node
    values = [t for t in draft.things if isinstance(t, Value)]

    def make(frame: recursion.Frame) -> tuple[Atom, Shares]:
        thing = static_calls.call_static(
            scope, _as_call(node), draft.function.fun, draft.things, {}
        )
        found = shares(scope, thing, frame.arguments, frame.depth)
        return expressions.atom(scope, node, thing, objects=True), found

    try:
        ops, (out, found) = apart(scope, f"{draft.name!r}, which has a rule,", values, make)
    except CompileError as error:
        if error.diagnostics[0].code in ("AD401", "AD402"):
            raise  # it writes to what others see
        return False
    if any(map(matters, ops)):
        raise draft.refused(
            f"{draft.name!r} has a rule of its own, and draws, prints or writes",
            hint="do that around the call",
        )
    draft.type = _checked(draft, type_of(out))
    draft.shares = found
    return True


def _as_call(node: ast.AST) -> ast.Call:
    assert isinstance(node, ast.Call)
    return node


def _checked(draft: Draft, type_: Type) -> Type:
    """Return the type of a result, which must not be complex."""
    if is_complex(type_) and not isinstance(type_, Unknown):
        raise draft.refused(f"{draft.name!r} has a rule of its own, and returns complex numbers")
    return shaped.bare(type_)


def _reverse_rule(draft: Draft, fwd: Any, bwd: Any) -> None:
    """Build the forward and the backward program."""
    scope, node, b = draft.scope, _as_call(draft.node), draft.scope.program.b
    leaves: list[tuple[str, Atom]] = []
    shape: Any = None

    def forward() -> list[Atom]:
        nonlocal shape
        thing = static_calls.call_static(scope, node, fwd, draft.things, {})
        out, kept = _pair(draft, thing, f"fwd of {draft.name!r} must return (out, residuals)")
        atom = expressions.atom(scope, node, out, objects=True)
        shape = shaped.slots("residual", shaped.whole(scope, kept), leaves, literals=True)
        return [atom, *(a for _, a in leaves if a not in draft.things)]

    ops, yields = _built(draft, "fwd", forward)
    if any(y is UNDEF for y in yields):
        raise draft.refused(f"fwd of {draft.name!r} keeps what may have no value")
    params = _params(draft)
    have = _checked(draft, type_of(yields[0]))
    if draft.type is None or draft.type == UNKNOWN:
        draft.type = have
    elif fits(draft.type, have) is False:
        raise draft.refused(
            f"fwd of {draft.name!r} returns {show(have)}, {draft.name!r} itself {show(draft.type)}"
        )
    else:
        draft.type = join(draft.type, have)
    draft.rule.forward = _program(f"{draft.name}_fwd", params, ops, yields)
    # What is kept of the arguments is at hand anyway.
    kept = [
        a
        if isinstance(a, Value) and a in draft.things
        else Value(_plainly(w, a), type_of(a), b.span, True)
        for w, a in leaves
    ]
    made = [v for v in kept if v not in draft.things]
    seed = Value("g", adjoint_type(draft.type), b.span, True)
    options = [draft.things[k] for k in draft.function.nondiff_argnums]

    def backward() -> list[Atom]:
        for value in (*made, seed):
            b.place(value)
        given = [*options, shaped.filled(scope, shape, kept), seed]
        thing = static_calls.call_static(scope, node, bwd, given, {})
        return _adjoints(draft, memory.now(scope, thing))

    ops, yields = _built(draft, "bwd", backward)
    draft.rule.backward = _program(f"{draft.name}_bwd", (*params, *made, seed), ops, yields)


def _plainly(word: str, atom: Atom) -> str:
    """Return what something kept is called: as the user calls it, if at all."""
    known = atom.name if isinstance(atom, Value) else ""
    return known or (word if word.isidentifier() else "residual")


def _pair(draft: Draft, thing: Thing, message: str) -> tuple[Thing, Thing]:
    """Return the two items of a tuple."""
    content = memory.now(draft.scope, thing)
    kind = content.type if isinstance(content, Value) else content
    if not isinstance(kind, Struct | Tree) or kind.kind not in ("tuple", "list"):
        raise draft.refused(message)
    if len(kind.items) != 2:
        raise draft.refused(message)
    first, second = subscripts.unpack(draft.scope, draft.node, content, 2)
    return first, second


def _adjoints(draft: Draft, thing: Thing) -> list[Atom]:
    """Return what the backward pass gives for each differentiable argument, checked."""
    wanted = [k for k in range(len(draft.atoms)) if k not in draft.function.nondiff_argnums]
    kind = thing.type if isinstance(thing, Value) else thing
    if not isinstance(kind, Struct | Tree) or kind.kind not in ("tuple", "list"):
        raise draft.refused(
            f"bwd of {draft.name!r} must return a tuple, one adjoint for each of "
            f"{len(wanted)} argument{'s' * (len(wanted) != 1)}",
            hint="return (dx,) with a comma for one",
        )
    if len(kind.items) != len(wanted):
        raise draft.refused(
            f"bwd of {draft.name!r} returned {len(kind.items)} adjoints for {len(wanted)} "
            f"argument{'s' * (len(wanted) != 1)}"
        )
    items = subscripts.unpack(draft.scope, draft.node, thing, len(wanted))
    found: list[Atom] = []
    for k, item in zip(wanted, items, strict=True):
        if k not in draft.rule.wrt:
            continue
        operand = draft.things[k]
        assert isinstance(operand, Value)
        who = f"bwd of {draft.name!r} returned an adjoint"
        found.append(_fitting(draft, item, operand, who, repr(operand.name)))
    return found


def _fitting(draft: Draft, item: Thing, like: Atom, who: str, whose: str) -> Atom:
    """Return an adjoint or tangent of the shape of a value, checked now or at run time."""
    content = memory.now(draft.scope, item)
    if content == Const(None):
        return UNDEF
    atom = expressions.atom(draft.scope, draft.node, content, objects=True)
    want, have = type_of(like), type_of(atom)
    known = fits(want, have)
    if known is False:
        raise draft.refused(
            f"{who} of shape {shown_shape(have)} for {whose}, which has {shown_shape(want)}"
        )
    if known is None:
        attrs = {"of": f"{who} of shape {{}} for {whose}, which has {{}}"}
        return draft.scope.program.b.apply(gate(HELPERS["matching"]), atom, like, attrs=attrs)
    return atom


def _forward_rule(draft: Draft, jvp: Any) -> None:
    """Build the tangent program."""
    scope, node, b = draft.scope, _as_call(draft.node), draft.scope.program.b
    params = _params(draft)
    tangents = {
        k: Value(params[k].name, adjoint_type(params[k].type), b.span, True) for k in draft.rule.wrt
    }

    def make() -> list[Atom]:
        for value in tangents.values():
            b.place(value)
        among = [k for k in range(len(params)) if k not in draft.function.nondiff_argnums]
        primals = Struct("tuple", tuple(draft.things[k] for k in among))
        dots = Struct("tuple", tuple(tangents.get(k, Const(0.0)) for k in among))
        b.place(primals)
        b.place(dots)
        options = [draft.things[k] for k in draft.function.nondiff_argnums]
        thing = static_calls.call_static(scope, node, jvp, [*options, primals, dots], {})
        out, dot = _pair(draft, thing, f"the jvp of {draft.name!r} must return (out, tangent)")
        whole = expressions.atom(scope, node, out, objects=True)
        who = f"the jvp of {draft.name!r} returned a tangent"
        found = _fitting(draft, dot, whole, who, "the result")
        if found is UNDEF:
            found = Const(0.0)
        return [whole, found]

    ops, yields = _built(draft, "the jvp", make)
    have = _checked(draft, type_of(yields[0]))
    if draft.type is None or draft.type == UNKNOWN:
        draft.type = have
    elif fits(draft.type, have) is False:
        raise draft.refused(
            f"the jvp of {draft.name!r} returns {show(have)}, "
            f"{draft.name!r} itself {show(draft.type)}"
        )
    else:
        draft.type = join(draft.type, have)
    draft.rule.tangent = _program(f"{draft.name}_jvp", (*params, *tangents.values()), ops, yields)


def _program(name: str, params: Any, ops: tuple[Op, ...], yields: tuple[Atom, ...]) -> Function:
    slots = tuple(map(Slot, range(len(yields))))
    return Function(name, tuple(params), Block((), ops, yields), Struct("tuple", slots))


def _extras(draft: Draft) -> list[Value]:
    """Let the programs of a rule take what they read from outside; return what that is.

    Calls of the function inside its own rule hand it on.
    """
    rule = draft.rule
    programs = [p for p in (rule.forward, rule.backward, rule.tangent) if p is not None]
    found: dict[Value, None] = {}
    for p in programs:
        found.update(dict.fromkeys(v for v in free(p.body) if v not in p.params))
    read = tuple(found)
    if not read:
        return []
    others = [d.rule for d in draft.scope.program.rules.values() if d is not draft]
    for p in programs:
        inner = [o.attrs["rule"] for o in all_ops(p.body) if isinstance(o, Apply) and _is_custom(o)]
        if any(r in others for r in inner):
            raise draft.refused("rules that call one another and read variables around them")
    count = rule.count

    def taking(program: Function | None) -> Function | None:
        if program is None:
            return None
        params = (*program.params[:count], *read, *program.params[count:])
        return replace(program, params=params, body=_handed_on(program.body, rule, read))

    rule.forward, rule.backward = taking(rule.forward), taking(rule.backward)
    rule.tangent = taking(rule.tangent)
    return list(read)


def _is_custom(op: Apply) -> bool:
    return op.gate.function is core.custom


def _handed_on(block: Block, rule: Rule, extras: tuple[Value, ...]) -> Block:
    """Return the block with these operands added to each gate of the rule."""
    ops: list[Op] = []
    for op in block.ops:
        if isinstance(op, Apply) and _is_custom(op) and op.attrs["rule"] is rule:
            op = replace(op, args=(*op.args, *extras))
        ops.append(rewrite_blocks(op, lambda inner: _handed_on(inner, rule, extras)))
    return replace(block, ops=tuple(ops))
