"""Generators that call functions: these see what the loop over the generator rebinds."""

import functools

import numpy as np


class Source:
    def __init__(self, scale, w):
        self.scale, self.w, self.k = scale, w, 1.0

    def __iter__(self):
        for v in self.w:
            yield v * self.scale() * self.k

    def each(self):
        for v in self.w:
            yield v * self.scale() * self.k


def made(scale, w):
    return Source(scale, w)


def stream(scale, w):
    for v in w:
        yield v * scale()


def by_a_generator_inside(w):
    k = w[0]

    def scale():
        return k

    def items():
        for v in w:
            if v > 0:
                yield v * scale()
            else:
                yield scale()

    s = 0.0
    for t in items():
        k = k + t
        s += k * scale()
    return k * s


def by_a_generator_expression(w):
    k = w[0]

    def scale():
        return k

    for t in (v * scale() for v in w):
        k = k + t
    return k


def by_a_function_handed_on(w):
    k = w[0]

    def scale():
        return k

    for t in stream(scale, w):
        if t > 0:
            k = k + t
        else:
            k = k * 0.5
    return k * scale()


def by_generators_of_generators(w):
    k = w[0]

    def scale():
        return k

    def inner():
        for v in w:
            yield v * scale()

    def outer():
        yield from inner()
        yield scale()

    for t in outer():
        k = k + t
    return k


def by_an_object_made_in_the_head(w):
    k = w[0]
    for t in Source(lambda: k, w):
        k = k + t
    return k


def by_an_object_that_a_function_made(w):
    k = w[0]
    for t in made(lambda: k, w):
        k = k + t
    return k


def by_an_object_out_of_a_list(w):
    k = w[0]
    sources = [Source(lambda: k, w), Source(lambda: 2.0, w)]
    for t in sources[0]:
        k = k + t
    for t in sources[1]:
        k = k + t
    return k


def by_one_of_two_objects(w):
    k = w[0]
    for t in Source(lambda: k, w) if len(w) > 2 else Source(lambda: 2.0, w):
        k = k + t
    return k


def by_a_method(w):
    k = w[0]
    for t in functools.partial(Source(lambda: k, w).each)():
        k = k + t
    return k


def by_what_a_list_holds(w):
    k = [w[0]]
    for t in Source(lambda: k[0], w):
        k[0] = k[0] + t
    return k[0]


def all_of_a_generator_first(w):
    k = w[0]

    def items():
        for v in w:
            yield v * k

    for t in list(items()):
        k = k + t
    for i, t in enumerate(list(v * k for v in w)):  # noqa: C400
        k = k + t * i
    return k


def all_of_an_object_first(w):
    k = w[0]
    source = Source(lambda: k, w)
    for t in list(source):
        k = k + t
    for t in list(Source(lambda: k, w)):
        k = k * 0.5 + t
    return k


W = np.array([0.3, -0.4, 0.9])
PROGRAMS = {
    by_a_generator_inside: [(W,)],
    by_a_generator_expression: [(W,)],
    by_a_function_handed_on: [(W,)],
    by_generators_of_generators: [(W,)],
    by_an_object_made_in_the_head: [(W,)],
    by_an_object_that_a_function_made: [(W,)],
    by_an_object_out_of_a_list: [(W,)],
    by_one_of_two_objects: [(W,), (W[:2],)],
    by_a_method: [(W,)],
    by_what_a_list_holds: [(W,)],
    all_of_a_generator_first: [(W,)],
    all_of_an_object_first: [(W,)],
}
