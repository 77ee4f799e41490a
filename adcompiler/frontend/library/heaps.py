"""`heapq`, with the same order of the items in the list.

>>> heap = [3, 1, 2]
>>> heapify(heap)
>>> heappush(heap, 0)
>>> heappop(heap), heap
(0, [1, 3, 2])
"""

from __future__ import annotations

from typing import Any

__all__ = ["heapify", "heappop", "heappush", "heappushpop", "heapreplace", "nlargest", "nsmallest"]


def heappush(heap: list[Any], item: Any) -> None:
    """Put an item in."""
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap: list[Any]) -> Any:
    """Take the smallest item out."""
    last = heap.pop()
    if len(heap) == 0:
        return last
    smallest = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return smallest


def heapreplace(heap: list[Any], item: Any) -> Any:
    """Take the smallest item out, then put one in."""
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap: list[Any], item: Any) -> Any:
    """Put an item in, then take the smallest out."""
    if len(heap) > 0 and heap[0] < item:
        smallest = heap[0]
        heap[0] = item
        _sink(heap, 0)
        return smallest
    return item


def heapify(heap: list[Any]) -> None:
    """Make a heap of a list."""
    for k in range(len(heap) // 2 - 1, -1, -1):
        _sink(heap, k)


def nsmallest(n: int, iterable: Any, key: Any = None) -> list[Any]:
    """Return the n smallest items in order."""
    return sorted(iterable, key=key)[:n]


def nlargest(n: int, iterable: Any, key: Any = None) -> list[Any]:
    """Return the n largest items in order."""
    return sorted(iterable, key=key, reverse=True)[:n]


def _rise(heap: list[Any], start: int, place: int) -> None:
    """Let the item at a place rise over those that are larger."""
    item = heap[place]
    while place > start:
        above = (place - 1) // 2
        parent = heap[above]
        if not item < parent:
            break
        heap[place] = parent
        place = above
    heap[place] = item


def _sink(heap: list[Any], place: int) -> None:
    """Let the item at a place sink to the bottom, the smaller ones rising, and rise from there."""
    size, start = len(heap), place
    item = heap[place]
    below = 2 * place + 1
    while below < size:
        if below + 1 < size and not heap[below] < heap[below + 1]:
            below = below + 1
        heap[place] = heap[below]
        place = below
        below = 2 * place + 1
    heap[place] = item
    _rise(heap, start, place)
