"""What a call does with a starred sequence whose length only the run knows.

>>> counted([1.0], 0, ["f() misses one"], 1, "f() takes 1 positional argument")
>>> [list(row) for row in transposed([[1, 2, 3], [4, 5]])]
[[1, 4], [2, 5]]
"""

from __future__ import annotations

from typing import Any


def counted(items: Any, ahead: int, missing: Any, most: Any, takes: str) -> None:
    """Raise what Python raises where the number of arguments does not fit the parameters."""
    for n, text in enumerate(missing):
        if len(items) == n:
            raise TypeError(text)
    if most is not None and len(items) > most:
        given = len(items) + ahead if ahead else len(items)
        raise TypeError(f"{takes} but {given} were given")


def transposed(rows: Any) -> Any:
    """Return what `zip(*rows)` yields."""
    listed = [list(row) for row in rows]
    size = min([len(row) for row in listed], default=0)
    return [tuple([row[j] for row in listed]) for j in range(size)]
