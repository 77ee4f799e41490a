"""From a function object to its own text: by name and line, lambdas told apart by column."""

from __future__ import annotations

import ast
import dis
import linecache
import types
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend.mangling import mangle
from adcompiler.source import Source, Span

FunctionNode = ast.FunctionDef | ast.Lambda
NOT_STORED = "its source is not stored anywhere"


@dataclass(frozen=True, eq=False)
class Captured:
    """A function with its text and tree."""

    function: types.FunctionType
    node: FunctionNode
    source: Source

    @property
    def body(self) -> list[ast.stmt]:
        """The statements; those of a lambda are one return."""
        if isinstance(self.node, ast.FunctionDef):
            return self.node.body
        back = ast.Return(self.node.body)
        return [ast.copy_location(back, self.node.body)]


_INCIDENTAL = {"PUSH_NULL", "PRECALL", "CACHE", "COPY_FREE_VARS", "MAKE_CELL", "EXTENDED_ARG"}
_JUMPS = {*dis.hasjrel, *dis.hasjabs}
_known: dict[tuple[types.CodeType, str], tuple[FunctionNode, Source]] = {}


def capture(function: types.FunctionType) -> Captured:
    """Return the text and tree of a function, or raise NoSourceError saying why there is none.

    The text of a code object is looked up once: whatever happens to its file afterwards, the
    function still does what it was compiled from.
    """
    code = function.__code__
    key = code, code.co_filename  # equal code of another file is equal to this
    if key in _known:
        return Captured(function, *_known[key])
    lines = _lines(function)
    if not lines:
        raise _no_source(function, NOT_STORED)
    try:
        functions = _functions("".join(lines))
    except SyntaxError:
        raise _no_source(function, "its file does not parse any more") from None
    node = _find(functions, code)
    if node is None:
        # From 3.13 on `python -c` stores its own text as that of every "<string>".
        stored = code.co_filename != "<string>"
        reason = "its file has changed since it was loaded" if stored else NOT_STORED
        raise _no_source(function, reason)
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    text = "".join(lines[first - 1 : node.end_lineno])
    source = Source(code.co_filename, text, first, function.__name__)
    if isinstance(node, ast.AsyncFunctionDef):
        raise refuse(
            "AD103",
            "a coroutine has no derivative",
            Span.of(source, node),
            hint="write a plain def",
        )
    _known[key] = node, source
    return Captured(function, node, source)


def _lines(function: types.FunctionType) -> list[str]:
    filename = function.__code__.co_filename
    linecache.checkcache(filename)
    return linecache.getlines(filename, function.__globals__)


@lru_cache(maxsize=32)
def _functions(text: str) -> dict[tuple[str, int], list[Any]]:
    """Return the functions and lambdas of a file by name and the lines they may start on."""
    found: dict[tuple[str, int], list[Any]] = {}
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda):
            found.setdefault(("<lambda>", node.lineno), []).append(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for line in {node.lineno, *(d.lineno for d in node.decorator_list)}:
                found.setdefault((node.name, line), []).append(node)
    mangle(tree)
    return found


def _no_source(function: types.FunctionType, why: str) -> Exception:
    return refuse(
        "AD101",
        f"cannot read the source of {function.__name__!r}: {why}",
        hint="define the function in a file or a notebook cell, or register its text in linecache",
    )


def _find(functions: dict[tuple[str, int], list[Any]], code: types.CodeType) -> Any:
    """Return the node that was compiled to `code`."""
    nodes = functions.get((code.co_name, code.co_firstlineno), [])
    if code.co_name == "<lambda>":
        spots = _positions(code)
        nodes = [n for n in nodes if not spots or _spans(n.body, spots)]
        if not spots:  # `lambda: 1.0` on Python 3.12: any that does the same will do
            nodes = [n for n in nodes if _same_code(n, code)][:1]
    nodes = [n for n in nodes if _same_code(n, code)]
    return nodes[0] if len(nodes) == 1 else None


def _positions(code: types.CodeType) -> list[tuple[int, int]]:
    spots = [(p[0], p[2]) for p in code.co_positions()]
    return [(line, col) for line, col in spots if line and col is not None and col > 0]


def _spans(body: ast.expr, spots: list[tuple[int, int]]) -> bool:
    """Tell whether the instructions of a code object lie inside the body of a lambda."""
    start = (body.lineno, body.col_offset)
    end = (body.end_lineno or body.lineno, body.end_col_offset or 0)
    inside = [start <= spot <= end for spot in spots]
    return bool(inside) and all(inside) and min(spots) <= end


def _same_code(node: FunctionNode, code: types.CodeType) -> bool:
    """Tell whether compiling the node now gives the same instructions."""
    if any(isinstance(n, ast.Assert) for n in ast.walk(node)):
        return True  # test runners rewrite assertions
    try:
        again = _compile_alone(node, code)
    except SyntaxError:
        return True
    return again is None or _instructions(again) == _instructions(code)


def _instructions(code: types.CodeType) -> list[tuple[str, str]]:
    """Return what a code object does, without what depends on the module around it."""
    found = []
    for i in dis.get_instructions(code):
        if i.opname not in _INCIDENTAL:
            what = "code" if isinstance(i.argval, types.CodeType) else repr(i.argval)
            found.append((i.opname.replace("METHOD", "ATTR"), "" if i.opcode in _JUMPS else what))
    return found


def _compile_alone(node: FunctionNode, code: types.CodeType) -> types.CodeType | None:
    """Compile a node inside a function that binds its free variables."""
    arguments = [ast.arg(name) for name in code.co_freevars]
    inner: ast.stmt = ast.Expr(node) if isinstance(node, ast.Lambda) else node
    if isinstance(inner, ast.FunctionDef):
        fields: dict[str, Any] = {name: getattr(inner, name, None) for name in inner._fields}
        inner = ast.copy_location(ast.FunctionDef(**{**fields, "decorator_list": []}), inner)
    extra: dict[str, Any] = {"type_params": []} if "type_params" in ast.FunctionDef._fields else {}
    signature = ast.arguments([], arguments, None, [], [], None, [])
    # The function itself is a global where it was a global.
    body: list[ast.stmt] = [inner]
    if isinstance(inner, ast.FunctionDef) and inner.name not in code.co_freevars:
        body.insert(0, ast.Global([inner.name]))
    outer = ast.FunctionDef("outer", signature, body, [], None, None, **extra)
    module = ast.fix_missing_locations(ast.Module([outer], []))
    compiled = compile(module, code.co_filename, "exec", dont_inherit=True)
    found = [c for c in compiled.co_consts if isinstance(c, types.CodeType)]
    inside = [c for c in found[0].co_consts if isinstance(c, types.CodeType)]
    return next((c for c in inside if c.co_name == code.co_name), None)
