"""`scipy.signal`: convolutions and correlations, linear in each signal, over all axes."""

from __future__ import annotations

from collections.abc import Mapping

from scipy import signal

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, again, custom
from adcompiler.gates.signals import linear_push
from adcompiler.gates.table import library, rule
from adcompiler.ir.nodes import Atom

library("signal", signal)


def _pull(at: Place, index: int, g: Atom) -> Atom | None:
    """A correlation is a convolution with the second signal back to front."""
    mine, other = at.op.args[index], at.op.args[1 - index]
    turned = at.op.gate.function is signal.correlate
    if turned and index == 0:
        other = at.text("np.flip(other)", other=other)
    like = "first" if index == 0 else "second"
    text = f"unconvolved(g, other, mine, mode=mode, of='{like}')"
    found = at.text(text, g=g, other=other, mine=mine)
    return at.text("np.flip(found)", found=found) if turned and index == 1 else found


def _back_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """`unconvolved(h, y, x)` is linear in h and in y."""
    h, y, _ = at.op.args
    first = at.names["of"] == "first"
    if index == 0:
        return at.text("signal.convolve(a, b, mode=mode)", a=g if first else y, b=y if first else g)
    if index == 1:
        text = "unconvolved(h, t, y, mode=mode, of='second')" if first else (
            "unconvolved(h, t, y, mode=mode, of='first')")
        return at.text(text, h=h, t=g, y=y)
    return None


def _back_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    found = {k: t for k, t in tangents.items() if k < 2}
    return linear_push(at, found) if found else None


def _lfilter_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """What is filtered comes back through the filter with time running backwards."""
    if index != 2:
        raise refuse("AD203", "a derivative of signal.lfilter by its coefficients", at.op.span,
                     "here", "write the recurrence as a loop")
    return at.text("np.flip(signal.lfilter(b, a, np.flip(g, axis=axis), axis=axis), axis=axis)",
                   g=g)


def _lfilter_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    if set(tangents) != {2}:
        return _lfilter_pull(at, min(tangents), tangents[min(tangents)])
    return again(at, 2, tangents[2])


rule(signal.lfilter, custom(_lfilter_pull, _lfilter_push, "linear"), call="b, a, x, *, axis=-1",
     shape=shapes.like_operand(2))
for _name, _options in (("convolve", "mode='full', method='auto'"), ("fftconvolve", "mode='full'"),
                        ("oaconvolve", "mode='full'"), ("convolve2d", "mode='full'"),
                        ("correlate", "mode='full', method='auto'")):
    rule(getattr(signal, _name), custom(_pull, linear_push, "bilinear"),
         call=f"x, y, *, {_options}", shape=shapes.convolved_over_all)
rule(runtime.unconvolved, custom(_back_pull, _back_push, "bilinear"),
     call="g, y, x, *, mode='full', of='first'", shape=shapes.like_operand(2), name="unconvolved")
