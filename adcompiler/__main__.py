"""The command line: `adcompiler dump FILE.py:FUNCTION`, `adcompiler check FILE.py:FUNCTION`."""

from __future__ import annotations

import argparse
import copy
import importlib
import importlib.util
import json
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from adcompiler import __version__
from adcompiler.backend.emit import emit
from adcompiler.checking import examine, is_floating
from adcompiler.checking.report import Comparison, table
from adcompiler.compiled import State, state_of
from adcompiler.errors import CompileError
from adcompiler.ir.types import UNKNOWN, Scalar, Type
from adcompiler.signature import annotated_types, parse_arguments, type_of_value
from adcompiler.transforms.gradient import GradientOptions

SCHEMA = 1
EPILOG = """examples:
  adcompiler dump examples/sigmoid_neuron.py:neuron
  adcompiler check model.py:loss --args "W=np.ones((3, 2)), x=np.array([1.0, 2.0])"

exit status: 0 done; 1 not differentiable, or the check failed; 2 wrong usage"""


class UsageError(Exception):
    """A wrong command line: exit status 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        return int(options.run(options))
    except UsageError as error:
        print(f"adcompiler: {error}", file=sys.stderr)
        return 2
    except CompileError as error:
        if options.json:
            codes = [d.code for d in error.diagnostics]
            print(json.dumps({"schema": SCHEMA, "error": str(error), "codes": codes}))
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    style = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="adcompiler",
        description="Gradients of ordinary Python, as code you can read.",
        epilog=EPILOG,
        formatter_class=style,
    )
    parser.add_argument("--version", action="version", version=f"adcompiler {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    dump = commands.add_parser(
        "dump", help="print the stages and the gradient code", epilog=EPILOG, formatter_class=style
    )
    only = dump.add_mutually_exclusive_group()
    only.add_argument("--forward", action="store_true", help="only the program as understood")
    only.add_argument("--stages", action="store_true", help="only the stages, one gate a line")
    only.add_argument("--gradient", action="store_true", help="only the gradient code")
    dump.add_argument("--value", action="store_true", help="return the value beside the gradient")
    dump.add_argument("--symbolic", action="store_true", help="closed forms where they cost less")
    dump.set_defaults(run=_dump)
    check = commands.add_parser(
        "check", help="compare with differences", epilog=EPILOG, formatter_class=style
    )
    check.add_argument("--seed", type=int, default=0, help="for arguments that are not given")
    check.set_defaults(run=_check)
    for command in (dump, check):
        command.add_argument("target", metavar="FILE.py:FUNCTION", help="or MODULE:FUNCTION")
        command.add_argument("--args", help='example arguments, such as "1.0, x=np.ones(3)"')
        command.add_argument("--argnums", help="parameters to differentiate by: 0 or 0,2 or names")
        command.add_argument("--json", action="store_true", help="print JSON")
    return parser


def load_target(target: str) -> types.FunctionType:
    """Import the function that a command line names; this runs its file."""
    place, _, name = target.rpartition(":")
    if not place or not name:
        raise UsageError(f"{target!r} is not FILE.py:FUNCTION or MODULE:FUNCTION")
    module = _module(place)
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part, None)
        if found is None:
            raise UsageError(f"there is no function {name!r} in {place}")
    state = state_of(found)
    function = state.fun if state is not None else found
    if not isinstance(function, types.FunctionType):
        raise UsageError(f"{name!r} in {place} is not a function")
    return function


def _module(place: str) -> types.ModuleType:
    if not place.endswith(".py"):
        try:
            return importlib.import_module(place)
        except ImportError as error:
            raise UsageError(f"cannot import {place}: {error}") from None
    path = Path(place)
    if not path.is_file():
        raise UsageError(f"there is no file {place}")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(path.stem, module)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


def example_arguments(function: types.FunctionType, text: str | None) -> dict[str, Any]:
    """Return parameter name -> example value, from `--args` and defaults."""
    import inspect

    parameters = list(inspect.signature(function).parameters.values())
    try:
        given = parse_arguments(text) if text else {}
    except Exception as error:
        raise UsageError(f"--args: {error}") from None
    names = [p.name for p in parameters]
    values: dict[str, Any] = {}
    for key, value in given.items():
        name = names[int(key)] if key.isdigit() and int(key) < len(names) else key
        if name not in names:
            raise UsageError(f"--args: {function.__name__}() has no parameter {key!r}")
        values[name] = value
    for p in parameters:
        if p.name not in values and p.default is not p.empty:
            values[p.name] = p.default
    return values


def chosen(
    function: types.FunctionType, found: dict[str, Type], text: str | None, values: dict[str, Any]
) -> tuple[int, ...]:
    """Return the positions of the parameters to differentiate by: by default all that can be."""
    names = list(found)
    if text:
        parts = [p.strip() for p in text.split(",")]
        try:
            return tuple(names.index(p) if p in names else range(len(names))[int(p)] for p in parts)
        except (ValueError, IndexError):
            raise UsageError(f"--argnums: {text!r} names no parameter") from None
    out = []
    for k, name in enumerate(names):
        if name in values:
            if is_floating(values[name]):
                out.append(k)
        elif found[name] == UNKNOWN or found[name] == Scalar("float"):
            out.append(k)
    if not out:
        raise UsageError(f"{function.__name__}() has no parameter made of floats")
    return tuple(out)


def _dump(options: argparse.Namespace) -> int:
    function = load_target(options.target)
    values = example_arguments(function, options.args)
    found = annotated_types(function)
    if options.args:
        found.update({n: type_of_value(v, n) for n, v in values.items()})
    argnums = chosen(function, found, options.argnums, values if options.args else {})
    single = len(argnums) == 1
    gradient = GradientOptions(argnums, single, options.value)
    suffix = "value_and_grad" if options.value else "grad"
    state = State(function, gradient, f"{function.__name__}_{suffix}", options.symbolic)
    from adcompiler.compiled import differentiable

    built = state.build(differentiable(state, found)).function
    parts: dict[str, str] = {}
    if not options.gradient:
        parts["forward"] = emit(built, state.arguments()).source
        parts["stages"] = emit(built, state.arguments(), staged=True).source
    if not (options.forward or options.stages):
        derived = state.closed(state.derive(built, gradient))
        parts["gradient"] = emit(derived, state.arguments()).source
    if options.json:
        print(json.dumps({"schema": SCHEMA, "target": options.target, **parts}))
    elif options.forward:
        print(parts["forward"], end="")
    elif options.stages:
        print(parts["stages"], end="")
    elif options.gradient:
        print(parts["gradient"], end="")
    else:
        print("# the stages\n" + parts["stages"])
        print("# the gradient\n" + parts["gradient"], end="")
    return 0


def _check(options: argparse.Namespace) -> int:
    function = load_target(options.target)
    values = example_arguments(function, options.args)
    found = annotated_types(function)
    rng = np.random.default_rng(options.seed)
    for name, type_ in found.items():
        if name not in values:
            if type_ != Scalar("float"):
                raise UsageError(f"give an example of {name!r}, as in --args '{name}=...'")
            values[name] = round(float(rng.normal()), 3)
    args = [values[n] for n in found]
    argnums = chosen(function, found, options.argnums, values)
    value = function(*copy.deepcopy(args))
    number = is_floating(value) and np.ndim(value) == 0 and not np.iscomplexobj(value)
    real = float(value) if number else None
    report = examine(function, args, argnums, modes=("rev", "fwd"))
    rows, good = report.rows, report.verdict == "right"
    if options.json:
        found_ = {
            "schema": SCHEMA,
            "target": options.target,
            "agrees": good,
            "verdict": report.verdict,
            "fault": str(report.fault) if report.fault is not None else None,
            "value": real,
            "rows": [_row(r) for r in rows],
        }
        print(json.dumps(found_))
        return 0 if good else 1
    shown = ", ".join(f"{n}={v!r}" if np.ndim(v) == 0 else f"{n}=..." for n, v in values.items())
    print(f"{function.__name__}({shown})" + (f" = {real:.10g}" if real is not None else ""))
    if good:
        print(table(rows))
        worst = max((r.error for r in rows), default=0.0)
        print(f"agrees: {len(rows)} derivatives, worst error {worst:.1e}")
    else:
        print(report)
        print({"wrong": "DIFFERS", "not smooth": "NOT SMOOTH"}[report.verdict])
    return 0 if good else 1


def _row(r: Comparison) -> dict[str, Any]:
    return {
        "name": r.name,
        "compiled": r.compiled,
        "differences": r.numerical,
        "error": r.error,
        "agrees": bool(r.agrees),
    }


if __name__ == "__main__":
    sys.exit(main())
