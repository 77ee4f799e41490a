"""Functions of NumPy as people call them: statistics, signals, polynomials, decompositions."""

import numpy as np

MATRIX = np.array([[1.3, 0.4, -0.2], [0.4, 2.1, 0.3], [-0.2, 0.3, 0.9]])
TALL = np.array([[0.3, 1.1], [0.9, -0.4], [1.7, 0.6], [-0.5, 1.3]])
X = np.array([0.4, 1.3, 0.9, 2.2])
WIDE = TALL @ np.array([[1.0, 0.3, 0.2], [0.1, 1.0, -0.4]]) + np.sin(np.arange(12.0)).reshape(4, 3)


def mahalanobis(data, x):
    cov = np.cov(data, rowvar=False)
    d = x - np.mean(data, axis=0)
    return d @ np.linalg.solve(cov, d)


def correlation_penalty(data):
    c = np.corrcoef(data.T)
    return np.sum(np.triu(c, 1) ** 2)


def principal_energy(data):
    centred = data - np.mean(data, axis=0)
    u, s, vh = np.linalg.svd(centred, full_matrices=False)
    return s[0] ** 2 / np.sum(s**2) + np.sum((u[:, :1] * s[0] @ vh[:1]) ** 2)


def condition_in_a_loop(m):
    total = 0.0
    for k in range(1, 4):
        total = total + np.log(np.linalg.cond(m + k * np.eye(3)))
    return total


def spectral_gap(m):
    w, v = np.linalg.eigh(m)
    return w[1] - w[0] + v[0, 0] ** 2


def orthonormal_projection(a, b):
    q, r = np.linalg.qr(a)
    return np.sum((q @ (q.T @ b)) ** 2) + np.sum(np.abs(np.diag(r)))


def line_fit(x, y):
    slope, offset = np.polyfit(x, y, 1)
    return slope**2 + offset * slope


def distance_of_roots(p):
    return np.sum(np.abs(np.roots(p) - 0.3))


def polynomial_arithmetic(p, q):
    product = np.polymul(p, q)
    slope = np.polyder(np.polyadd(product, q))
    return np.polyval(slope, 0.7) + np.polyval(np.polyint(p), 1.3)


def energy_of_a_field(f):
    gy, gx = np.gradient(f, 0.5, 0.25)
    return np.sum(gx**2 + gy**2)


def smoothed(x, w):
    padded = np.pad(x, 1, mode="edge")
    return np.sum(np.correlate(padded, w, mode="valid") ** 2)


def interquartile(x):
    low, high = np.quantile(x, [0.25, 0.75])
    return (high - low) / np.median(x)


def with_missing(x):
    y = np.where(x > 0.5, x, np.nan)
    return np.nanmean(y) * np.nanstd(y) + np.nanmax(y) - np.nanmin(y)


def tariff(x):
    return np.sum(np.select([x < 0.5, x < 1.5], [x, 2.0 * x - 0.5], default=x**2))


def piecewise_of_functions(x):
    return np.sum(np.piecewise(x, [x < 1.0], [np.sin, lambda t: t * t]))


def some_of_a_row(a):
    return np.sum(a, axis=1, where=a > 0.0)[2] * np.max(a, initial=0.1)


def pairwise_by_outer(x):
    d = np.subtract.outer(x, x)
    return np.sum(np.exp(-(d**2))) + np.logaddexp.reduce(x)


def drawdown(x):
    return np.sum(np.maximum.accumulate(x) - x)


def batched_contraction(a, b):
    return np.sum(np.einsum("...ij,...jk->...ik", np.stack([a, 2.0 * a]), b) ** 2)


def trace_by_einsum(m):
    return np.einsum("ii", m) * np.einsum("ij,ij->", m, m)


def chained(a, b, x):
    return np.sum(np.linalg.multi_dot([a, b, x]))


def blocks(a):
    whole = np.block([[a, np.zeros((3, 1))], [np.ones((1, 3)), 2.0]])
    return np.linalg.slogdet(whole)[1]


def grid_sum(x, y):
    gx, gy = np.meshgrid(x, y)
    return np.sum(np.sin(gx * gy))


def branch_on_rank(m):
    if np.linalg.matrix_rank(m) == 3:
        return np.linalg.norm(m, "nuc")
    return np.linalg.norm(m, 2)


def statistics_in_a_branch(x, mode):
    if mode == "robust":
        return np.percentile(x, 50) + np.ptp(x)
    return np.average(x, weights=x) + np.var(x)


def matrix_in_a_while(m):
    p = m
    k = 0
    while np.linalg.norm(p, 1) < 50.0 and k < 6:
        p = np.linalg.matrix_power(p, 2)
        k += 1
    return np.trace(p)


def sorted_unique(x):
    u = np.unique(np.concatenate([x, x[:2]]))
    return np.sum(u * np.arange(1, len(u) + 1))


def where_it_is_not_zero(v, w):
    at = np.nonzero(v > 0.5)
    b = np.zeros((2, 2))
    b[np.diag_indices(2)] = v[at] * w
    np.add.at(b, np.diag_indices(2), w)
    return np.sum(v[at] * w) + np.sum(b * b)


def upper_triangle_packed(m, v):
    e = np.zeros((2, 2))
    e[np.diag_indices(2)] = m @ v
    e[np.triu_indices(2, 1)] = np.cumsum(v)[:1]
    return (m[np.triu_indices(2, 1)] * v).sum() + np.sum(e * e)


def at_a_pair(a, p, q):
    b = a * 1.0
    b[p] = b[p] * b[0, 0]
    b[p] += b[p[::-1]] ** 2
    row = b[q]
    row *= 2.0
    return np.sum(b * b) + b[p]


def at_the_greatest(a):
    b = a * 1.0
    at = np.unravel_index(np.argmax(a), a.shape)
    b[at] += a[0, 1]
    b[at] *= a[0, 0]
    return np.sum(b * b) * a[at]


def values_of_labels(c, w):
    labels = np.array([0, 2, 1, 2])
    return np.sum(c[np.unique(labels)] * w) + np.sum(np.outer(w[0], c)) + np.outer(c, w[1])[0, 0]


PROGRAMS = {
    where_it_is_not_zero: [(np.array([0.2, 0.9, 0.7]), np.array([0.3, 1.2]))],
    upper_triangle_packed: [(MATRIX[:2, :2], np.array([0.3, 1.2]))],
    at_a_pair: [(MATRIX[:2, :2], (1, 0), (1,))],
    at_the_greatest: [(MATRIX,)],
    values_of_labels: [(X, np.array([0.3, 1.2, 0.8]))],
    mahalanobis: [(TALL, np.array([0.2, 0.7]))],
    correlation_penalty: [(WIDE,)],
    principal_energy: [(TALL,)],
    condition_in_a_loop: [(MATRIX,)],
    spectral_gap: [(MATRIX,)],
    orthonormal_projection: [(TALL, X)],
    line_fit: [(np.array([0.1, 0.9, 1.4, 2.2]), X)],
    distance_of_roots: [(np.array([1.0, -3.1, 1.7]),), (np.array([1.0, 0.4, 1.7]),)],
    polynomial_arithmetic: [(np.array([1.0, -2.0, 0.5]), np.array([0.3, 1.1]))],
    energy_of_a_field: [(TALL @ TALL.T,)],
    smoothed: [(X, np.array([0.25, 0.5, 0.25]))],
    interquartile: [(X,)],
    with_missing: [(X,)],
    tariff: [(X,)],
    piecewise_of_functions: [(X,)],
    some_of_a_row: [(TALL,)],
    pairwise_by_outer: [(X,)],
    drawdown: [(X,)],
    batched_contraction: [(MATRIX, MATRIX + 0.5)],
    trace_by_einsum: [(MATRIX,)],
    chained: [(TALL, TALL.T, X)],
    blocks: [(MATRIX,)],
    grid_sum: [(X, np.array([0.3, 1.7]))],
    branch_on_rank: [(MATRIX,), (np.outer(X[:3], X[1:]),)],
    statistics_in_a_branch: [(X, "robust"), (X, "plain")],
    matrix_in_a_while: [(MATRIX,)],
    sorted_unique: [(X,)],
}
