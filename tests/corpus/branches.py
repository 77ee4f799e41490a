"""Branches, conditional expressions, questions."""

import math


def leaky(x, a):
    if x > 0.0:
        y = x * x
    else:
        y = a * x
    z = x * y
    return z


def elif_chain(s):
    if s > 5.0:
        y = s * s
    elif s > 1.0:
        y = s * s * s
    elif s > 0.0:
        y = math.exp(s)
    else:
        y = s
    return y


def one_sided(x, y):
    z = x
    if y > 0.5:
        z = x * y
    return z * z


def defined_in_one_branch(x, flag):
    if flag > 0.0:
        s = 2.0 * x
    y = x * x
    if flag > 0.0:
        y = y * s
    return y


def early_return(x):
    if x > 2.0:
        return x * x
    y = math.sin(x)
    if y < 0.0:
        return y * x
    return y


def nested_returns(x, y):
    if x > 0.0:
        if y > 0.0:
            return x * y
        z = x - y
    else:
        z = x + y
    return z * z


def ternary(x):
    return x * x if x > 1.0 else math.sqrt(x) if x > 0.5 else 3.0 * x


def ternary_with_danger(x):
    return math.log(x) if x > 0.0 else 0.0 * x


def chained(x):
    if 0.0 < x < 1.0:
        return x * x
    return x


def logic(x, y):
    z = x
    if (x > 0.0 and not y > 1.0) or x < -5.0:
        z = x * y
    return z + (y if x > 1.0 or y > 1.0 else x)


def value_of_or(x, y):
    return (x or y) * (y and x)


def branch_needs_inner_value(x):
    if x > 0.0:
        e = math.exp(x)
        y = e * e * math.sin(e)
    else:
        y = x
    return y * x


def hidden_in_both(x, y):
    if x > y:
        big, small = x, y
    else:
        big, small = y, x
    return big * big - small


def relu(x):
    return max(0.0, x) + max(x, 0.0) * 2.0


def elu(x):
    return x if x > 0.0 else math.exp(x) - 1.0


F = 1.3
PROGRAMS = {
    leaky: [(2.0, 3.0), (-2.0, 3.0)],
    elif_chain: [(6.0,), (2.0,), (0.5,), (-1.0,)],
    one_sided: [(F, 0.7), (F, 0.2)],
    defined_in_one_branch: [(F, 1.0), (F, -1.0)],
    early_return: [(3.0,), (1.0,), (-1.0,)],
    nested_returns: [(F, 2.0), (F, -2.0), (-F, 2.0)],
    ternary: [(F,), (0.7,), (0.2,)],
    ternary_with_danger: [(F,), (-1.0,)],
    chained: [(0.5,), (F,)],
    logic: [(F, 0.5), (F, 1.5), (-6.0, 1.5)],
    value_of_or: [(F, 0.7)],
    branch_needs_inner_value: [(F,), (-F,)],
    hidden_in_both: [(F, 0.7), (0.7, F)],
    relu: [(F,), (-F,)],
    elu: [(F,), (-F,)],
}
