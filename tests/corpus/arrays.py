"""NumPy: broadcasting, products, reductions, rearranging, indexing."""

import numpy as np

WEIGHTS = np.array([1.0, 2.0, 3.0])


def norm_squared(W, x):
    q = W @ x
    return np.sum(q * q)


def mlp(W1, b1, W2, b2, X, Y):
    h = np.maximum(X @ W1 + b1, 0.0)
    scores = h @ W2 + b2
    err = scores - Y
    loss = np.sum(err**2) / X.shape[0]
    return loss


def broadcasting(a, b):
    return np.sum(a * b + a / b - np.sin(a + b))


def normalised_rows(x):
    return np.sum((x / x.sum(axis=1, keepdims=True)) ** 2)


def standardised(x):
    m = x.mean()
    sd = np.sqrt(np.mean((x - m) ** 2))
    return np.sum(((x - m) / sd) ** 3)


def reductions(x):
    a = np.sum(x, axis=0) @ np.mean(x, axis=0)
    b = np.sum(x, axis=(0, 1)) + np.mean(x, axis=1, keepdims=True)[0, 0]
    return a + b + np.max(x) * np.min(x) + np.sum(np.max(x, axis=0) ** 2)


def products(A, x):
    return x @ A @ x + np.dot(x, x) + np.sum(A.dot(A)) + np.sum(np.matmul(x, A)) + np.dot(2.0, x)[0]


def batched(A, B):
    return np.sum(np.sin(A @ B))


def outer_products(x):
    A = np.outer(x, x)
    return np.sum(A @ x) + np.inner(x, x)


def rearranged(x):
    y = x.reshape(3, 2).T
    return np.sum(y * y.T.reshape(2, 3)) + np.sum(np.transpose(x) ** 3) + np.sum(x.ravel() ** 2)


def methods(x):
    return (x * x).sum() + x.dot(x) + x.reshape(3, 1).T.mean() + x.max() - x.min()


def slices(x):
    a = np.sum(x[1:] * x[:-1]) + np.sum(x[::-1] * x) + np.sum(x[::2] ** 3)
    return a + x[-1] * x[0] + np.sum(x[..., None] * x[None, :])


def fancy(x):
    i = np.array([0, 0, 2])
    return np.sum(x[i] ** 2) + np.sum(x[x > 0] ** 2) + np.sum(x[[1, 1]])


def rows_and_columns(X):
    return np.sum(X[0] * X[:, 1][0]) + np.sum(X[1, :2] ** 2) + X[-1, -1] + np.sum(X[:, ::2])


def choices(x):
    a = np.sum(np.where(x > 0, x * x, -x))
    return a + np.sum(np.maximum(x, 0.3)) + np.sum(np.minimum(x, x**2))


def fresh_updates(x):
    y = x * 1.0
    y += x
    y *= y
    return np.sum(y)


def sizes(x):
    n, m = x.shape
    return np.sum(x) / n + np.sum(x**2) / (m * x.ndim) + len(x) * np.sum(np.sin(x)) / x.size


def elementwise_family(x):
    y = np.exp(x) + np.log(x) + np.sqrt(x) + np.tanh(x) + np.abs(x) + np.log1p(x) + np.expm1(x)
    z = np.sin(x) * np.cos(x) + np.arctan(x) + np.square(x) + np.reciprocal(x) + np.cbrt(x)
    return np.sum(y * z) + np.sum(np.hypot(x, y) + np.arctan2(x, y) + np.logaddexp(x, z))


def constants_made_here(x):
    a = np.ones(3) * x + np.arange(3) + np.zeros_like(x)
    return np.sum(a * WEIGHTS) + np.sum(np.eye(3) @ a) + np.sum(np.full((3,), 2.0) * a)


def builtin_sum(x):
    return sum(x * x) + sum([x[0], x[1] * 2.0])


def mixed_precision(x, w):
    return np.sum(x * w) + np.sum(x) * 2.0


def clipped(x):
    return np.sum(np.clip(x, -0.5, 1.0) ** 2) + np.sum(np.clip(x, 0.0, None))


def zero_dimensional(x):
    return np.sin(x) * x


def expanded(x):
    y = np.expand_dims(x, 0) * np.expand_dims(x, 1)
    return np.sum(y) + np.sum(np.broadcast_to(x, (2, 3)) ** 2)


def gaussian(x, mu, sigma):
    return np.sum(-0.5 * ((x - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2.0 * np.pi))


def distances(X, Y):
    d = X[:, None, :] - Y[None, :, :]
    return np.sum(np.exp(-np.sum(d**2, axis=2)))


X = np.array([0.5, 1.5, -0.7])
P = np.array([0.5, 1.5, 0.7])
S = X.astype(np.float32)
A = np.array([[0.1, 0.5, 0.2], [-0.3, 0.8, 0.4], [0.2, 0.1, -0.6]])
R = np.array([[0.6, 1.5, 0.2], [0.3, 0.8, 0.4]])
_r = np.random.default_rng(0)
_n = _r.standard_normal
PROGRAMS = {
    norm_squared: [(np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4]))],
    mlp: [
        (_n((4, 5)), _n(5), _n((5, 3)), _n(3), _n((6, 4)), _n((6, 3))),
        (_n((4, 1)), _n(1), _n((1, 3)), _n(3), _n((1, 4)), _n((1, 3))),
    ],
    broadcasting: [
        (R, P),
        (R, np.array([[0.5], [0.8]])),
        (R, 1.5),
        (1.5, R),
        (P, np.array([[1.0], [2.0]])),
        (np.array([1.5]), P),
        (1.5, 0.7),
    ],
    normalised_rows: [(R,), (np.array([[2.0]]),)],
    standardised: [(X,)],
    reductions: [(A,), (R,)],
    products: [(A, X)],
    batched: [(_n((2, 3, 4)), _n((2, 4, 2))), (_n((2, 3, 4)), _n((4, 2))), (_n((2, 3, 4)), _n(4))],
    outer_products: [(X,)],
    rearranged: [(R,)],
    methods: [(X,)],
    slices: [(X,)],
    fancy: [(X,)],
    rows_and_columns: [(A,), (R,)],
    choices: [(X,)],
    fresh_updates: [(X,), (R,)],
    sizes: [(R,)],
    elementwise_family: [(P,), (R,)],
    constants_made_here: [(X,)],
    builtin_sum: [(X,)],
    mixed_precision: [(X, A[0]), (S, A[0]), (S, S[::-1].copy())],
    clipped: [(np.array([0.3, 1.5, -0.7]),)],
    zero_dimensional: [(np.array(1.3),), (1.3,), (np.float64(1.3),)],
    expanded: [(X,)],
    gaussian: [(X, 0.3, 1.2), (X, X[::-1].copy(), P)],
    distances: [(_n((3, 2)), _n((4, 2)))],
}
