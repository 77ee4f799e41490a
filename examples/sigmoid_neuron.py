"""The sigmoid neuron of lecture 4: staged forward, gradient as code, numbers of the slide."""

import math

from adcompiler import check_grads, grad


def neuron(w0: float, x0: float, w1: float, x1: float, w2: float) -> float:
    dot = w0 * x0 + w1 * x1 + w2
    f = 1.0 / (1.0 + math.exp(-dot))
    return f


if __name__ == "__main__":
    gradient = grad(neuron, argnums=(0, 1, 2, 3, 4))
    point = (2.0, -1.0, -3.0, -2.0, -3.0)
    print(gradient.source)
    print("f =", round(neuron(*point), 2))
    for name, value in zip(("dw0", "dx0", "dw1", "dx1", "dw2"), gradient(*point), strict=True):
        print(name, "=", round(value, 2))
    check_grads(neuron, point)
    print("agrees with numerical differences")
