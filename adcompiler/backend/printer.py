"""The seam to astor: a tree to text, checked by reading the text back.

astor writes `return a, b` without brackets. It is old, so whatever it
prints is parsed again and compared; on any difference `ast.unparse` takes its place.
"""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache
from typing import Any

from adcompiler.backend.wrapping import wrapped

_IMAGINARY = re.compile(r"\b(\d+)\.0j\b")  # astor writes 1.0j for 1j


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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            text = str(_astor().to_source(tree, pretty_source="".join))
        text = wrapped(_IMAGINARY.sub(r"\1j", text))
        if _alike(ast.parse(text), tree):
            return text
    except Exception:  # whatever astor cannot print, the standard library can
        return ast.unparse(tree) + "\n"
    return ast.unparse(tree) + "\n"


def _alike(a: Any, b: Any) -> bool:
    """Tell whether two trees say the same, places and contexts aside."""
    if type(a) is not type(b):
        return False
    if isinstance(a, ast.AST):
        return all(
            _alike(getattr(a, name, None), getattr(b, name, None))
            for name in a._fields
            if name not in ("ctx", "kind", "type_comment", "type_ignores", "type_params")
        )
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_alike, a, b))
    return bool(a == b and repr(a) == repr(b))
