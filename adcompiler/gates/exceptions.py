"""What a program says and raises, exceptions and managers as values, clocks: no derivative."""

from __future__ import annotations

from types import TracebackType

from adcompiler.gates import core
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import blocked
from adcompiler.gates.safe import CLOCKS
from adcompiler.gates.table import rule
from adcompiler.ir.types import BOOL, FLOAT, Other

for _effect in core.EFFECTS:
    if _effect is not core.counted:
        rule(_effect, blocked("has no value"), call="*parts", shape=shapes.text, pure=False,
             name=_effect.__name__)
rule(core.counted, blocked("has no value"), call="xs", shape=shapes.text, pure=False,
     name="counted", raises="count")
rule(core.bound, blocked("no value"), call="x", shape=shapes.text, name="bound", raises="unbound")
rule(core.caught, blocked("an exception"), call="*args", shape=shapes.instance, pure=False,
     name="caught")
rule(core.made, blocked("an exception or a manager"), call="*args", shape=shapes.instance,
     name="made")
rule(core.is_a, blocked("a truth value"), call="x, classes", shape=shapes.always(BOOL),
     name="isinstance")
rule(core.is_subclass, blocked("a truth value"), call="x, classes",
     shape=shapes.always(BOOL), name="issubclass")
rule(core.class_of, blocked("a class"), call="x", shape=shapes.always(Other(type)),
     light=True, name="type")
rule(core.class_name, blocked("a text"), call="x", shape=shapes.text, name="class_name")
rule(core.traceback_of, blocked("a traceback"), call="x", shape=shapes.always(Other(TracebackType)),
     light=True, name="traceback_of")
for _clock in CLOCKS:
    rule(_clock, blocked("a clock"), call="*args", shape=shapes.always(FLOAT))
