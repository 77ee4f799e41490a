"""Whether a variable has a value where it is read: a flag beside each that may have none.

Where a branch, a loop or a `del` leaves a variable unbound on some paths, a truth value tells on
which, merged by branches and carried by loops as any other. A read asks it, and raises as Python
does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from adcompiler.frontend.things import NO, YES, Cell, Conflict, Outer, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import UNDEF, Const, Value

if TYPE_CHECKING:
    from adcompiler.frontend.scope import Program, Scope

PREFIX = "<bound_"
LOCAL = "cannot access local variable {!r} where it is not associated with a value"
FREE = "cannot access free variable {!r} where it is not associated with a value in enclosing scope"


def is_flag(key: Any) -> bool:
    """Tell whether a key among the variables is that of such a flag."""
    return isinstance(key, str | Cell) and _name(key).startswith(PREFIX)


def _name(key: str | Cell) -> str:
    return key if isinstance(key, str) else key.name


def has_flag(key: Any) -> bool:
    """Tell whether a key among the variables is that of a variable of the user's."""
    if isinstance(key, Outer):
        return False
    return isinstance(key, str | Cell) and not _name(key).startswith("<")


def flag_of(program: Program, key: Any) -> Any:
    """Return the key of the flag of a variable."""
    if not isinstance(key, Cell):
        return f"{PREFIX}{key}>"
    if key not in program.flags:
        program.flags[key] = Cell(f"{PREFIX}{key.name}>")
        program.b.place_beside(key, program.flags[key])
    return program.flags[key]


def now(program: Program, env: dict[Any, Thing], key: Any) -> Thing:
    """Return whether a variable has a value, as far as it is known."""
    if not has_flag(key):
        return YES
    if env.get(key, UNDEF) is UNDEF:
        return NO
    found = env.get(flag_of(program, key), YES)
    return YES if isinstance(found, Conflict) else found


def begin(program: Program, env: dict[Any, Thing], carried: dict[Any, Thing], key: Any) -> None:
    """Let a loop carry the flag of a variable that it carries, if it may have no value before."""
    flag = now(program, env, key)
    if flag != YES:
        carried[flag_of(program, key)] = flag


def note(program: Program, env: dict[Any, Thing], key: Any) -> None:
    """Note in its flag, if there is one, that a variable has got a value."""
    if has_flag(key) and flag_of(program, key) in env:
        env[flag_of(program, key)] = YES


def copy(program: Program, env: dict[Any, Thing], key: Any, other: Any) -> None:
    """Let another variable have the value of this one, if it has one."""
    for source, target in ((key, other), (flag_of(program, key), flag_of(program, other))):
        env.pop(target, None)
        if source in env:
            env[target] = env[source]


def forget(program: Program, env: dict[Any, Thing], key: Any) -> None:
    """Let a variable have no value, and no flag."""
    for one in (key, flag_of(program, key)):
        env.pop(one, None)


def tell(
    program: Program,
    envs: Sequence[dict[Any, Thing]],
    left: Sequence[bool] = (),
    keys: Iterable[Any] = (),
) -> None:
    """Set the flags of variables that do not have a value everywhere, in all of these.

    Where control has `left` nobody asks: there it may be as elsewhere.
    """
    for key in [*dict.fromkeys([*keys, *(k for env in envs for k in env)])]:
        if not has_flag(key):
            continue
        flag = flag_of(program, key)
        found = [now(program, env, key) for env in envs]
        if sum(left) == 1 and isinstance(other := found[left.index(False)], Const):
            found = [other, other]
        if any(one != YES for one in found) or any(flag in env for env in envs):
            for env, one in zip(envs, found, strict=True):
                env[flag] = one


def check(scope: Scope, key: Any, name: str, free: bool) -> bool:
    """Append what raises where a variable has no value; tell whether it may have one."""
    b = scope.program.b
    flag = now(scope.program, scope.env, key)
    if not isinstance(flag, Value):
        return flag == YES
    known = b.truths.get(flag)
    if known is None:
        error, text = (NameError, FREE) if free else (UnboundLocalError, LOCAL)
        b.apply(gate(core.bound), flag, attrs={"error": error, "text": text.format(name)})
        b.assume(flag, holds=True)
    return known is not False
