"""Calls: of known functions, of builtins, and of the user's own functions, built in place."""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import math
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import (
    builtin_calls,
    comprehensions,
    expressions,
    generators,
    joins,
    memory,
    methods,
    objects,
    statements,
    subscripts,
    texts,
    writes,
)
from adcompiler.frontend.capture import capture
from adcompiler.frontend.fence import fence
from adcompiler.frontend.scope import Bound, Conflict, Inner, Method, Scope, Static, Thing
from adcompiler.gates import METHODS, Gate, core, find, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Slot, Struct, Value
from adcompiler.ir.types import Array, Other, Scalar, Seq, Tree, is_differentiable

MAX_DEPTH = 40


def call(scope: Scope, node: ast.Call) -> Thing:
    """Append a call and return its value."""
    callee = expressions.expression(scope, node.func)
    if isinstance(callee, Static) and node.args and isinstance(node.args[0], ast.GeneratorExp):
        if callee.value is sum and len(node.args) + len(node.keywords) <= 2:
            rest = [*node.args[1:], *(k.value for k in node.keywords)]
            start = expressions.expression(scope, rest[0]) if rest else Const(0)
            return comprehensions.total(scope, node.args[0], start)
    args = expressions.elements(scope, node.args)
    keywords: dict[str, Thing] = {}
    for k in node.keywords:
        thing = expressions.expression(scope, k.value)
        if k.arg is not None:
            keywords[k.arg] = thing
            continue
        whole = memory.now(scope, thing)
        if not isinstance(whole, Struct) or whole.kind != "dict":
            raise refuse("AD102", "** of what is not a known dict", scope.span(node))
        keywords.update({str(key): item for key, item in zip(whole.keys, whole.items, strict=True)})
    return call_thing(scope, node, callee, args, keywords)


def call_thing(
    scope: Scope, node: ast.Call, callee: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append a call of what an expression stands for."""
    if isinstance(callee, Method):
        return _method(scope, node, callee, args, keywords)
    if isinstance(callee, Inner):
        return _inner(scope, node, callee, args, keywords)
    if isinstance(callee, Static):
        return call_static(scope, node, callee.value, args, keywords)
    if isinstance(callee, Bound) and callee.function is builtin_calls.partial:
        both = {**callee.keywords, **keywords}
        return call_thing(scope, node, callee.receiver, [*callee.args, *args], both)
    if isinstance(callee, Bound):
        if isinstance(callee.function, types.FunctionType):
            return call_static(scope, node, callee.function, [callee.receiver, *args], keywords)
    done = objects.special(scope, node, callee, "__call__", args)
    if done is not None:
        return done
    raise refuse(
        "AD202",
        f"{ast.unparse(node.func)!r} is not a function known at compile time",
        scope.span(node.func),
        "called here",
    )


def call_static(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append a call of a function object."""
    special = _special(function) if _hashable(function) else None
    if special is not None:
        contents = [memory.now(scope, a) for a in args]
        done = special(scope, node, contents, keywords)
        for token, content in zip(args, contents, strict=True):
            if done is content:
                return token  # the very thing that was given
        if done is not None:
            return done
    known = find(function)
    if known is not None:
        contents = [memory.now(scope, a) for a in args]
        out = known_call(scope, node, known, contents, keywords)
        if "out" in keywords:
            return writes.into(scope, node, keywords["out"], out)
        return memory.viewed(scope, args[0], out) if args else out
    state = getattr(function, "__dict__", {}).get("__adcompiler__")
    if state is not None and state.gradient is function:
        return state.inline(scope, node, args, keywords)
    if isinstance(function, types.FunctionType) and not _is_library(function):
        return user_call(scope, node, function, args, keywords)
    if isinstance(function, types.MethodType):
        receiver = Static(function.__self__)
        return call_static(scope, node, function.__func__, [receiver, *args], keywords)
    if isinstance(function, functools.partial):
        first = [objects.constant(a) for a in function.args]
        named = {k: objects.constant(v) for k, v in function.keywords.items()}
        return call_static(scope, node, function.func, [*first, *args], {**named, **keywords})
    made = (
        objects.make(scope, node, function, args, keywords) if isinstance(function, type) else None
    )
    if made is not None:
        return made
    if not isinstance(function, type):
        done = objects.special(scope, node, Static(function), "__call__", args)
        if done is not None:
            return done
    return _opaque(scope, node, function, args, keywords)


def _special(function: Any) -> Callable[..., Any] | None:
    tables = (SPECIAL, builtin_calls.SPECIAL, joins.SPECIAL)
    return next((t[function] for t in tables if function in t), None)


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _is_library(function: Any) -> bool:
    module = (getattr(function, "__module__", "") or "").split(".")[0]
    return module in ("numpy", "scipy", "adcompiler")


def _opaque(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Refuse a call that is not known: nobody can say that no derivative flows through it."""
    name = getattr(function, "__name__", str(function))
    module = getattr(function, "__module__", None)
    full = f"{module}.{name}" if module and module != "builtins" else name
    raise refuse(
        "AD203",
        f"no gate rule for {full!r}",
        scope.span(node),
        "the gradient would have to flow through this call",
        f"adcompiler.rule({name}, ...) registers one; adcompiler.blocked({name}, 'why') "
        "declares its result constant",
    )


def known_call(
    scope: Scope,
    node: ast.AST,
    known: Gate,
    args: list[Thing],
    keywords: Mapping[str, Thing],
    style: str = "",
) -> Value:
    """Append a gate, its arguments sorted by the parameters that its rule covers."""
    given: dict[str, Thing] = {}
    rest = list(args)
    operands: list[Atom] = []
    attrs: dict[str, Any] = {"style": style} if style else {}
    aliases = _spellings(known)
    theirs = _their_parameters(known)
    for p in known.parameters:
        if p.variadic:
            given[p.name] = Struct("tuple", tuple(rest))
            rest = []
        elif rest and (not p.keyword_only or _stands_at(p.name, len(given), theirs)):
            given[p.name] = rest.pop(0)
    for key, thing in keywords.items():
        if key == "out":
            continue
        name = aliases.get(key, key)
        if name not in {p.name for p in known.parameters} or name in given:
            raise refuse(
                "AD204",
                f"{known.name}(..., {key}=...) is not covered by its rule",
                scope.span(node),
                "this keyword is not supported",
                f"covered: {', '.join(p.name for p in known.parameters)}",
            )
        given[name] = thing
    if rest:
        raise refuse("AD204", f"too many arguments for {known.name}", scope.span(node))
    for p in known.parameters:
        if p.variadic:
            items = given.pop(p.name, Struct("tuple", ()))
            atoms = [expressions.atom(scope, node, a) for a in items.items]  # type: ignore[union-attr]
            operands += [as_array(scope, a) if _wants_arrays(known) else a for a in atoms]
        elif p.name in given:
            _place(scope, node, known, p, given[p.name], operands, attrs)
        elif p.required:
            raise refuse("AD204", f"{known.name} needs the argument {p.name!r}", scope.span(node))
    return scope.program.b.apply(known, *operands, attrs=attrs)


def _their_parameters(known: Gate) -> list[str] | None:
    """Return NumPy's own parameter names in order, None where they cannot be asked for."""
    try:
        return list(inspect.signature(known.function).parameters)
    except (TypeError, ValueError):
        return None


def _stands_at(name: str, position: int, theirs: list[str] | None) -> bool:
    """Tell whether a parameter that we write as a keyword may be given by position there."""
    if theirs is None:
        return name in ("axis", "keepdims", "dtype", "decimals")
    return position < len(theirs) and theirs[position] == name


def _spellings(known: Gate) -> dict[str, str]:
    """Return NumPy's own parameter names -> ours, by position."""
    theirs = _their_parameters(known)
    if theirs is None:
        return {"a": "x", "x1": "x", "x2": "y", "newshape": "shape"}
    names = [p.name for p in known.parameters]
    ours = [p.name for p in known.parameters if not p.keyword_only]
    return {t: o for t, o in zip(theirs, ours, strict=False) if t != o and t not in names}


def _place(
    scope: Scope,
    node: ast.AST,
    known: Gate,
    p: Any,
    thing: Thing,
    operands: list[Atom],
    attrs: dict[str, Any],
) -> None:
    static = _module_constant(scope, thing)
    if not p.required and static is not _DYNAMIC and _same(static, p.default):
        return
    if p.keyword_only:
        if static is _DYNAMIC:
            raise refuse(
                "AD204",
                f"{p.name}= of {known.name} must be known at compile time",
                scope.span(node),
                hint="write a literal",
            )
        attrs[p.name] = static
    elif p.name in ("shape", "axes"):
        attrs[p.name] = _shape(scope, node, thing, operands)
    else:
        operand = expressions.atom(scope, node, thing)
        operands.append(as_array(scope, operand) if _wants_arrays(known) else operand)


TAKE_LISTS = (np.array, np.asarray, np.shape, np.sum, np.mean, np.max, np.min)


def _wants_arrays(known: Gate) -> bool:
    return known.name.startswith("np.") and known.function not in TAKE_LISTS


def as_array(scope: Scope, operand: Atom) -> Atom:
    """Return an operand, a list of floats as the array that a function of NumPy makes of it."""
    type_ = type_of(operand)
    if not isinstance(type_, Seq | Tree) or not is_differentiable(type_):
        return operand
    return scope.program.b.apply(gate(np.asarray), operand)


def _module_constant(scope: Scope, thing: Thing) -> Any:
    """Return the static value of an option; `np.inf` and its like count as literals."""
    for c in scope.program.captures.values():
        if c.value is thing and c.path in ("np.inf", "math.inf"):
            return math.inf
    return static_value(thing)


def _same(value: Any, default: Any) -> bool:
    return value is default or (type(value) is type(default) and bool(value == default))


def _shape(scope: Scope, node: ast.AST, thing: Thing, operands: list[Atom]) -> Any:
    if isinstance(thing, Struct):
        return tuple(_shape(scope, node, item, operands) for item in thing.items)
    found = expressions.atom(scope, node, thing)
    if isinstance(found, Const):
        return found.value
    operands.append(found)
    return Slot(len(operands) - 1)


_DYNAMIC: Any = object()


def static_value(thing: Thing) -> Any:
    """Return the Python value of a thing known at compile time, else a marker."""
    if isinstance(thing, Const | Static):
        return thing.value
    if isinstance(thing, Struct) and thing.kind in ("tuple", "list"):
        items = [static_value(i) for i in thing.items]
        if all(i is not _DYNAMIC for i in items):
            return tuple(items)
    return _DYNAMIC


METHOD_CALLS: dict[str, Callable[..., Thing]] = {}


def _method(
    scope: Scope, node: ast.Call, method: Method, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    token, receiver = method.receiver, memory.now(scope, method.receiver)
    if isinstance(receiver, Struct):
        return methods.call(scope, node, token, receiver, method.name, args, keywords)
    args = [memory.now(scope, a) for a in args]
    if isinstance(receiver, Const) and isinstance(receiver.value, str):
        return texts.method(scope, node, receiver.value, method.name, args)
    if method.name in METHOD_CALLS:
        return METHOD_CALLS[method.name](scope, node, receiver, args, keywords)
    if isinstance(receiver, Conflict):
        raise refuse(
            "AD402",
            "a list or dict whose items are known only at run time",
            scope.span(node),
            "changed here",
            "append once per round, on the first level of a loop, to a list that starts empty",
        )
    if method.name not in METHODS or isinstance(receiver, Const):
        raise refuse(
            "AD402" if method.name == "append" else "AD203",
            f"the method {method.name!r} is not known here",
            scope.span(node),
            "this call",
            "append once per round, on the first level of a loop, to a list that starts empty"
            if method.name == "append"
            else "",
        )
    known = gate(METHODS[method.name])
    if method.name in ("reshape", "transpose") and not (len(args) == 1 and _is_tuple(args[0])):
        args = [Struct("tuple", tuple(args))] if args else []
    if isinstance(receiver, Value) and isinstance(receiver.type, Seq | Tree | Other):
        raise refuse("AD203", f"the method {method.name!r} is not known", scope.span(node))
    out = known_call(scope, node, known, [receiver, *args], keywords, method.name)
    return memory.viewed(scope, token, out)


def _is_tuple(thing: Thing) -> bool:
    return isinstance(thing, Struct) or isinstance(type_of(thing), Tree)  # type: ignore[arg-type]


def user_call(
    scope: Scope,
    node: ast.Call,
    function: types.FunctionType,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing:
    """Build the body of a user function in place."""
    program = scope.program
    code = function.__code__
    if len(program.calls) > MAX_DEPTH:
        raise refuse(
            "AD501",
            f"{function.__name__!r} calls itself",
            scope.span(node),
            "a recursion whose depth is not known at compile time",
            "write it as a loop",
        )
    captured = capture(function)
    fence(captured)
    program.guard(function, "__code__", code, "attribute")
    if function.__defaults__ or function.__kwdefaults__:
        program.guard(function, "__defaults__", function.__defaults__, "attribute")
        program.guard(function, "__kwdefaults__", function.__kwdefaults__, "attribute")
    defaults = [objects.constant(v) for v in function.__defaults__ or ()]
    extra = {k: objects.constant(v) for k, v in (function.__kwdefaults__ or {}).items()}
    env = bind(scope, node, captured.node, function.__name__, args, keywords, defaults, extra)
    inner = Scope(program, captured, env)
    return _build_inside(scope, inner, code)


def _inner(
    scope: Scope, node: ast.Call, inner: Inner, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    program = scope.program
    code: Any = inner.captured.node
    if len(program.calls) > MAX_DEPTH:
        raise refuse("AD501", "an inner function calls itself", scope.span(node))
    name = getattr(inner.captured.node, "name", "<lambda>")
    env = bind(
        scope,
        node,
        inner.captured.node,
        name,
        args,
        keywords,
        list(inner.defaults),
        dict(inner.keyword_defaults),
    )
    return _build_inside(scope, Scope(program, inner.captured, env, inner.scope), code)


def _build_inside(scope: Scope, inner: Scope, code: Any) -> Thing:
    program = scope.program
    generators.as_list(inner)
    program.calls.append(code)
    outer = program.b.span
    inner.caller = scope
    inner.env.update(shared(scope))
    try:
        return statements.body(inner, inner.captured.body)
    finally:
        scope.env.update(shared(inner))
        program.calls.pop()
        program.b.span = outer


def shared(scope: Scope) -> dict[Any, Thing]:
    """Return what a scope knows of the contents of things, which every scope shares."""
    return {key: thing for key, thing in scope.env.items() if not isinstance(key, str)}


def bind(
    scope: Scope,
    node: ast.AST,
    callee: ast.FunctionDef | ast.Lambda,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing],
    defaults: list[Thing],
    keyword_defaults: dict[str, Thing],
) -> dict[Any, Thing]:
    """Return parameter -> argument, as Python binds them."""
    spec = callee.args
    positional = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    env: dict[Any, Thing] = dict(zip(positional, args, strict=False))
    problem = ""
    if len(args) > len(positional) and spec.vararg is None:
        problem = f"{name}() takes {len(positional)} arguments"
    allowed = {a.arg for a in (*spec.args, *spec.kwonlyargs)}
    extra: dict[str, Thing] = {}
    for key, thing in keywords.items():
        if spec.kwarg is not None and key not in allowed:
            extra[key] = thing
            continue
        if key not in allowed or key in env:
            problem = problem or f"{name}() got an unexpected argument {key!r}"
        env[key] = thing
    if spec.vararg is not None:
        env[spec.vararg.arg] = Struct("tuple", tuple(args[len(positional) :]))
    if spec.kwarg is not None:
        env[spec.kwarg.arg] = Struct("dict", tuple(extra.values()), tuple(extra))
        scope.program.b.place(env[spec.kwarg.arg])
    late = dict(zip(positional[len(positional) - len(defaults) :], defaults, strict=True))
    for key, thing in {**late, **keyword_defaults}.items():
        env.setdefault(key, thing)
    missing = [p for p in (*positional, *(a.arg for a in spec.kwonlyargs)) if p not in env]
    if missing and not problem:
        problem = f"{name}() misses the argument {missing[0]!r}"
    if problem:
        raise refuse("AD204", problem, scope.span(node), "called here")
    return env


def _extreme(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any, which: Any) -> Thing:
    if keywords:
        raise refuse("AD204", f"{which.__name__}(key=...) is not supported", scope.span(node))
    if len(args) == 1:
        thing = args[0]
        if isinstance(thing, Struct):
            args = subscripts.listed(scope, node, thing)
        elif isinstance(thing, Value) and isinstance(thing.type, Tree):
            args = subscripts.unpack(scope, node, thing, len(thing.type.items))
        else:
            found = builtin_calls.extreme_of_sequence(scope, node, thing, which)
            if found is not None:
                return found
            raise refuse(
                "AD204",
                f"{which.__name__}() of this value is not supported",
                scope.span(node),
                hint=f"np.{which.__name__}(...)",
            )
    out = expressions.atom(scope, node, args[0])
    for arg in args[1:]:
        out = scope.program.b.apply(gate(which), out, expressions.atom(scope, node, arg))
    return out


def _sum(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    if args and isinstance(args[0], Struct) and args[0].kind not in ("dict", "object"):
        start = args[1] if len(args) > 1 else keywords.get("start", Const(0))
        out = start
        for item in args[0].items:
            out = expressions.binary(scope, node, ast.Add, out, item)
        return out
    return None  # type: ignore[return-value]


def _len(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Any:
    thing = args[0] if args else None
    if isinstance(thing, Struct) and thing.kind == "object":
        return objects.special(scope, node, thing, "__len__", [])
    if isinstance(thing, Struct):
        return Const(len(thing.items))
    if isinstance(thing, Value) and isinstance(thing.type, Tree):
        return Const(len(thing.type.items))
    return None


def _tuple(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any, kind: str) -> Any:
    if not args:
        return Struct(kind, ())
    thing = args[0]
    if isinstance(thing, Struct):
        return Struct(kind, tuple(subscripts.listed(scope, node, thing)))
    if isinstance(thing, Value) and isinstance(thing.type, Tree) and thing.type.kind != "dict":
        n = len(thing.type.items)
        return Struct(kind, tuple(subscripts.unpack(scope, node, thing, n)))
    return None


def _isinstance(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any) -> Thing:
    classes = static_value(args[1])
    cls = python_class(type_of(expressions.atom(scope, node, args[0])))
    if classes is _DYNAMIC or cls is None:
        raise refuse("AD204", "isinstance needs a value of known kind", scope.span(node))
    return Const(issubclass(cls, classes))


def python_class(type_: Any) -> type | None:
    """Return the Python class of values of a type, None if it is not known."""
    match type_:
        case Array():
            return np.ndarray
        case Scalar(kind, dtype):
            if dtype == "?":
                return None
            named = {"bool": bool, "int": int, "float": float, "complex": complex}
            return np.dtype(dtype).type if dtype else named[kind]
        case Seq(_, kind) | Tree(kind):
            return getattr(builtins, kind, None)
        case Other(cls):
            return cls
    return None


def _clip(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Any:
    bounds = [*args[1:], *(keywords.pop(k) for k in ("a_min", "a_max") if k in keywords)]
    if len(bounds) == 2 and Const(None) in bounds:
        lo, hi = bounds
        function = np.minimum if lo == Const(None) else np.maximum
        bound = hi if lo == Const(None) else lo
        return known_call(scope, node, gate(function), [args[0], bound], {})
    return known_call(scope, node, gate(np.clip), [args[0], *bounds], keywords)


def _astype(
    scope: Scope, node: ast.Call, x: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    dtype = static_value(args[0]) if len(args) == 1 and not keywords else _DYNAMIC
    if dtype is _DYNAMIC:
        raise refuse("AD204", "astype needs one literal dtype", scope.span(node))
    operand = expressions.atom(scope, node, x)
    attrs = {"dtype": dtype}
    known = gate(core.astype)
    if np.dtype(dtype).kind not in "fc":
        known = gate(core.rounded_to)
    return scope.program.b.apply(known, operand, attrs=attrs)


def _item_method(
    scope: Scope, node: ast.Call, x: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    if args:
        raise refuse("AD204", "item(index) is not supported", scope.span(node), hint="x[index]")
    return scope.program.b.apply(gate(core.item_of), expressions.atom(scope, node, x))


def _tree_method(name: str) -> Callable[..., Thing]:
    def method(
        scope: Scope, node: ast.Call, x: Thing, args: list[Thing], keywords: dict[str, Thing]
    ) -> Thing:
        if isinstance(x, Value) and isinstance(x.type, Tree) and x.type.kind == "dict":
            b = scope.program.b
            items = tuple(b.apply(gate(core.item), x, attrs={"key": k}) for k in x.type.keys)
            whole = Struct("dict", items, x.type.keys)
            return methods.call(scope, node, whole, whole, name, args, keywords)
        raise refuse("AD203", f"the method {name!r} is not known", scope.span(node))

    return method


METHOD_CALLS.update(
    {
        "astype": _astype,
        "clip": lambda scope, node, x, args, keywords: _clip(scope, node, [x, *args], keywords),
        "item": _item_method,
        "values": _tree_method("values"),
        "keys": _tree_method("keys"),
        "items": _tree_method("items"),
    }
)


def _join(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing], known: Any
) -> Any:
    """Append `np.concatenate` or `np.stack` of a list of known length."""
    thing = args[0] if args else None
    if isinstance(thing, Value) and isinstance(thing.type, Tree) and thing.type.kind != "dict":
        n = len(thing.type.items)
        thing = Struct(thing.type.kind, tuple(subscripts.unpack(scope, node, thing, n)))
    if not isinstance(thing, Struct) or thing.kind == "dict" or not thing.items:
        raise refuse(
            "AD204", f"{known.__name__} needs a list written out", scope.span(node), "this call"
        )
    items = list(thing.items)
    if len(args) > 1:
        keywords = {**keywords, "axis": args[1]}
    return known_call(scope, node, gate(known), items, keywords)


def _log(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any) -> Any:
    if len(args) != 2:
        return None
    top, base = (known_call(scope, node, gate(math.log), [a], {}) for a in args)
    return expressions.binary(scope, node, ast.Div, top, base)


SPECIAL: dict[Any, Callable[..., Any]] = {
    print: texts.say,
    max: lambda s, n, a, k: _extreme(s, n, a, k, max),
    min: lambda s, n, a, k: _extreme(s, n, a, k, min),
    sum: _sum,
    len: _len,
    tuple: lambda s, n, a, k: _tuple(s, n, a, k, "tuple"),
    list: lambda s, n, a, k: _tuple(s, n, a, k, "list"),
    isinstance: _isinstance,
    np.clip: _clip,
    np.concatenate: lambda s, n, a, k: _join(s, n, a, k, core.concatenate),
    np.stack: lambda s, n, a, k: _join(s, n, a, k, core.stack),
    math.log: _log,
}
