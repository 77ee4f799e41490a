"""NPBench's kernels of integers, which have no derivative, and the fractal that has half of one."""

import numpy as np


def crc16(data, poly):
    crc = 0xFFFF
    for b in data:
        cur_byte = 0xFF & b
        for _ in range(8):
            if (crc & 0x0001) ^ (cur_byte & 0x0001):
                crc = (crc >> 1) ^ poly
            else:
                crc >>= 1
            cur_byte >>= 1
    crc = ~crc & 0xFFFF
    crc = (crc << 8) | ((crc >> 8) & 0xFF)
    return crc & 0xFFFF


def crc16_data(rng, n):
    return rng.integers(0, 256, n), 0x8408


def pairs(b1, b2):
    if b1 + b2 == 3:
        return 1
    return 0


def nussinov(N, seq):
    table = np.zeros((N, N), np.int32)
    for i in range(N - 1, -1, -1):
        for j in range(i + 1, N):
            if j - 1 >= 0:
                table[i, j] = max(table[i, j], table[i, j - 1])
            if i + 1 < N:
                table[i, j] = max(table[i, j], table[i + 1, j])
            if j - 1 >= 0 and i + 1 < N:
                if i < j - 1:
                    table[i, j] = max(table[i, j], table[i + 1, j - 1] + pairs(seq[i], seq[j]))
                else:
                    table[i, j] = max(table[i, j], table[i + 1, j - 1])
            for k in range(i + 1, j):
                table[i, j] = max(table[i, j], table[i, k] + table[k + 1, j])
    return table[0, N - 1]


def nussinov_data(rng, n):
    return n, rng.integers(0, 4, n)


def mandelbrot1(xmin, xmax, ymin, ymax, xn, yn, maxiter, horizon):
    X = np.linspace(xmin, xmax, xn, dtype=np.float64)
    Y = np.linspace(ymin, ymax, yn, dtype=np.float64)
    C = X + Y[:, None] * 1j
    N = np.zeros(C.shape, dtype=np.int64)
    Z = np.zeros(C.shape, dtype=np.complex128)
    for n in range(maxiter):
        inside = np.less(abs(Z), horizon)
        N[inside] = n
        Z[inside] = Z[inside] ** 2 + C[inside]
    N[N == maxiter - 1] = 0
    return Z, N


def mandelbrot1_loss(xmin, xmax, ymin, ymax, xn, yn, maxiter, horizon):
    Z, N = mandelbrot1(xmin, xmax, ymin, ymax, xn, yn, maxiter, horizon)
    return np.sum(np.log(1.0 + np.abs(Z) ** 2))


def mandelbrot1_counts(xmin, xmax, ymin, ymax, xn, yn, maxiter, horizon):
    Z, N = mandelbrot1(xmin, xmax, ymin, ymax, xn, yn, maxiter, horizon)
    return np.sum(N)


def mandelbrot_data(rng, n):
    return -1.75, 0.25, -1.0, 1.0, n, n + 1, 5, 2.0


def mandelbrot2(xmin, xmax, ymin, ymax, xn, yn, itermax, horizon):
    Xi, Yi = np.mgrid[0:xn, 0:yn]
    X = np.linspace(xmin, xmax, xn, dtype=np.float64)[Xi]
    Y = np.linspace(ymin, ymax, yn, dtype=np.float64)[Yi]
    C = X + Y * 1j
    N_ = np.zeros(C.shape, dtype=np.int64)
    Z_ = np.zeros(C.shape, dtype=np.complex128)
    Xi = np.reshape(Xi, (xn * yn))
    Yi = np.reshape(Yi, (xn * yn))
    C = np.reshape(C, (xn * yn))
    Z = np.zeros(C.shape, np.complex128)
    for i in range(itermax):
        if not len(Z):
            break
        np.multiply(Z, Z, Z)
        np.add(Z, C, Z)
        outside = np.greater(abs(Z), horizon)
        N_[Xi[outside], Yi[outside]] = i + 1
        Z_[Xi[outside], Yi[outside]] = Z[outside]
        np.logical_not(outside, outside)
        Z = Z[outside]
        Xi, Yi = Xi[outside], Yi[outside]
        C = C[outside]
    return Z_.T, N_.T


def mandelbrot2_loss(xmin, xmax, ymin, ymax, xn, yn, itermax, horizon):
    Z, N = mandelbrot2(xmin, xmax, ymin, ymax, xn, yn, itermax, horizon)
    return np.sum(np.log(1.0 + np.abs(Z) ** 2))


def mandelbrot2_counts(xmin, xmax, ymin, ymax, xn, yn, itermax, horizon):
    Z, N = mandelbrot2(xmin, xmax, ymin, ymax, xn, yn, itermax, horizon)
    return np.sum(N)


PROGRAMS = {
    "mandelbrot1": (mandelbrot1_loss, mandelbrot_data, 40),
    "mandelbrot2": (mandelbrot2_loss, mandelbrot_data, 40),
}
REFUSED = {
    "crc16": (crc16, crc16_data),
    "nussinov": (nussinov, nussinov_data),
    "mandelbrot1_counts": (mandelbrot1_counts, mandelbrot_data),
    "mandelbrot2_counts": (mandelbrot2_counts, mandelbrot_data),
}
