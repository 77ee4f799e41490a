"""Arrays that objects, lists and dicts hold, next to numbers that a loop puts into them."""

import math

import numpy as np


class Box:
    def __init__(self, w, b, inner=None):
        self.w, self.b, self.inner = w, b, inner

    def moved(self, t):
        self.b = math.tanh(self.b + t)
        return self


def array_written_before_a_loop(x, w):
    box = Box(w * 1.0, x)
    box.w[0] += x * 3.0
    for _ in range(2):
        box.b = math.tanh(box.b + x)
    return box.w[0] * box.b


def array_written_in_a_loop(x, w):
    box = Box(w * 1.0, x, [x, 2.0 * x])
    seen = box.w
    for _ in range(2):
        box.w[0] += x * 3.0
        x = box.moved(x).b
    return box.w[0] * seen[0] * sum(box.inner)


def array_written_through_a_view(x, w):
    box = Box(w * 1.0, x)
    part = box.w[0:2]
    part[1] = x
    for _ in range(2):
        x = box.moved(x).b
        part[0] = x
    return box.w[0] * box.w[1] * part[1]


def array_replaced_in_a_loop(x, w):
    box = Box(w * 1.0, x, [x, x])
    first = box.w
    first[1] = x
    box.inner[0] = x * x
    for _ in range(2):
        first[0] += x * 3.0
        x = box.moved(x).b
        box.inner.append(x)
        box.w = box.w * 2.0
    return box.w[0] * first[1] * sum(box.inner)


def array_in_a_dict(x, w):
    d = {"w": w * 1.0, "b": x}
    d["w"][0] = x * 5.0

    def moved():
        d["b"] = math.tanh(d["b"] + x)
        return d["b"]

    for _ in range(2):
        x = moved()
    return d["w"][0] * d["b"]


def array_in_a_list(x, w):
    held, k = [w * 1.0, x], 0
    held[0][0] = x * 5.0
    while k < 2:
        held[1] = math.tanh(held[1] + x)
        k += 1
    return held[0][0] * held[1]


def arrays_of_objects_in_objects(x, w):
    box = Box(w * 1.0, x, Box(w * 2.0, x))
    box.w[0] = x
    box.inner.w[0] = x * 2.0
    for _ in range(2):
        x = box.moved(x).b + box.inner.moved(x).b
        box.inner.w[1] *= x
        box.w[1] *= x
    return box.w[0] * box.inner.w[0] * np.sum(box.w * box.inner.w)


class Body:
    def __init__(self, place, speed, mass=1.0):
        self.place, self.speed, self.mass = place, speed, mass

    def moved(self, dt):
        self.place += dt * self.speed


def pairs_of_objects_by_index(x, w):
    bodies = [Body(w[:2] * k, np.array([x, 0.1 * k])) for k in range(1, 4)]
    for _ in range(2):
        for i in range(len(bodies)):
            for j in range(i):
                apart = bodies[i].place - bodies[j].place
                force = apart / (apart @ apart + 0.1) ** 1.5
                bodies[i].speed -= 0.1 * bodies[j].mass * force
                bodies[j].speed += 0.1 * bodies[i].mass * force
        for body in bodies:
            body.moved(0.1)
    return sum(b.place[0] * b.speed[1] for b in bodies)


def orthogonalised(m):
    """Gram and Schmidt: each column less what it has of those before it."""
    basis = []
    for column in m.T:
        w = column.copy()
        for q in basis:
            w -= (q @ w) * q
        basis.append(w / np.linalg.norm(w))
    return sum(k * q.sum() for k, q in enumerate(basis, 1))


def less_the_last_of_them(m):
    kept = []
    for row in m:
        w = row.copy()
        if kept:
            w -= kept[-1]
        if len(kept) > 1:
            w *= kept[0]
        kept.append(w)
    return sum(k * np.sum(q * q) for k, q in enumerate(kept, 1))


MATRIX = np.array([[0.9, 0.4, -0.3], [0.2, 1.1, 0.5], [-0.6, 0.1, 0.8]])
ARGUMENTS = [(0.4, np.array([0.3, 0.7, 1.0]))]
PROGRAMS = {
    array_written_before_a_loop: ARGUMENTS,
    array_written_in_a_loop: ARGUMENTS,
    array_written_through_a_view: ARGUMENTS,
    array_replaced_in_a_loop: ARGUMENTS,
    array_in_a_dict: ARGUMENTS,
    array_in_a_list: ARGUMENTS,
    arrays_of_objects_in_objects: ARGUMENTS,
    pairs_of_objects_by_index: ARGUMENTS,
    orthogonalised: [(MATRIX,)],
    less_the_last_of_them: [(MATRIX,)],
}
