"""NPBench's data, images and signals: statistics, filters, sparse products, Fourier transforms."""

import numpy as np


def correlation(M, float_n, data):
    mean = np.mean(data, axis=0)
    stddev = np.std(data, axis=0)
    stddev[stddev <= 0.1] = 1.0
    data -= mean
    data /= np.sqrt(float_n) * stddev
    corr = np.eye(M, dtype=data.dtype)
    for i in range(M - 1):
        corr[i + 1 : M, i] = corr[i, i + 1 : M] = data[:, i] @ data[:, i + 1 : M]
    return corr


def correlation_loss(M, float_n, data):
    corr = correlation(M, float_n, data)
    return np.sum(corr * corr)


def statistics_data(rng, n):
    return n, float(n + 3), rng.uniform(0.1, 1.0, (n + 3, n))


def covariance(M, float_n, data):
    mean = np.mean(data, axis=0)
    data -= mean
    cov = np.zeros((M, M), dtype=data.dtype)
    for i in range(M):
        cov[i:M, i] = cov[i, i:M] = data[:, i] @ data[:, i:M] / (float_n - 1.0)
    return cov


def covariance_loss(M, float_n, data):
    cov = covariance(M, float_n, data)
    return np.sum(cov * cov)


def deriche(alpha, imgIn):
    k = (1.0 - np.exp(-alpha)) * (1.0 - np.exp(-alpha))
    k = k / (1.0 + alpha * np.exp(-alpha) - np.exp(2.0 * alpha) * 0.01)
    a1 = a5 = k
    a2 = a6 = k * np.exp(-alpha) * (alpha - 1.0)
    a3 = a7 = k * np.exp(-alpha) * (alpha + 1.0)
    a4 = a8 = -k * np.exp(-2.0 * alpha)
    b1 = 2.0 ** (-alpha)
    b2 = -np.exp(-2.0 * alpha)
    c1 = c2 = 1

    y1 = np.empty_like(imgIn)
    y1[:, 0] = a1 * imgIn[:, 0]
    y1[:, 1] = a1 * imgIn[:, 1] + a2 * imgIn[:, 0] + b1 * y1[:, 0]
    for j in range(2, imgIn.shape[1]):
        y1[:, j] = a1 * imgIn[:, j] + a2 * imgIn[:, j - 1] + b1 * y1[:, j - 1] + b2 * y1[:, j - 2]
    y2 = np.empty_like(imgIn)
    y2[:, -1] = 0.0
    y2[:, -2] = a3 * imgIn[:, -1]
    for j in range(imgIn.shape[1] - 3, -1, -1):
        y2[:, j] = (
            a3 * imgIn[:, j + 1] + a4 * imgIn[:, j + 2] + b1 * y2[:, j + 1] + b2 * y2[:, j + 2]
        )
    imgOut = c1 * (y1 + y2)

    y1[0, :] = a5 * imgOut[0, :]
    y1[1, :] = a5 * imgOut[1, :] + a6 * imgOut[0, :] + b1 * y1[0, :]
    for i in range(2, imgIn.shape[0]):
        y1[i, :] = a5 * imgOut[i, :] + a6 * imgOut[i - 1, :] + b1 * y1[i - 1, :] + b2 * y1[i - 2, :]
    y2[-1, :] = 0.0
    y2[-2, :] = a7 * imgOut[-1, :]
    for i in range(imgIn.shape[0] - 3, -1, -1):
        y2[i, :] = (
            a7 * imgOut[i + 1, :] + a8 * imgOut[i + 2, :] + b1 * y2[i + 1, :] + b2 * y2[i + 2, :]
        )
    imgOut[:] = c2 * (y1 + y2)
    return imgOut


def deriche_loss(alpha, imgIn):
    y = deriche(alpha, imgIn)
    return np.sum(y * y)


def deriche_data(rng, n):
    return 0.25, rng.uniform(0.1, 1.0, (n, n + 2))


def floyd_warshall(path):
    for k in range(path.shape[0]):
        path[:] = np.minimum(path[:], np.add.outer(path[:, k], path[k, :]))


def floyd_warshall_loss(path):
    floyd_warshall(path)
    return np.sum(path * path)


def floyd_warshall_data(rng, n):
    return (rng.uniform(0.1, 5.0, (n, n)),)


def spmv(A_row, A_col, A_val, x):
    y = np.empty(A_row.size - 1, A_val.dtype)
    for i in range(A_row.size - 1):
        cols = A_col[A_row[i] : A_row[i + 1]]
        vals = A_val[A_row[i] : A_row[i + 1]]
        y[i] = vals @ x[cols]
    return y


def spmv_loss(A_row, A_col, A_val, x):
    y = spmv(A_row, A_col, A_val, x)
    return np.sum(y * y)


def spmv_data(rng, n):
    A_row = np.arange(0, 3 * n + 1, 3)
    A_col = rng.integers(0, n, 3 * n)
    return A_row, A_col, rng.uniform(0.1, 1.0, 3 * n), rng.uniform(0.1, 1.0, n)


def stockham_fft(N, R, K, x, y):
    """Transform R**K numbers by K passes of small transforms of size R."""
    i_coord, j_coord = np.mgrid[0:R, 0:R]
    dft_mat = np.exp(-2.0j * np.pi * i_coord * j_coord / R)
    y[:] = x[:]
    ii_coord, jj_coord = np.mgrid[0:R, 0 : R**K]
    for i in range(K):
        yv = np.reshape(y, (R**i, R, R ** (K - i - 1)))
        tmp_perm = np.transpose(yv, axes=(1, 0, 2))
        D = np.empty((R, R**i, R ** (K - i - 1)), dtype=np.complex128)
        tmp = np.exp(-2.0j * np.pi * ii_coord[:, : R**i] * jj_coord[:, : R**i] / R ** (i + 1))
        D[:] = np.repeat(np.reshape(tmp, (R, R**i, 1)), R ** (K - i - 1), axis=2)
        tmp_twid = np.reshape(tmp_perm, (N,)) * np.reshape(D, (N,))
        y[:] = np.reshape(dft_mat @ np.reshape(tmp_twid, (R, R ** (K - 1))), (N,))


def stockham_fft_loss(N, R, K, x, y):
    stockham_fft(N, R, K, x, y)
    return np.sum(np.abs(y) ** 2 * np.cos(np.arange(N)))


def stockham_fft_data(rng, n):
    K = 3 if n < 20 else 10
    x = rng.normal(size=2**K) + 1j * rng.normal(size=2**K)
    return 2**K, 2, K, x, np.zeros(2**K, dtype=np.complex128)


def go_fast(a):
    trace = 0.0
    for i in range(a.shape[0]):
        trace += np.tanh(a[i, i])
    return a + trace


def go_fast_loss(a):
    y = go_fast(a)
    return np.sum(y * y)


def go_fast_data(rng, n):
    return (rng.uniform(0.1, 1.0, (n, n)),)


def compute(array_1, array_2, a, b, c):
    return np.clip(array_1, 2, 10) * a + array_2 * b + c


def compute_loss(array_1, array_2, a, b, c):
    y = compute(array_1, array_2, a, b, c)
    return np.sum(y * y)


def compute_data(rng, n):
    return rng.uniform(0.0, 12.0, (n, n)), rng.uniform(0.0, 12.0, (n, n)), 4.0, 3.0, 9.0


PROGRAMS = {
    "correlation": (correlation_loss, statistics_data, 60),
    "covariance": (covariance_loss, statistics_data, 60),
    "deriche": (deriche_loss, deriche_data, 60),
    "floyd_warshall": (floyd_warshall_loss, floyd_warshall_data, 40),
    "spmv": (spmv_loss, spmv_data, 200),
    "go_fast": (go_fast_loss, go_fast_data, 200),
    "compute": (compute_loss, compute_data, 300),
    "stockham_fft": (stockham_fft_loss, stockham_fft_data, 20),
}
