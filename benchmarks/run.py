"""Speeds as ratios, interleaved in one run: generated gradients against hand-written ones.

python benchmarks/run.py [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time

import numpy as np
from jacobians import JACOBIANS
from loops import LOOPS
from timing import ROUNDS, interleaved

from adcompiler import grad


def neuron(w0, x0, w1, x1, w2):
    dot = w0 * x0 + w1 * x1 + w2
    f = 1.0 / (1.0 + math.exp(-dot))
    return f


def neuron_by_hand(w0, x0, w1, x1, w2):
    dot = w0 * x0 + w1 * x1 + w2
    f = 1.0 / (1.0 + math.exp(-dot))
    ddot = (1.0 - f) * f
    return x0 * ddot, w0 * ddot, x1 * ddot, w1 * ddot, ddot


def mlp(W1, b1, W2, b2, X, Y):
    h = np.maximum(X @ W1 + b1, 0.0)
    scores = h @ W2 + b2
    err = scores - Y
    loss = np.sum(err**2) / X.shape[0]
    return loss


def mlp_by_hand(W1, b1, W2, b2, X, Y):
    h = np.maximum(X @ W1 + b1, 0.0)
    err = h @ W2 + b2 - Y
    derr = 2.0 * err / X.shape[0]
    dh = np.where(h > 0.0, derr @ W2.T, 0.0)
    return X.T @ dh, np.sum(dh, axis=0), h.T @ derr, np.sum(derr, axis=0)


def twenty_lines(x, y):
    a = x * y
    b = math.sin(a) + x
    c = math.exp(-b * b)
    d = c * a + b
    e = d / (1.0 + c)
    if e > 0.0:
        g = math.log(1.0 + e * e)
    else:
        g = e * e
    s = 0.0
    for k in range(5):
        s = s + math.sin(g * k) * e
        g = g * 0.9 + x
    h = s * s + g
    i = math.tanh(h)
    j = i * d - y
    m = math.sqrt(j * j + 1.0)
    n = m * x
    o = n - i * y
    return o * o + m


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", help="write the figures to a file")
    options = parser.parse_args()
    rows = []

    point = (2.0, -1.0, -3.0, -2.0, -3.0)
    df = grad(neuron, argnums=(0, 1, 2, 3, 4))
    df(*point)
    loops = "for _ in range(20000): f(2.0, -1.0, -3.0, -2.0, -3.0)"
    code = compile(loops, "<loop>", "exec")
    ratio, seconds = interleaved(
        lambda: exec(code, {"f": df}), lambda: exec(code, {"f": neuron_by_hand}), 1
    )
    rows.append(("neuron gradient / by hand", ratio, 1.2, seconds / 20000))

    for name, function, by_hand, args, number in LOOPS:
        dl = grad(function, argnums=tuple(range(len(args))))
        for found, expected in zip(dl(*args), by_hand(*args), strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
        ratio, seconds = interleaved(
            lambda d=dl, a=args: d(*a), lambda h=by_hand, a=args: h(*a), number
        )
        rows.append((f"{name} / by hand", ratio, 1.3, seconds))

    rng = np.random.default_rng(0)
    for batch in (64, 1024):
        args = [rng.normal(size=s) for s in ((3072, 100), 100, (100, 10), 10)]
        args += [rng.normal(size=(batch, 3072)), rng.normal(size=(batch, 10))]
        dm = grad(mlp, argnums=(0, 1, 2, 3))
        dm(*args)
        number = 20 if batch == 64 else 2
        ratio, seconds = interleaved(
            lambda d=dm, a=args: d(*a), lambda a=args: mlp_by_hand(*a), number
        )
        rows.append((f"MLP 3072-100-10, batch {batch} / by hand", ratio, 1.1, seconds))

    for name, whole, one_by_one, bound in JACOBIANS:
        np.testing.assert_allclose(whole(), one_by_one(), rtol=1e-9, atol=1e-12)
        ratio, seconds = interleaved(whole, one_by_one, 5)
        rows.append((name, ratio, bound, seconds))

    spent = []
    for _ in range(ROUNDS):
        made = grad(twenty_lines, argnums=(0, 1))
        start = time.perf_counter()
        made(0.3, 0.4)
        spent.append(time.perf_counter() - start)
    rows.append(("compile, 20 lines (s)", float(np.median(spent)), 0.020, None))

    def imported(what):
        code = (
            f"import time; t = time.perf_counter(); import {what}; print(time.perf_counter() - t)"
        )
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, env=env)
        return float(done.stdout)

    imported("numpy, adcompiler")  # writes the bytecode
    extra = float(np.median([imported("numpy, adcompiler") - imported("numpy") for _ in range(7)]))
    rows.append(("import beyond numpy (s)", extra, 0.060, None))
    code = "numpy; from adcompiler import grad"
    whole = float(np.median([imported(code) - imported("numpy") for _ in range(7)]))
    rows.append(("the compiler loaded, beyond numpy (s)", whole, 0.090, None))

    print(f"{'':55} {'measured':>9} {'bound':>7}")
    for name, value, bound, seconds in rows:
        extra_text = f"  ({1e6 * seconds:.2f} us)" if seconds else ""
        print(f"{name:55} {value:9.3f} {bound:7.3f}{extra_text}")
    if options.json:
        with open(options.json, "w") as file:
            json.dump([{"name": n, "measured": v, "bound": b} for n, v, b, _ in rows], file)
    return 0 if all(v <= b for _, v, b, _ in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
