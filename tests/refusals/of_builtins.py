"""For every builtin of Python a program: of a number `x`, or of a vector `v`."""

SUPPORTED = {
    "next": "def f(v):\n    walk = iter(v)\n    return next(walk) * next(walk)",
    "abs": "def f(x):\n    return abs(x) * x",
    "all": "def f(v):\n    return v[0] * v[1] if all(t > 0.0 for t in (v[0], v[1])) else v[2]",
    "any": "def f(x):\n    return x * x if any([x > 2.0, x > 0.5]) else x",
    "bool": "def f(x):\n    return x * x if bool(x) else 3.0",
    "callable": "def f(x):\n    g = lambda t: t * t\n    return g(x) if callable(g) else x",
    "dict": "def f(x):\n    d = dict(a=x * x, b=x)\n    return d['a'] * d['b']",
    "divmod": "def f(x):\n    q, r = divmod(x * x, 0.3)\n    return q + r",
    "enumerate": "def f(v):\n    return sum(k * t * t for k, t in enumerate(v))",
    "filter": "def f(x):\n    return sum(filter(None, [x * x, 0, 2])) if False else x * x",
    "float": "def f(x):\n    return float(x) * x + float('2.5')",
    "getattr": "def f(v):\n    return getattr(v, 'sum')() * v[0]",
    "hasattr": "def f(v):\n    return v[0] * v[1] if hasattr(v, 'shape') else 0.0",
    "int": "def f(x):\n    return x * x + int(x * 3.0)",
    "isinstance": "def f(x):\n    return x * x if isinstance(x, float) else x",
    "iter": "def f(v):\n    return sum(t * t for t in iter(v))",
    "len": "def f(v):\n    return v[0] * v[1] * len(v)",
    "list": "def f(v):\n    a = list(v)\n    return a[0] * a[1]",
    "map": "import math\ndef f(v):\n    return sum(map(math.sin, v))",
    "max": "def f(v):\n    return max(v[0] * v[0], v[1] * v[1], 0.0)",
    "min": "def f(v):\n    return min(v) * v[0]",
    "pow": "def f(x):\n    return pow(x, 3)",
    "print": "def f(x):\n    print(x, end='')\n    return x * x",
    "range": "def f(x):\n    for k in range(3):\n        x = x * x + k\n    return x",
    "reversed": (
        "def f(v):\n    s = 0.0\n    for t in reversed(v):\n        s = s * t + t\n    return s"
    ),
    "round": "def f(x):\n    return x * x + round(x, 1)",
    "set": "def f(x):\n    return x * x if 2 in set([1, 2]) else x",
    "frozenset": "def f(x):\n    return x * x if 2 in frozenset((1, 2)) else x",
    "setattr": (
        "class Box:\n    pass\n\ndef f(x):\n    box = Box()\n    setattr(box, 'w', x * x)\n"
        "    return box.w * x"
    ),
    "slice": "def f(v):\n    return sum(v[slice(0, 2)] ** 2)",
    "sorted": "def f(x):\n    return sorted([3, 1, 2])[0] * x * x",
    "sum": "def f(v):\n    return sum(v * v)",
    "tuple": "def f(v):\n    a, b = tuple([v[0], v[1] * v[2]])\n    return a * b",
    "type": "def f(x):\n    return x * x if type(x) is float else x",
    "zip": "def f(v):\n    return sum(a * b for a, b in zip(v, v[1:]))",
    "None": "def f(x, k=None):\n    return x * x if k is None else x",
    "True": "def f(x):\n    return x * x if True else x",
    "False": "def f(x):\n    return x if False else x * x",
    "Ellipsis": "def f(v):\n    return v[..., 0] * v[1]",
    "__debug__": "def f(x):\n    return x * x if __debug__ else x",
    "NotImplemented": (
        "class Box:\n    def __init__(self, w):\n        self.w = w\n"
        "    def __mul__(self, other):\n"
        "        return NotImplemented if other is None else self.w * other\n\ndef f(x):\n"
        "    return Box(x) * x"
    ),
    "property": (
        "class Box:\n    def __init__(self, w):\n        self.w = w\n\n    @property\n"
        "    def twice(self):\n        return 2.0 * self.w\n\ndef f(x):\n"
        "    return Box(x * x).twice"
    ),
    "staticmethod": (
        "class Box:\n    @staticmethod\n    def square(t):\n        return t * t\n\n"
        "def f(x):\n    return Box.square(x)"
    ),
    "classmethod": (
        "class Box:\n    def __init__(self, w):\n        self.w = w\n\n    @classmethod\n"
        "    def of(cls, w):\n        return cls(w * w)\n\ndef f(x):\n"
        "    return Box.of(x).w"
    ),
    "object": (
        "class Box(object):\n    pass\n\ndef f(x):\n    box = Box()\n    box.w = x\n"
        "    return box.w * x"
    ),
    "ord": "def f(x):\n    return ord('a') * x * x",
    "chr": "def f(x):\n    return x * x if chr(97) == 'a' else x",
    "bin": "def f(x):\n    return len(bin(5)) * x * x",
    "hex": "def f(x):\n    return len(hex(5)) * x * x",
    "oct": "def f(x):\n    return len(oct(5)) * x * x",
    "issubclass": "def f(x):\n    return x * x if issubclass(float, object) else x",
    "complex": "def f(x):\n    z = complex(x, x * x)\n    return abs(z * z + 1.0) * z.imag",
}

REFUSED = {
    "aiter": "def f(x):\n    return aiter(x)",
    "anext": "def f(x):\n    return anext(x)",
    "ascii": "def f(x):\n    return float(ascii(x))",
    "breakpoint": "def f(x):\n    breakpoint()\n    return x * x",
    "bytearray": "def f(x):\n    return bytearray(3)[0] * x",
    "bytes": "def f(x):\n    return bytes(3)[0] * x",
    "compile": "def f(x):\n    return eval(compile('x * x', 'text', 'eval'))",
    "copyright": "def f(x):\n    copyright()\n    return x",
    "credits": "def f(x):\n    credits()\n    return x",
    "delattr": (
        "class Box:\n    pass\n\ndef f(x):\n    box = Box()\n    box.w = x\n"
        "    delattr(box, 'w')\n    return x * x"
    ),
    "dir": "def f(x):\n    return len(dir(x)) * x",
    "eval": "def f(x):\n    return eval('x * x')",
    "exec": "def f(x):\n    exec('y = x * x')\n    return x",
    "exit": "def f(x):\n    exit()\n    return x",
    "format": "def f(x):\n    return float(format(x, '.17g')) * x",
    "globals": "def f(x):\n    globals()['y'] = x * x\n    return y",
    "hash": "def f(x):\n    return hash(x) * x",
    "help": "def f(x):\n    help(x)\n    return x",
    "id": "def f(x):\n    return id(x) * x",
    "input": "def f(x):\n    return float(input()) * x",
    "license": "def f(x):\n    license()\n    return x",
    "locals": "def f(x):\n    y = x * x\n    return locals()['y']",
    "memoryview": "def f(v):\n    return memoryview(v)[0] * v[1]",
    "open": "def f(x):\n    return float(open('numbers.txt').read()) * x",
    "quit": "def f(x):\n    quit()\n    return x",
    "repr": "def f(x):\n    return float(repr(x)) * x",
    "str": "def f(x):\n    return float(str(x)) * 2.0",
    "super": "def f(x):\n    return super().f(x)",
    "vars": (
        "class Box:\n    pass\n\ndef f(x):\n    box = Box()\n    box.w = x\n"
        "    return vars(box)['w'] * x"
    ),
    "__import__": "def f(x):\n    return __import__('math').sin(x)",
    "__build_class__": "def f(x):\n    __build_class__(None, 'C')\n    return x",
}

# The names of a module, not builtins; exceptions are raised and caught like ValueError.
NAMES_OF_A_MODULE = {"__doc__", "__loader__", "__name__", "__package__", "__spec__", "_"}
