"""Loops over Python floats with their gradients, as a careful programmer writes them by hand.

Each by-hand gradient is the fastest of the versions that were tried: one tuple of what the
backward loop needs in a step, invariants in front of the loop, factors shared.
"""

from __future__ import annotations

import math


def logistic(r, x0):
    x = x0
    for _ in range(1000):
        x = r * x * (1 - x)
    return x


def logistic_by_hand(r, x0):
    x = x0
    xs = []
    for _ in range(1000):
        xs.append(x)
        x = r * x * (1 - x)
    dr, dx = 0.0, 1.0
    for x in reversed(xs):
        dr += x * (1 - x) * dx
        dx *= r * (1 - 2 * x)
    return dr, dx


def force(x, v, mu):
    return mu * (1.0 - x * x) * v - x


def van_der_pol(mu, x0, v0):
    x, v = x0, v0
    h = 0.01
    for _ in range(1000):
        k1x, k1v = v, force(x, v, mu)
        k2x, k2v = v + 0.5 * h * k1v, force(x + 0.5 * h * k1x, v + 0.5 * h * k1v, mu)
        k3x, k3v = v + 0.5 * h * k2v, force(x + 0.5 * h * k2x, v + 0.5 * h * k2v, mu)
        k4x, k4v = v + h * k3v, force(x + h * k3x, v + h * k3v, mu)
        x = x + h / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x)
        v = v + h / 6.0 * (k1v + 2.0 * k2v + 2.0 * k3v + k4v)
    return x * x + v * v


def van_der_pol_by_hand(mu, x0, v0):
    h = 0.01
    half, sixth = 0.5 * h, h / 6.0
    x, v = x0, v0
    kept = []
    for _ in range(1000):
        s1 = 1.0 - x * x
        k1 = mu * s1 * v - x
        x2 = x + half * v
        v2 = v + half * k1
        s2 = 1.0 - x2 * x2
        k2 = mu * s2 * v2 - x2
        x3 = x + half * v2
        v3 = v + half * k2
        s3 = 1.0 - x3 * x3
        k3 = mu * s3 * v3 - x3
        x4 = x + h * v3
        v4 = v + h * k3
        s4 = 1.0 - x4 * x4
        k4 = mu * s4 * v4 - x4
        kept.append((x, v, s1, x2, v2, s2, x3, v3, s3, x4, v4, s4))
        x = x + sixth * (v + 2.0 * (v2 + v3) + v4)
        v = v + sixth * (k1 + 2.0 * (k2 + k3) + k4)
    dx, dv, dmu = 2.0 * x, 2.0 * v, 0.0
    for x, v, s1, x2, v2, s2, x3, v3, s3, x4, v4, s4 in reversed(kept):
        gx = sixth * dx
        g4 = sixth * dv
        dx4 = (-2.0 * mu * x4 * v4 - 1.0) * g4
        dv4 = gx + mu * s4 * g4
        g3 = 2.0 * g4 + h * dv4
        dx3 = (-2.0 * mu * x3 * v3 - 1.0) * g3
        dv3 = 2.0 * gx + h * dx4 + mu * s3 * g3
        g2 = 2.0 * g4 + half * dv3
        dx2 = (-2.0 * mu * x2 * v2 - 1.0) * g2
        dv2 = 2.0 * gx + half * dx3 + mu * s2 * g2
        g1 = g4 + half * dv2
        dmu += s4 * v4 * g4 + s3 * v3 * g3 + s2 * v2 * g2 + s1 * v * g1
        dx += dx4 + dx3 + dx2 + (-2.0 * mu * x * v - 1.0) * g1
        dv += dv4 + dv3 + dv2 + gx + half * dx2 + mu * s1 * g1
    return dmu, dx, dv


def cube_root(a, x0):
    x = x0
    while True:
        step = (x * x * x - a) / (3.0 * x * x)
        x = x - step
        if abs(step) < 1e-12:
            break
    return x


def cube_root_by_hand(a, x0):
    x = x0
    xs = []
    while True:
        xs.append(x)
        step = (x * x * x - a) / (3.0 * x * x)
        x = x - step
        if abs(step) < 1e-12:
            break
    da, dx = 0.0, 1.0
    for x in reversed(xs):
        below = 3.0 * x * x
        step = (x * x * x - a) / below
        dabove = -dx / below
        da -= dabove
        dx += below * dabove - step * 6.0 * x * dabove
    return da, dx


def recurrent(w, u, b, xs):
    h = 0.0
    for x in xs:
        h = math.tanh(w * h + u * x + b)
    return h * h


def recurrent_by_hand(w, u, b, xs):
    h = 0.0
    hs = []
    for x in xs:
        hs.append(h)
        h = math.tanh(w * h + u * x + b)
    dh = 2.0 * h
    dw = du = db = 0.0
    dxs = []
    for x, previous in zip(reversed(xs), reversed(hs)):
        g = (1.0 - h * h) * dh
        dw += previous * g
        du += x * g
        db += g
        dxs.append(u * g)
        dh = w * g
        h = previous
    dxs.reverse()
    return dw, du, db, dxs


# name, function, gradient by hand, arguments, calls in one sample
LOOPS = (
    ("logistic map, 1000 steps", logistic, logistic_by_hand, (3.2, 0.3), 20),
    ("RK4 van der Pol, 1000 steps", van_der_pol, van_der_pol_by_hand, (1.2, 0.5, 0.1), 3),
    ("Newton's iteration, 40 steps", cube_root, cube_root_by_hand, (7.0, 2.0e6), 200),
    (
        "recurrence over 1000 floats",
        recurrent,
        recurrent_by_hand,
        (0.5, 0.3, 0.1, [math.sin(k) for k in range(1000)]),
        10,
    ),
)
