"""What a check has found: a table, a verdict, and the statement at fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adcompiler.gates.table import INFIX
from adcompiler.ir.nodes import Apply, Call, For, If, Op
from adcompiler.source import NOWHERE, Span


class DerivativeError(AssertionError):
    """A derivative that differs from what it is compared with; `report` holds the figures."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(str(report))


class NotSmoothError(DerivativeError):
    """Differences find no derivative here: a kink, a jump, an edge or noise."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """One derivative: the compiled one against differences."""

    name: str
    compiled: float
    numerical: float
    error: float
    bound: float
    estimate: float = 0.0  # of the error of the differences
    method: str = "differences"
    smooth: str = ""  # why there is no derivative here, as far as differences can tell
    agrees: bool = True


@dataclass(frozen=True, eq=False)
class Fault:
    """A statement whose own derivative differs from differences of it, or has none here."""

    gate: str
    span: Span
    compiled: float | None = None
    numerical: float | None = None
    smooth: str = ""
    run: int = 1
    problem: str = ""

    @property
    def place(self) -> str:
        """Where it stands: the gate, the file and line, and the text of the statement."""
        where = f"{self.gate} at {located(self.span)}"
        return where if self.run == 1 else f"{where}, run {self.run}"

    def __str__(self) -> str:
        if self.smooth or self.problem:
            return f"{self.place}; {self.smooth or self.problem}"
        return f"{self.place}; compiled {self.compiled:.10g}, differences {self.numerical:.10g}"


@dataclass(frozen=True, eq=False)
class Report:
    """The verdict on one derivative of one function at one point."""

    subject: str  # "the gradient", "forward mode", "the second derivative in reverse mode"
    rows: Sequence[Comparison]
    fault: Fault | None = None
    problem: str = ""

    @property
    def verdict(self) -> str:
        """One of "right", "wrong" and "not smooth"."""
        failed = [r for r in self.rows if not r.agrees]
        if not failed and not self.problem:
            return "right"
        if self.fault is not None and not self.fault.smooth:
            return "wrong"
        return "not smooth" if failed and all(r.smooth for r in failed) else "wrong"

    def __str__(self) -> str:
        failed = [r for r in self.rows if not r.agrees]
        lines = []
        if self.verdict == "right":
            lines.append(f"{self.subject} agrees")
        elif self.verdict == "not smooth":
            lines.append(f"not smooth here, so {self.subject} cannot be compared:")
        elif failed:
            lines.append(f"{self.subject} differs from {failed[0].method}:")
        if self.problem:
            lines.append(f"{self.subject}: {self.problem}")
        if failed:
            lines.append(table(failed))
        reasons = dict.fromkeys(r.smooth for r in failed if r.smooth)
        if self.verdict == "not smooth":
            lines += [f"  {reason}" for reason in reasons]
        if self.fault is not None:
            word = "first statement at fault" if self.verdict == "wrong" else "the statement"
            lines.append(f"{word}: {self.fault}")
        return "\n".join(lines)

    def check(self) -> None:
        """Raise what is not right."""
        if self.verdict != "right":
            raise (NotSmoothError if self.verdict == "not smooth" else DerivativeError)(self)


def located(span: Span) -> str:
    """Return `file.py:12: `y = math.sin(x)``."""
    if span is NOWHERE:
        return "a place that has no text"
    statement = span.statement
    text = statement.text if statement is not None and statement.text else ""
    text = text or span.source.line(span.line).strip()
    return f"{span.source.filename}:{span.line}: `{text}`"


def described(op: Op) -> str:
    """Return what an operation is called in a message."""
    match op:
        case Apply():
            return str(INFIX.get(op.gate.function, op.gate.name))
        case Call():
            return f"the call of {op.routine.name}"
        case For():
            return "the loop"
        case If():
            return "the with block" if op.within else "the try" if op.catches else "the branch"


def table(rows: Sequence[Comparison]) -> str:
    """Return comparisons as lines of text."""
    width = max((len(r.name) for r in rows), default=0)
    head = f"{'':{width}}  {'compiled':>18}  {'differences':>18}  {'error':>9}  {'estimate':>9}"
    lines = [head]
    for r in rows[:40]:
        mark = "ok" if r.agrees else "NOT SMOOTH" if r.smooth else "WRONG"
        lines.append(
            f"{r.name:{width}}  {r.compiled:18.10g}  {r.numerical:18.10g}  {r.error:9.1e}"
            f"  {r.estimate:9.1e}  {mark}"
        )
    if len(rows) > 40:
        lines.append(f"... and {len(rows) - 40} more")
    return "\n".join(lines)
