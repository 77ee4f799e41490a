"""Calls of the standard library, NumPy and SciPy, of a number `x` or of a vector `v`."""

SUPPORTED = {
    "simplenamespace": (
        "import types\ndef f(x):\n    s = types.SimpleNamespace(a=x * x)\n    return s.a * x"
    ),
    "random_sample": (
        "import random\ndef f(v):\n    random.seed(3)\n"
        "    return random.sample(list(v), 2)[0] * v[0]"
    ),
    "bisect": "import bisect\ndef f(x):\n    return bisect.bisect([0.1, 0.5, 0.9], x) * x",
    "ndenumerate": (
        "import numpy as np\ndef f(v):\n    s = 0.0\n    for k, t in np.ndenumerate(v):\n"
        "        s = s + t * t * k[0]\n    return s"
    ),
    "iterator_begun": (
        "def f(v):\n    it = iter(v)\n    if any(t > 1.0 for t in it):\n        return next(it)\n"
        "    return v[0]"
    ),
    "frexp": "import math\ndef f(x):\n    m, e = math.frexp(x)\n    return m * x",
    "modf": "import math\ndef f(x):\n    return math.modf(x * 3.0)[0] * x",
    "ldexp": "import math\ndef f(x):\n    return math.ldexp(x, 2) * x",
    "nextafter": "import math\ndef f(x):\n    return math.nextafter(x, 9.0) * x",
    "fill": (
        "import numpy as np\ndef f(x):\n    y = np.zeros(3)\n    y.fill(x)\n"
        "    return np.sum(y * y)"
    ),
    "copyto": (
        "import numpy as np\ndef f(v):\n    y = np.zeros(3)\n    np.copyto(y, v)\n"
        "    return np.sum(y * y)"
    ),
    "sort_in_place": "def f(v):\n    y = v * 1.0\n    y.sort()\n    return y[0] * y[1]",
    "flat": (
        "import numpy as np\ndef f(v):\n    y = np.zeros((2, 2))\n    y.flat[1] = v[0]\n"
        "    return np.sum(y * y)"
    ),
    "where_out": (
        "import numpy as np\ndef f(v):\n"
        "    return np.add(v, v, where=v > 0.0, out=np.zeros(3)).sum()"
    ),
    "reduce_of_an_array": (
        "import functools\ndef f(v):\n    return functools.reduce(lambda p, q: p * q, v)"
    ),
    "itertools_chain": (
        "import itertools\ndef f(v):\n    return sum(t * t for t in itertools.chain(v, v[:1]))"
    ),
    "itertools_product": (
        "import itertools\ndef f(v):\n    return sum(a * b for a, b in itertools.product(v, v))"
    ),
    "itertools_combinations": (
        "import itertools\ndef f(v):\n"
        "    return sum(v[a] * v[b] for a, b in itertools.combinations(range(3), 2))"
    ),
    "itertools_accumulate": (
        "import itertools\ndef f(v):\n    return list(itertools.accumulate(v))[-1] * v[0]"
    ),
    "itertools_count": (
        "import itertools\ndef f(x):\n    for k in itertools.count():\n"
        "        if x > 5.0:\n            break\n        x = x * 2.0\n    return x"
    ),
    "itertools_pairwise": (
        "import itertools\ndef f(v):\n    return sum(a * b for a, b in itertools.pairwise(v))"
    ),
    "itertools_repeat": (
        "import itertools\ndef f(x):\n    for k in itertools.repeat(2.0, 3):\n"
        "        x = x * k\n    return x"
    ),
    "itertools_zip_longest": (
        "import itertools\ndef f(v):\n"
        "    return sum(a * b for a, b in itertools.zip_longest(v, v[1:], fillvalue=1.0))"
    ),
    "itemgetter": "import operator\ndef f(v):\n    return operator.itemgetter(0)(v) * v[1]",
    "attrgetter": ("import operator\ndef f(v):\n    return operator.attrgetter('T')(v)[0] * v[1]"),
    "methodcaller": (
        "import operator\ndef f(v):\n    return operator.methodcaller('sum')(v) * v[1]"
    ),
    "operator_getitem": "import operator\ndef f(v):\n    return operator.getitem(v, 0) * v[1]",
    "statistics_mean": (
        "import statistics\ndef f(v):\n    return statistics.mean([v[0], v[1]]) * v[2]"
    ),
    "statistics_fmean": "import statistics\ndef f(v):\n    return statistics.fmean(v) * v[2]",
    "starmap": (
        "import itertools\ndef f(v):\n"
        "    return sum(itertools.starmap(lambda a, b: a * b, zip(v, v)))"
    ),
    "statistics_stdev": "import statistics\ndef f(v):\n    return statistics.stdev(v) * v[2]",
    "dist": "import math\ndef f(v):\n    return math.dist((v[0], v[1]), (v[1], v[2]))",
    "fsum": "import math\ndef f(v):\n    return math.fsum(v) * v[0]",
    "prod": "import math\ndef f(v):\n    return math.prod(v) * v[0]",
    "heapq": (
        "import heapq\ndef f(v):\n    h = [v[0], v[1]]\n    heapq.heapify(h)\n    return h[0]"
    ),
    "list_sort": "def f(v):\n    a = [v[0], v[1]]\n    a.sort()\n    return a[0] * v[2]",
    "list_index": "def f(v):\n    a = [v[0], v[1]]\n    return a.index(v[1]) * v[2]",
    "list_count": "def f(v):\n    return [v[0], v[1]].count(v[0]) * v[2]",
    "deque": (
        "import collections\ndef f(x):\n    q = collections.deque([x, x * x])\n"
        "    return q.popleft() * x"
    ),
    "dict_keyed_by_staged": "def f(x):\n    d = {x: 2.0}\n    return d[x] * x",
    "int_as_a_float": "def f(x):\n    return int(x * 9.0) * x",
    "floor": (
        "import math\nimport numpy as np\ndef f(x):\n"
        "    return math.floor(x * 3.0) + np.floor(x) + math.ceil(x) + math.trunc(x) + x * x"
    ),
    "item": "def f(v):\n    return v[:1].item() * v[1]",
    "partial": "import functools\ndef f(x):\n    return functools.partial(pow, x)(2)",
    "operators": (
        "import operator\ndef f(x):\n"
        "    return operator.mul(x, operator.add(x, 1.0)) - operator.neg(x) ** 2"
    ),
    "getattr_of_a_module": "import math\ndef f(x):\n    return getattr(math, 'sin')(x)",
    "type_called": "def f(x):\n    return type(x)(2.5) * x",
    "array_of_integers": (
        "import numpy as np\ndef f(v):\n    return np.sum(np.array([v[0], v[1]], dtype=int) * v[2])"
    ),
    "asarray_int": (
        "import numpy as np\ndef f(v):\n    return np.sum(np.asarray(v, dtype=int) * v)"
    ),
    "astype_int": "def f(v):\n    return (v.astype(int) * v).sum()",
    "astype_float32": (
        "import numpy as np\ndef f(v):\n    return (v.astype(np.float32) * 2.0).sum()"
    ),
    "type_called_on_staged": "def f(x):\n    return type(x)(x * x)",
    "np_float64_of": "import numpy as np\ndef f(x):\n    return np.float64(x) * x",
    "sum_of_lists": "def f(v):\n    return sum([[v[0]], [v[1]]], [])[1] * v[0]",
    "round_digits": "def f(x):\n    return round(x, 2) * x",
    "lambda_default": (
        "def f(x):\n    fs = [lambda t, k=k: t * k for k in (1.0, 2.0)]\n"
        "    return fs[0](x) * fs[1](x)"
    ),
    "ufunc_at": (
        "import numpy as np\ndef f(v):\n    y = np.zeros(3)\n"
        "    np.add.at(y, [0, 0], v[:2])\n    return np.sum(y * y)"
    ),
    "deepcopy": (
        "import copy\ndef f(v):\n    a = [[v[0], v[1]], [v[2]]]\n    b = copy.deepcopy(a)\n"
        "    c = copy.copy(a)\n    b[0][0] = v[1] * v[2]\n    c[1][0] = v[0] * v[0]\n"
        "    return a[0][0] * b[0][0] * a[1][0] + b[1][0]"
    ),
    "copy_copy": (
        "import copy\ndef f(v):\n    y = copy.copy([v[0], v[1]])\n    y[0] = 2.0\n"
        "    return y[0] * y[1]"
    ),
    "cache": (
        "import functools\n\n@functools.cache\ndef g(t):\n    return t * t\n\ndef f(x):\n"
        "    return g(x) * g(x) * g(x * x) * g(2.0)"
    ),
    "lru_cache": (
        "import functools\n\n@functools.lru_cache(maxsize=8)\ndef g(t):\n    return t * t\n"
        "\ndef f(x):\n    return g(x) * x"
    ),
    "singledispatch": (
        "import functools\n\n@functools.singledispatch\ndef g(t):\n    return t * t\n\n"
        "@g.register(list)\ndef _(t):\n    return t[0] ** 3\n\n"
        "@g.register\ndef _(t: float):\n    return t**4\n\n"
        "def f(x):\n    return g(x) * x + g([x])"
    ),
    "random": (
        "import random\ndef f(v):\n    random.seed(3)\n    s = 0.0\n    for t in v:\n"
        "        s = s * random.gauss(0.0, 1.0) + random.random() * t * t\n    return s"
    ),
    "np_random": (
        "import numpy as np\ndef f(v):\n    rng = np.random.default_rng(3)\n"
        "    np.random.seed(3)\n    return np.sum(v * v * rng.normal(size=3)) * np.random.normal()"
    ),
    "time": (
        "import time\ndef f(x):\n    start = time.time()\n"
        "    return x * x if time.time() - start >= 0.0 else x"
    ),
    "real": "def f(x):\n    return x.real * x.conjugate()",
    "counter": (
        "import collections\ndef f(x):\n    return collections.Counter('aab')['a'] * x * x"
    ),
    "defaultdict": (
        "import collections\ndef f(x):\n    d = collections.defaultdict(float)\n"
        "    d['a'] += x * x\n    return d['a']"
    ),
    "logging": "import logging\ndef f(x):\n    logging.debug('x %s', x)\n    return x * x",
    "warnings": (
        "import warnings\ndef f(x):\n    with warnings.catch_warnings():\n"
        "        warnings.simplefilter('error')\n        try:\n"
        "            warnings.warn('careful')\n            return x\n"
        "        except UserWarning:\n            return x * x"
    ),
    "dict_write_global": "CACHE = {}\ndef f(x):\n    CACHE['y'] = x * x\n    return CACHE['y']",
    "sorted_staged": "def f(v):\n    return sorted([v[0], v[1]])[0] * v[2]",
    "sorted_array": (
        "def f(v):\n    a = sorted(v, key=lambda t: -abs(t))\n    a[0] = v[1] * a[2]\n"
        "    a.append(v[2])\n    return a[0] * a[3] + a[1]"
    ),
    "max_key": "def f(v):\n    return max(v, key=lambda t: -t * t) * v[0]",
    "max_key_list": "def f(v):\n    return max([v[0], v[1]], key=abs) * v[0]",
    "min_default": "def f(v):\n    return min([], default=v[0]) * v[0]",
    "contextmanager": (
        "import contextlib\n\n@contextlib.contextmanager\ndef scaled(t):\n"
        "    yield t * 2.0\n\ndef f(x):\n    with scaled(x) as y:\n        return y * x"
    ),
    "suppress": (
        "import contextlib\ndef f(x):\n    y = x\n"
        "    with contextlib.suppress(ValueError):\n        y = x * x\n"
        "        if x > 0.5:\n            raise ValueError('large')\n        y = x**3\n"
        "    return y * x"
    ),
    "dataclasses_replace": (
        "import dataclasses\n\n@dataclasses.dataclass\nclass P:\n    a: float\n"
        "    b: float\n\ndef f(x):\n    p = dataclasses.replace(P(x, x), b=2.0)\n"
        "    return p.a * p.b * x"
    ),
    "dataclasses_asdict": (
        "import dataclasses\n\n@dataclasses.dataclass\nclass P:\n    a: float\n\n"
        "def f(x):\n    return dataclasses.asdict(P(x))['a'] * x"
    ),
    "enum": (
        "import enum\n\nclass Kind(enum.Enum):\n    A = 1\n    B = 2\n\n"
        "def f(x, kind=Kind.A):\n    return x * x if kind is Kind.A else x"
    ),
    "np_errstate_raise": (
        "import numpy as np\ndef f(v):\n    try:\n        with np.errstate(all='raise'):\n"
        "            return np.sum(np.log(v))\n    except FloatingPointError:\n"
        "        return np.sum(v * v)"
    ),
}

REFUSED = {
    "iterator_of_what_is_written": (
        "def f(v):\n    items = list(v)\n    pairs = zip(items, items[1:])\n    items[1] = 5.0\n"
        "    return sum(a * b for a, b in pairs)"
    ),
    "compress_of_what_may_raise": (
        "import itertools\nimport math\ndef f(v):\n"
        "    return sum(itertools.compress((math.log(t) for t in v), [1, 1]))"
    ),
    "in_a_generator_that_writes": (
        "def f(x):\n    log = []\n    found = x in (log.append(t) or t for t in (1.0, 2.0))\n"
        "    return sum(log) * x if found else x"
    ),
    "copied_list_of_rows_written": (
        "def f(v):\n    rows = [[p, p * p] for p in v]\n    same = rows.copy()\n"
        "    for i in range(2):\n        same[i][0] = 3.0 * v[1]\n    return sum(rows[1])"
    ),
    "row_of_united_dicts_written": (
        "def f(v):\n    rows = {}\n    for i, p in enumerate(v):\n        rows[i] = [p, p * p]\n"
        "    both = rows | {7: [v[0], v[1]]}\n    for i in range(2):\n"
        "        both[i][0] = 3.0 * v[1]\n    return sum(rows[1])"
    ),
    "copied_dict_of_rows": (
        "def f(v):\n    rows = {}\n    for i, p in enumerate(v):\n        rows[i] = [p, p * p]\n"
        "    same = rows.copy()\n    return sum(same[1])"
    ),
    "json": "import json\ndef f(x):\n    return json.loads(json.dumps(x)) * x",
    "pickle": "import pickle\ndef f(x):\n    return pickle.loads(pickle.dumps(x)) * x",
    "quad": (
        "from scipy.integrate import quad\ndef f(x):\n    return quad(lambda t: t * x, 0.0, 1.0)[0]"
    ),
    "brentq": (
        "from scipy.optimize import brentq\ndef f(x):\n"
        "    return brentq(lambda t: t * t - x, 0.0, 9.0)"
    ),
    "zeros_of_integers": (
        "import numpy as np\ndef f(v):\n    y = np.zeros(3, dtype=int)\n    y[0] = v[0]\n"
        "    return np.sum(y * v)"
    ),
    "view_int": "import numpy as np\ndef f(v):\n    return (v.view(np.int64) * v).sum()",
    "tobytes": (
        "import numpy as np\ndef f(v):\n    return np.frombuffer(v.tobytes()).sum() * v[0]"
    ),
    "fromiter": (
        "import numpy as np\ndef f(v):\n"
        "    return np.fromiter((t * t for t in v), dtype=float).sum()"
    ),
    "put": (
        "import numpy as np\ndef f(v):\n    y = np.zeros(3)\n    np.put(y, [0, 1], v[1:])\n"
        "    return np.sum(y * y)"
    ),
    "resize_in_place": "def f(v):\n    y = v * 1.0\n    y.resize(2)\n    return y[0] * y[1]",
    "partition_in_place": "def f(v):\n    y = v * 1.0\n    y.partition(1)\n    return y[0] * y[1]",
    "where_without_out": (
        "import numpy as np\ndef f(v):\n    return np.log(v * v, where=v > 0.0).sum()"
    ),
    "diagonal_written": (
        "import numpy as np\ndef f(v):\n    y = np.outer(v, v)\n    d = np.diagonal(y)\n"
        "    d[0] = 1.0\n    return np.sum(y)"
    ),
    "one_of_three_written": (
        "def f(v):\n    a, b, c = v * 1.0, v * 2.0, v * 3.0\n"
        "    w = a if v[0] > 1.0 else b if v[0] > 0.0 else c\n    w[0] = v[1]\n"
        "    return (a * b).sum()"
    ),
    "view_or_copy_written": (
        "import numpy as np\ndef f(v):\n    y = np.outer(v, v)\n    w = y.T.ravel()\n"
        "    w[0] = v[1]\n    return np.sum(y)"
    ),
    "einsum_view_written": (
        "import numpy as np\ndef f(v):\n    y = np.outer(v, v)\n    d = np.einsum('ii->i', y)\n"
        "    d[0] = v[1]\n    return np.sum(y)"
    ),
    "putmask_of_many": (
        "import numpy as np\ndef f(v):\n    y = v * 1.0\n    np.putmask(y, y > 0.0, v[1:])\n"
        "    return np.sum(y)"
    ),
    "maximum_at_rows": (
        "import numpy as np\ndef f(v):\n    y = np.outer(v, v)\n"
        "    np.maximum.at(y, np.array([0, 0]), v)\n    return np.sum(y)"
    ),
    "nditer": (
        "import numpy as np\ndef f(v):\n    s = 0.0\n    for t in np.nditer(v):\n"
        "        s = s + t * t\n    return s"
    ),
    "vectorize": (
        "import numpy as np\ndef f(v):\n    return np.sum(np.vectorize(lambda t: t * t)(v))"
    ),
    "np_histogram": ("import numpy as np\ndef f(v):\n    return np.histogram(v)[1][0] * v[0]"),
    "iadd": (
        "import operator\ndef f(v):\n    y = v * 1.0\n    operator.iadd(y, v)\n"
        "    return (y * y).sum()"
    ),
    "operator_setitem": (
        "import operator\ndef f(v):\n    y = v * 1.0\n    operator.setitem(y, 0, v[1])\n"
        "    return (y * y).sum()"
    ),
    "index": "import operator\ndef f(x):\n    return x * operator.index(3)",
    "cmp_to_key": (
        "import functools\ndef f(x):\n"
        "    return sorted([3, 1], key=functools.cmp_to_key(lambda a, b: a - b))[0] * x * x"
    ),
    "random_gauss": "import random\ndef f(x):\n    return random.gauss(x, 1.0) * x",
    "random_choices_by_weight": (
        "import random\ndef f(v):\n    return random.choices(v, weights=[1, 2, 3])[0] * v[0]"
    ),
    "choice_along_axis": (
        "import numpy as np\ndef f(v):\n    rng = np.random.default_rng(1)\n"
        "    return np.sum(rng.choice(np.outer(v, v), 2, axis=1))"
    ),
    "np_random_loc": "import numpy as np\ndef f(x):\n    return np.random.normal(x, 1.0) * x",
    "decimal": (
        "from decimal import Decimal\ndef f(x):\n    return float(Decimal(x) * Decimal(x))"
    ),
    "fractions": (
        "from fractions import Fraction\ndef f(x):\n    return float(Fraction(x) * Fraction(x))"
    ),
    "struct": (
        "import struct\ndef f(x):\n    return struct.unpack('d', struct.pack('d', x))[0] * x"
    ),
    "as_integer_ratio": "def f(x):\n    p, q = x.as_integer_ratio()\n    return p / q * x",
    "hex_of_float": "def f(x):\n    return float.fromhex(x.hex()) * x",
    "dunder": "def f(x):\n    return x.__mul__(x)",
    "dunder_array": "def f(v):\n    return v.__array__()[0] * v.__getitem__(1)",
    "is_integer": "def f(x):\n    return x * x if not x.is_integer() else x",
    "deque_insert": (
        "import collections\ndef f(x):\n    q = collections.deque([x, x * x])\n"
        "    q.insert(1, 3.0 * x)\n    return q[1]"
    ),
    "deque_printed": (
        "import collections\ndef f(x):\n    q = collections.deque([x, x * x])\n"
        "    print(q)\n    return q[1]"
    ),
    "namedtuple_inside": (
        "import collections\ndef f(x):\n    P = collections.namedtuple('P', 'a b')\n"
        "    return P(x, x).a * x"
    ),
    "array_module": "import array\ndef f(x):\n    return array.array('d', [x])[0] * x",
    "threading": (
        "import threading\ndef f(x):\n    out = []\n"
        "    t = threading.Thread(target=lambda: out.append(x))\n    t.start()\n"
        "    t.join()\n    return out[0]"
    ),
    "sys_getsizeof": "import sys\ndef f(x):\n    return sys.getsizeof(x) * x",
    "str_format": "def f(x):\n    return float('{:.17g}'.format(x)) * x",
    "percent": "def f(x):\n    return float('%.17g' % x) * x",
    "fstring": "def f(x):\n    return float(f'{x!r}') * x",
    "globals_read": "SCALE = 2.0\ndef f(x):\n    return globals()['SCALE'] * x",
    "function_attribute": "def f(x):\n    f.calls = x\n    return f.calls * x",
    "type_float_text": "def f(x):\n    return type(x)(str(x)) * x",
    "np_float64_text": "import numpy as np\ndef f(x):\n    return np.float64(str(x)) * x",
    "int_of_text": "def f(x):\n    return int(str(int(x * 9.0))) * x",
    "array_of_text": (
        "import numpy as np\ndef f(x):\n    return np.array([str(x)], dtype=float)[0] * x"
    ),
    "astype_of_text": (
        "import numpy as np\ndef f(v):\n"
        "    return (np.array([repr(t) for t in v]).astype(float) * v).sum()"
    ),
    "item_of_texts": (
        "def f(v):\n    texts = []\n    for t in v:\n        texts.append(f'{t}')\n"
        "    return float(texts[1]) * v[0]"
    ),
    "percent_g": "def f(x):\n    return float('%g' % x) * x",
    "operator_mod_text": (
        "import operator\ndef f(x):\n    return float(operator.mod('%g', x)) * x"
    ),
    "np_save": (
        "import numpy as np\nimport io\ndef f(v):\n    b = io.BytesIO()\n"
        "    np.save(b, v)\n    b.seek(0)\n    return np.load(b).sum()"
    ),
    "np_histogram_counts": "import numpy as np\ndef f(v):\n    return np.histogram(v)[0][0] * v[1]",
    "np_linalg_svd": (
        "import numpy as np\ndef f(v):\n    return np.linalg.svd(np.outer(v, v)[:1])[2][0, 0]"
    ),
    "fromkeys_of_staged": "def f(x):\n    d = dict.fromkeys([x, 1.0], 2.0)\n    return d[x] * x",
    "generator_send": (
        "def g(v):\n    s = 0.0\n    while True:\n        s = s + (yield s)\ndef f(v):\n"
        "    h = g(v)\n    next(h)\n    return h.send(v[0])"
    ),
    "np_percentile_by_its_q": (
        "import numpy as np\ndef f(x):\n    return np.percentile(np.arange(4.0) ** 2, x)"
    ),
    "np_nanquantile_by_its_q": (
        "import numpy as np\ndef f(v):\n    return np.nanquantile(v, v[0], method='lower')"
    ),
    "ufunc_reduce": "import numpy as np\ndef f(v):\n    return np.subtract.reduce(v) * v[0]",
    "ufunc_accumulate": (
        "import numpy as np\ndef f(v):\n    return np.divide.accumulate(v)[-1] * v[0]"
    ),
    "set_of_staged": "def f(v):\n    return sum({v[0], v[1]})",
}
