"""The seam to astor: a tree to text, checked by reading the text back.

astor wraps long lines and writes `return a, b` without brackets. It is old, so whatever it
prints is parsed again and compared; on any difference `ast.unparse` takes its place.
"""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _astor() -> Any:
    """Import astor once, its deprecation warnings kept from the user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import astor

        return astor


def to_source(tree: ast.AST) -> str:
    """Return the text of a tree.

    >>> print(to_source(ast.parse("x=(1,2)")), end="")
    x = 1, 2
    """
    plain = ast.unparse(tree)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            text = str(_astor().to_source(tree))
        if ast.unparse(ast.parse(text)) == plain:
            return text
    except Exception:  # whatever astor cannot print, the standard library can
        return plain + "\n"
    return plain + "\n"
