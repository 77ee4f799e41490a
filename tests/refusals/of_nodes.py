"""For every node type of Python's grammar a program: of a number `x`, or of a vector `v`."""

SUPPORTED = {
    "ClassDef": (
        "def f(x):\n    class Point:\n        def __init__(self, a):\n            self.a = a\n"
        "    return Point(x).a * x"
    ),
    "FunctionDef": "def f(x):\n    def g(t):\n        return t * t\n    return g(x) * x",
    "Return": "def f(x):\n    if x > 0.0:\n        return x * x\n    return x",
    "Delete": "def f(x):\n    y = x * x\n    z = y * x\n    del y\n    return z",
    "Assign": "def f(x):\n    y = z = x * x\n    return y * z",
    "AugAssign": "def f(x):\n    y = x\n    y *= x\n    return y",
    "AnnAssign": "def f(x):\n    y: float = x * x\n    return y",
    "For": "def f(v):\n    s = 0.0\n    for t in v:\n        s = s * t + t\n    return s",
    "While": "def f(x):\n    while x < 5.0:\n        x = x * x + 1.0\n    return x",
    "If": (
        "def f(x):\n    if x > 1.0:\n        x = x * x\n    elif x > 0.5:\n"
        "        x = x * x * x\n    else:\n        x = 0.0 * x\n    return x"
    ),
    "With": (
        "import numpy as np\ndef f(x):\n    with np.errstate(all='ignore'):\n        return x * x"
    ),
    "Match": (
        "def f(x, kind='square'):\n    match kind:\n        case 'square':\n"
        "            return x * x\n    return x"
    ),
    "Raise": (
        "def f(x):\n    if x < 0.0:\n        raise ValueError(f'{x} is negative')\n    return x * x"
    ),
    "Try": (
        "import math\ndef f(x):\n    try:\n        y = math.sqrt(x - 1.0)\n"
        "    except ValueError:\n        y = x * x\n    return y"
    ),
    "Assert": "def f(x):\n    assert x > 0.0, 'too small'\n    return x * x",
    "Import": "def f(x):\n    import math\n    return math.sin(x)",
    "ImportFrom": "def f(x):\n    from math import sin as s\n    return s(x)",
    "Nonlocal": (
        "def f(x):\n    n = 0.0\n    def add(t):\n        nonlocal n\n        n += t * t\n"
        "    add(x)\n    add(x)\n    return n * x"
    ),
    "Expr": "def f(x):\n    'a text'\n    x * x\n    return x * x",
    "Pass": "def f(x):\n    pass\n    return x * x",
    "Break": (
        "def f(x):\n    for k in range(9):\n        if x > 3.0:\n            break\n"
        "        x = 2.0 * x\n    return x"
    ),
    "Continue": (
        "def f(v):\n    s = 0.0\n    for t in v:\n        if t < 0.0:\n"
        "            continue\n        s += t * t\n    return s"
    ),
    "BoolOp": "def f(x):\n    return (x > 2.0 or x > 0.5) and x * x",
    "NamedExpr": "def f(x):\n    return (y := x * x) * y",
    "BinOp": "def f(x):\n    return x * x - x / 3.0",
    "UnaryOp": "def f(x):\n    return -x * x",
    "Lambda": "def f(x):\n    g = lambda t: t * t\n    return g(g(x))",
    "IfExp": "def f(x):\n    return x * x if x > 0.0 else x",
    "Dict": "def f(x):\n    return {'a': x * x, **{'b': x}}['a']",
    "Set": "def f(x):\n    return x * x if 2 in {1, 2} else x",
    "ListComp": "def f(v):\n    return sum([t * t for t in v])",
    "DictComp": "def f(v):\n    return {k: v[k] * v[k] for k in range(3)}[1]",
    "GeneratorExp": "def f(v):\n    return sum(t * t for t in v)",
    "Yield": (
        "def f(v):\n    s = 1.0\n    for t in g(v):\n        s *= t\n    return s\n\n"
        "def g(v):\n    for t in v:\n        yield 2.0 * t"
    ),
    "YieldFrom": (
        "def f(v):\n    return sum([t * t for t in g(v)])\n\ndef g(v):\n"
        "    yield from (v[0], v[1] * v[2])"
    ),
    "Compare": "def f(x):\n    return x * x if 0.0 < x < 1.0 else x",
    "Call": (
        "def f(x):\n    return g(*[x], q=x, **{'r': x})\n\ndef g(p, *, q, r):\n    return p * q * r"
    ),
    "FormattedValue": (
        "def f(x):\n    text = f'{x:.1f}'\n    return x * x if text == '0.7' else x"
    ),
    "JoinedStr": "def f(x):\n    assert x > 0.0, f'{x!r} and {x=}'\n    return x * x",
    "Constant": "def f(x):\n    return x * x * 2.5 + 3",
    "Attribute": "import math\ndef f(x):\n    return x * x * math.pi",
    "Subscript": "def f(v):\n    return v[0] * v[-1]",
    "Starred": "def f(v):\n    a, *b = v\n    return a * b[0]",
    "Name": "def f(x):\n    y = x\n    return y * x",
    "List": "def f(x):\n    a = [x, x * x]\n    a.append(x)\n    return a[1] * a[2]",
    "Tuple": "def f(x):\n    a, b = x, x * x\n    return a * b",
    "Slice": "def f(v):\n    return (v[1:] * v[::-1][:2]).sum()",
    "And": "def f(x):\n    return x * x if x > 0.0 and x < 1.0 else x",
    "Or": "def f(x):\n    return x * x if x > 2.0 or x < 1.0 else x",
    "Add": "def f(x):\n    return x + x * x",
    "Sub": "def f(x):\n    return 1.0 - x * x",
    "Mult": "def f(x):\n    return x * x * x",
    "MatMult": "def f(v):\n    return v @ v",
    "Div": "def f(x):\n    return 1.0 / x",
    "Mod": "def f(x):\n    return (x * x) % 0.3",
    "Pow": "def f(x):\n    return x**x",
    "LShift": "def f(x):\n    return x * x * (1 << 2)",
    "RShift": "def f(x):\n    return x * x * (8 >> 1)",
    "BitOr": "def f(x):\n    return x * x if (x > 0.0) | (x > 9.0) else x",
    "BitXor": "def f(x):\n    return x * x if (x > 0.0) ^ (x > 9.0) else x",
    "BitAnd": "def f(x):\n    return x * x if (x > 0.0) & (x < 9.0) else x",
    "FloorDiv": "def f(x):\n    return x * x * (7 // 2) + x // 0.3",
    "Invert": "def f(v):\n    return (v * v)[~(v < 0.0)].sum()",
    "Not": "def f(x):\n    return x * x if not x < 0.0 else x",
    "UAdd": "def f(x):\n    return +x * x",
    "USub": "def f(x):\n    return -(x * x)",
    "Eq": "def f(x, kind=2):\n    return x * x if kind == 2 else x",
    "NotEq": "def f(x, kind=2):\n    return x * x if kind != 3 else x",
    "Lt": "def f(x):\n    return x * x if x < 1.0 else x",
    "LtE": "def f(x):\n    return x * x if x <= 1.0 else x",
    "Gt": "def f(x):\n    return x * x if x > 0.0 else x",
    "GtE": "def f(x):\n    return x * x if x >= 0.0 else x",
    "Is": "def f(x, scale=None):\n    return x * x if scale is None else x",
    "IsNot": "def f(x, scale=3.0):\n    return x * scale if scale is not None else x",
    "In": "def f(x, kind='b'):\n    return x * x if kind in ('a', 'b') else x",
    "NotIn": "def f(x, kind='b'):\n    return x * x if kind not in ['a', 'c'] else x",
    "comprehension": "def f(v):\n    return sum(p * q for p in v for q in (p, 2.0) if q > 0.0)",
    "ExceptHandler": (
        "def f(x):\n    try:\n        y = x / 0.0\n    except ZeroDivisionError:\n"
        "        y = x * x\n    return y"
    ),
    "arguments": (
        "def f(x):\n    return g(x, x)\n\ndef g(p, /, q, r=2.0, *s, t=3.0, **u):\n"
        "    return p * q * r * t"
    ),
    "arg": "def f(x: float, k: float = 2.0):\n    return x * x * k",
    "keyword": "def f(x):\n    return g(b=x, a=3.0)\n\ndef g(a, b):\n    return a * b * b",
    "alias": "def f(x):\n    import math as m\n    return m.cos(x)",
    "withitem": (
        "import contextlib\ndef f(x):\n    with contextlib.nullcontext(x) as y:\n"
        "        return x * y"
    ),
    "match_case": (
        "def f(x, kind=1):\n    match kind:\n        case 0:\n            return x\n"
        "        case _ if kind > 0:\n            return x * x\n    return x"
    ),
    "MatchValue": (
        "def f(x, kind=1):\n    match kind:\n        case 1:\n            return x * x\n"
        "    return x"
    ),
    "MatchSingleton": (
        "def f(x, kind=None):\n    match kind:\n        case None:\n"
        "            return x * x\n    return x"
    ),
    "MatchSequence": (
        "def f(x):\n    match (x, x * x):\n        case [p, q]:\n            return p * q\n"
        "    return x"
    ),
    "MatchMapping": (
        "def f(x):\n    match {'k': x * x, 'n': 1}:\n        case {'k': p, 'n': 1}:\n"
        "            return p * x\n    return x"
    ),
    "MatchClass": (
        "def f(x):\n    match x:\n        case float(t):\n            return t * t\n    return x"
    ),
    "MatchStar": (
        "def f(x):\n    match (x, x * x, 3.0):\n        case (p, *rest):\n"
        "            return p * rest[0] * rest[-1]\n    return x"
    ),
    "MatchAs": "def f(x):\n    match x * x:\n        case y:\n            return x * y",
    "MatchOr": (
        "def f(x, kind=2):\n    match kind:\n        case 1 | 2:\n"
        "            return x * x\n    return x"
    ),
    "Global": (
        "total = 0.0\n\ndef g(t):\n    global total\n    total = total + t * t\n\n"
        "def f(v):\n    global total\n    total = v[0]\n    for t in v:\n        g(t)\n"
        "    return total * v[1]"
    ),
}

REFUSED = {
    "AsyncFunctionDef": "def f(x):\n    async def g(t):\n        return t\n    return x * x",
    "AsyncFor": "async def f(x):\n    async for t in x:\n        pass\n    return x",
    "AsyncWith": "async def f(x):\n    async with x:\n        pass\n    return x",
    "Await": "async def f(x):\n    return await x",
    "SetComp": "def f(v):\n    return sum({t * t for t in v})",
    "TryStar": (
        "def f(x):\n    try:\n        y = 1.0 / x\n    except* ZeroDivisionError:\n"
        "        y = x\n    return y"
    ),
}

FROM_3_12 = {
    "TypeAlias": "def f(x):\n    type Number = float\n    return x * x",
    "TypeVar": "def f(x):\n    def g[T](t: T) -> T:\n        return t * t\n    return g(x)",
    "ParamSpec": "def f(x):\n    def g[**P](t):\n        return t * t\n    return g(x)",
    "TypeVarTuple": "def f(x):\n    def g[*T](t):\n        return t * t\n    return g(x)",
}

# What no text of a function holds: base classes, contexts, whole files, notes of type
# checkers, and names that older grammars had.
NO_PART_OF_A_FUNCTION = {
    "AST", "mod", "stmt", "expr", "expr_context", "boolop", "operator", "unaryop", "cmpop",
    "excepthandler", "pattern", "type_ignore", "type_param", "Module", "Interactive",
    "Expression", "FunctionType", "TypeIgnore", "Load", "Store", "Del", "AugLoad", "AugStore",
    "Param", "Suite", "slice", "Index", "ExtSlice", "Num", "Str", "Bytes", "NameConstant",
    "Ellipsis",
}  # fmt: skip
