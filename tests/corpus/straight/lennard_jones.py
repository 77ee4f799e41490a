"""The energy of two atoms at a distance."""


def f(r, epsilon, sigma):
    s6 = (sigma / r) ** 6
    return 4.0 * epsilon * (s6 * s6 - s6)


ARGS = (1.3, 0.8, 1.1)
