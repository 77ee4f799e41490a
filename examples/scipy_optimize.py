"""Derivatives for scipy.optimize: what they save, in evaluations, beside the runs without.

BFGS with value_and_grad     a damped oscillation fitted to noisy data
trust-ncg with hvp           Rosenbrock's function of 20 numbers
least_squares, dense         the same oscillation, its residuals
least_squares, sparse        a smooth rate fitted to counted events
"""

import numpy as np
from scipy.optimize import least_squares, minimize

from adcompiler import hvp, jacobian, value_and_grad

TRUE = np.array([2.0, 0.3, 2.5, 0.4, 0.5])
TIMES = np.linspace(0.0, 10.0, 200)
START = np.array([1.0, 0.1, 2.3, 0.0, 0.0])


def oscillation(p, t):
    """Return amplitude * exp(-damping t) * cos(frequency t + phase) + offset."""
    amplitude, damping, frequency, phase, offset = p
    return amplitude * np.exp(-damping * t) * np.cos(frequency * t + phase) + offset


def measured():
    rng = np.random.default_rng(0)
    return oscillation(TRUE, TIMES) + rng.normal(scale=0.05, size=len(TIMES))


def misfits(p, t, data):
    return oscillation(p, t) - data


def misfit(p, t, data):
    return np.sum((oscillation(p, t) - data) ** 2)


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def smoothed(u, counts):
    """Return the residuals of rates exp(u) for counted events: misfits, and how much u bends."""
    far = (np.exp(u) - counts) / np.sqrt(counts + 1.0)
    bent = u[2:] - 2.0 * u[1:-1] + u[:-2]
    return np.concatenate((far, 5.0 * bent))


class Counted:
    """A function, and how often it was called."""

    def __init__(self, function):
        self.function, self.calls = function, 0

    def __call__(self, *args):
        self.calls += 1
        return self.function(*args)


def fit(with_derivatives):
    """Fit the oscillation by BFGS, with the gradient or with differences of the value."""
    function = Counted(value_and_grad(misfit) if with_derivatives else misfit)
    found = minimize(function, START, args=(TIMES, measured()), jac=with_derivatives, method="BFGS")
    return found.x, found.fun, function.calls, 0


def valley(with_derivatives):
    """Minimise Rosenbrock's function: by trust-ncg, or by BFGS on values alone."""
    start = np.full(20, -1.0)
    if not with_derivatives:
        function = Counted(rosenbrock)
        found = minimize(function, start, method="BFGS", options={"maxiter": 5000})
        return found.x, found.fun, function.calls, 0
    both, product = Counted(value_and_grad(rosenbrock)), Counted(hvp(rosenbrock))
    found = minimize(both, start, jac=True, hessp=product, method="trust-ncg")
    return found.x, found.fun, both.calls, product.calls


def fit_by_residuals(with_derivatives):
    """Fit the oscillation by a trust region of Gauss and Newton's steps."""
    function, derivative = Counted(misfits), Counted(jacobian(misfits))
    jac = derivative if with_derivatives else "2-point"
    found = least_squares(function, START, jac=jac, args=(TIMES, measured()))
    return found.x, 2.0 * found.cost, function.calls, derivative.calls


def rates(with_derivatives, size=100):
    """Fit a smooth rate to counted events: a Jacobian of few entries in each row."""
    rng = np.random.default_rng(0)
    counts = rng.poisson(20.0 + 15.0 * np.sin(np.linspace(0.0, 6.0, size))).astype(float)
    start = np.full(size, np.log(np.mean(counts)))
    function, derivative = Counted(smoothed), Counted(jacobian(smoothed, sparse=True))
    jac = derivative if with_derivatives else "2-point"
    found = least_squares(function, start, jac=jac, args=(counts,))
    return found.x, 2.0 * found.cost, function.calls, derivative.calls


RUNS = (
    ("oscillation, BFGS", fit),
    ("Rosenbrock in 20, trust-ncg (BFGS)", valley),
    ("oscillation, least squares", fit_by_residuals),
    ("rate of 100 counts, least squares", rates),
)


def table():
    """Return for each problem both runs: what was found, its value, and the evaluations."""
    return {name: (solve(True), solve(False)) for name, solve in RUNS}


if __name__ == "__main__":
    print(f"{'':36} {'with derivatives':>26}   {'without':>20}")
    print(f"{'':36} {'value':>9} {'calls':>7} {'further':>8}   {'value':>9} {'calls':>10}")
    for name, ((_, value, calls, further), (_, other, others, _)) in table().items():
        print(f"{name:36} {value:9.2e} {calls:7} {further:8}   {other:9.2e} {others:10}")
