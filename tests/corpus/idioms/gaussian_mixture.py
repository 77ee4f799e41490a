"""The log-likelihood of a mixture of three Gaussians."""

import numpy as np


def f(x, mu, log_sigma, logits):
    log_w = logits - np.log(np.sum(np.exp(logits)))
    z = (x[:, None] - mu) / np.exp(log_sigma)
    log_p = log_w - 0.5 * z**2 - log_sigma - 0.5 * np.log(2.0 * np.pi)
    m = np.max(log_p, axis=1, keepdims=True)
    return np.sum(m[:, 0] + np.log(np.sum(np.exp(log_p - m), axis=1)))


ARGS = (
    np.array([0.5, 1.5, -0.7, 2.2]),
    np.array([-0.5, 0.4, 1.8]),
    np.array([0.1, -0.2, 0.3]),
    np.array([0.2, 0.5, -0.1]),
)
