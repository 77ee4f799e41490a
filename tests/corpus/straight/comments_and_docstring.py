"""A function with a docstring, comments, blank lines and a bare pass."""


def f(x, y):
    """Return the area of something.

    With a blank line in the docstring.
    """
    # first the width
    width = x * y  # in metres

    pass
    height = (
        width
        + x
        - y
    )
    return width * height


ARGS = (1.3, 0.7)
