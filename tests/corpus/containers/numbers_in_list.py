"""A list of floats: indexed, summed, counted, looped over."""


def f(xs):
    mean = sum(xs) / len(xs)
    spread = 0.0
    for x in xs:
        spread += (x - mean) ** 2
    return spread / len(xs) + xs[0] * xs[-1]


ARGS = ([0.5, 1.5, -0.7],)
EXTRA = [([0.5, 1.5],), ((0.5, 1.5, -0.7, 0.2),)]
