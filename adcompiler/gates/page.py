"""`docs/gates.md`, written from the rule table: `python -m adcompiler.gates.page [--check]`.

`--check` compares the page with the table, row by row for the functions that both know: NumPy
and SciPy have other functions in other versions.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from adcompiler.gates.batching import RULES
from adcompiler.gates.census import census, counted
from adcompiler.gates.conventions import CONVENTIONS, ELSEWHERE, WRITTEN_OUT
from adcompiler.gates.kinds import (
    Bilinear,
    Blocked,
    Distribute,
    LocalDerivative,
    Route,
    SwapAndScale,
    Transposed,
)
from adcompiler.gates.table import AS_FOR_REALS, INFIX, OPTIONAL, PREFIX, TABLE, Gate

PROGRAM = "a program of other functions"
PAGE = Path(__file__).parents[2] / "docs" / "gates.md"
HEAD = """\
# The gates

Every function that has a rule, what kind of gate it is, and what reaches its operands when `g`
reaches its result: forward mode pushes the same the other way. `out` is the result. Written by
`python -m adcompiler.gates.page` from the rule table; a test compares the two. Functions that are
not here are refused in words, as are arguments and options that a rule does not cover.

All rules have both modes and, unless a refusal says otherwise, derivatives of all orders.
*Many* tells how a Jacobian or `per_example` does many at once: by one call of NumPy, or in a loop.
*Complex* tells whether operands may be complex: by the same rule, by one of their own, or not.
"""
SECTIONS = {
    "": "Operators and builtins", "math": "`math`", "cmath": "`cmath`",
    "statistics": "`statistics`", "np": "NumPy",
    "np.linalg": "`np.linalg`", "np.fft": "`np.fft`", "special": "`scipy.special`",
    "stats": "`scipy.stats`", "linalg": "`scipy.linalg`", "fft": "`scipy.fft`",
    "signal": "`scipy.signal`", "integrate": "`scipy.integrate`",
}  # fmt: skip


def page() -> str:
    """Return the text of the page."""
    for name in [*OPTIONAL]:
        importlib.import_module(OPTIONAL.pop(name))
    rows = _rows()
    ruled = {k: r for k, r in rows.items() if r is not None}
    lines = [HEAD, _counts(rows, ruled)]
    for root, title in SECTIONS.items():
        mine = {k: r for k, r in ruled.items() if _root(k) == root}
        if mine:
            lines += [f"\n## {title}\n", "| function | gate | derivative | many | complex |"]
            lines += ["|---|---|---|---|---|", *(mine[k] for k in sorted(mine))]
    lines += _census()
    lines += ["\n## SciPy without a gate of its own\n"]
    lines += [f"* {name}: {how}" for name, how in ELSEWHERE]
    lines += ["\n## At kinks and corners\n", "| function | where | derivative |", "|---|---|---|"]
    lines += [f"| `{f}` | {where} | {what} |" for f, where, what in CONVENTIONS]
    lines += ["\n## Blocked: no derivative flows through\n"]
    reasons: dict[str, list[str]] = {}
    for gate in _public():
        kind = gate.variants[-1][1]
        if isinstance(kind, Blocked):
            reasons.setdefault(kind.reason, []).append(f"`{_written(gate)}`")
    lines += [
        f"* {reason}: {', '.join(sorted(names))}" for reason, names in sorted(reasons.items())
    ]
    return "\n".join(lines) + "\n"


def _census() -> list[str]:
    """Return what becomes of the public functions of NumPy that are no gates."""
    programs: list[str] = []
    written: list[str] = []
    refused: dict[str, list[str]] = {}
    for entry in census().values():
        name = f"`{entry.name}`"
        if entry.how == PROGRAM:
            programs.append(name)
        elif entry.how.startswith("written with "):
            written.append(f"* {name}: {entry.how.removeprefix('written with ')}")
        elif entry.state == "refused":
            refused.setdefault(entry.reason, []).append(name)
    lines = ["\n## NumPy in other functions of NumPy\n"]
    lines += ["Read like a function of yours, each from a few lines of Python in `gates/programs`:"]
    lines += [", ".join(sorted(programs)), "\nWritten with other gates where they are called:\n"]
    lines += [*sorted(written), "\n## NumPy refused, and why\n"]
    return lines + [f"* {reason}: {', '.join(sorted(n))}" for reason, n in sorted(refused.items())]


def _public() -> list[Gate]:
    """Return the gates of functions that programs call, none of the compiler's own."""
    own = ("adcompiler", "copy", "datetime", "time")
    found = []
    for function, gate in TABLE.items():
        module = (getattr(function, "__module__", None) or "numpy").split(".")[0]
        if module.lstrip("_") not in own and not isinstance(function, type(np)):
            found.append(gate)
    return found


def _rows() -> dict[str, str | None]:
    """Return the row of each function, None of those that are blocked."""
    rows: dict[str, str | None] = {}
    for gate in _public():
        kinds = [kind for _, kind in gate.variants]
        if isinstance(kinds[-1], Blocked):
            rows[_written(gate)] = None
            continue
        texts = "; or ".join(dict.fromkeys(_text(kind, gate) for kind in kinds))
        word = "; ".join(dict.fromkeys(kind.word for kind in kinds))
        many = "one call" if gate.function in RULES else "a loop"
        complex_ = {None: "no", AS_FOR_REALS: "yes"}.get(gate.over_complex, "its own rule")
        cells = (f"`{_written(gate)}`", word, texts.replace("|", "\\|"), many, complex_)
        rows[_written(gate)] = f"| {' | '.join(cells)} |"
    return rows


def _counts(rows: dict[str, str | None], ruled: dict[str, str]) -> str:
    many = sum("| one call |" in r for r in ruled.values())
    complex_ = sum(not r.endswith("| no |") for r in ruled.values())
    states = ", ".join(f"{n} {state}" for state, n in counted().items())
    return (
        f"\nOf the {sum(counted().values())} public names of NumPy {np.__version__}, methods and "
        f"attributes of arrays and methods of ufuncs among them, so many are in each state: "
        f"{states}.\n"
        f"\nIn NumPy {np.__version__}: {len(ruled)} functions and operators have rules, "
        f"{len(rows) - len(ruled)} are blocked; {many} are done for many at once by one call, "
        f"{complex_} take complex numbers."
    )


def _written(gate: Gate) -> str:
    """Return how a call of the gate is written."""
    sign = INFIX.get(gate.function) or PREFIX.get(gate.function)
    if sign is None:
        return gate.name
    return f"x {sign} y" if gate.function in INFIX else f"{sign}x"


def _root(name: str) -> str:
    root, _, _ = name.rpartition(".")
    return root if root in SECTIONS else root.split(".")[0] if "." in name else ""


def _text(kind: Any, gate: Gate) -> str:
    """Return what a kind of gate sends back, as the table says it."""
    names = [p.name for p in gate.parameters if not p.keyword_only]
    match kind:
        case LocalDerivative():
            pairs = [(n, kind.derivative(n)) for n in names]
            return ", ".join(f"{n}: `{t}`" if t else f"{n}: must be constant" for n, t in pairs)
        case Blocked():
            return kind.reason
        case Transposed():
            return f"`{kind.back}`"
        case Bilinear():
            return f"{names[0]}: `{kind.x}`, {names[1]}: `{kind.y}`"
        case SwapAndScale():
            return "x: `g * y`, y: `g * x`"
        case Distribute():
            return ", ".join(
                f"{n}: `{'-g' if s == '-' else 'g'}`" for n, s in zip(names, kind.signs)
            )
        case Route():
            wins = ", ".join(f"{n} where `{cond}`" for n, cond in kind.conditions)
            return f"all of `g` to {wins}"
    return WRITTEN_OUT.get(_written(gate)) or _said(kind)


def _said(kind: Any) -> str:
    """Return what the program of a gate says of itself, or where it stands."""
    backward = getattr(kind, "backward", None)
    told = (inspect.getdoc(backward) or "").split("\n")[0] if backward is not None else ""
    module = getattr(backward, "__module__", "").removeprefix("adcompiler.")
    return told or f"in `{module.replace('.', '/')}.py`"


def differences(have: str, want: str) -> list[str]:
    """Return the rows in which two pages differ, of functions that both know."""
    old, new = ({line.split("|")[1]: line for line in _table(t)} for t in (have, want))
    return [f"- {old[k]}\n+ {new[k]}" for k in new if k in old and old[k] != new[k]]


def _table(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| `")]


def main(arguments: Sequence[str]) -> int:
    """Write the page, or compare it with the table."""
    if "--check" not in arguments:
        PAGE.write_text(page())
        return 0
    have, want = PAGE.read_text(), page()
    found = differences(have, want)
    if np.__version__ in have and sorted(_table(have)) != sorted(_table(want)):
        found = found or ["functions have come or gone"]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
