"""NPBench's matrix products: PolyBench's BLAS kernels, by their definitions."""

import numpy as np


def filled(rng, *shape):
    return rng.uniform(0.1, 1.0, shape)


def k2mm(alpha, beta, A, B, C, D):
    D[:] = alpha * A @ B @ C + beta * D


def k2mm_loss(alpha, beta, A, B, C, D):
    k2mm(alpha, beta, A, B, C, D)
    return np.sum(D * D)


def k2mm_data(rng, n):
    return (
        1.5,
        1.2,
        filled(rng, n, n + 1),
        filled(rng, n + 1, n),
        filled(rng, n, n + 2),
        filled(rng, n, n + 2),
    )


def k3mm_loss(A, B, C, D):
    G = A @ B @ (C @ D)
    return np.sum(G * G)


def k3mm_data(rng, n):
    return (
        filled(rng, n, n + 1),
        filled(rng, n + 1, n),
        filled(rng, n, n + 2),
        filled(rng, n + 2, n),
    )


def atax(A, x):
    return (A @ x) @ A


def atax_loss(A, x):
    y = atax(A, x)
    return np.sum(y * y)


def atax_data(rng, n):
    return filled(rng, n, n + 2), filled(rng, n + 2)


def bicg(A, p, r):
    return r @ A, A @ p


def bicg_loss(A, p, r):
    s, q = bicg(A, p, r)
    return np.sum(s * s) + np.sum(q**3)


def bicg_data(rng, n):
    return filled(rng, n + 1, n), filled(rng, n), filled(rng, n + 1)


def gemm(alpha, beta, C, A, B):
    C[:] = alpha * A @ B + beta * C


def gemm_loss(alpha, beta, C, A, B):
    gemm(alpha, beta, C, A, B)
    return np.sum(C * C)


def gemm_data(rng, n):
    return 1.5, 1.2, filled(rng, n, n), filled(rng, n, n + 1), filled(rng, n + 1, n)


def gemver(alpha, beta, A, u1, v1, u2, v2, w, x, y, z):
    A += np.outer(u1, v1) + np.outer(u2, v2)
    x += beta * y @ A + z
    w += alpha * A @ x


def gemver_loss(alpha, beta, A, u1, v1, u2, v2, w, x, y, z):
    gemver(alpha, beta, A, u1, v1, u2, v2, w, x, y, z)
    return np.sum(w * w) + np.sum(np.sin(A))


def gemver_data(rng, n):
    return 1.5, 1.2, filled(rng, n, n), *(filled(rng, n) for _ in range(8))


def gesummv(alpha, beta, A, B, x):
    return alpha * A @ x + beta * B @ x


def gesummv_loss(alpha, beta, A, B, x):
    y = gesummv(alpha, beta, A, B, x)
    return np.sum(y * y)


def gesummv_data(rng, n):
    return 1.5, 1.2, filled(rng, n, n), filled(rng, n, n), filled(rng, n)


def mvt(x1, x2, y1, y2, A):
    x1 += A @ y1
    x2 += y2 @ A


def mvt_loss(x1, x2, y1, y2, A):
    mvt(x1, x2, y1, y2, A)
    return np.sum(x1 * x1) + np.sum(x1 * x2)


def mvt_data(rng, n):
    return *(filled(rng, n) for _ in range(4)), filled(rng, n, n)


def doitgen(NR, NQ, NP, A, C4):
    A[:] = np.reshape(np.reshape(A, (NR, NQ, 1, NP)) @ C4, (NR, NQ, NP))


def doitgen_loss(NR, NQ, NP, A, C4):
    doitgen(NR, NQ, NP, A, C4)
    return np.sum(A * A)


def doitgen_data(rng, n):
    return n, n + 1, n + 2, filled(rng, n, n + 1, n + 2), filled(rng, n + 2, n + 2)


def symm(alpha, beta, C, A, B):
    temp = np.empty((C.shape[1],), dtype=C.dtype)
    C *= beta
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            C[:i, j] += alpha * B[i, j] * A[i, :i]
            temp[j] = B[:i, j] @ A[i, :i]
        C[i, :] += alpha * B[i, :] * A[i, i] + alpha * temp


def symm_loss(alpha, beta, C, A, B):
    symm(alpha, beta, C, A, B)
    return np.sum(C * C)


def symm_data(rng, n):
    return 1.5, 1.2, filled(rng, n, n + 1), filled(rng, n, n), filled(rng, n, n + 1)


def syrk(alpha, beta, C, A):
    for i in range(A.shape[0]):
        C[i, : i + 1] *= beta
        for k in range(A.shape[1]):
            C[i, : i + 1] += alpha * A[i, k] * A[: i + 1, k]


def syrk_loss(alpha, beta, C, A):
    syrk(alpha, beta, C, A)
    return np.sum(C * C)


def syrk_data(rng, n):
    return 1.5, 1.2, filled(rng, n, n), filled(rng, n, n + 1)


def syr2k(alpha, beta, C, A, B):
    for i in range(A.shape[0]):
        C[i, : i + 1] *= beta
        for k in range(A.shape[1]):
            C[i, : i + 1] += A[: i + 1, k] * alpha * B[i, k] + B[: i + 1, k] * alpha * A[i, k]


def syr2k_loss(alpha, beta, C, A, B):
    syr2k(alpha, beta, C, A, B)
    return np.sum(C * C)


def syr2k_data(rng, n):
    return 1.5, 1.2, filled(rng, n, n), filled(rng, n, n + 1), filled(rng, n, n + 1)


def trmm(alpha, A, B):
    for i in range(B.shape[0]):
        for j in range(B.shape[1]):
            B[i, j] += np.dot(A[i + 1 :, i], B[i + 1 :, j])
    B *= alpha


def trmm_loss(alpha, A, B):
    trmm(alpha, A, B)
    return np.sum(B * B)


def trmm_data(rng, n):
    return 1.5, filled(rng, n, n), filled(rng, n, n + 1)


PROGRAMS = {
    "2mm": (k2mm_loss, k2mm_data, 100),
    "3mm": (k3mm_loss, k3mm_data, 100),
    "atax": (atax_loss, atax_data, 300),
    "bicg": (bicg_loss, bicg_data, 300),
    "gemm": (gemm_loss, gemm_data, 100),
    "gemver": (gemver_loss, gemver_data, 200),
    "gesummv": (gesummv_loss, gesummv_data, 200),
    "mvt": (mvt_loss, mvt_data, 200),
    "doitgen": (doitgen_loss, doitgen_data, 20),
    "symm": (symm_loss, symm_data, 20),
    "syrk": (syrk_loss, syrk_data, 30),
    "syr2k": (syr2k_loss, syr2k_data, 30),
    "trmm": (trmm_loss, trmm_data, 30),
}
