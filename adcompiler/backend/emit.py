"""From a program to Python text: the user's lines, then the backward lines with their cause."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from adcompiler.backend.expressions import Expressions
from adcompiler.backend.layout import lay_out
from adcompiler.backend.names import assign
from adcompiler.backend.printer import to_source
from adcompiler.backend.statements import Statements
from adcompiler.ir.nodes import Function, Op, Value
from adcompiler.ir.routines import routines
from adcompiler.source import Span


@dataclass(frozen=True, eq=False)
class Text:
    """Emitted code, the objects that its free names stand for, and where its parts come from."""

    source: str
    name: str
    externals: dict[str, Any]
    names: frozenset[str] = frozenset()  # the variables
    routines: tuple[str, ...] = ()  # the functions that come before it in the text
    tree: ast.Module | None = None  # what was printed
    spans: dict[ast.AST, Span] = field(default_factory=dict)
    lines: dict[Op, ast.stmt] = field(default_factory=dict)  # the statements of operations
    called: dict[Value, str] = field(default_factory=dict)  # the variables of stages
    inlined: frozenset[Value] = frozenset()  # stages written inside others


def emit(
    fn: Function,
    arguments: ast.arguments | None = None,
    staged: bool = False,
    reserved: Iterable[str] = (),
) -> Text:
    """Return the text of a program, after the routines that it calls.

    Parameters
    ----------
    fn
        The program.
    arguments
        The parameter list to write; by default plain names.
    staged
        Whether each gate gets a line of its own.
    reserved
        Names that no variable gets: those of the closure that the code shares.

    """
    known = routines(fn)
    programs = [*(r.program for r in known), fn]
    layouts = [lay_out(one, staged) for one in programs]
    taken = {c.path.split(".")[0] for c in fn.captures if c.path.isidentifier()}
    taken -= {c.name for c in fn.captures}
    taken |= set(reserved) - {c.path for c in fn.captures}
    variables = [assign(layout, taken) for layout in layouts]
    used = {fn.name, *taken, *(n for v in variables for n in v.names.values())}
    called = {r: _unused(r.name, used) for r in known}
    emitters = [
        Statements(layout, v, Expressions(layout, v), called, [])
        for layout, v in zip(layouts, variables, strict=True)
    ]
    externals: dict[str, Any] = {}
    spans: dict[ast.AST, Span] = {}
    comments: list[str] = []
    tree: list[ast.stmt] = []
    for emitter, word in zip(emitters, [*called.values(), fn.name], strict=True):
        emitter.apart = emitter is not emitters[-1]
        emitter.expressions.externals, emitter.comments = externals, comments
        emitter.expressions.locals, emitter.expressions.spans = used, spans
        emitter.expressions.routines = called
        tree.append(_definition(emitter, word, None if emitter.apart else arguments))
    module = ast.Module(tree, [])
    text = _with_comments(to_source(module), comments)
    outside = {variables[-1].find(c.value) for c in fn.captures}
    names = frozenset(n for v, n in variables[-1].names.items() if v not in outside)
    return Text(
        text,
        fn.name,
        externals,
        names,
        tuple(called.values()),
        module,
        spans,
        emitters[-1].lines,
        {v: variables[-1].name(v) for v in variables[-1].names},
        frozenset(v for v in layouts[-1].inlined),
    )


def _unused(word: str, used: set[str]) -> str:
    """Return a name for a routine that nothing else has."""
    found, k = word, 2
    while found in used or hasattr(builtins, found):
        found, k = f"{word}_{k}", k + 1
    used.add(found)
    return found


def _definition(emitter: Statements, word: str, arguments: ast.arguments | None) -> ast.FunctionDef:
    """Return the definition of one function."""
    fn = emitter.layout.fn
    emitter.sections = any(op.span.sweep for op in fn.body.ops)
    body = emitter.block(fn.body, top=True)
    body.append(ast.Return(emitter.expressions.result(fn.result, fn.body.yields)))
    if arguments is None:
        args = [ast.arg(p.name) for p in fn.params]
        arguments = ast.arguments([], args, None, [], [], None, [])
    extra: dict[str, Any] = {"type_params": []} if "type_params" in ast.FunctionDef._fields else {}
    return ast.FunctionDef(word, arguments, body, [], None, None, lineno=0, **extra)


def _with_comments(text: str, comments: list[str]) -> str:
    """Replace the placeholders by comments."""
    lines = []
    for line in text.splitlines():
        word = line.strip()
        if word.startswith("__comment_"):
            comment = comments[int(word.strip("_").split("_")[1])]
            line = f"{line[: len(line) - len(line.lstrip())]}# {comment}"
        lines.append(line)
    return "\n".join(lines).strip() + "\n"
