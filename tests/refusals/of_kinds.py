"""One program for each way in which a gradient can be refused, with the call that meets it."""

REFUSED = {
    "unsupported_construct": (
        "def f(x):\n    try:\n        pass\n    except* ValueError:\n        pass\n    return x",
        "grad(f)",
    ),
    "several_at_once": (
        "def f(x):\n    try:\n        pass\n    except* ValueError:\n        pass\n"
        "    async def g():\n        pass\n"
        "    return x",
        "grad(f)",
    ),
    "unknown_call": (
        "import numpy as np\n\ndef f(x):\n    return np.histogram(np.outer(x, x))[1][0]",
        "grad(f)(np.ones(2))",
    ),
    "unknown_name": ("def f(x):\n    return x * scale", "grad(f)(2.0)"),
    "no_source": ("f = eval('lambda x: x * x')", "grad(f)"),
    "no_source_of_a_builtin": ("f = print", "grad(f)"),
    "no_source_of_a_helper": (
        "g = eval('lambda x: x * x')\n\ndef f(x):\n    return g(x)",
        "grad(f)(2.0)",
    ),
    "integer_array": ("def f(x):\n    return (x * x).sum()", "grad(f)(np.arange(3))"),
    "text_argument": ("def f(x):\n    return x * x", "grad(f)('2')"),
    "non_scalar_output": ("def f(x):\n    return 2.0 * x", "grad(f)(np.ones(3))"),
    "missing_key_of_a_counter": (
        "import collections\nCOUNTS = collections.Counter()\n\ndef f(x):\n"
        "    return x * (1 + COUNTS['q'])",
        "grad(f)(2.0)",
    ),
    "counter_argument_copied": (
        "def f(x, counts):\n    return x * counts.copy()['b']",
        "grad(f)(2.0, __import__('collections').Counter(a=1))",
    ),
    "counter_argument_united": (
        "def f(x, counts):\n    return x * (counts | {'a': 0})['a']",
        "grad(f)(2.0, __import__('collections').Counter(a=1))",
    ),
    "dict_of_a_class_that_reads": (
        "def f(x, rates):\n    return x * sum(rates.values())",
        "grad(f)(2.0, type('Twice', (dict,), {'__getitem__': lambda d, key: 2.0})(a=1.0))",
    ),
    "counter_argument_written": (
        "import collections\n\ndef f(x, counts):\n    counts['a'] += 1\n    return x * counts['a']",
        "grad(f)(2.0, __import__('collections').Counter(a=1))",
    ),
    "tuple_output": ("def f(x):\n    return x, x * x", "grad(f)(2.0)"),
    "no_output": ("def f(x):\n    y = x * x", "grad(f)(2.0)"),
    "wrong_argnums": ("def f(x):\n    return x * x", "grad(f, argnums=1)"),
    "wrong_argnames": ("def f(x):\n    return x * x", "grad(f, argnames='y')"),
    "argnums_no_integers": ("def f(x):\n    return x * x", "grad(f, argnums=0.5)"),
    "iterator_kept": (
        "def f(x):\n    squares = (t * t for t in x)\n    return sum(squares) + sum(squares)",
        "grad(f)(np.ones(3))",
    ),
    "generator_that_writes": (
        "class Total:\n    def __init__(self):\n        self.n = 0.0\n\n"
        "    def add(self, t):\n        self.n = self.n + t\n        return self.n\n\n"
        "def f(x):\n    total = Total()\n    s = 0.0\n    for t in map(total.add, x):\n"
        "        s = s + t * total.n\n    return s",
        "grad(f)(np.ones(3))",
    ),
    "write_while_walking": (
        "def f(x):\n    for t in reversed(x):\n        x[0] = t * t\n    return x.sum()",
        "grad(f)(np.ones(3))",
    ),
    "number_from_a_text": ("def f(x):\n    return float(f'{x!r}') * x", "grad(f)(2.0)"),
    "axes_of_a_transposition": (
        "import numpy as np\n\ndef f(x, k):\n    return np.sum(np.transpose(x, (k, 1 - k))[0])",
        "grad(f)(np.ones((2, 3)), 1)",
    ),
}
