"""The passes, in order: a tuple that reads like the list in the documentation."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from adcompiler.ir.nodes import Function, Routine
from adcompiler.ir.routines import directed, redirected, routines
from adcompiler.ir.verify import verify
from adcompiler.optimise.adopt import adopt
from adcompiler.optimise.algebra import algebra
from adcompiler.optimise.collect import collect
from adcompiler.optimise.common import common
from adcompiler.optimise.dead import dead
from adcompiler.optimise.hoist import hoist
from adcompiler.optimise.invariant import invariant
from adcompiler.optimise.own import own
from adcompiler.optimise.recognise import plain, recognise
from adcompiler.optimise.unknown import unknown

Pass = Callable[[Function], Function]
Hook = Callable[[str, Function], None]

BEFORE: tuple[Pass, ...] = (adopt, invariant, common, collect, hoist, recognise)
SIMPLER: tuple[Pass, ...] = (plain, dead, common, algebra, invariant, algebra, dead)
AFTER: tuple[Pass, ...] = (*SIMPLER, unknown, own)


def checks() -> bool:
    """Tell whether the verifier runs after every pass."""
    return bool(os.environ.get("ADCOMPILER_CHECK"))


def run(fn: Function, passes: tuple[Pass, ...], hook: Hook | None = None) -> Function:
    """Run passes over a program and the routines that it calls, the hook after each."""
    known = routines(fn)
    if not known:
        return _run(fn, passes, hook)
    fresh = {r: replace(r, function=None) for r in known}
    for old, new in fresh.items():
        new.function = _redirected(old.program, fresh)
        if old.unfolded is not None:
            new.unfolded = _redirected(old.unfolded, fresh)
    for new in fresh.values():
        new.function = _run(new.program, passes, hook)
    return _run(_redirected(fn, fresh), passes, hook)


def _redirected(fn: Function, to: dict[Routine, Routine]) -> Function:
    return replace(fn, body=redirected(fn.body, to), result=directed(fn.result, to))


def _run(fn: Function, passes: tuple[Pass, ...], hook: Hook | None) -> Function:
    check = checks()
    for step in passes:
        fn = step(fn)
        if check:
            verify(fn, step.__name__)
        if hook is not None:
            hook(step.__name__, fn)
    return fn
