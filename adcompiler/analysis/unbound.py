"""Which values may be unbound, as a variable is that only some branch has set, or hold such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Block, Call, For, If, Op, Routine
from adcompiler.ir.types import Seq, Tree, Type
from adcompiler.ir.walk import all_ops

Path = tuple[Any, ...]  # the keys that lead into a value to what may be unbound
EVERY = ...  # the key of all items of a sequence


def unsure(body: Block) -> set[Atom]:
    """Return the values that may be unbound, or hold what may be."""
    found: dict[Atom, set[Path]] = {UNDEF: {()}}
    blocks = [body, *(r.program.body for r in _called(body))]
    grown = True
    while grown:
        grown = False
        for op in (op for block in blocks for op in all_ops(block)):
            for out, path in _flows(op, found):
                paths = found.setdefault(out, set())
                short = _clipped(path, type_of(out))
                grown = grown or short not in paths
                paths.add(short)
    return set(found)


def _called(body: Block) -> list[Routine]:
    """Return the routines that are called, and those that these call."""
    found: dict[Routine, None] = {}
    waiting = [body]
    while waiting:
        for op in all_ops(waiting.pop()):
            if isinstance(op, Call) and op.routine not in found:
                found[op.routine] = None
                waiting.append(op.routine.program.body)
    return list(found)


def _flows(op: Op, found: dict[Atom, set[Path]]) -> Iterator[tuple[Atom, Path]]:
    """Yield what an operation makes of what may be unbound, and where it is in there."""

    def of(*atoms: Atom) -> list[Path]:
        return [path for a in atoms for path in found.get(a, ())]

    match op:
        case If():
            for out, *sides in zip(op.out, op.then.yields, op.orelse.yields, strict=True):
                yield from ((out, path) for path in of(*sides))
        case For():
            for item, whole in zip(op.items, op.over, strict=True):
                yield from ((item, path) for path in _inside(of(whole), EVERY))
            for carried, final, *sides in zip(
                op.carried, op.finals, op.init, op.nexts, strict=True
            ):
                yield from ((out, path) for path in of(*sides) for out in (carried, final))
            for out, one in zip(op.collected, op.gathered, strict=True):
                yield from ((out, (EVERY, *path)) for path in of(one))
        case Call():
            for params, one, size in zip(
                op.routine.taken(), op.args, op.routine.takes, strict=True
            ):
                for k, param in enumerate(params):
                    paths = of(one) if size is None else _inside(of(one), k)
                    yield from ((param, path) for path in paths)
            for out, parts, size in zip(op.out, op.routine.given(), op.routine.gives, strict=True):
                for k, part in enumerate(parts):
                    ahead = () if size is None else (k,)
                    yield from ((out, (*ahead, *path)) for path in of(part))
        case Apply() if op.gate.function is core.pack:
            keys = op.attrs.get("keys") or range(len(op.args))
            for key, one in zip(keys, op.args, strict=True):
                yield from ((op.out, (key, *path)) for path in of(one))
        case Apply() if op.gate.function is core.item:
            yield from ((op.out, p) for p in _inside(of(op.args[0]), op.attrs["key"]))
        case Apply() if op.gate.function is core.load:
            index = op.attrs["index"]
            cut = isinstance(index, slice)
            paths = of(op.args[0])
            yield from ((op.out, p) for p in (paths if cut else _inside(paths, EVERY)))


def _inside(paths: Iterable[Path], key: Any) -> list[Path]:
    """Return the paths that go on in one part; what is unbound as a whole has none."""
    return [path[1:] for path in paths if path and path[0] in (key, EVERY)]


def _clipped(path: Path, type_: Type) -> Path:
    """Return a path as far as a type tells of parts: there are no more than so many."""
    clipped: list[Any] = []
    for key in path:
        match type_:
            case Seq(item):
                clipped.append(EVERY)
                type_ = item
            case Tree(_, items) if key in type_.names:
                clipped.append(key)
                type_ = items[type_.names.index(key)]
            case _:
                break
    return tuple(clipped)
