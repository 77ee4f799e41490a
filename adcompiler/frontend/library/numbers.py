"""`math.prod`, which multiplies one by one.

>>> prod([2.0, 3.0], start=0.5)
3.0
"""

from __future__ import annotations

from typing import Any


def prod(iterable: Any, *, start: Any = 1) -> Any:
    """Return the product."""
    product = start
    for item in iterable:
        product = product * item
    return product
