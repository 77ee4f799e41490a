"""Functions that call themselves, and one another."""

import functools
import math
from dataclasses import dataclass

import numpy as np


def power(x, n):
    if n == 0:
        return 1.0
    return x * power(x, n - 1)


def power_of(x, n):
    return power(x, n) * 2.0


def square_and_multiply(x, n):
    if n == 0:
        return 1.0
    if n % 2 == 1:
        return x * square_and_multiply(x, n - 1)
    y = square_and_multiply(x, n // 2)
    return y * y


def halved(x):
    return x if x < 1.0 else halved(x / 2.0) * x


def fibonacci(x, n):
    if n < 2:
        return x
    return fibonacci(x, n - 1) + math.sin(x) * fibonacci(x, n - 2)


def even(x, n):
    return x if n == 0 else odd(x * x, n - 1)


def odd(x, n):
    return 2.0 * x if n == 0 else even(math.sin(x), n - 1)


def mutual(x, n):
    return even(x, n) + odd(x, n)


def pairwise(a):
    if len(a) == 1:
        return a[0] ** 2
    m = len(a) // 2
    return pairwise(a[:m]) * 0.5 + pairwise(a[m:])


def haar(a):
    if len(a) == 1:
        return a
    s = (a[::2] + a[1::2]) / math.sqrt(2.0)
    d = (a[::2] - a[1::2]) / math.sqrt(2.0)
    return np.concatenate([haar(s), d])


def wavelet_energy(a, w):
    return np.sum(w * haar(a) ** 3)


def horner(x, c, k):
    if k == len(c) - 1:
        return c[k]
    return c[k] + x * horner(x, c, k + 1)


def simpson(g, a, b):
    return (b - a) / 6.0 * (g(a) + 4.0 * g((a + b) / 2.0) + g(b))


def adaptive(g, a, b, whole, tol):
    m = (a + b) / 2.0
    left, right = simpson(g, a, m), simpson(g, m, b)
    if abs(left + right - whole) < tol:
        return left + right
    return adaptive(g, a, m, left, tol / 2.0) + adaptive(g, m, b, right, tol / 2.0)


def adaptive_quadrature(p, b):
    def g(x):
        return math.exp(-p * x) * math.sin(3.0 * x)

    return adaptive(g, 0.0, b, simpson(g, 0.0, b), 1e-4)


def sine_and_cosine(x):
    if abs(x) < 0.1:
        return x - x**3 / 6.0, 1.0 - x**2 / 2.0
    s, c = sine_and_cosine(x / 2.0)
    return 2.0 * s * c, c * c - s * s


def doubled_angles(x):
    s, c = sine_and_cosine(x)
    return s * 3.0 + c


def inner_recursion(x, n):
    def down(y, k):
        if k == 0:
            return y
        return down(y * x + 1.0, k - 1)

    return down(x, n)


def tail(x, n, total=0.0):
    if n == 0:
        return total
    return tail(x, n - 1, total + x**n)


def keyword_recursion(x, *, depth=0, limit=2.0):
    if x > limit:
        return x * depth
    return keyword_recursion(x * x + 1.0, depth=depth + 1, limit=limit)


def continued_fraction(b, k, n):
    if k == n:
        return b
    return b + 1.0 / continued_fraction(b, k + 1, n)


def recursion_in_a_loop(x, n):
    total = 0.0
    for i in range(n):
        total = total + power(x, i) / (i + 1)
    return total


def loop_in_a_recursion(x, n):
    if n == 0:
        return x
    total = 0.0
    for i in range(n):
        total += loop_in_a_recursion(x * 0.5, n - 1) * (i + 1)
    return total


def while_in_a_recursion(x, n):
    if n == 0:
        return x
    y = x
    while y < 3.0:
        y = y * 1.5
    return y + while_in_a_recursion(x * 0.9, n - 1) * y


def early_return_in_a_loop(xs, k):
    for x in xs:
        if x > 2.0:
            return x * k
        if k > 0:
            return early_return_in_a_loop(xs * 1.3, k - 1)
    return xs[0]


@dataclass
class Decay:
    rate: float

    def after(self, y, n):
        if n == 0:
            return y
        return self.after(y * math.exp(-self.rate), n - 1) + self.rate


def method_recursion(rate, y, n):
    return Decay(rate).after(y, n)


def matrix_power(m, n):
    if n == 1:
        return m
    half = matrix_power(m, n // 2)
    if n % 2 == 0:
        return half @ half
    return half @ half @ m


def trace_of_power(m, n):
    return np.trace(matrix_power(m, n))


def list_recursion(xs):
    if len(xs) == 0:
        return 1.0
    return xs[0] * list_recursion(xs[1:]) + xs[0]


def params_recursion(params, n):
    if n == 0:
        return params["a"]
    return params["b"] * params_recursion(params, n - 1) + params["a"]


def dictionary_rebuilt(p, n):
    if n == 0:
        return p["x"] * p["y"]
    return dictionary_rebuilt({"x": p["x"] * 0.5 + p["y"], "y": p["y"] * p["x"]}, n - 1)


def pair_carried(x, n):
    def go(pair, k):
        a, b = pair
        if k == 0:
            return a * b
        return go((b, a + b * x), k - 1)

    return go((x, 1.0), n)


def ackermann(x, m, n):
    if m == 0:
        return n + x
    if n <= 0.5:
        return ackermann(x, m - 1, 1.0)
    return ackermann(x, m - 1, ackermann(x, m, n - 1.0))


def gradient_descent(x, n):
    if n == 0:
        return x
    step = 0.1 * (2.0 * (x - 3.0) + math.cos(x))
    return gradient_descent(x - step, n - 1)


def decorated(f):
    @functools.wraps(f)
    def inner(*args):
        return f(*args)

    return inner


@decorated
def wrapped_recursion(x, n):
    if n <= 0:
        return x
    return wrapped_recursion(math.sin(x) + x, n - 1) * x


def of_a_wrapper(x, n):
    return wrapped_recursion(x, n)


def two_results_one_used(x, n):
    def go(y, k):
        if k == 0:
            return y, 0
        z, depth = go(y * x, k - 1)
        return z + y, depth + 1

    value, depth = go(x, n)
    return value * depth


def heat(u, n):
    if n == 0:
        return u
    v = u.copy()
    v[1:-1] = u[1:-1] + 0.2 * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return heat(v, n - 1)


def heat_energy(u, n):
    return np.sum(heat(u, n) ** 2)


def raising(x, n):
    if n < 0:
        raise ValueError("negative")
    if n == 0:
        return x
    assert x > -100.0
    return raising(x * x * 0.5, n - 1)


def caught_recursion(x, n):
    try:
        return raising(x, n)
    except ValueError:
        return x * 3.0


def lambda_recursion(x, n):
    go = lambda y, k: y if k == 0 else go(y * x, k - 1)  # noqa: E731
    return go(x, n)


def shared_by_two(x, y, n):
    return power(x, n) * power(y, n + 1) + power(x * y, 2)


def short_circuit(x, n):
    return (n == 0 and x) or x * short_circuit(x, n - 1)


def nowhere_a_base(x, n):
    total = x
    for k in range(n):
        total = total + nowhere_a_base(x * 0.5, k) * x
    return total


def array_or_number(x, n):
    if n == 0:
        return np.sum(x)
    return array_or_number(x * 0.5, n - 1) + array_or_number(x[1:], 0)


def returned_argument(u, v, n):
    def pick(a, b, k):
        if k == 0:
            return a
        return pick(b, a, k - 1)

    return np.sum(pick(u, v, n) * u)


def default_and_star(x, *rest):
    if len(rest) == 0:
        return x
    return x * default_and_star(*rest) + x


def star_recursion(a, b, c):
    return default_and_star(a, b, c)


def trajectory(y, rate, steps):
    dt = 0.1
    total = 0.0
    for _ in range(steps):
        slope = rate * math.sin(y)
        middle = y + dt * slope / 2.0
        y = y + dt * rate * math.sin(middle)
        total = total + y * dt
    return y, total


def large_helper(y, rate):
    end, area = trajectory(y, rate, 4)
    back, other = trajectory(-end, rate, 4)
    return area * back + other


def large_helper_with_literals(y, rate):
    end, area = trajectory(y, rate, 3)
    _, other = trajectory(end, 2.0, 5)
    return area + other


def smoothed(xs, w):
    ys = np.zeros(len(xs))
    last = 0.0
    for i in range(len(xs)):
        if xs[i] > 0.0:
            last = w * last + (1.0 - w) * xs[i]
        else:
            last = w * last
        ys[i] = last
    return ys


def smoothed_twice(xs, w):
    return np.sum(smoothed(smoothed(xs, w), w) ** 2 * smoothed(xs[1:], 0.5)[0])


def scaled_in_place(a, factor):
    total = 0.0
    for i in range(len(a)):
        if a[i] > 0.0:
            a[i] = a[i] * factor
        else:
            a[i] = a[i] / factor
        total = total + a[i]
    scale = total * 2.0
    return scale


def large_helper_that_writes(a, factor):
    b = a.copy()
    first = scaled_in_place(b, factor)
    second = scaled_in_place(b, factor)
    return first * second + b[0]


def large_inner(x, y):
    gain = x * y

    def run(start, n):
        z = start
        total = 0.0
        for k in range(n):
            z = gain * math.sin(z)
            if z > 0.5:
                z = z * 0.5
            total = total + z * k
        out = total + z
        return out

    first = run(x, 3)
    gain = gain * 2.0
    return first * run(y, 3) + run(first, 3)


def rest_of(a):
    b = a[1:]
    total = 0.0
    for i in range(len(b)):
        total = total + b[i]
        if total > 10.0:
            total = total - 10.0
    a = a * total
    shown = b
    return shown


def large_helper_returns_a_view(a):
    c = a * 1.0
    v = rest_of(c)
    w = rest_of(c)
    v[0] = 10.0
    return np.sum(w * a[1:]) + np.sum(c)


def product_beside(a, b):
    total = 0.0
    for i in range(2):
        total = total + a[i] * b[i]
        if total > 10.0:
            total = total - 10.0
    double = total * 2.0
    return a, double


def large_helper_returns_its_argument(a):
    c, s = product_beside(a, a)
    d, t = product_beside(c, a)
    return np.sum(c * d) * s + t


class Recurrent:
    def __init__(self, w):
        self.w, self.runs = w, 0

    def run(self, x):
        total = 0.0
        for i in range(3):
            x = math.tanh(self.w * x)
            y = x * i
            total = total + y * y + x
        self.runs = self.runs + 1
        return total


def large_method_with_state(w, x):
    m, k = Recurrent(w), Recurrent(w * 2)
    return m.run(x) * k.run(x) + m.run(m.run(x)) + m.runs


def large_in_a_loop(x):
    total = 0.0
    for i in range(3):
        a, b = trajectory(x, 0.5, 3)
        c, d = trajectory(b + i, a, 3)
        total = total + a * c + b * d
    return total


def large_by_branch(x, flag):
    if flag > 0.0:
        y, _ = trajectory(x, 0.7, 4)
    else:
        _, y = trajectory(x * x, 0.7, 4)
    return y * x


def recursion_with_large_helper(x, n):
    if n == 0:
        return x
    y, s = trajectory(x, 0.3, 2)
    z, t = trajectory(y, 0.3, 2)
    return recursion_with_large_helper(z * s, n - 1) + t


def laplace(m):
    if m.shape[0] == 1:
        return m[0, 0]
    total = 0.0
    for j in range(m.shape[1]):
        minor = np.concatenate([m[1:, :j], m[1:, j + 1 :]], axis=1)
        total = total + (-1) ** j * m[0, j] * laplace(minor)
    return total


def fourier(re, im):
    n = len(re)
    if n == 1:
        return re, im
    even_re, even_im = fourier(re[::2], im[::2])
    odd_re, odd_im = fourier(re[1::2], im[1::2])
    k = np.arange(n // 2)
    c, s = np.cos(2 * np.pi * k / n), -np.sin(2 * np.pi * k / n)
    tr, ti = c * odd_re - s * odd_im, c * odd_im + s * odd_re
    re, im = [even_re + tr, even_re - tr], [even_im + ti, even_im - ti]
    return np.concatenate(re), np.concatenate(im)


def spectral_power(a, w):
    re, im = fourier(a, np.zeros(len(a)))
    return np.sum(w * (re**2 + im**2))


class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def total(self):
        out = self.value
        if self.left is not None:
            out = out + 0.5 * self.left.total()
        if self.right is not None:
            out = out * self.right.total()
        return out


def tree_of_objects(x, y):
    tree = Node(x, Node(y), Node(x * y, Node(2.0), Node(y)))
    return tree.total()


def evaluated(e, x):
    if isinstance(e, str):
        return x
    if isinstance(e, float):
        return e
    sign, a, b = e
    if sign == "+":
        return evaluated(a, x) + evaluated(b, x)
    return evaluated(a, x) * evaluated(b, x)


def expression_tree(x):
    return evaluated(("*", ("+", "x", 2.0), ("*", "x", "x")), x)


def containers_returned(x, n):
    if n == 0:
        return {"v": x, "w": (x, 1.0)}
    r = containers_returned(x * 1.1, n - 1)
    return {"v": r["v"] * x, "w": (r["w"][1], r["w"][0] + x)}


def of_containers(x, n):
    r = containers_returned(x, n)
    return r["v"] + r["w"][0] * r["w"][1]


def recursion_in_while(x, n):
    while n > 0:
        n -= 1
        x = recursion_in_while(x * 0.5, n) + x
    return x


def nested_tries(x, n):
    try:
        if n == 0:
            raise ValueError("no")
        return nested_tries(x * 1.5, n - 1)
    except ValueError:
        return x


def doubled_up(a, n):
    if n == 0:
        return a
    return doubled_up(a, n - 1) * 2.0


def result_written_to(a):
    b = doubled_up(a, 9).copy()
    b[0] = 5.0
    return np.sum(b * a)


def closure_with_two_starts(x, n):
    a = x * 2.0

    def go(k):
        if k == 0:
            return a
        return go(k - 1) * x + a

    return go(n) + go(n + 1)


WEIGHTS = np.array([0.5, 1.5])


def global_read(x, n):
    if n == 0:
        return np.sum(WEIGHTS * x)
    return global_read(x * 0.9, n - 1) * WEIGHTS[0]


A = np.array([0.5, -1.5, 2.0, 0.25, 1.0, 0.7, -0.3, 1.1])
M = np.array([[0.5, 0.2], [-0.3, 0.8]])

def list_doubled_at_each_level(t, n):
    def again(q, k):
        if k == 0:
            return q
        q *= 2
        return again(q, k - 1)

    return sum(again([t, 1.0], n)) * t


def list_added_to_itself_at_each_level(t, n):
    def again(q, k):
        if k == 0:
            return q
        q += q
        q.extend(q)
        return again(q, k - 1)

    return sum(again([t, 1.0], n)) * t


PROGRAMS = {
    list_doubled_at_each_level: [(0.7, 3), (0.7, 0)],
    list_added_to_itself_at_each_level: [(0.7, 3), (0.7, 0)],
    power: [(1.3, 4), (1.3, 0)],
    power_of: [(0.7, 3)],
    square_and_multiply: [(1.1, 13), (0.9, 8)],
    halved: [(3.3,), (0.5,)],
    fibonacci: [(0.3, 6), (0.3, 1)],
    mutual: [(0.8, 5), (0.8, 0)],
    pairwise: [(A,), (A[:5],), (A[:1],)],
    wavelet_energy: [(A, np.linspace(1.0, 2.0, 8))],
    horner: [(1.3, np.array([1.0, -0.5, 0.25, 2.0]), 0)],
    adaptive_quadrature: [(0.7, 2.0)],
    doubled_angles: [(1.1,), (0.05,)],
    inner_recursion: [(0.9, 4), (0.9, 0)],
    tail: [(0.8, 5)],
    keyword_recursion: [(0.6,), (2.5,)],
    continued_fraction: [(1.2, 0, 6)],
    recursion_in_a_loop: [(0.9, 4)],
    loop_in_a_recursion: [(0.9, 3)],
    while_in_a_recursion: [(0.9, 3)],
    early_return_in_a_loop: [(np.array([1.1, 0.4]), 3), (np.array([2.5, 0.4]), 3)],
    method_recursion: [(0.3, 2.0, 4)],
    trace_of_power: [(M, 6), (M, 1)],
    list_recursion: [([1.1, 0.5, -2.0],)],
    params_recursion: [({"a": 1.5, "b": 0.5}, 4)],
    dictionary_rebuilt: [({"x": 0.7, "y": 0.4}, 3)],
    pair_carried: [(0.8, 5)],
    ackermann: [(0.3, 2, 2.0)],
    gradient_descent: [(1.0, 6)],
    of_a_wrapper: [(0.6, 3)],
    two_results_one_used: [(0.8, 3)],
    heat_energy: [(A, 3)],
    raising: [(0.8, 3)],
    caught_recursion: [(0.8, 3), (0.8, -1)],
    lambda_recursion: [(0.8, 3)],
    shared_by_two: [(0.8, 1.2, 3)],
    short_circuit: [(0.8, 3)],
    nowhere_a_base: [(0.8, 4)],
    array_or_number: [(A, 3)],
    returned_argument: [(A, A * 2.0, 3), (A, A * 2.0, 2)],
    large_helper: [(0.8, 1.2)],
    large_helper_with_literals: [(0.8, 1.2)],
    smoothed_twice: [(A, 0.3)],
    large_helper_that_writes: [(A, 1.3)],
    large_inner: [(0.8, 1.2)],
    large_helper_returns_a_view: [(np.array([1.0, 2.0, 3.0]),)],
    large_helper_returns_its_argument: [(np.array([1.0, 2.0]),)],
    large_method_with_state: [(0.7, 0.3)],
    large_in_a_loop: [(0.8,)],
    large_by_branch: [(0.8, 1.0), (0.8, -1.0)],
    recursion_with_large_helper: [(0.8, 2)],
    laplace: [(np.array([[1.0, 2.0, 0.5], [0.3, -1.0, 2.0], [1.5, 0.2, 0.7]]),)],
    spectral_power: [(A[:4], np.array([0.1, 0.2, 0.3, 0.4]))],
    tree_of_objects: [(1.5, 0.7)],
    expression_tree: [(1.3,)],
    of_containers: [(0.9, 3)],
    recursion_in_while: [(0.9, 3)],
    nested_tries: [(0.9, 3)],
    result_written_to: [(A,)],
    closure_with_two_starts: [(0.8, 3)],
    global_read: [(0.8, 3)],
    star_recursion: [(0.5, 0.7, 1.3)],
}
