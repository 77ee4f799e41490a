"""NPBench's factorisations and triangular solvers, in place as they are there."""

import numpy as np


def positive(rng, n):
    A = rng.uniform(0.1, 1.0, (n, n))
    return A @ A.T + n * np.eye(n)


def dominant(rng, n):
    return rng.uniform(0.1, 1.0, (n, n)) + n * np.eye(n)


def cholesky(A):
    A[0, 0] = np.sqrt(A[0, 0])
    for i in range(1, A.shape[0]):
        for j in range(i):
            A[i, j] -= np.dot(A[i, :j], A[j, :j])
            A[i, j] /= A[j, j]
        A[i, i] -= np.dot(A[i, :i], A[i, :i])
        A[i, i] = np.sqrt(A[i, i])


def cholesky_loss(A):
    cholesky(A)
    return np.sum(A * A)


def cholesky_data(rng, n):
    return (positive(rng, n),)


def cholesky2(A):
    A[:] = np.linalg.cholesky(A) + np.triu(A, k=1)


def cholesky2_loss(A):
    cholesky2(A)
    return np.sum(A * np.sin(A))


def decomposed(A):
    for i in range(A.shape[0]):
        for j in range(i):
            A[i, j] -= A[i, :j] @ A[:j, j]
            A[i, j] /= A[j, j]
        for j in range(i, A.shape[0]):
            A[i, j] -= A[i, :i] @ A[:i, j]


def lu_loss(A):
    decomposed(A)
    return np.sum(A * A)


def lu_data(rng, n):
    return (dominant(rng, n),)


def ludcmp(A, b):
    x = np.zeros_like(b)
    y = np.zeros_like(b)
    decomposed(A)
    for i in range(A.shape[0]):
        y[i] = b[i] - A[i, :i] @ y[:i]
    for i in range(A.shape[0] - 1, -1, -1):
        x[i] = (y[i] - A[i, i + 1 :] @ x[i + 1 :]) / A[i, i]
    return x, y


def ludcmp_loss(A, b):
    x, y = ludcmp(A, b)
    return np.sum(x * x) + np.sum(x * y)


def ludcmp_data(rng, n):
    return dominant(rng, n), rng.uniform(0.1, 1.0, n)


def trisolv(L, x, b):
    for i in range(x.shape[0]):
        x[i] = (b[i] - L[i, :i] @ x[:i]) / L[i, i]


def trisolv_loss(L, x, b):
    trisolv(L, x, b)
    return np.sum(x * x)


def trisolv_data(rng, n):
    return dominant(rng, n), rng.uniform(0.1, 1.0, n), rng.uniform(0.1, 1.0, n)


def durbin(r):
    y = np.empty_like(r)
    alpha = -r[0]
    beta = 1.0
    y[0] = -r[0]
    for k in range(1, r.shape[0]):
        beta *= 1.0 - alpha * alpha
        alpha = -(r[k] + np.dot(np.flip(r[:k]), y[:k])) / beta
        y[:k] += alpha * np.flip(y[:k])
        y[k] = alpha
    return y


def durbin_loss(r):
    y = durbin(r)
    return np.sum(y * y)


def durbin_data(rng, n):
    return (rng.uniform(-0.5, 0.5, n) / n,)


def gramschmidt(A):
    Q = np.zeros_like(A)
    R = np.zeros((A.shape[1], A.shape[1]), dtype=A.dtype)
    for k in range(A.shape[1]):
        nrm = np.dot(A[:, k], A[:, k])
        R[k, k] = np.sqrt(nrm)
        Q[:, k] = A[:, k] / R[k, k]
        for j in range(k + 1, A.shape[1]):
            R[k, j] = np.dot(Q[:, k], A[:, j])
            A[:, j] -= Q[:, k] * R[k, j]
    return Q, R


def gramschmidt_loss(A):
    Q, R = gramschmidt(A)
    return np.sum(np.sin(Q)) + np.sum(R * R * R)


def gramschmidt_data(rng, n):
    return (rng.uniform(0.1, 1.0, (n + 2, n)) + np.eye(n + 2, n),)


PROGRAMS = {
    "cholesky": (cholesky_loss, cholesky_data, 40),
    "cholesky2": (cholesky2_loss, cholesky_data, 100),
    "lu": (lu_loss, lu_data, 40),
    "ludcmp": (ludcmp_loss, ludcmp_data, 40),
    "trisolv": (trisolv_loss, trisolv_data, 200),
    "durbin": (durbin_loss, durbin_data, 200),
    "gramschmidt": (gramschmidt_loss, gramschmidt_data, 30),
}
