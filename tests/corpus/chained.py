"""Chains of objects made and walked in loops of a few rounds; views of dicts that change."""


class Node:
    def __init__(self, value, following=None):
        self.value = value
        self.following = following


def chain_of_objects(x: float):
    first = None
    for i in range(3):
        first = Node(x * i + 1.0, first)
    total = 0.0
    while first is not None:
        total = total * x + first.value**2
        first = first.following
    return total


def chain_with_break_and_else(x: float):
    first = None
    for i in range(6):
        first = Node(x * i, first)
        if first.value > 4.0:
            break
    else:
        x = x * 10.0
    total = 0.0
    while first is not None:
        total += first.value**2 * x
        first = first.following
    else:
        total *= x
    return total


def chain_with_continue(x: float):
    first = None
    for i in range(4):
        if i == 1:
            continue
        first = Node(x**i, first)
    return first.value * first.following.value + first.following.following.value


def pairs_turned_round(x: float):
    pairs = None
    for v in [x, x * x, 3.0]:
        pairs = (v, pairs)
    back = None
    while pairs is not None:
        v, pairs = pairs
        back = (v * 2.0, back)
    total = 0.0
    while back is not None:
        total = total * x + back[0]
        back = back[1]
    return total


def chains_in_a_loop(x: float, n: int):
    total = 0.0
    for j in range(n):
        first = None
        for i in range(3):
            first = Node(x * i * j, first)
        while first is not None:
            total += first.value**2
            first = first.following
    return total


def dict_that_grows_from_none(x: float):
    found = None
    for key in ["a", "b", "c"]:
        found = {**(found or {}), key: x * len(found or {}) + x}
    return found["a"] * found["b"] * found["c"]


def another_kind_each_round(x: float):
    value = x
    for step in range(3):
        if step == 0:
            value = [value, value * value]
        elif step == 1:
            value = {"a": value[0], "b": value[1]}
        else:
            value = value["a"] * value["b"]
    return value


def tokens_of_a_text(x: float):
    stack = []
    for token in "x x 2 * + x -".split():
        if token == "+":
            stack.append(stack.pop() + stack.pop())
        elif token == "-":
            right, left = stack.pop(), stack.pop()
            stack.append(left - right)
        elif token == "*":
            stack.append(stack.pop() * stack.pop())
        elif token[0].isdigit():
            stack.append(float(token))
        else:
            stack.append(x)
    return stack[-1] * x


def views_of_a_dict_that_grows(x):
    d = dict(a=x[0])
    d.update(b=x[1])
    values, keys, pairs = d.values(), d.keys(), d.items()
    d["c"] = x[2]
    return sum(values) * len(keys) + sum(len(k) * v for k, v in pairs)


def views_read_in_a_loop(x):
    d = {"a": x[0], "b": x[1]}
    values = d.values()
    total = 0.0
    for v in x:
        d["a"] = d["a"] * v
        total += sum(values)
    return total + sum(values)


def values_changed_while_walked(x):
    d = {"a": x[0], "b": x[1]}
    for k, v in d.items():
        d[k] = v * x[2]
    for k, v in zip(d.keys(), d.values()):
        d[k] = v * 2.0 + len(k)
    return d["a"] * d["b"]


def values_as_a_list_stay(x):
    d = {}
    for i, v in enumerate(x):
        d[i] = v * v
    before = list(d.values())
    d[0] = x[1] * 2.0
    return sum(before) * d[0]


X = [0.5, 1.5, -0.7]
PROGRAMS = {
    **dict.fromkeys(
        (
            chain_of_objects,
            chain_with_break_and_else,
            chain_with_continue,
            pairs_turned_round,
            dict_that_grows_from_none,
            another_kind_each_round,
            tokens_of_a_text,
        ),
        [(1.5,), (0.3,)],
    ),
    chains_in_a_loop: [(1.5, 4), (0.3, 2)],
    **dict.fromkeys(
        (
            views_of_a_dict_that_grows,
            views_read_in_a_loop,
            values_changed_while_walked,
            values_as_a_list_stay,
        ),
        [(X,)],
    ),
}
