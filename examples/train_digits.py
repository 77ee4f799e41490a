"""Train a 2-layer softmax network on handwritten digits with the compiled gradient.

Prints the accuracy on a held-back quarter and the numeric check of the gradient, and writes a
picture with the learning curve and the first-layer weights as templates.
"""

import argparse

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from tqdm import tqdm

from adcompiler import check_grads, value_and_grad


def loss(W1, b1, W2, b2, X, y):
    """Cross-entropy of a ReLU network with softmax, and a little weight decay."""
    h = np.maximum(X @ W1 + b1, 0.0)
    scores = h @ W2 + b2
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    n = X.shape[0]
    data = -np.mean(np.log(p[np.arange(n), y]))
    return data + 1e-4 * (np.sum(W1 * W1) + np.sum(W2 * W2))


def accuracy(params, X, y):
    W1, b1, W2, b2 = params
    return float(np.mean(np.argmax(np.maximum(X @ W1 + b1, 0.0) @ W2 + b2, axis=1) == y))


def data(seed):
    """Return training and held-back images and labels."""
    digits = load_digits()
    X, y = digits.data / 16.0, digits.target
    order = np.random.default_rng(seed).permutation(len(X))
    X, y = X[order], y[order]
    cut = 3 * len(X) // 4
    return X[:cut], y[:cut], X[cut:], y[cut:]


def train(epochs=60, seed=0, hidden=48, batch=64, rate=0.2, momentum=0.9, quiet=False):
    """Return the parameters, the learning curve, and the accuracy on held-back digits."""
    X, y, X_test, y_test = data(seed)
    rng = np.random.default_rng(seed)
    params = [
        rng.normal(size=(64, hidden)) * np.sqrt(2.0 / 64),
        np.zeros(hidden),
        rng.normal(size=(hidden, 10)) * np.sqrt(2.0 / hidden),
        np.zeros(10),
    ]
    step = value_and_grad(loss, argnums=(0, 1, 2, 3))
    speeds = [np.zeros_like(p) for p in params]
    curve = []
    for epoch in tqdm(range(epochs), desc="training", unit="epoch", disable=quiet):
        order = rng.permutation(len(X))
        total = 0.0
        for start in range(0, len(X), batch):
            rows = order[start : start + batch]
            value, gradients = step(*params, X[rows], y[rows])
            total += float(value) * len(rows)
            for p, v, g in zip(params, speeds, gradients, strict=True):
                v *= momentum
                v -= rate * (0.98**epoch) * g
                p += v
        curve.append(total / len(X))
    return params, curve, accuracy(params, X_test, y_test)


def numeric_check(params, X, y):
    """Compare the gradient on a small network and batch with numerical differences."""
    W1, b1, W2, b2 = params
    small = (W1[:, :3], b1[:3], W2[:3], b2, X[:4], y[:4])
    check_grads(loss, small)
    return small


def draw(params, curve, path):
    """Write the learning curve and the first-layer weights as 8 x 8 templates."""
    W1 = params[0]
    fig = plt.figure(figsize=(9, 5), layout="constrained")
    left, right = fig.subfigures(1, 2)
    ax = left.subplots()
    ax.plot(np.arange(1, len(curve) + 1), curve)
    ax.set(xlabel="epoch", ylabel="training loss", title="learning curve", yscale="log")
    right.suptitle("first-layer weights")
    bound = np.abs(W1).max()
    for k, ax in enumerate(right.subplots(4, 4).ravel()):
        ax.imshow(W1[:, k].reshape(8, 8), cmap="RdBu_r", vmin=-bound, vmax=bound)
        ax.axis("off")
    fig.savefig(path, dpi=120)
    plt.close(fig)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", default="digits.png", help="where the picture goes")
    options = parser.parse_args()
    params, curve, right = train(options.epochs, options.seed)
    X, y, _, _ = data(options.seed)
    numeric_check(params, X, y)
    print("the gradient agrees with numerical differences")
    draw(params, curve, options.out)
    print(f"held-back digits read correctly: {100 * right:.1f} %")
    print(f"picture: {options.out}")


if __name__ == "__main__":
    main()
