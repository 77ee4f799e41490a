"""What the compiler says when it cannot go on: one shape, all faults at once.

>>> span = Span(Source("m.py", "y = jv(0, r)", 1), 1, 4, 1, 12)
>>> print(Diagnostic("AD203", "no gate rule for 'jv'", span, "here", "rule(jv, ...)").render())
error[AD203]: no gate rule for 'jv'
  m.py:1
    |
  1 | y = jv(0, r)
    |     ^^^^^^^^ here
    |
    = hint: rule(jv, ...)
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from adcompiler.source import NOWHERE, Source, Span

__all__ = [
    "ArgumentError",
    "CompileError",
    "Diagnostic",
    "InternalError",
    "NoRuleError",
    "NoSourceError",
    "NonScalarError",
    "Source",
    "Span",
    "UnsupportedError",
    "refuse",
]


@dataclass(frozen=True)
class Diagnostic:
    """One fault: its code, what, where, why, and what to write instead."""

    code: str
    message: str
    span: Span = NOWHERE
    label: str = ""
    hint: str = ""

    def render(self) -> str:
        """Return the text that a person reads."""
        parts = [f"error[{self.code}]: {self.message}"]
        gutter = "  "
        if self.span is not NOWHERE:
            excerpt = self.span.source.excerpt(self.span, self.label)
            parts.append(textwrap.indent(excerpt, "  "))
            gutter = " " * (len(str(self.span.line)) + 3)
            if self.hint:
                parts.append(f"{gutter}|")
        if self.hint:
            parts.append(f"{gutter}= hint: {self.hint}")
        return "\n".join(parts)


class CompileError(Exception):
    """A program that cannot be differentiated; `diagnostics` lists every reason."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n\n".join(d.render() for d in diagnostics))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), str(self)))


def _rebuild(cls: type[CompileError], text: str) -> CompileError:
    error = cls()
    error.args = (text,)
    return error


class UnsupportedError(CompileError):
    """AD1xx, AD4xx, AD5xx: a construct outside the language that is understood."""


class NoRuleError(CompileError):
    """AD2xx: a function without a gate rule, or a name that stands for nothing."""


class NoSourceError(CompileError):
    """AD101: the text of the function cannot be read."""


class ArgumentError(CompileError, TypeError, ValueError):
    """AD3xx: an argument that cannot be differentiated, or a wrong `argnums`."""


class NonScalarError(CompileError, TypeError, ValueError):
    """AD302: the value to differentiate is not one real number."""


class InternalError(CompileError):
    """AD9xx: our own fault; please report it with the program."""


_FAMILIES: dict[str, type[CompileError]] = {
    "AD101": NoSourceError,
    "AD302": NonScalarError,
    "AD1": UnsupportedError,
    "AD2": NoRuleError,
    "AD3": ArgumentError,
    "AD4": UnsupportedError,
    "AD5": UnsupportedError,
    "AD9": InternalError,
}

CODES: dict[str, str] = {
    "AD101": "the source of a function cannot be found",
    "AD102": "a construct that is not supported yet",
    "AD103": "a construct that has no derivative in this form",
    "AD201": "a name that is not defined",
    "AD202": "a call whose callee is not known at compile time",
    "AD203": "a function without a gate rule",
    "AD204": "a keyword or form of a known function that its rule does not cover",
    "AD205": "a rule that cannot be registered",
    "AD301": "an argument of a kind that cannot be differentiated",
    "AD302": "a value that is not one real number",
    "AD303": "argnums or argnames that name no parameter",
    "AD304": "a value of a kind that the operation does not accept",
    "AD305": "a tangent or cotangent that does not fit what it belongs to",
    "AD401": "an in-place update that could be seen through another name",
    "AD402": "a write into an object or container",
    "AD501": "control flow that is not supported yet",
    "AD502": "branches or iterations whose values do not fit together",
    "AD901": "a fault of the compiler itself",
}


def refuse(
    code: str, message: str, span: Span = NOWHERE, label: str = "", hint: str = ""
) -> CompileError:
    """Return the error of the family of `code`, ready to be raised."""
    family = _FAMILIES.get(code) or _FAMILIES[code[:3]]
    return family(Diagnostic(code, message, span, label, hint))


def unranked(call: str, span: Span) -> CompileError:
    """Return the refusal of a call of arrays whose number of axes the program does not tell."""
    hint = "x.reshape(-1) or x.reshape(rows, columns) tells how many axes there are"
    return refuse("AD204", f"{call} of an array of unknown rank", span, "here", hint)
