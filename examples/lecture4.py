"""Lecture 4 of CS231n, in code: gates, a fork, vectorised losses, activations."""

import math

import numpy as np

from adcompiler import grad, value_and_grad


def product_of_sum(x: float, y: float, z: float) -> float:
    q = x + y  # add distributes
    return q * z  # mul swaps and scales


def max_gate(x: float, y: float) -> float:
    return 2.0 * max(x, y)  # max routes


def fork(x: float) -> float:
    a = x * 3.0
    b = x * x
    return a * b  # gradients add at the fork


def norm_squared(W, x):
    q = W @ x
    return np.sum(q * q)


def hinge(W, X, y, strength):
    """SVM loss with regularisation, for rows of X and labels y."""
    scores = X @ W
    n = X.shape[0]
    right = scores[np.arange(n), y].reshape(n, 1)
    margins = np.maximum(0.0, scores - right + 1.0)
    data = np.sum(margins) / n - 1.0
    return data + strength * np.sum(W * W)


def two_layer(W1, W2, x):
    h = np.maximum(0.0, W1 @ x)
    s = W2 @ h
    return np.sum(s * s)


def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def tanh(x: float) -> float:
    return math.tanh(x)


def relu(x: float) -> float:
    return max(0.0, x)


def leaky_relu(x: float) -> float:
    return max(0.1 * x, x)


def maxout(x: float) -> float:
    return max(2.0 * x + 1.0, -x + 0.5)


def elu(x: float) -> float:
    return x if x >= 0.0 else math.exp(x) - 1.0


ACTIVATIONS = (sigmoid, tanh, relu, leaky_relu, maxout, elu)

if __name__ == "__main__":
    gradient = grad(product_of_sum, argnums=(0, 1, 2))
    print("(x + y) z at (-2, 5, -4):", gradient(-2.0, 5.0, -4.0))
    print(gradient.source)
    print("max gate at (2, -1):", grad(max_gate, argnums=(0, 1))(2.0, -1.0))
    print("fork at 2:", grad(fork)(2.0))
    W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
    value, (dW, dx) = value_and_grad(norm_squared, argnums=(0, 1))(W, x)
    print("|W x|^2 =", round(float(value), 3))
    print("dW =", dW.round(3).tolist(), " dx =", dx.round(3).tolist())
    rng = np.random.default_rng(0)
    W, X, y = rng.normal(size=(4, 3)), rng.normal(size=(5, 4)), np.array([0, 2, 1, 1, 0])
    print("hinge loss, |dW| =", round(float(np.abs(grad(hinge)(W, X, y, 0.1)).sum()), 3))
    W1, W2 = rng.normal(size=(4, 2)), rng.normal(size=(3, 4))
    net = grad(two_layer, argnums=(0, 1))
    print("2-layer net:", [g.shape for g in net(W1, W2, np.array([0.2, 0.4]))])
    print(net.source)
    for f in ACTIVATIONS:
        print(f"{f.__name__:10} slope at -1 and 1: {grad(f)(-1.0):7.3f} {grad(f)(1.0):7.3f}")
