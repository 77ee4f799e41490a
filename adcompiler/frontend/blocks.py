"""`with` blocks: the context managers of the user's, and those that change no value."""

from __future__ import annotations

import ast
import contextlib

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, memory, statements
from adcompiler.frontend.scope import Scope, Static
from adcompiler.ir.nodes import Const


def with_block(scope: Scope, node: ast.With) -> None:
    """Append the body of a with block between entering and leaving its managers."""
    for item in node.items:
        call = item.context_expr
        manager = (
            memory.now(scope, expressions.expression(scope, call.func))
            if isinstance(call, ast.Call)
            else None
        )
        value = manager.value if isinstance(manager, Static) else None
        assert isinstance(call, ast.expr)
        if value is contextlib.nullcontext and isinstance(call, ast.Call) and not call.keywords:
            entered = expressions.expression(scope, call.args[0]) if call.args else Const(None)
        elif value is np.errstate:
            entered = Const(None)  # which warnings are shown changes no number
        else:
            raise refuse(
                "AD102",
                "a with block of this manager",
                scope.span(call),
                "not supported yet",
                "put it around the call of the gradient",
            )
        if item.optional_vars is not None:
            statements.assign(scope, item.optional_vars, entered)
    statements.block(scope, node.body)
