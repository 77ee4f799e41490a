"""Functions with rules of their own, checkpoints, constants, and blocks that look at adjoints."""

from functools import partial

import numpy as np

from adcompiler import adjoint_of, checkpoint, custom_jvp, stop_gradient


@custom_jvp
def log1pexp(x):
    return np.log1p(np.exp(x))


@log1pexp.defjvp
def log1pexp_jvp(primals, tangents):
    (x,), (t,) = primals, tangents
    return log1pexp(x), t / (1.0 + np.exp(-x))


@partial(custom_jvp, nondiff_argnums=(0, 1))
def repeated(f, n, x):
    for _ in range(n):
        x = f(x)
    return x


@repeated.defjvp
def repeated_jvp(f, n, primals, tangents):
    (x,), (t,) = primals, tangents
    for _ in range(n):
        t = t * (1.0 - f(x)**2)
        x = f(x)
    return x, t


@custom_jvp
def scaled_sum(params, x):
    return {"total": np.sum(params["w"]*x), "parts": (params["w"]*x, params["b"])}


@scaled_sum.defjvp
def scaled_sum_jvp(primals, tangents):
    p, x = primals
    dp, dx = tangents
    t = dp["w"]*x + p["w"]*dx
    return scaled_sum(p, x), {"total": np.sum(t), "parts": (t, dp["b"])}


def unread(x):
    return eval("x*x*x")


cube = custom_jvp(unread)


@cube.defjvp
def cube_jvp(primals, tangents):
    return cube(primals[0]), 3.0*primals[0]**2*tangents[0]


@checkpoint
def layer(w, h):
    a = np.tanh(w @ h)
    b = np.sin(a)*a
    return b + h


@checkpoint
def relaxed(p, x, n=3):
    for _ in range(n):
        x = x - p["rate"]*np.sin(x*p["k"])
    return {"x": x, "k": (p["k"]*2.0, n)}


def softplus_in_a_loop(x, w):
    for k in range(3):
        x = log1pexp(w*x) - 0.1*k
    return x**2


def softplus_of_an_array(x):
    y = log1pexp(x)
    return np.sum(y*x) if x[0] > 0 else np.sum(y)


def iterated(x):
    return np.sum(repeated(np.tanh, 3, x)*x)


def containers_in_and_out(p, x):
    found = scaled_sum(p, x)
    return found["total"]**2 + np.sum(found["parts"][0]) + found["parts"][1]**2


def of_an_unread_function(x):
    return cube(x)*x


def checkpointed_layers(ws, x):
    h = x
    for w in ws:
        h = layer(w, h)
    return np.sum(h**2)


def checkpointed_with_containers(p, x):
    found = relaxed(p, x, n=2)
    return np.sum(found["x"]**2) * found["k"][0] + found["k"][1]


def checkpointed_closure(w, x):
    s = 0.0
    for _ in range(3):
        x = checkpoint(lambda v: np.sin(v*w) + v)(x)
        s = s + x
    return s


def checkpoint_of_a_rule(x):
    return checkpoint(lambda v: log1pexp(v)*v)(x)*x


def called_twice(x):
    return layer(x, x[0]) @ layer(x, x[1])


def watched(x):
    h = np.sin(x)
    with adjoint_of(h) as dh:
        assert np.all(np.isfinite(dh)), "the adjoint of h"
    return np.sum(h*h)


def watched_in_a_loop(x):
    h = x
    s = 0.0
    for k in range(3):
        h = np.sin(h)*k + x
        with adjoint_of(h) as dh:
            assert abs(dh) < 1e9
        s = s + h*h
    return s


def watched_in_a_branch(x):
    h = x*x
    if x > 0:
        with adjoint_of(h) as dh:
            norm = np.sqrt(dh*dh)
            assert norm >= 0
    return h*x


def stopped_where_constant(x):
    sign = stop_gradient(np.sign(x))
    parts = stop_gradient({"n": np.floor(x), "w": 2.0})
    return np.sum(sign*x*parts["w"] + parts["n"])


def large(x):
    s = x*1.0
    for _ in range(2):
        s = s + x
    a = s*1.0
    b = a*1.0
    c = b*1.0
    d = c*1.0
    e = d*1.0
    return e, e


def one_array_returned_twice(x):
    a, b = large(x)
    c, d = large(2.0*x)
    a[0] = 5.0
    return np.sum(a*b) + np.sum(c*d)


def pair(x, n):
    if n <= 0:
        v = x*1.0
        return v, v
    a, b = pair(x*0.5, n - 1)
    return np.sin(a), b


def pairs_of_a_recursion(x, n):
    a, b = pair(x, n)
    return np.sum(a*b)


PROGRAMS = {
    one_array_returned_twice: [(np.array([1.0, 2.0]),)],
    pairs_of_a_recursion: [(np.array([1.0, 2.0]), 2)],
    softplus_in_a_loop: [(0.4, 1.3)],
    softplus_of_an_array: [(np.array([0.4, -1.3, 2.0]),), (np.array([-0.4, 1.3]),)],
    iterated: [(np.array([0.4, -1.3, 2.0]),)],
    containers_in_and_out: [({"w": np.array([0.4, 1.3]), "b": 0.7}, np.array([0.2, -0.5]))],
    of_an_unread_function: [(1.3,)],
    checkpointed_layers: [
        (np.linspace(-1.0, 1.0, 27).reshape(3, 3, 3), np.array([0.3, -0.2, 0.5]))
    ],
    checkpointed_with_containers: [
        ({"rate": 0.3, "k": 1.2}, np.array([0.3, 1.7])), ({"rate": 0.3, "k": 1.2}, 0.4)
    ],
    checkpointed_closure: [(0.5, 0.3)],
    checkpoint_of_a_rule: [(0.5,)],
    called_twice: [(np.array([[0.3, 0.2], [-0.4, 0.9]]),)],
    watched: [(np.array([0.4, -1.3, 2.0]),)],
    watched_in_a_loop: [(0.7,)],
    watched_in_a_branch: [(0.7,), (-0.7,)],
    stopped_where_constant: [(np.array([0.4, -1.3, 2.5]),)],
}
