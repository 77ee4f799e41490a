"""Straight-line scalar programs."""

import math

import numpy as np

RATE = 0.3


def neuron(w0, x0, w1, x1, w2):
    dot = w0 * x0 + w1 * x1 + w2
    f = 1.0 / (1.0 + math.exp(-dot))
    return f


def staged_sigmoid(x):
    minus = -x
    e = math.exp(minus)
    below = 1.0 + e
    return 1.0 / below


def product_of_sum(x, y, z):
    q = x + y
    return q * z


def fork(x):
    return x * x + x


def overwritten(x):
    y = x * x
    x = 2.0 * x
    return x * y


def unused(x, y):
    return x * 2.0


def constant(x):
    return 3.0


def names_that_clash(x, dx, d_x, x_at):
    d_x2 = x * dx
    return d_x2 * d_x + x_at * math.sin(x)


def parameter_called_sum(sum, out, len):
    return sum * out + len


def lecture_expression(x, y):
    sigy = 1.0 / (1.0 + math.exp(-y))
    num = x + sigy
    sigx = 1.0 / (1.0 + math.exp(-x))
    xpy = x + y
    xpysqr = xpy**2
    den = sigx + xpysqr
    invden = 1.0 / den
    f = num * invden
    return f


def powers(x, y):
    return x**3 + x**0.5 + x**y + 2.0**x + x**-2 + x**1 + x**0


def remainders(x, y):
    return x % y + (x // y) * x + math.fmod(x, y)


def all_of_math(x, y):
    a = math.sin(x) * math.cos(y) + math.tan(x) + math.asin(x) + math.acos(y) + math.atan(x)
    b = math.sinh(x) + math.cosh(y) + math.tanh(x) + math.asinh(y) + math.atanh(x)
    c = math.exp(x) + math.expm1(y) + math.log(x) + math.log2(y) + math.log10(x) + math.log1p(y)
    d = math.sqrt(x) + math.cbrt(y) + math.hypot(x, y) + math.atan2(x, y) + math.pow(x, y)
    e = math.erf(x) + math.erfc(y) + math.gamma(x) + math.lgamma(y) + math.degrees(x)
    return a + b * c - d / e + math.fabs(x - y) + math.exp2(x) + math.copysign(x, -y)


def unpacked(x, y):
    a, (b, c) = x, (y, x * y)
    a, b = b, a
    return a * b + c


def augmented(x, y):
    s = x
    s += y
    s *= s
    s -= x / y
    s **= 2
    s /= 3.0
    return s


def global_rate(x):
    return x * RATE + RATE**2


def factory(a, b):
    def closed(x):
        return a * x * x + b

    return closed


closed_over = factory(3.0, 1.0)


def integers(n, x):
    return x * n + x**n


def softplus(x):
    return math.log(1.0 + math.exp(x))


def float_cast(x):
    return float(x) * abs(x) + float(3)


def absolute(x, y):
    return abs(x) * abs(y) - -x + +y


def max_and_min(x, y):
    return max(x, y) * min(x, 2.0) + max(x, y, x * y)


def pseudo_huber(x, delta):
    return delta**2 * (math.sqrt(1.0 + (x / delta) ** 2) - 1.0)


def root_that_may_be_zero(x, eps):
    return 3.0 * math.sqrt(x * x + eps) / 8.0


def distance(a, b):
    d = a - b
    return math.sqrt(np.sum(d**2)) + 0.25 * np.sqrt(d @ d)


F = 1.3
PROGRAMS = {
    neuron: [(2.0, -1.0, -3.0, -2.0, -3.0), (0.1, 0.2, 0.3, 0.4, 0.5)],
    staged_sigmoid: [(0.7,), (-3.0,)],
    product_of_sum: [(-2.0, 5.0, -4.0)],
    fork: [(F,)],
    overwritten: [(F,)],
    unused: [(F, 2.0)],
    constant: [(F,)],
    names_that_clash: [(F, 0.2, 0.3, 0.4)],
    parameter_called_sum: [(F, 0.2, 0.3)],
    lecture_expression: [(0.3, -0.4)],
    powers: [(F, 0.7), (0.4, 2.5)],
    remainders: [(7.3, 2.1)],
    all_of_math: [(0.4, 0.6)],
    unpacked: [(F, 0.7)],
    augmented: [(F, 0.7)],
    global_rate: [(F,)],
    closed_over: [(F,)],
    integers: [(F, 0.7)],
    softplus: [(F,), (-20.0,), (30.0,)],
    float_cast: [(F,), (-F,)],
    absolute: [(F, -0.4), (-F, -0.4)],
    max_and_min: [(F, 0.4), (0.4, F)],
    pseudo_huber: [(0.4, 2.0), (-F, 0.5)],
    root_that_may_be_zero: [(F, 0.1), (-0.4, 0.0)],
    distance: [(np.array([F, 0.2]), np.array([0.1, 0.7]))],
}
