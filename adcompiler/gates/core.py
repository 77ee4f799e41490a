"""The compiler's own gates, as plain functions: what they mean, for the table and the tests.

The printer writes them as indexing, literals and attributes; they are never called.
"""

from __future__ import annotations

import functools
import math
import operator
from typing import Any

import numpy as np


def broadcast_like(g: Any, x: Any) -> Any:
    """Return `g` repeated to the shape of `x`."""
    return np.broadcast_to(g, np.shape(x))


def mask(cond: Any, g: Any) -> Any:
    """Return `g` where the condition holds and 0 elsewhere."""
    return np.where(cond, g, 0.0)


def shape(x: Any) -> Any:
    """Return `x.shape`."""
    return np.shape(x)


def size_of(x: Any, *, axis: int) -> Any:
    """Return `x.shape[axis]`."""
    return np.shape(x)[axis]


def size(x: Any) -> Any:
    """Return `x.size`."""
    return np.size(x)


def dtype_of(x: Any) -> Any:
    """Return `x.dtype`."""
    return x.dtype


def load(x: Any, *parts: Any, index: Any) -> Any:
    """Return `x[index]`; `index` is the pattern, its slots are filled from `parts`."""
    return x[index]


def accumulate(d: Any, g: Any, *parts: Any, index: Any) -> Any:
    """Add `g` to `d[index]` in place and return `d`."""
    np.add.at(d, index, g)
    return d


def store(a: Any, v: Any, *parts: Any, index: Any, old: Any = None) -> Any:
    """Write `v` into `a[index]` in place and return `a`.

    `old` is the slot of a list that stood there, where the new one may be longer or shorter.
    """
    a[index] = v
    return a


def push(xs: Any, v: Any) -> Any:
    """Append `v` to a list in place and return the list."""
    xs.append(v)
    return xs


def extend(xs: Any, ys: Any) -> Any:
    """Append the items of `ys` to a list in place and return the list."""
    xs.extend(ys)
    return xs


def cut(xs: Any, end: Any, start: Any) -> Any:
    """Take the items of `end`, which are `xs[start:]`, off a list in place and return the list."""
    del xs[start:]
    return xs


def drop(xs: Any, last: Any) -> Any:
    """Take `last` off the end of a list in place and return the list."""
    xs.pop()
    return xs


def push_inside(xs: Any, v: Any, *parts: Any, index: Any) -> Any:
    """Append `v` in place to the list that the path `index` leads to; return `xs`."""
    functools.reduce(operator.getitem, index, xs).append(v)
    return xs


def drop_inside(xs: Any, last: Any, *parts: Any, index: Any) -> Any:
    """Take `last` off the end of the list that the path `index` leads to; return `xs`."""
    functools.reduce(operator.getitem, index, xs).pop()
    return xs


def insert(xs: Any, v: Any, k: Any) -> Any:
    """Insert `v` into a list before item `k` in place and return the list."""
    xs.insert(k, v)
    return xs


def remove(xs: Any, v: Any, k: Any) -> Any:
    """Take `v`, which is item `k`, out of a list in place and return the list."""
    xs.pop(k)
    return xs


def chain(xs: Any, ys: Any) -> Any:
    """Return `xs + ys` of two lists."""
    return xs + ys


def repeated(n: Any, *items: Any) -> Any:
    """Return `[*items] * n`."""
    return [*items] * n


def duplicate(xs: Any) -> Any:
    """Return a list of the same items; lists inside it are lists of their own as well."""
    return [duplicate(x) if isinstance(x, list) else x for x in xs]


def contains(xs: Any, x: Any) -> Any:
    """Return `x in xs`."""
    return x in xs


def ordering(keys: Any, *, reverse: bool = False) -> Any:
    """Return the places of a list in the order of its items, equal ones as they stand."""
    return sorted(range(len(keys)), key=keys.__getitem__, reverse=reverse)


def concatenated(xs: Any, *, axis: int = 0) -> Any:
    """Return `np.concatenate(xs, axis)` of a list of arrays."""
    return np.concatenate(xs, axis=axis)


def item(x: Any, *, key: Any) -> Any:
    """Return one entry of a container of known structure."""
    return x[key]


def pack(*items: Any, tree: Any) -> Any:
    """Return a tuple, list or dict of the items."""
    return items


def stack_items(items: Any, x: Any) -> Any:
    """Return the adjoint of a sequence that a loop has walked, one item of adjoint for each."""
    return np.array(items).reshape(np.shape(x))


def flipped(items: Any) -> Any:
    """Return a sequence last item first: `items[::-1]`."""
    return items[::-1]


def counter(start: Any) -> Any:
    """Return the numbers of `enumerate`, as many as the loop takes."""
    return start


def sigmoid(value: Any, x: Any) -> Any:
    """Return `value`, known to be `1 / (1 + exp(-x))`."""
    return value


def sigmoid_of_minus(value: Any, x: Any) -> Any:
    """Return `value`, known to be `1 / (1 + exp(x))`."""
    return value


def softplus(value: Any, x: Any) -> Any:
    """Return `value`, known to be `log(1 + exp(x))`."""
    return value


def squared_modulus(value: Any, x: Any) -> Any:
    """Return `value`, known to be `abs(x) ** 2` of a complex `x`."""
    return value


def summed(value: Any, x: Any) -> Any:
    """Return `value`, which Python's `sum` has made of what was added up to `x` one by one."""
    return value


def softmax(value: Any, x: Any, **axes: Any) -> Any:
    """Return `value`, known to be `exp(x) / sum(exp(x))`."""
    return value


def log_softmax(value: Any, x: Any, **axes: Any) -> Any:
    """Return `value`, known to be `log(softmax(x))`."""
    return value


def logsumexp(value: Any, x: Any, **axes: Any) -> Any:
    """Return `value`, known to be `log(sum(exp(x)))`."""
    return value


def concatenate(*items: Any, axis: int = 0) -> Any:
    """Return `np.concatenate([*items], axis=axis)`."""
    return np.concatenate(items, axis=axis)


def stack(*items: Any, axis: int = 0) -> Any:
    """Return `np.stack([*items], axis=axis)`."""
    return np.stack(items, axis=axis)


def multi_dot(*items: Any) -> Any:
    """Return `np.linalg.multi_dot([*items])`."""
    return np.linalg.multi_dot(items)


def average(x: Any, weights: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    """Return `np.average(x, axis, weights)` with weights of the shape of `x`."""
    return np.sum(x * weights, axis=axis, keepdims=keepdims) / np.sum(weights, axis=axis)


def einsum(*operands: Any, subscripts: str, optimize: bool = False) -> Any:
    """Return `np.einsum(subscripts, *operands)` for several operands."""
    return np.einsum(subscripts, *operands, optimize=optimize)


def einsum_of_one(x: Any, *, subscripts: str) -> Any:
    """Return `np.einsum(subscripts, x)`, which may be a view of the operand."""
    return np.einsum(subscripts, x)


def astype(x: Any, *, dtype: Any) -> Any:
    """Return `x.astype(dtype)` for a floating-point dtype."""
    return x.astype(dtype)


def rounded_to(x: Any, *, dtype: Any) -> Any:
    """Return `x.astype(dtype)` for integers and truth values: no derivative flows."""
    return x.astype(dtype)


def item_of(x: Any) -> Any:
    """Return `x.item()`."""
    return x.item()


def tolist(x: Any) -> Any:
    """Return `x.tolist()`: a list of Python's own numbers."""
    return x.tolist()


def append(value: Any, *, to: Any) -> None:
    """Append a value to the list that a loop collects."""


def proceed(cond: Any) -> None:
    """Let a loop go on where the condition holds, end it where it does not."""


def text(*parts: Any, pattern: str, percent: bool = False) -> str:
    """Return `pattern.format(*parts)`, or `pattern % parts`."""
    return pattern % parts if percent else pattern.format(*parts)


def say(*parts: Any, options: Any, starred: tuple[int, ...] = ()) -> None:
    """Print the parts, of those at some places item by item."""
    each = ((*p,) if k in starred else (p,) for k, p in enumerate(parts))
    print(*(item for items in each for item in items), **options)


def perform(*args: Any, function: Any, keywords: tuple[str, ...] = ()) -> None:
    """Call a function of Python's own that has an effect and gives no value."""


def demand(cond: Any, message: Any = None) -> None:
    """Assert the condition."""


def bound(there: Any, *, error: type[Exception], text: str) -> None:
    """Raise what Python raises where a variable is read that has no value."""
    if not there:
        raise error(text)


def counted(xs: Any, *, before: int, after: int | None = None) -> None:
    """Raise what Python raises where `xs` is unpacked into another number of names.

    After a starred name stand `after` more, without one it is None.
    """
    count, least = len(xs), before + (after or 0)
    expected = f"expected {least}" if after is None else f"expected at least {least}"
    if count < least:
        raise ValueError(f"not enough values to unpack ({expected}, got {count})")
    if count > least and after is None:
        raise ValueError(f"too many values to unpack ({expected})")


def hypotenuse(x: Any) -> float:
    """Return `math.hypot(*x)` of a list of numbers."""
    return math.hypot(*x)


def product_sum(x: Any, y: Any) -> Any:
    """Return `math.sumprod(x, y)` of two lists of numbers."""
    return sum(a * b for a, b in zip(x, y, strict=True))


def throw(*args: Any) -> None:
    """Raise an exception, from a cause; without one, the exception that is being handled."""


def caught() -> Any:
    """Return the exception that a handler has caught."""


def made(*args: Any, cls: Any, keywords: tuple[str, ...] = ()) -> Any:
    """Return `cls(*args)`, an object that no derivative flows through; the last by keyword."""
    count = len(args) - len(keywords)
    return cls(*args[:count], **dict(zip(keywords, args[count:], strict=True)))


def is_a(x: Any, classes: Any) -> bool:
    """Return `isinstance(x, classes)`."""
    return isinstance(x, classes)


def is_subclass(x: Any, classes: Any) -> bool:
    """Return `issubclass(x, classes)`."""
    return issubclass(x, classes)


def class_of(x: Any) -> Any:
    """Return `type(x)`."""
    return type(x)


def traceback_of(x: Any) -> Any:
    """Return `x.__traceback__` of an exception."""
    return x.__traceback__


def class_name(x: Any) -> str:
    """Return `x.__name__` of a class."""
    return str(x.__name__)


def draw(*parts: Any, **how: Any) -> Any:
    """Draw a random number or array."""


def take(*parts: Any) -> Any:
    """Return `next(iterator)`."""


def fetch(x: Any) -> Any:
    """Return what a variable outside holds before the program writes to it."""
    return x


def put(value: Any, *, where: Any) -> None:
    """Write a value to a variable outside: an attribute, an entry."""


def tell(*parts: Any, where: Any, method: str) -> None:
    """Call a method of an object outside, such as `log.append`."""


def named(value: Any) -> Any:
    """Return `value` under a name of its own."""
    return value


def passed(value: Any) -> Any:
    """Return `value`, whose derivative has been seen to."""
    return value


def custom(*operands: Any, rule: Any, type: Any) -> Any:
    """Call a function whose derivative the user gives; or return the first operand, to look at it.

    The operands after the arguments are what the programs of the rule read besides.
    """
    return rule.function(*operands[: rule.count]) if rule.function else operands[0]


RESIZED_INSIDE = (push_inside, drop_inside)
RESIZES = (push, drop, extend, cut, *RESIZED_INSIDE, insert, remove)
UPDATES = (accumulate, store, *RESIZES)
RAISES = (demand, throw, counted)  # and do nothing else
EFFECTS = (say, perform, put, tell, *RAISES)
ONCE = (draw, take, fetch)  # a value that is not the same when it is computed again
APART = (item, pack, text, *EFFECTS, *ONCE)  # whose operands keep their kinds
COMPOSITES = (
    sigmoid,
    sigmoid_of_minus,
    softplus,
    softmax,
    log_softmax,
    logsumexp,
    squared_modulus,
    summed,
)


def no_tangent(value: Any, *, of: str, hint: str) -> Any:
    """Stand for the tangent of a part of a result that has none; whoever reads it is refused."""
    raise NotImplementedError(of)
