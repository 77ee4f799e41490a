"""NPBench's stencils: arrays that are overwritten step after step."""

import numpy as np


def field(rng, *shape):
    return rng.uniform(0.1, 1.0, shape)


def jacobi_1d(TSTEPS, A, B):
    for _ in range(1, TSTEPS):
        B[1:-1] = 0.33333 * (A[:-2] + A[1:-1] + A[2:])
        A[1:-1] = 0.33333 * (B[:-2] + B[1:-1] + B[2:])


def jacobi_1d_loss(TSTEPS, A, B):
    jacobi_1d(TSTEPS, A, B)
    return np.sum(A * A) + np.sum(B)


def jacobi_1d_data(rng, n):
    return 5, field(rng, n), field(rng, n)


def jacobi_2d(TSTEPS, A, B):
    for _ in range(1, TSTEPS):
        B[1:-1, 1:-1] = 0.2 * (
            A[1:-1, 1:-1] + A[1:-1, :-2] + A[1:-1, 2:] + A[2:, 1:-1] + A[:-2, 1:-1]
        )
        A[1:-1, 1:-1] = 0.2 * (
            B[1:-1, 1:-1] + B[1:-1, :-2] + B[1:-1, 2:] + B[2:, 1:-1] + B[:-2, 1:-1]
        )


def jacobi_2d_loss(TSTEPS, A, B):
    jacobi_2d(TSTEPS, A, B)
    return np.sum(A * A) + np.sum(B)


def jacobi_2d_data(rng, n):
    return 5, field(rng, n, n), field(rng, n, n)


def heat_3d(TSTEPS, A, B):
    for _ in range(1, TSTEPS):
        B[1:-1, 1:-1, 1:-1] = (
            0.125 * (A[2:, 1:-1, 1:-1] - 2.0 * A[1:-1, 1:-1, 1:-1] + A[:-2, 1:-1, 1:-1])
            + 0.125 * (A[1:-1, 2:, 1:-1] - 2.0 * A[1:-1, 1:-1, 1:-1] + A[1:-1, :-2, 1:-1])
            + 0.125 * (A[1:-1, 1:-1, 2:] - 2.0 * A[1:-1, 1:-1, 1:-1] + A[1:-1, 1:-1, :-2])
            + A[1:-1, 1:-1, 1:-1]
        )
        A[1:-1, 1:-1, 1:-1] = (
            0.125 * (B[2:, 1:-1, 1:-1] - 2.0 * B[1:-1, 1:-1, 1:-1] + B[:-2, 1:-1, 1:-1])
            + 0.125 * (B[1:-1, 2:, 1:-1] - 2.0 * B[1:-1, 1:-1, 1:-1] + B[1:-1, :-2, 1:-1])
            + 0.125 * (B[1:-1, 1:-1, 2:] - 2.0 * B[1:-1, 1:-1, 1:-1] + B[1:-1, 1:-1, :-2])
            + B[1:-1, 1:-1, 1:-1]
        )


def heat_3d_loss(TSTEPS, A, B):
    heat_3d(TSTEPS, A, B)
    return np.sum(A * A) + np.sum(B)


def heat_3d_data(rng, n):
    return 4, field(rng, n, n, n), field(rng, n, n, n)


def seidel_2d(TSTEPS, A):
    for _ in range(TSTEPS - 1):
        for i in range(1, A.shape[0] - 1):
            A[i, 1:-1] += (
                A[i - 1, :-2]
                + A[i - 1, 1:-1]
                + A[i - 1, 2:]
                + A[i, 2:]
                + A[i + 1, :-2]
                + A[i + 1, 1:-1]
                + A[i + 1, 2:]
            )
            for j in range(1, A.shape[1] - 1):
                A[i, j] += A[i, j - 1]
                A[i, j] /= 9.0


def seidel_2d_loss(TSTEPS, A):
    seidel_2d(TSTEPS, A)
    return np.sum(A * A)


def seidel_2d_data(rng, n):
    return 4, field(rng, n, n)


def fdtd_2d(TMAX, ex, ey, hz, source):
    for t in range(TMAX):
        ey[0, :] = source[t]
        ey[1:, :] -= 0.5 * (hz[1:, :] - hz[:-1, :])
        ex[:, 1:] -= 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] -= 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])


def fdtd_2d_loss(TMAX, ex, ey, hz, source):
    fdtd_2d(TMAX, ex, ey, hz, source)
    return np.sum(hz * hz) + np.sum(ex * ey)


def fdtd_2d_data(rng, n):
    return 4, field(rng, n, n), field(rng, n, n), field(rng, n, n), field(rng, 4)


def adi(TSTEPS, N, u):
    v = np.empty_like(u)
    p = np.empty_like(u)
    q = np.empty_like(u)
    DX = 1.0 / N
    DT = 1.0 / TSTEPS
    mul1 = 2.0 * DT / (DX * DX)
    mul2 = DT / (DX * DX)
    a = -mul1 / 2.0
    b = 1.0 + mul1
    c = a
    d = -mul2 / 2.0
    e = 1.0 + mul2
    f = d
    for _ in range(1, TSTEPS + 1):
        # the columns of the explicit half step
        v[0, 1 : N - 1] = 1.0
        p[1 : N - 1, 0] = 0.0
        q[1 : N - 1, 0] = v[0, 1 : N - 1]
        for j in range(1, N - 1):
            p[1 : N - 1, j] = -c / (a * p[1 : N - 1, j - 1] + b)
            q[1 : N - 1, j] = (
                -d * u[j, 0 : N - 2]
                + (1.0 + 2.0 * d) * u[j, 1 : N - 1]
                - f * u[j, 2:N]
                - a * q[1 : N - 1, j - 1]
            ) / (a * p[1 : N - 1, j - 1] + b)
        v[N - 1, 1 : N - 1] = 1.0
        for j in range(N - 2, 0, -1):
            v[j, 1 : N - 1] = p[1 : N - 1, j] * v[j + 1, 1 : N - 1] + q[1 : N - 1, j]
        # the rows
        u[1 : N - 1, 0] = 1.0
        p[1 : N - 1, 0] = 0.0
        q[1 : N - 1, 0] = u[1 : N - 1, 0]
        for j in range(1, N - 1):
            p[1 : N - 1, j] = -f / (d * p[1 : N - 1, j - 1] + e)
            q[1 : N - 1, j] = (
                -a * v[0 : N - 2, j]
                + (1.0 + 2.0 * a) * v[1 : N - 1, j]
                - c * v[2:N, j]
                - d * q[1 : N - 1, j - 1]
            ) / (d * p[1 : N - 1, j - 1] + e)
        u[1 : N - 1, N - 1] = 1.0
        for j in range(N - 2, 0, -1):
            u[1 : N - 1, j] = p[1 : N - 1, j] * u[1 : N - 1, j + 1] + q[1 : N - 1, j]


def adi_loss(TSTEPS, N, u):
    adi(TSTEPS, N, u)
    return np.sum(u * u)


def adi_data(rng, n):
    return 3, n, field(rng, n, n)


PROGRAMS = {
    "jacobi_1d": (jacobi_1d_loss, jacobi_1d_data, 4000),
    "jacobi_2d": (jacobi_2d_loss, jacobi_2d_data, 150),
    "heat_3d": (heat_3d_loss, heat_3d_data, 30),
    "seidel_2d": (seidel_2d_loss, seidel_2d_data, 30),
    "fdtd_2d": (fdtd_2d_loss, fdtd_2d_data, 150),
    "adi": (adi_loss, adi_data, 30),
}
