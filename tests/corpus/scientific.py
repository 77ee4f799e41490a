"""Programs that use SciPy, as their writers wrote them."""

import numpy as np
from scipy import fft, integrate, linalg, signal, special, stats

X = np.array([[0.5, 1.0], [1.5, -0.3], [-0.7, 0.2], [0.1, 2.0]])
Y = np.array([1.0, -1.0, -1.0, 1.0])
COUNTS = np.array([2.0, 0.0, 1.0, 4.0])


def logistic_regression(w, b):
    return -np.mean(special.log_expit(Y*(X @ w + b))) + 0.1*np.sum(w**2)


def gaussian_process(length, noise, y):
    d = np.arange(4.0)[:, None] - np.arange(4.0)
    K = np.exp(-0.5*(d/length)**2) + noise**2*np.eye(4)
    c = linalg.cho_factor(K, lower=True)
    alpha = linalg.cho_solve(c, y)
    return 0.5*(y @ alpha) + np.sum(np.log(np.diag(c[0]))) + 2.0*np.log(2.0*np.pi)


def mixture(logits, mu, log_sigma, x):
    parts = special.log_softmax(logits) + stats.norm.logpdf(x[:, None], mu, np.exp(log_sigma))
    return -np.sum(special.logsumexp(parts, axis=1))


def poisson_regression(w):
    total = 0.0
    for row, k in zip(X, COUNTS):
        total = total - stats.poisson.logpmf(k, np.exp(row @ w))
    return total


def censored(rate, shape, t):
    seen = t < 2.0
    return -np.sum(np.where(seen, stats.gamma.logpdf(t, 2.5, scale=rate),
                            np.log(stats.norm.sf(t, loc=shape))))


def matrix_exponential(a, t):
    x = np.array([1.0, 0.0])
    total = 0.0
    for k in range(3):
        x = linalg.expm(a*t) @ x
        total = total + x @ x
    return total


def smoothed(kernel, x):
    y = signal.convolve(x, kernel/np.sum(kernel), mode="same")
    return np.sum((y - 1.0)**2) + np.sum(signal.correlate(x, kernel, "valid")**2)


def low_pass(x, cutoff):
    spectrum = fft.rfft(x)
    spectrum = spectrum*special.expit(cutoff - np.arange(len(spectrum)))
    return np.sum(fft.irfft(spectrum, len(x))**2) + np.sum(np.abs(fft.dct(x, norm="ortho"))**3)


def work(k, x):
    y = special.j0(k*x) + special.erf(x)/special.gamma(k)
    return integrate.simpson(y, x=np.linspace(0.0, 1.0, 5)) + integrate.trapezoid(y**2, x)


def evidence(x, mean, root):
    cov = root @ root.T + np.eye(2)
    return np.sum(stats.multivariate_normal.logpdf(x, mean, cov))


def in_blocks(a, b, y):
    K = linalg.block_diag(a @ a.T, b @ b.T) + np.eye(4)
    return linalg.solve(K, y, assume_a="pos") @ y + linalg.norm(linalg.solve_triangular(K, y))


def huber_fit(w):
    return np.sum(special.huber(0.5, X @ w - Y)) + special.xlogy(w[0], w[1]**2)


PROGRAMS = {
    logistic_regression: [(np.array([0.3, -0.5]), 0.1)],
    gaussian_process: [(1.3, 0.4, np.array([0.5, 1.0, -0.2, 0.7]))],
    mixture: [(np.array([0.1, 0.4]), np.array([-1.0, 1.0]), np.array([0.1, -0.2]),
               np.array([-0.8, 0.3, 1.2]))],
    poisson_regression: [(np.array([0.3, -0.2]),)],
    censored: [(1.3, 0.4, np.array([0.5, 1.5, 2.5]))],
    matrix_exponential: [(np.array([[0.1, -0.8], [0.6, 0.2]]), 0.5)],
    smoothed: [(np.array([0.5, 1.0, 0.3]), np.array([1.0, 2.0, -0.5, 0.7, 0.1]))],
    low_pass: [(np.array([1.0, 0.4, -0.3, 0.8, 0.2, -1.0]), 1.5)],
    work: [(1.7, np.array([0.0, 0.3, 0.5, 0.8, 1.1]))],
    evidence: [(np.array([0.3, 1.0]), np.array([0.1, 0.4]), np.array([[1.0, 0.2], [0.3, 0.8]])),
               (X, np.array([0.1, 0.4]), np.array([[1.0, 0.2], [0.3, 0.8]]))],
    in_blocks: [(np.array([[1.0, 0.2], [0.1, 0.7]]), np.array([[0.5, -0.3], [0.4, 1.1]]),
                 np.array([1.0, 2.0, -1.0, 0.5]))],
    huber_fit: [(np.array([0.3, -0.5]),)],
}
