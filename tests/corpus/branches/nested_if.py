"""Questions inside questions, three deep."""


def f(x, y, z):
    out = x
    if x > 0.0:
        if y > 0.0:
            if z > 0.0:
                out = x * y * z
            else:
                out = x * y - z
        else:
            out = out + y
    return out * out


ARGS = (1.3, 0.7, 0.4)
EXTRA = [(1.3, 0.7, -0.4), (1.3, -0.7, 0.4), (-1.3, 0.7, 0.4)]
