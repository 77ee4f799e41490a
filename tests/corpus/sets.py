"""Sets that are filled as the program runs: what has been visited, seen, done."""

import heapq
import math

import numpy as np


def until_seen_again(x, n):
    seen = set()
    s, k = x, 1
    while k not in seen:
        seen.add(k)
        s = math.sin(s) + k
        k = k * 3 % n
    return s * len(seen)


def breadth_first_once(x, graph):
    seen = set()
    queue = [0]
    s = 0.0
    while queue:
        u = queue.pop(0)
        if u in seen:
            continue
        seen.add(u)
        s += x * math.cos(x * (u + 1))
        for v in graph[u]:
            if v not in seen:
                queue.append(v)
    return s


def shortest_path(w, n):
    distance = {0: 0.0}
    done = set()
    heap = [(0.0, 0)]
    while heap:
        d, u = heapq.heappop(heap)
        if u in done:
            continue
        done.add(u)
        for v in range(n):
            if v != u:
                c = d + w[u, v]
                if v not in distance or c < distance[v]:
                    distance[v] = c
                    heapq.heappush(heap, (c, v))
    return distance[n - 1]


class Walk:
    def __init__(self):
        self.seen = set()
        self.total = 0.0

    def visit(self, u, x, graph):
        if u in self.seen:
            return
        self.seen.add(u)
        self.total += x * math.sin(x + u)
        for v in graph[u]:
            self.visit(v, x * 0.9, graph)


def depth_first(x):
    walk = Walk()
    walk.visit(0, x, {0: [1, 2], 1: [2], 2: [0]})
    return walk.total


def pairs_and_words(x, words):
    seen = set()
    total = 0.0
    for i, word in enumerate(words):
        if (i % 2, word) not in seen:
            seen.add((i % 2, word))
            total += x * (i + 1)
    return total * x if seen else total


def put_in_and_taken_out(x, n):
    inside = set(range(n))
    other = inside
    for k in range(n):
        if k % 2:
            other.discard(k)
        else:
            inside.update([k + n, k])
        x = x * 1.1 if k in other else x + len(inside)
    inside.remove(n)
    other.discard(-1)
    inside.clear()
    return x * (len(other) + 1) if isinstance(inside, set) and not inside else x


def compared(x, n):
    left, right = set(), set()
    for k in range(n):
        left.add(k % 3)
        right.add((k + 1) % 3)
        x += x * len(left) if left == right else x * x
    apart = left.copy()
    apart.add(9)
    return x * 2 if apart != left and {0, 1, 2} == right else x


W = np.array([[0.0, 1.0, 4.5], [1.0, 0.0, 2.0], [4.0, 2.0, 0.0]])
PROGRAMS = {
    until_seen_again: [(0.7, 7)],
    breadth_first_once: [(0.7, [[1, 2], [3], [3, 0], [0]])],
    shortest_path: [(W, 3)],
    depth_first: [(0.7,)],
    pairs_and_words: [(0.7, "abca"), (0.7, "")],
    put_in_and_taken_out: [(0.7, 4)],
    compared: [(0.7, 4), (0.7, 1)],
}
