"""From text to a function: compiled, guarded, and known to tracebacks and debuggers.

The compiled function keeps the user's globals and closure, so that numbers and arrays are
read live. Modules and helpers that the text names are put among the constants of the code,
which is the fastest place that Python has; and so are the guards, one condition in front of
the first statement: the argument kinds that the code was compiled for, and the objects that
it relies on. Where the condition fails, `miss` finds or compiles the right code.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import types
import warnings
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from adcompiler.backend.emit import Text
from adcompiler.backend.notes import Notes

MARK = "\0adcompiler:"
NAMELESS = "<generated>"


def register(text: Text) -> str:
    """Put the text where tracebacks and debuggers find it; return its file name."""
    digest = f"{zlib.crc32(text.source.encode()):08x}"
    filename = f"<generated adcompiler: {text.name} {digest}>"
    lines = text.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(text.source), None, lines, filename)
    return filename


def load(
    text: Text,
    home: types.FunctionType,
    guards: Sequence[tuple[str, dict[str, Any]]] = (),
    miss: Callable[..., Any] | None = None,
    floats: Sequence[str] = (),
    numbers: Sequence[str] = (),
) -> types.CodeType:
    """Return the code object of the text, with its guards in front.

    Parameters
    ----------
    text
        What was emitted.
    home
        The user's function, whose free variables the code shares.
    guards
        Conditions as Python text, with the objects that they name.
    miss
        What to call where a guard fails, with the value of each parameter.
    floats
        Parameters that must be Python floats. Where an arithmetic statement reads all of
        them, one look at its result replaces a look at each.
    numbers
        Other names that stand for Python floats and integers, which such a statement may read.

    """
    filename = register(text)
    tree = ast.parse(text.source)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    constants = dict(text.externals)
    tree = _Binder(constants).visit(tree)
    if text.routines:
        constants |= _routines(ast.Module(tree.body[:-1], []), filename, constants)
        _Binder(dict.fromkeys(text.routines)).visit(function)
    if miss is not None:
        spot = _witness(function, floats, numbers)
        if floats and spot is None:
            guards = [(_chain(floats), {"type": type, "float": float}), *guards]
        if spot is not None:
            types_ = {"type": type, "float": float}
            look = _guard(function, [(_chain([spot[1]]), types_)], constants, miss, "after")
            failed = _guard(function, [(_chain(floats), types_)], constants, miss, "failed")
            function.body[spot[0] : spot[0] + 1] = [
                _or_else(function.body[spot[0]], failed),
                look,
            ]
        if guards or spot is None:
            function.body.insert(0, _guard(function, guards, constants, miss, "before"))
    if text.spans:
        constants.update(noted=Notes(text, filename), everything=BaseException)
        function.body = [_noting(function)]
    name, function.name = function.name, NAMELESS  # the user's may be called like it
    outer = _factory(function, home.__code__.co_freevars)
    module = ast.Module([outer], [])
    code = _inner(_inner(_compiled(module, filename), "outer"), NAMELESS)
    return _bind(code, constants).replace(co_name=name, co_qualname=name)


def _compiled(module: ast.Module, filename: str) -> types.CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # the marks are called, subscripted
        return compile(module, filename, "exec", dont_inherit=True)


def _routines(module: ast.Module, filename: str, constants: dict[str, Any]) -> dict[str, Any]:
    """Return the functions that a module defines; they see one another and nothing else."""
    namespace: dict[str, Any] = {"__builtins__": builtins, "__name__": "adcompiler.generated"}
    exec(_compiled(module, filename), namespace)
    found = {k: v for k, v in namespace.items() if isinstance(v, types.FunctionType)}
    for function in found.values():
        function.__code__ = _bind(function.__code__, constants)
    return found


def _marked(name: str) -> ast.Constant:
    """Return a constant that stands for an object: a set, of which Python folds nothing."""
    value: Any = frozenset({MARK + name})
    return ast.Constant(value)


class _Binder(ast.NodeTransformer):
    """Replaces the names of outside objects by marked constants."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.names and isinstance(node.ctx, ast.Load):
            return ast.copy_location(_marked(node.id), node)
        return node


def _guard(
    function: ast.FunctionDef,
    guards: Sequence[tuple[str, dict[str, Any]]],
    constants: dict[str, Any],
    miss: Callable[..., Any],
    where: str,
) -> ast.stmt:
    """Return `if not (guards): return miss(arguments)`, on the line of the def."""
    constants["miss"] = miss
    tests: list[ast.expr] = []
    for k, (condition, objects) in enumerate(guards):
        test = ast.parse(condition, mode="eval").body
        renamed = {name: f"{name}~{where}{k}" for name in objects}
        constants.update({renamed[name]: value for name, value in objects.items()})
        tests.append(_Renamer(renamed).visit(test))
    args: list[ast.expr] = [ast.Name(a.arg, ast.Load()) for a in _parameters(function.args)]
    back = ast.Return(ast.Call(_marked("miss"), args, []))
    if not tests:
        condition_tree: ast.expr = ast.Constant(True)
    else:
        both = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)
        condition_tree = ast.UnaryOp(ast.Not(), both)
    statement = ast.If(condition_tree, [back], [])
    for node in ast.walk(statement):
        if isinstance(node, ast.stmt | ast.expr | ast.keyword):
            node.lineno = node.end_lineno = function.lineno
            node.col_offset = node.end_col_offset = 0
    return statement


def _noting(function: ast.FunctionDef) -> ast.stmt:
    """Return the body of a function, with a note on what it raises; nothing is done before."""
    note = ast.Expr(ast.Call(_marked("noted"), [], []))
    handler = ast.ExceptHandler(_marked("everything"), None, [note, ast.Raise()])
    for node in ast.walk(handler):
        if isinstance(node, ast.stmt | ast.expr | ast.ExceptHandler):
            ast.copy_location(node, function)
            node.end_lineno = node.lineno
    return ast.copy_location(ast.Try(function.body, [handler], [], []), function)


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    """Return the parameters in the order in which `inspect.signature` has them."""
    star = [arguments.vararg] if arguments.vararg else []
    last = [arguments.kwarg] if arguments.kwarg else []
    return [*arguments.posonlyargs, *arguments.args, *star, *arguments.kwonlyargs, *last]


def _or_else(statement: ast.stmt, failed: ast.stmt) -> ast.stmt:
    """Return the statement with `failed` before any exception of it: kinds that do not add."""
    anything, again = ast.Name("Exception", ast.Load()), ast.Raise()
    handler = ast.ExceptHandler(anything, None, [failed, again])
    guarded = ast.Try([statement], [handler], [], [])
    nodes: list[ast.AST] = [guarded, handler, anything, again]
    for node in nodes:
        ast.copy_location(node, statement)
    return guarded


def _chain(names: Sequence[str]) -> str:
    """Return the condition that all of these are Python floats."""
    return " is ".join(f"type({name})" for name in names) + " is float"


def _witness(
    function: ast.FunctionDef, floats: Sequence[str], numbers: Sequence[str]
) -> tuple[int, str] | None:
    """Return the first statement whose result is a float only if all `floats` are numbers.

    Sums, differences, products and quotients give a Python float only of Python numbers; an
    array or a NumPy number among them shows in the result. Not where a parameter is handed
    back as it is: an integer would pass there for a float.
    """
    if not floats:
        return None
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            if node.value.id in floats:
                return None
        if isinstance(node, ast.Return) and node.value is not None:
            parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            if any(isinstance(p, ast.Name) and p.id in floats for p in parts):
                return None
    for k, node in enumerate(function.body[:3]):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a text; anything else that is done must not be done twice
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            return None
        read = _arithmetic(node.value)
        known = read is not None and set(floats) <= read <= {*floats, *numbers}
        if known and node.targets[0].id not in floats:
            return k, node.targets[0].id
        return None
    return None


def _arithmetic(node: ast.expr) -> set[str] | None:
    """Return the names in an expression of + - * / only, None for any other expression."""
    match node:
        case ast.Name(name):
            return {name}
        case ast.Constant(float()):
            return set()
        case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right):
            parts = _arithmetic(left), _arithmetic(right)
            if parts[0] is None or parts[1] is None:
                return None
            return parts[0] | parts[1]
    return None


class _Renamer(ast.NodeTransformer):
    """Replaces the names of a condition by marked constants."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.names:
            return ast.copy_location(_marked(self.names[node.id]), node)
        return node


def _factory(function: ast.FunctionDef, free: Sequence[str]) -> ast.FunctionDef:
    """Return a function around the code in which the user's free variables are bound.

    Every free variable is mentioned inside, so that the closure keeps its shape.
    """
    if free:
        mention: ast.stmt = ast.Expr(
            ast.Lambda(
                ast.arguments([], [], None, [], [], None, []),
                ast.Tuple([ast.Name(n, ast.Load()) for n in free], ast.Load()),
            )
        )
        dead = ast.If(ast.Name("__debug__", ast.Load()), [ast.Pass()], [mention])
        function.body.append(ast.fix_missing_locations(dead))
    extra: dict[str, Any] = {"type_params": []} if "type_params" in ast.FunctionDef._fields else {}
    arguments = ast.arguments([], [ast.arg(n) for n in free], None, [], [], None, [])
    outer = ast.FunctionDef("outer", arguments, [], [], None, None, **extra)
    ast.fix_missing_locations(outer)
    outer.body = [function]  # its nodes know their places
    return outer


def _inner(code: types.CodeType, name: str) -> types.CodeType:
    found = [c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == name]
    return found[0]


def _bind(code: types.CodeType, constants: dict[str, Any]) -> types.CodeType:
    """Replace marked constants by the objects that they stand for, in nested code too."""

    def bound(value: Any) -> Any:
        match value:
            case frozenset() if len(value) == 1 and str(*value).startswith(MARK):
                return constants[str(*value)[len(MARK) :]]
            case tuple():
                return tuple(map(bound, value))
            case types.CodeType():
                return _bind(value, constants)
        return value

    return code.replace(co_consts=bound(code.co_consts))


def to_function(code: types.CodeType, home: types.FunctionType) -> types.FunctionType:
    """Return a function of the code with the user's globals, closure and defaults."""
    made = types.FunctionType(
        code, home.__globals__, code.co_name, home.__defaults__, _closure(code, home)
    )
    made.__kwdefaults__ = dict(home.__kwdefaults__) if home.__kwdefaults__ else None
    return made


def _closure(code: types.CodeType, home: types.FunctionType) -> tuple[types.CellType, ...]:
    cells = dict(zip(home.__code__.co_freevars, home.__closure__ or (), strict=True))
    return tuple(cells[name] for name in code.co_freevars)
