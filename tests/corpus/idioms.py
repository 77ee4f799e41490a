"""Losses and activations: the shapes with composite gates, in their usual spellings."""

import math

import numpy as np


def sigmoid_spellings(x):
    a = 1.0 / (1.0 + np.exp(-x))
    b = np.exp(x) / (1.0 + np.exp(x))
    c = 1 / (np.exp(-x) + 1)
    return np.sum(a * b + c**2) + np.sum(1.0 / (1.0 + np.exp(2.0 * x)))


def softplus_spellings(x):
    return np.sum(np.log(1.0 + np.exp(x)) * np.log1p(np.exp(x)))


def softmax_shifted(x):
    z = np.exp(x - np.max(x))
    p = z / np.sum(z)
    return np.sum(p * np.arange(3)) - np.log(p[1])


def softmax_rows(X):
    e = np.exp(X - np.max(X, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(X)), np.array([0, 2])]))


def cross_entropy_of_log(X):
    e = np.exp(X)
    log_p = np.log(e / np.sum(e, axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(X)), np.array([0, 2])])


def log_sum_exp(x):
    return np.log(np.sum(np.exp(x))) * 2.0


def safe_log_sum_exp(x):
    m = np.max(x)
    return m + np.log(np.sum(np.exp(x - m)))


def log_sum_exp_rows(X):
    m = np.max(X, axis=1, keepdims=True)
    out = m + np.log(np.sum(np.exp(X - m), axis=1, keepdims=True))
    return np.sum(out**2)


def hinge(W, x):
    scores = W @ x
    margins = np.maximum(0.0, scores - scores[1] + 1.0)
    return np.sum(margins) - 1.0 + 0.5 * np.sum(W * W)


def activations(x):
    leaky = np.where(x > 0, x, 0.01 * x)
    elu = np.where(x > 0, x, np.exp(x) - 1.0)
    maxout = np.maximum(x * 2.0 + 1.0, -x)
    return np.sum(leaky * elu) + np.sum(maxout**2)


def bernoulli(w, x):
    p = 1.0 / (1.0 + math.exp(-w * x))
    return -math.log(p)


X = np.array([0.5, 1.5, -0.7])
R = np.array([[0.6, 1.5, 0.2], [0.3, 0.8, 0.4]])
PROGRAMS = {
    sigmoid_spellings: [(X,), (1.3,)],
    softplus_spellings: [(X,), (1.3,)],
    softmax_shifted: [(X,)],
    softmax_rows: [(R,)],
    cross_entropy_of_log: [(R,)],
    log_sum_exp: [(X,)],
    safe_log_sum_exp: [(X,)],
    log_sum_exp_rows: [(R,)],
    hinge: [(np.array([[0.1, 0.5, 0.2], [-0.3, 0.8, 0.4], [0.2, 0.1, -0.6]]), X)],
    activations: [(X,)],
    bernoulli: [(0.4, 1.3)],
}
