"""`operator.itemgetter` and `attrgetter`, as functions that return functions."""

from __future__ import annotations

from typing import Any

__all__ = ["attrgetter", "getitem", "itemgetter", "methodcaller"]


def getitem(whole: Any, key: Any) -> Any:
    """Return one item."""
    return whole[key]


def itemgetter(*keys: Any) -> Any:
    """Return the function that takes one item, or a tuple of several."""
    if len(keys) == 1:
        key = keys[0]
        return lambda whole: whole[key]
    return lambda whole: tuple(whole[k] for k in keys)


def attrgetter(*names: str) -> Any:
    """Return the function that takes one attribute, or a tuple of several."""
    if len(names) == 1:
        name = names[0]
        return lambda whole: getattr(whole, name)
    return lambda whole: tuple(getattr(whole, n) for n in names)


def methodcaller(name: str, *args: Any, **keywords: Any) -> Any:
    """Return the function that calls a method."""
    return lambda whole: getattr(whole, name)(*args, **keywords)
