"""Runge-Kutta steps over a helper for the right-hand side, which returns a pair."""


def slope(mu, x, v):
    return v, mu * (1.0 - x * x) * v - x


def f(mu, x, v):
    h = 0.1
    for _ in range(5):
        a1, b1 = slope(mu, x, v)
        a2, b2 = slope(mu, x + 0.5 * h * a1, v + 0.5 * h * b1)
        a3, b3 = slope(mu, x + 0.5 * h * a2, v + 0.5 * h * b2)
        a4, b4 = slope(mu, x + h * a3, v + h * b3)
        x = x + h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4)
        v = v + h / 6.0 * (b1 + 2.0 * b2 + 2.0 * b3 + b4)
    return x * x + v * v


ARGS = (1.1, 0.4, 0.3)
