"""XOR, which no single neuron can learn, learned by a small network."""

import numpy as np

from adcompiler import value_and_grad

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])


def loss(W1, b1, W2, b2):
    h = np.tanh(X @ W1 + b1)
    p = 1.0 / (1.0 + np.exp(-(h @ W2 + b2)))
    return np.mean((p - Y) ** 2)


def predict(W1, b1, W2, b2):
    h = np.tanh(X @ W1 + b1)
    return 1.0 / (1.0 + np.exp(-(h @ W2 + b2)))


def train(steps: int = 2000, rate: float = 2.0, seed: int = 1):
    """Return the trained parameters and the loss at each step."""
    rng = np.random.default_rng(seed)
    params = [rng.normal(size=(2, 4)), np.zeros(4), rng.normal(size=(4, 1)), np.zeros(1)]
    step = value_and_grad(loss, argnums=(0, 1, 2, 3))
    losses = []
    for _ in range(steps):
        value, gradients = step(*params)
        losses.append(float(value))
        params = [p - rate * g for p, g in zip(params, gradients, strict=True)]
    return params, losses


if __name__ == "__main__":
    params, losses = train()
    print(f"loss {losses[0]:.3f} -> {losses[-1]:.5f}")
    for x, p in zip(X, predict(*params)[:, 0], strict=True):
        print(x.astype(int).tolist(), "->", round(float(p), 3))
