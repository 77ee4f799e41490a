"""Programs as people write them, from one field after another."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


def kalman(q, r, zs):
    x, p = (0.0, 1.0)
    nll = 0.0
    for z in zs:
        p = p + q ** 2
        s = p + r ** 2
        k = p / s
        innov = z - x
        nll += 0.5 * (math.log(2 * math.pi * s) + innov ** 2 / s)
        x = x + k * innov
        p = (1 - k) * p
    return nll


def hmm(A, B):
    obs = [0, 1, 2, 1, 0]
    alpha = np.array([0.6, 0.4]) * B[:, obs[0]]
    ll = 0.0
    for o in obs[1:]:
        c = alpha.sum()
        ll += np.log(c)
        alpha = alpha / c @ A * B[:, o]
    return ll + np.log(alpha.sum())


def norm_cdf(x):
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def black_scholes(s, k, sigma, r, t):
    d1 = (math.log(s / k) + (r + sigma ** 2 / 2) * t) / (sigma * math.sqrt(t))
    d2 = d1 - sigma * math.sqrt(t)
    return s * norm_cdf(d1) - k * math.exp(-r * t) * norm_cdf(d2)


def gp_nll(ell, x, y):
    d = x[:, None] - x[None, :]
    K = np.exp(-0.5 * d ** 2 / ell ** 2) + 0.1 * np.eye(len(x))
    L = np.linalg.cholesky(K)
    a = np.linalg.solve(L, y)
    return 0.5 * a @ a + np.sum(np.log(np.diag(L))) + 0.5 * len(x) * np.log(2 * np.pi)


class Layer:

    def __init__(self, w, b, act=np.tanh):
        self.w, self.b, self.act = (w, b, act)

    def __call__(self, x):
        return self.act(x @ self.w + self.b)


class Net:

    def __init__(self, params):
        self.layers = [Layer(w, b) for w, b in params]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def mlp_class(params, x):
    net = Net(params)
    return np.mean(net.forward(x) ** 2)


def attention(w, x):
    q = x @ w
    k = x @ w.T
    s = q @ k.T / np.sqrt(q.shape[-1])
    s = s - s.max(axis=-1, keepdims=True)
    e = np.exp(s)
    p = e / e.sum(axis=-1, keepdims=True)
    return np.sum((p @ x) ** 2)


def lstm(W, xs):
    h = np.zeros(2)
    c = np.zeros(2)
    for x in xs:
        z = np.concatenate([h, x]) @ W
        i, f, o, g = np.split(z, 4)
        sig = lambda t: 1 / (1 + np.exp(-t))
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
    return h.sum()


def kepler(e, M):
    E = M
    for _ in range(50):
        dE = (E - e * math.sin(E) - M) / (1 - e * math.cos(E))
        E -= dE
        if abs(dE) < 1e-12:
            break
    return math.cos(E)


def rot(t):
    c, s = (np.cos(t), np.sin(t))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def trans(x):
    m = np.eye(3)
    m[0, 2] = x
    return m


def arm(thetas, lengths):
    T = np.eye(3)
    for t, l in zip(thetas, lengths):
        T = T @ rot(t) @ trans(l)
    target = np.array([1.0, 1.0])
    return np.linalg.norm(T[:2, 2] - target)


def soft_dtw(a, b):
    n, m = (len(a), len(b))
    R = np.full((n + 1, m + 1), 1000000.0)
    R[0, 0] = 0.0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            d = (a[i - 1] - b[j - 1]) ** 2
            v = np.array([R[i - 1, j], R[i, j - 1], R[i - 1, j - 1]])
            R[i, j] = d - np.log(np.sum(np.exp(-v)))
    return R[n, m]


def nbody(pos, mass):
    vel = np.zeros_like(pos)
    for _ in range(3):
        acc = np.zeros_like(pos)
        for i in range(len(pos)):
            for j in range(len(pos)):
                if i != j:
                    r = pos[j] - pos[i]
                    acc[i] += mass[j] * r / (np.sum(r ** 2) + 0.1) ** 1.5
        vel = vel + 0.01 * acc
        pos = pos + 0.01 * vel
    return np.sum(pos ** 2) + np.sum(vel ** 2)


def beam(k):
    n = len(k)
    K = np.zeros((n, n))
    for e in range(n - 1):
        K[e:e + 2, e:e + 2] += k[e] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    K[0, 0] += 10.0
    f = np.zeros(n)
    f[-1] = 1.0
    u = np.linalg.solve(K, f)
    return u[-1]


@dataclass
class State:
    x: float
    v: float
    t: float = 0.0

    def step(self, dt, k, c):
        a = -k * self.x - c * self.v
        return State(self.x + dt * self.v, self.v + dt * a, self.t + dt)


def oscillator(k, c):
    s = State(1.0, 0.0)
    energy = []
    while s.t < 0.5:
        s = s.step(0.1, k, c)
        energy.append(0.5 * s.v ** 2 + 0.5 * k * s.x ** 2)
    return sum(energy) / len(energy)


def event(v0, e):
    y, v, t = (1.0, v0, 0.0)
    bounces = 0
    while t < 2.0:
        v -= 9.81 * 0.01
        y += v * 0.01
        if y < 0:
            y = -y
            v = -e * v
            bounces += 1
            if bounces == 3:
                break
        t += 0.01
    return y + 0.1 * v


def portfolio(w):
    mu = np.array([0.1, 0.05, 0.07])
    cov = np.array([[0.04, 0.01, 0.0], [0.01, 0.02, 0.005], [0.0, 0.005, 0.03]])
    ret = w @ mu
    risk = np.sqrt(w @ cov @ w)
    penalty = np.sum(np.maximum(-w, 0) ** 2) * 100 + (np.sum(w) - 1) ** 2 * 10
    return -(ret - 0.02) / risk + penalty


def autoencoder(params, x):

    def dense(p, h, act=None):
        h = h @ p['w'] + p['b']
        return act(h) if act is not None else h
    z = dense(params['enc'], x, np.tanh)
    y = dense(params['dec'], z)
    reg = sum((np.sum(v ** 2) for layer in params.values() for k, v in layer.items() if k == 'w'))
    return np.mean((y - x) ** 2) + 0.01 * reg


def himmelblau(p):
    x, y = p
    return (x ** 2 + y - 11) ** 2 + (x + y ** 2 - 7) ** 2


def conv2d(img, ker):
    kh, kw = ker.shape
    H, W = img.shape
    out = np.empty((H - kh + 1, W - kw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(img[i:i + kh, j:j + kw] * ker)
    pooled = out.max(axis=0)
    return np.maximum(pooled, 0).sum()


def gamma_lp(a, x):
    return (a - 1) * math.log(x) - x - math.lgamma(a)


def logreg(w, X, y):
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z) + 0.5 * np.dot(w, w)


def best_value(xs):
    best = -float('inf')
    arg = -1
    for i, x in enumerate(xs):
        if x > best:
            best, arg = (x, i)
    return best * arg


def adaptive_rk(y, k):
    t, h = (0.0, 0.2)
    f = lambda t, y: -k * y + math.sin(t)
    steps = 0
    while t < 1.0 and steps < 50:
        if t + h > 1.0:
            h = 1.0 - t
        k1 = f(t, y)
        k2 = f(t + h, y + h * k1)
        err = abs(h * (k2 - k1) / 2)
        if err < 0.01:
            t += h
            y = y + h * (k1 + k2) / 2
        h = h * min(2.0, max(0.3, 0.9 * (0.01 / (err + 1e-12)) ** 0.5))
        steps += 1
    return y


class P(NamedTuple):
    mass: float
    length: float


def pendulum(m, l):
    p = P(m, l)
    th, om = (0.5, 0.0)
    for _ in range(10):
        om = om - 0.05 * 9.81 / p.length * np.sin(th)
        th = th + 0.05 * om
    return 0.5 * p.mass * (p.length * om) ** 2 - p.mass * 9.81 * p.length * np.cos(th)


def kmeans(X, C):
    total = 0.0
    for x in X:
        dists = [np.sum((x - c) ** 2) for c in C]
        total += min(dists)
    return total / len(X)


def polyfit_like(c):
    xs = np.linspace(-1, 1, 9)
    ys = np.polyval(c, xs)
    return np.trapezoid(ys ** 2, xs) if hasattr(np, 'trapezoid') else np.trapz(ys ** 2, xs)


def series(x):
    term, total, n = (1.0, 1.0, 0)
    while abs(term) > 1e-10:
        n += 1
        term *= x / n
        total += term
    return total


def power_iteration(A):
    v = np.ones(A.shape[0])
    for _ in range(20):
        v = A @ v
        v /= np.linalg.norm(v)
    return v @ A @ v


def entropy(p):
    return -sum((pi * math.log(pi) for pi in p if pi > 0))


def batchnorm(x):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    xh = (x - mu) / np.sqrt(var + 1e-05)
    return (xh ** 3).sum()


def moving(x, w):
    out = []
    for i in range(len(x) - w + 1):
        window = x[i:i + w]
        out.append(window.mean())
    return np.array(out).std()


def string_switch(x, y, kind='l2'):
    losses = {'l1': lambda a, b: abs(a - b), 'l2': lambda a, b: (a - b) ** 2}
    return losses[kind](x, y)


def huber(r, delta=1.0):
    return sum((0.5 * x * x if abs(x) <= delta else delta * (abs(x) - 0.5 * delta) for x in r))


def polygon_area(pts):
    area = 0.0
    for (x1, y1), (x2, y2) in zip(pts, np.roll(pts, -1, axis=0)):
        area += x1 * y2 - x2 * y1
    return abs(area) / 2


def softmax_list(xs):
    m = max(xs)
    es = [math.exp(x - m) for x in xs]
    s = sum(es)
    return -math.log(es[0] / s)


def counter_dict(x):
    counts = {}
    for k in ['a', 'b', 'a']:
        counts[k] = counts.get(k, 0.0) + x
    return counts['a'] * counts['b']


def kwargs_style(lr, w0, *, steps=4):
    w = w0.copy()
    m = np.zeros_like(w)
    for t in range(1, steps + 1):
        g = 2 * w
        m = 0.9 * m + 0.1 * g
        w -= lr * m / (1 - 0.9 ** t)
    return (w ** 2).sum()


def halves_written(z):
    first, second, third = np.split(z, 3)
    z = z * 2.0
    w = z.copy()
    head, tail = np.split(w, 2)
    w[0] = 5.0
    return np.sum(first * second) + third[0] + np.sum(head * tail)


def uneven_columns(x):
    left, middle, right = np.split(x, [1, 3], axis=1)
    top, bottom = np.vsplit(x, 2)
    p, q = np.hsplit(x, 2)
    inner = np.sum(p * q) * np.sum(top - bottom)
    return np.sum(left) * np.sum(middle**2) + np.sum(right[0]) + inner


RNG = np.random.default_rng(0)

NET = [
    (RNG.normal(size=(3, 4)), RNG.normal(size=4)),
    (RNG.normal(size=(4, 2)), RNG.normal(size=2)),
]
CODER = {
    "enc": {"w": RNG.normal(size=(3, 2)), "b": np.zeros(2)},
    "dec": {"w": RNG.normal(size=(2, 3)), "b": np.zeros(3)},
}
LABELS = (RNG.normal(size=8) > 0).astype(float)

PROGRAMS = {
    kalman: [(0.3, 0.5, RNG.normal(size=12),)],
    hmm: [(np.array([[0.7, 0.3], [0.4, 0.6]]), np.array([[0.5, 0.4, 0.1], [0.1, 0.3, 0.6]]),)],
    black_scholes: [(100.0, 95.0, 0.2, 0.05, 1.0,)],
    gp_nll: [(1.0, np.array([0.1, 0.5, 1.2]), np.array([0.3, 0.1, -0.4]),)],
    mlp_class: [(NET, RNG.normal(size=(5, 3)))],
    attention: [(RNG.normal(size=(3, 3)), RNG.normal(size=(4, 3)),)],
    lstm: [(RNG.normal(size=(6, 8)), RNG.normal(size=(5, 4)),)],
    kepler: [(0.3, 2.5,)],
    arm: [(np.array([0.1, 0.4, -0.3]), np.array([1.0, 0.8, 0.5]),)],
    soft_dtw: [([1.0, 2.0, 3.5], [1.1, 2.2, 2.9, 3.3],)],
    nbody: [(RNG.normal(size=(4, 2)), np.array([1.0, 2.0, 0.5, 1.5]),)],
    beam: [(np.linspace(0.5, 1.5, 6),)],
    oscillator: [(2.0, 0.1,)],
    event: [(1.2, 0.8,)],
    portfolio: [(np.array([0.2, 0.3, 0.5]),)],
    autoencoder: [(CODER, RNG.normal(size=(4, 3)))],
    himmelblau: [(np.array([1.5, 0.5]),)],
    conv2d: [(RNG.normal(size=(5, 5)), RNG.normal(size=(3, 3)),)],
    gamma_lp: [(0.7, 3.0,)],
    logreg: [(np.array([0.3, -0.2, 0.1]), RNG.normal(size=(8, 3)), LABELS)],
    best_value: [(np.array([0.5, 0.1, 0.9, 0.3]),)],
    adaptive_rk: [(0.4, 1.1,)],
    pendulum: [(1.2, 0.7,)],
    kmeans: [(RNG.normal(size=(4, 3)), RNG.normal(size=(2, 3)),)],
    polyfit_like: [(np.array([3.0, 1.0, 2.0]),)],
    series: [(0.5,)],
    power_iteration: [(np.array([[2.0, 0.5], [0.5, 1.0]]),)],
    entropy: [(np.array([0.2, 0.5, 0.3]),)],
    batchnorm: [(RNG.normal(size=(3, 4)),)],
    moving: [(np.array([1.0, 2.0, 3.0]), 2,)],
    string_switch: [(1.0, 2.0,)],
    huber: [(np.array([0.4, 1.2]),)],
    polygon_area: [(np.array([[0.0, 1.0], [1.0, 0.5], [0.2, 0.1]]),)],
    softmax_list: [([1.0, 4.0, 2.0],)],
    counter_dict: [(1.0,)],
    kwargs_style: [(0.3, np.array([1.0, 0.2]),)],
    halves_written: [(np.arange(1.0, 7.0),)],
    uneven_columns: [(np.arange(16.0).reshape(4, 4),)],
}
