"""Which variables a round of a loop reads before it has assigned them: what others left behind.

A variable that none reads so is a scratch of the round; what it was before need not be known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache

from adcompiler.frontend.bindings import stored_in
from adcompiler.frontend.scope import Scope

_PLAIN = (ast.Expr, ast.AugAssign, ast.Assert, ast.Delete, ast.Pass)
_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def scratch(scope: Scope, node: ast.For | ast.While) -> frozenset[str]:
    """Return the variables that each round of a loop assigns before anything reads them."""
    targets = [node.target] if isinstance(node, ast.For) else []
    read = _exposed(node)[0] | _seen_inside(scope.captured.node)
    return frozenset(stored_in([*node.body, *map(ast.Expr, targets)])) - read


def renewed(scope: Scope, node: ast.For | ast.While) -> frozenset[str]:
    """Return those of them that no round may leave as they were."""
    return scratch(scope, node) & _exposed(node)[1]


@lru_cache(maxsize=1000)
def _exposed(node: ast.For | ast.While) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that a round may read before it has assigned them, and those it assigns.

    >>> loop = ast.parse("for v in x:\\n    t = v * s\\n    if t: u = t\\n    s = u").body[0]
    >>> read, assigned = _exposed(loop)
    >>> sorted(read), sorted(assigned)
    (['s', 'u'], ['s', 't', 'v'])
    """
    found: set[str] = set()
    done: frozenset[str] = frozenset()
    if isinstance(node, ast.While):
        found |= _names(node.test)
    else:
        done = _targets(node.target)
        found |= _names(node.target) - done
    ends: list[frozenset[str]] = []
    end = _walk(node.body, done, found, ends)
    ends += [] if end is None else [end]
    return frozenset(found), frozenset.intersection(*ends) if ends else frozenset()


@lru_cache(maxsize=1000)
def _seen_inside(node: ast.AST) -> frozenset[str]:
    """Return the names in the functions that are defined inside a function."""
    every = (n for n in ast.walk(node) if n is not node)
    inner = (n for n in every if isinstance(n, ast.FunctionDef | ast.Lambda | ast.ClassDef))
    return frozenset(name for n in inner for name in _names(n) - _given(n))


def _given(node: ast.FunctionDef | ast.Lambda | ast.ClassDef) -> frozenset[str]:
    """Return the names of the parameters of a function."""
    args = getattr(node, "args", node)
    return frozenset(a.arg for a in ast.walk(args) if isinstance(a, ast.arg))


def _names(*nodes: ast.AST) -> frozenset[str]:
    every = (part for node in nodes for part in ast.walk(node))
    return frozenset(n.id for n in every if isinstance(n, ast.Name))


def _targets(*nodes: ast.AST) -> frozenset[str]:
    """Return the names that targets bind; those in a place that is written to are only read."""
    found: set[str] = set()
    for node in nodes:
        match node:
            case ast.Name(name):
                found.add(name)
            case ast.Tuple(items) | ast.List(items):
                found |= _targets(*items)
            case ast.Starred(inner):
                found |= _targets(inner)
    return frozenset(found)


def _walk(
    body: Iterable[ast.stmt],
    done: frozenset[str],
    found: set[str],
    ends: list[frozenset[str]],
) -> frozenset[str] | None:
    """Add what statements read and is not `done`; return what is then, None after a way out.

    What is done where a round may end early is added to `ends`.
    """
    for node in body:
        match node:
            case ast.Assign(targets, value):
                made = _targets(*targets)
                found |= (_names(value) | (_names(*targets) - made)) - done
                done |= made
            case ast.AnnAssign(ast.Name(name), _, value) if value is not None:
                found |= _names(value) - done
                done |= {name}
            case ast.If(test, then, orelse):
                found |= _names(test) - done
                sides = [_walk(block, done, found, ends) for block in (then, orelse)]
                open_ = [side for side in sides if side is not None]
                if not open_:
                    return None
                done = frozenset.intersection(*open_)
            case ast.For(target, over, inner, orelse):
                found |= (_names(over) | (_names(target) - _targets(target))) - done
                _walk(inner, done | _targets(target), found, ends)
                _walk(orelse, done, found, ends)
            case ast.While(test, inner, orelse):
                found |= _names(test) - done
                _walk(inner, done, found, ends)
                _walk(orelse, done, found, ends)
            case ast.With(items, inner):
                found |= _names(*items) - done
                _walk(inner, done, found, ends)
            case ast.Try(tried, handlers, orelse, final):
                found |= _names(*(h.type for h in handlers if h.type is not None)) - done
                for block in (tried, *(h.body for h in handlers), orelse, final):
                    _walk(block, done, found, ends)
            case ast.FunctionDef(name):
                found |= _names(node) - done
                done |= {name}
            case _:  # of what is rarer, or the compiler's own, whatever it names is read
                known = done if type(node) in (*_PLAIN, *_LEAVES) else frozenset()
                found |= _names(node) - known
                if isinstance(node, _LEAVES):
                    ends += [done] if isinstance(node, ast.Break | ast.Continue) else []
                    return None
    return done
