"""What every rule of the table is held to, whatever it is a rule of: `check_rule`.

The operands come in at least six shapes. At each of them the value is the function's own, the
two modes agree with one another and with differences, so does the second derivative, and both
modes in single precision stay single and near; of the first shape each element of the gradient
is compared, and adjoints in double precision come back to single ones as single ones.
"""

from __future__ import annotations

import numpy as np

from adcompiler import check_grads, grad, hvp, jvp

SHAPES = [
    ((2, 3), (3,)),
    ((), ()),
    ((3,), (3,)),
    ((2, 3), (2, 1)),
    ((2, 1), (1, 3)),
    ((1,), (2, 3)),
]
NARROW = {"f": np.float32, "c": np.complex64}

# There a Python number beside a number in single precision is a double.
NUMPY_1 = np.lib.NumpyVersion(np.__version__) < "2.0.0"


def positive(rng, shape, real=True):
    """Return positive numbers about 1."""
    return rng.uniform(0.3, 2.0, shape) if shape else 0.7


def operands(shapes, more=0, draw=positive, reals=(True,) * 9):
    """Return numbers of these shapes, each size larger by so many where it is not 1."""
    rng = np.random.default_rng(0)
    shapes = [tuple(n + more if n > 1 else n for n in shape) for shape in shapes]
    return [draw(rng, shape, real) for shape, real in zip(shapes, reals)]


def tried(call, shapes, at_least=6, draw=positive, reals=(True,) * 9):
    """Yield the operands of six shapes, or as many as the function takes."""
    for more in range(12 if any(shapes) else 1):
        args = operands(shapes, more, draw, reals)
        try:
            with np.errstate(all="ignore"):
                found = call(*args)
        except (ValueError, IndexError, TypeError, RuntimeError):
            continue  # constants of the call have a size of their own
        if np.all(np.isfinite(found)):
            yield args
            at_least -= 1
        if not at_least:
            return


def composed(outer, call, arity):
    """Return a function of what a function gives, with parameters that have names."""
    return (
        lambda x: outer(call(x)),
        lambda x, y: outer(call(x, y)),
        lambda x, y, z: outer(call(x, y, z)),
        lambda x, y, z, v: outer(call(x, y, z, v)),
        lambda x, y, z, v, w: outer(call(x, y, z, v, w)),
    )[arity - 1]


def waves(call, arity):
    """Return the sines of what `call` gives: no derivative is the same twice, and none is summed.

    A fault in a sum would undo itself in a sum of sums.
    """
    return composed(np.sin, call, arity)


def sum_of_sines(value):
    return np.sum(np.sin(value))


def sum_of_parts(value):
    """Return a real number in which every part of a complex value counts; small, sines grow."""
    return np.sum(np.sin(0.1 * value).real + 0.5 * np.cos(0.2 * value).imag)


def scaled(loss, call, arity):
    """Return the loss of what `call` gives, times a number: a last parameter."""
    return (
        lambda x, factor: loss(factor * call(x)),
        lambda x, y, factor: loss(factor * call(x, y)),
        lambda x, y, z, factor: loss(factor * call(x, y, z)),
        lambda x, y, z, v, factor: loss(factor * call(x, y, z, v)),
        lambda x, y, z, v, w, factor: loss(factor * call(x, y, z, v, w)),
    )[arity - 1]


def check_rule(call, points, order=2, complex_=False):
    """Check a rule by a call of its function, with operands of several shapes.

    Parameters
    ----------
    call
        A function of the operands that the derivatives are by.
    points
        Lists of operands, one for each shape.
    order
        2, or 1 where second derivatives are refused.
    complex_
        Whether the operands are complex numbers.

    """
    first, *_ = points
    loss = sum_of_parts if complex_ else sum_of_sines
    f = scaled(loss, call, len(first))
    everything = tuple(range(len(first)))
    product = hvp(f, everything) if order == 2 else None
    gradient = product.state.fun if order == 2 else grad(f, argnums=everything)
    with np.errstate(all="ignore"):
        check_grads(composed(loss if complex_ else np.sin, call, len(first)), first, order=order)
        for args in points:
            exact = _check_at(call, args, loss, gradient, product)
            _gradient_in_single_precision(gradient, args, exact, 1.0)
        _gradient_in_single_precision(gradient, first, gradient(*first, 1.0), np.float64(1.0))


def _check_at(call, args, loss, gradient, product):
    """Check both modes and the second derivative at one point; return the gradient."""
    ways = [direction(a) for a in args]
    value, pushed = jvp(call, args, ways)
    np.testing.assert_array_equal(value, call(*args))
    assert np.shape(pushed) == np.shape(value)
    found = gradient(*args, 1.0)
    slope = sum(np.real(np.sum(g * v)) for g, v in zip(found, ways, strict=True))
    np.testing.assert_allclose(_slope_of(loss, value, pushed), slope, rtol=1e-9, atol=1e-8)
    near = settled(lambda *x: loss(call(*x)), args, ways)
    if near is not None:
        np.testing.assert_allclose(near[0], slope, rtol=1e-4, atol=1e-4)
    if product is not None:
        near = settled(lambda *x: gradient(*x, 1.0), args, ways)
        curved = product(*args, 1.0, tuple(ways))
        for have, want in zip(curved, near or curved, strict=True):
            np.testing.assert_allclose(have, want, rtol=1e-4, atol=1e-4)
    _tangent_in_single_precision(call, args, ways, pushed)
    return found


def direction(a):
    """Return a direction to move a value in, no two of its elements alike."""
    way = np.cos(np.arange(1.0, 1.0 + np.size(a))).reshape(np.shape(a))
    way = way * (1.0 + 0.5j) if np.iscomplexobj(a) else way
    return way if way.shape else way.item()


def _slope_of(loss, value, pushed):
    """Return how a loss of a value moves with it."""
    if loss is sum_of_sines:
        return np.sum(np.cos(value) * pushed)
    parts = np.cos(0.1 * value) * pushed, np.sin(0.2 * value) * pushed
    return 0.1 * (np.sum(np.real(parts[0])) - np.sum(np.imag(parts[1])))


def _quotient(f, args, ways, h):
    """Return the difference quotient of `f` along a direction, of all that it returns."""
    ends = [f(*(a + s * h * v for a, v in zip(args, ways, strict=True))) for s in (1.0, -1.0)]
    parts = [e if isinstance(e, tuple) else (e,) for e in ends]
    return [(right - left) / (2 * h) for right, left in zip(*parts, strict=True)]


def settled(f, args, ways):
    """Return the slope of `f` along a direction, None where two steps find two slopes."""
    steps = [_quotient(f, args, ways, h) for h in (1e-5, 2e-5)]
    same = all(np.allclose(a, b, rtol=1e-6, atol=1e-6) for a, b in zip(*steps, strict=True))
    return steps[0] if same else None


def _narrow(a):
    return np.asarray(a, NARROW[np.asarray(a).dtype.kind])[()]


def _gradient_in_single_precision(gradient, args, exact, factor):
    """Check that gradients in single precision are single, and near; sines of large sums less."""
    narrow = [_narrow(a) for a in args]
    for a, have, want in zip(narrow, gradient(*narrow, factor), exact, strict=True):
        assert have.dtype == a.dtype
        largest = np.max(np.abs(want), initial=1.0)
        np.testing.assert_allclose(
            have, want, rtol=1e-2, atol=1e-3 + 0.1 * (largest > 10.0) * largest
        )


def dtypes(*values):
    return [np.asarray(v).dtype for v in values]


def _tangent_in_single_precision(call, args, ways, exact):
    """Check that a tangent is in the precision of its value, and near that in double."""
    narrow = [_narrow(a) for a in args]
    value, pushed = jvp(call, narrow, [_narrow(v) for v in ways])
    if not NUMPY_1:
        assert dtypes(value, pushed) == dtypes(call(*narrow), value)
    np.testing.assert_allclose(
        pushed, exact, rtol=1e-2, atol=1e-2 * np.max(np.abs(exact), initial=1.0)
    )
