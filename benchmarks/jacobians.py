"""Jacobians: all rows at once against one by one, and bundle adjustment beside jitted JAX.

python benchmarks/jacobians.py

The residual of bundle adjustment is that of ADBench (Srajer, Kukelova and Fitzgibbon, A
benchmark of selected algorithmic differentiation tools, 2018): where a camera of 11 numbers
sees a point, less where it was seen, times a weight; 2 numbers by 15. Without JAX the rows
that need it are left out.
"""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from timing import interleaved

from adcompiler import jacrev, vjp

COUNT = 1000  # residuals in a batch


RNG = np.random.default_rng(0)
W1, W2 = RNG.normal(size=(40, 20)) / 5.0, RNG.normal(size=(100, 40)) / 6.0


def layers(x):
    return np.tanh(W2 @ np.tanh(W1 @ x))


def steps(x, n=20):
    """Some steps of Euler's method for a ring of coupled pendulums."""
    v = np.zeros(len(x))
    for _ in range(n):
        v = v - 0.1 * np.sin(x) + 0.05 * (np.roll(x, 1) - x)
        x = x + 0.1 * v
    return x


def _whole(f: Callable[..., Any], x: np.ndarray) -> Callable[[], Any]:
    jacobian = jacrev(f)
    return lambda: jacobian(x)


def _one_by_one(f: Callable[..., Any], x: np.ndarray) -> Callable[[], Any]:
    """Return what builds a Jacobian of one pull for each row."""

    def rows() -> Any:
        value, pull = vjp(f, x)
        return np.stack([pull(seed)[0] for seed in np.eye(len(value))])

    return rows


# name, the Jacobian at once, row by row, bound of the ratio
JACOBIANS = tuple(
    (f"Jacobian of 100 outputs, {what} / 100 pullbacks", _whole(f, x), _one_by_one(f, x), 0.1)
    for what, f, x in (
        ("2 layers", layers, RNG.normal(size=20)),
        ("20 steps", steps, RNG.normal(size=100)),
    )
)


def residual(camera, point, weight, seen):
    """Return the residual of one observation: a rotation vector turns, a lens distorts."""
    r1, r2, r3, c1, c2, c3, focal, u0, v0, k1, k2 = camera
    x, y, z = point[0] - c1, point[1] - c2, point[2] - c3
    square = r1 * r1 + r2 * r2 + r3 * r3
    if square > 0.0:
        angle = math.sqrt(square)
        cos, sin = math.cos(angle), math.sin(angle)
        a, b, c = r1 / angle, r2 / angle, r3 / angle
        along = (a * x + b * y + c * z) * (1.0 - cos)
        p = x * cos + (b * z - c * y) * sin + a * along
        q = y * cos + (c * x - a * z) * sin + b * along
        depth = z * cos + (a * y - b * x) * sin + c * along
    else:
        p = x + r2 * z - r3 * y
        q = y + r3 * x - r1 * z
        depth = z + r1 * y - r2 * x
    u, v = p / depth, q / depth
    radius = u * u + v * v
    scale = focal * (1.0 + radius * (k1 + radius * k2))
    return weight * (u * scale + u0 - seen[0]), weight * (v * scale + v0 - seen[1])


def residuals(camera, point, weight, seen):
    """Return the residuals of many observations, or of one in JAX: arrays for numbers."""
    r1, r2, r3, c1, c2, c3, focal, u0, v0, k1, k2 = camera
    x, y, z = point[0] - c1, point[1] - c2, point[2] - c3
    angle = np.sqrt(r1 * r1 + r2 * r2 + r3 * r3)
    cos, sin = np.cos(angle), np.sin(angle)
    a, b, c = r1 / angle, r2 / angle, r3 / angle
    along = (a * x + b * y + c * z) * (1.0 - cos)
    p = x * cos + (b * z - c * y) * sin + a * along
    q = y * cos + (c * x - a * z) * sin + b * along
    depth = z * cos + (a * y - b * x) * sin + c * along
    u, v = p / depth, q / depth
    radius = u * u + v * v
    scale = focal * (1.0 + radius * (k1 + radius * k2))
    return weight * (u * scale + u0 - seen[0]), weight * (v * scale + v0 - seen[1])


def observations(count: int) -> tuple[np.ndarray, ...]:
    """Return cameras, points, weights and places where they were seen, one a row."""
    rng = np.random.default_rng(0)
    camera = np.concatenate(
        [rng.normal(scale=0.3, size=(count, 6)), rng.normal(500.0, 10.0, (count, 1)),
         rng.normal(size=(count, 2)), rng.normal(scale=0.01, size=(count, 2))], axis=1,
    )  # fmt: skip
    point = rng.normal((0.0, 0.0, 5.0), 1.0, (count, 3))
    return camera, point, rng.uniform(0.5, 1.5, count), rng.normal(size=(count, 2))


def blocks(camera, point, weight, seen):
    """Return the 2 by 15 block of each observation, from arrays of observations."""
    given = tuple(camera.T.copy()), tuple(point.T.copy()), weight, tuple(seen.T.copy())
    (u, _), pull = vjp(residuals, *given)
    one, zero = np.ones_like(u), np.zeros_like(u)
    rows = [pull(seed) for seed in ((one, zero), (zero, one))]
    return np.array([[*c, *p, w] for c, p, w, _ in rows])


def flat(found: Any) -> np.ndarray:
    """Return a block as an array of 2 by 15."""
    return np.array([[*np.ravel(c), *np.ravel(p), float(w)] for c, p, w in found])


def beside_jax() -> list[tuple[str, float, float]]:
    """Return the ratios of ours to jitted JAX, for one residual and for a batch."""
    import jax

    jax.config.update("jax_enable_x64", True)
    theirs = type(residuals)(residuals.__code__, {"np": jax.numpy}, "residuals")
    camera, point, weight, seen = observations(COUNT)
    arrays = camera[0], point[0], float(weight[0]), seen[0]
    given = tuple(a.tolist() if isinstance(a, np.ndarray) else a for a in arrays)
    numbers = tuple(tuple(a) if isinstance(a, list) else a for a in given)
    by = {"argnums": (0, 1, 2)}
    ours = jacrev(residual, **by)
    rows = []
    ready = jax.block_until_ready
    for name, mode in (("jacfwd", jax.jacfwd), ("jacrev", jax.jacrev)):
        single = jax.jit(mode(theirs, **by))
        device = tuple(map(jax.numpy.asarray, arrays))
        np.testing.assert_allclose(flat(ours(*numbers)), flat(single(*device)), rtol=1e-9)
        for what, mine in (("tuples", numbers), ("arrays", arrays)):
            ratio, seconds = interleaved(
                lambda m=mine: ours(*m), lambda s=single, d=device: ready(s(*d)), 200
            )
            rows.append((f"one residual, {what} / jax.jit({name})", ratio, seconds))
        many = jax.jit(jax.vmap(mode(theirs, **by)))
        device = tuple(map(jax.numpy.asarray, (camera, point, weight, seen)))
        ratio, seconds = interleaved(
            lambda: blocks(camera, point, weight, seen),
            lambda m=many, d=device: ready(m(*d)),
            5,
        )
        rows.append((f"{COUNT} residuals / jax.jit(jax.vmap({name}))", ratio, seconds))
    return rows


def main() -> int:
    right = True
    for name, whole, one_by_one, bound in JACOBIANS:
        np.testing.assert_allclose(whole(), one_by_one(), rtol=1e-9, atol=1e-12)
        ratio, seconds = interleaved(whole, one_by_one, 5)
        print(f"{name:55} {ratio:7.3f}  bound {bound:.2f}  ({1e6 * seconds:.1f} us)")
        right &= ratio <= bound
    if importlib.util.find_spec("jax") is None:
        print("JAX is not installed")
        return 0 if right else 1
    for name, ratio, seconds in beside_jax():
        print(f"{name:55} {ratio:7.3f}  bound 1.00  ({1e6 * seconds:.1f} us)")
        right &= ratio <= 1.0
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
