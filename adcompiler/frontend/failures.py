"""Exceptions as values: made, raised, asked for their class, shown; no derivative is in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any, TypeGuard

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import expressions, flow, operands, special_calls
from adcompiler.frontend.library.limits import UnreadableError
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import Atom, Const, Value
from adcompiler.ir.types import Other, Unknown


def is_exception(thing: Any) -> TypeGuard[Value]:
    """Tell whether a stage is an exception."""
    if not isinstance(thing, Value) or not isinstance(thing.type, Other):
        return False
    return issubclass(thing.type.cls, BaseException)


def make(
    scope: Scope, node: ast.AST, cls: type, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append the making of an exception; what it holds are plain values from here on."""
    if cls is UnreadableError:
        (what,) = (a.value for a in args if isinstance(a, Const))
        raise refuse("AD203", str(what), scope.program.b.span, "not supported yet", "use loops")
    operands = [held(scope, node, a) for a in (*args, *keywords.values())]
    attrs = {"cls": cls, "keywords": tuple(keywords)}
    return scope.program.b.apply(gate(core.made), *operands, attrs=attrs)


def held(scope: Scope, node: ast.AST, thing: Thing) -> Atom:
    """Return an operand that may also be a known object, a class say."""
    if isinstance(thing, Static):
        return Const(thing.value)
    return expressions.atom(scope, node, thing)


def throw(scope: Scope, node: ast.Raise) -> None:
    """Append a raise; nothing after it runs."""
    if node.exc is None:
        again(scope, node)
        return
    args = [_raised(scope, node, node.exc)]
    if node.cause is not None:
        args.append(_raised(scope, node, node.cause))
    _throw(scope, args)


def certain(scope: Scope, node: ast.AST, error: Exception, refusal: CompileError) -> Exception:
    """Return what to raise where the program certainly raises an error when it comes there.

    The refusal stands where the error cannot be made again.
    """
    b = scope.program.b
    if not all(map(_is_plain, error.args)):
        return refusal
    made = make(scope, node, type(error), [Const(a) for a in error.args], {})
    b.apply(gate(core.throw), expressions.atom(scope, node, made))
    return flow.Raised(b.ops, refusal)


def known(scope: Scope, node: ast.AST, function: Callable[..., Any], *values: Any) -> Any:
    """Return what a function gives for values known now; where it raises, so does the program."""
    try:
        return function(*values)
    except Exception as error:
        refusal = refuse("AD304", f"this always raises {error!r}", scope.span(node))
        raise certain(scope, node, error, refusal) from error


def unfit(
    scope: Scope, node: ast.AST, thing: Thing, method: str, words: str, refusal: CompileError
) -> Exception:
    """Return what to raise where the class of a thing lacks a special method."""
    cls = special_calls.class_of(scope, node, thing)
    if cls is None or hasattr(cls, method):
        return refusal
    return certain(scope, node, TypeError(words.format(class_name(cls))), refusal)


def class_name(cls: type) -> str:
    """Return what Python's own errors call a class."""
    return f"numpy.{cls.__name__}" if cls.__module__ == "numpy" else cls.__name__


def _is_plain(value: object) -> bool:
    """Tell whether a value can be written as a literal."""
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return isinstance(value, str | int | float | None)


def lacking(
    scope: Scope, node: ast.AST, owner: str, name: str, word: str = "no value on this path"
) -> Exception:
    """Return what to raise where something certainly has no such attribute."""
    text = f"{owner} has no attribute {name!r}"
    refusal = refuse("AD201", text, scope.span(node), word)
    return certain(scope, node, AttributeError(text), refusal)


def again(scope: Scope, node: ast.AST) -> None:
    """Append a raise of the exception that is being handled."""
    handled = scope.program.handled
    if not handled:
        raise refuse("AD102", "a raise outside of an except clause", scope.span(node))
    _throw(scope, [handled[-1]] if handled[-1] is not None else [])


def _throw(scope: Scope, args: list[Atom]) -> None:
    scope.program.b.apply(gate(core.throw), *args)
    flow.never(scope)


def _raised(scope: Scope, node: ast.AST, value: ast.expr) -> Atom:
    """Return what is raised, an exception of a class that is named alone."""
    thing = expressions.expression(scope, value)
    if isinstance(thing, Static) and isinstance(thing.value, type):
        thing = make(scope, node, thing.value, [], {})
    if isinstance(thing, Static) and isinstance(thing.value, BaseException):
        return Const(thing.value)
    known = is_exception(thing) or thing == Const(None)
    if not known and not (isinstance(thing, Value) and isinstance(thing.type, Unknown)):
        raise refuse(
            "AD102",
            "a raise of what is not known to be an exception",
            scope.span(node),
            hint="raise Error(text)",
        )
    return expressions.atom(scope, node, thing)


def asked(scope: Scope, thing: Value, classes: Any) -> Thing:
    """Append `isinstance(thing, classes)` of an exception."""
    assert isinstance(thing.type, Other)
    if issubclass(thing.type.cls, classes):
        return Const(True)
    single = classes[0] if isinstance(classes, tuple) and len(classes) == 1 else classes
    first = classes[0] if isinstance(classes, tuple) else classes
    name = "is" + re.sub("[A-Z]", lambda m: f"_{m[0].lower()}", first.__name__)
    return scope.program.b.apply(gate(core.is_a), thing, attrs={"classes": single}, name=name)


def asked_class(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `issubclass(cls, classes)`."""
    classes = operands.classes_of(args[1])
    if classes is operands.DYNAMIC or isinstance(args[0], Const):
        raise refuse("AD204", "issubclass of these arguments", scope.span(node))
    if isinstance(args[0], Static):
        return Const(known(scope, node, issubclass, args[0].value, classes))
    cls = expressions.atom(scope, node, args[0])
    return scope.program.b.apply(gate(core.is_subclass), cls, attrs={"classes": classes})


def attribute(scope: Scope, node: ast.AST, thing: Thing, name: str) -> Thing | None:
    """Return `type(error).__name__`; what else an exception holds may carry a derivative."""
    if name == "__name__" and isinstance(thing, Value) and thing.type == Other(type):
        return scope.program.b.apply(gate(core.class_name), thing)
    if is_exception(thing):
        raise refuse(
            "AD203",
            f"the attribute {name!r} of an exception, through which a derivative would be lost",
            scope.span(node),
            "read here",
            "pass the value beside the exception, or return it",
        )
    return None
