"""Arrays held twice, missing keys, what may be None, functions chosen, classes inside."""

REFUSED = {
    "end_of_a_linked_list_written_to": (
        "class Cell:\n    def __init__(self, v, following=None):\n"
        "        self.v, self.following = v, following\n"
        "def f(x):\n    head = Cell(x, Cell(2.0 * x, Cell(x * x)))\n    cur = head\n"
        "    while cur.following is not None:\n        cur = cur.following\n"
        "    cur.v = 7.0 * x\n    return head.following.following.v * x"
    ),
    "object_with_two_names_of_which_a_loop_rebinds_one": (
        "class Cell:\n    def __init__(self, v):\n        self.v = v\n"
        "def f(x):\n    a, b = Cell(x), Cell(1.0)\n    cur = a\n    for k in range(20):\n"
        "        cur.v = cur.v * 3.0\n        cur = b\n    return a.v"
    ),
    "linked_list_grown_by_a_loop": (
        "class Cell:\n    def __init__(self, v):\n        self.v, self.next = v, None\n"
        "def f(x):\n    root = cur = Cell(x)\n    for k in range(20):\n"
        "        cur.next = Cell(k * x)\n        cur = cur.next\n    return root.next.v"
    ),
    "handlers_that_take_turns_in_a_long_loop": (
        "class Turns:\n    def __init__(self):\n        self.total = 0.0\n"
        "        self.handler = self.first\n"
        "    def first(self, v):\n        self.total += v\n        self.handler = self.second\n"
        "    def second(self, v):\n        self.total -= v\n        self.handler = self.first\n"
        "def f(x):\n    m = Turns()\n    for k in range(20):\n        m.handler(x * k)\n"
        "    return m.total"
    ),
    "half_done_and_a_try_in_a_loop_after_it": (
        "import math\nimport numpy as np\ndef f(x):\n    w = np.ones(3)\n    s = 2.0\n"
        "    try:\n        s = 0.5 / x\n    except ZeroDivisionError:\n        s = 1.0\n"
        "    else:\n        q = [w, w * s]\n        q[0][1] += s\n"
        "    finally:\n        for _ in range(2):\n            s = s * math.exp(x)\n"
        "    for _ in range(2):\n        try:\n            math.log(x)\n"
        "        except ValueError:\n            s = 0.0\n    return np.sum(w) * s"
    ),
    "view_of_a_view_written_to_in_a_branch": (
        "import numpy as np\ndef f(x):\n    a = np.ones(4) * x\n    q = a\n    if x > 0.2:\n"
        "        q = a[1:][1:]\n        q[0] = x * x\n    return np.sum(a) + np.sum(q)"
    ),
    "another_array_in_some_round": (
        "import numpy as np\ndef f(x):\n    v, w = np.ones(3) * x, np.ones(3)\n    held = [v, x]\n"
        "    for i in range(20):\n        if x > i:\n            held[0] = w\n"
        "    w[1] *= x\n    return np.sum(held[0])"
    ),
    "view_taken_in_some_round": (
        "import numpy as np\ndef f(x):\n    w = np.ones(3)\n    v = w * x\n"
        "    for i in range(20):\n        if x > i:\n            v = w[1:]\n"
        "        elif x > 3:\n            v = w[:-1]\n    w[1] *= x\n    return np.sum(v)"
    ),
    "one_of_two_written_and_handed_on": (
        "import numpy as np\ndef f(x):\n    u, w = np.ones(3) * x, np.ones(3)\n    box = {'w': w}\n"
        "    v = u if x > 0.1 else w\n    v += x\n    if x > 0.3:\n        box['w'] = v\n"
        "    return np.sum(box['w'])"
    ),
    "one_of_two_written_inside_a_try": (
        "import numpy as np\ndef f(x):\n    v, w = np.ones(3) * x, np.ones(3)\n    u = w\n"
        "    try:\n        u = v if x > 0.1 else w\n        u[0] *= x\n        if x > 9:\n"
        "            raise ValueError\n    except ValueError:\n        u = w\n    return np.sum(u)"
    ),
    "item_of_an_argument_taken_in_a_round": (
        "import numpy as np\ndef f(x):\n    rows = [np.ones(3) * x, np.ones(3)] * int(2 + x)\n"
        "    v = np.zeros(3)\n    for row in rows:\n        v = row\n    v[0] = 9.0\n"
        "    return np.sum(rows[0]) + np.sum(v)"
    ),
    "array_taken_in_a_round_and_written_in_the_next": (
        "import numpy as np\ndef f(x):\n    u, v, w = np.ones(3), np.ones(3) * x, np.ones(3)\n"
        "    for i in range(20):\n        u = w\n        u[0] += x\n        u, v = v, u\n"
        "    return np.sum(u)"
    ),
    "list_taken_in_a_round_and_written_in_the_next": (
        "def f(x):\n    c, e = [x, 2.0], [x * x, 3.0]\n    g = e\n    for i in range(20):\n"
        "        g = c\n        g[0] = g[0] * x\n        g, e = e, g\n"
        "    return g[0] + 2 * e[0] + c[0]"
    ),
    "array_to_be_returned_and_written_at_the_end": (
        "import numpy as np\ndef g(u, w, x):\n    v = u\n    try:\n"
        "        for i in range(20):\n            if x > i:\n                v = w\n"
        "        return v\n    finally:\n        w[0] = x\n"
        "def f(x):\n    return np.sum(g(np.ones(3) * x, np.ones(3), x))"
    ),
    "view_kept_by_a_round_and_written_to": (
        "import numpy as np\ndef f(x):\n    u, held = np.ones(3) * x, [np.ones(3), x]\n"
        "    for i in range(20):\n        held[0] = u[:]\n    held[0][1] *= x\n    return np.sum(u)"
    ),
    "array_and_its_view_that_change_places": (
        "import numpy as np\ndef f(x):\n    w = np.ones(3) * x\n    v = w[:]\n"
        "    for i in range(21):\n        w, v = v, w\n    v[1] += x\n    return np.sum(w)"
    ),
    "array_taken_in_some_round_and_read_after_the_loop": (
        "import numpy as np\ndef f(x):\n    k, m = np.ones(3) * x, np.ones(3)\n"
        "    for i in range(20):\n        if x > i:\n            k = m\n        m[1] += x\n"
        "    return np.sum(k)"
    ),
    "array_taken_before_a_round_ends_early": (
        "import numpy as np\ndef f(x):\n    k, m = np.ones(3) * x, np.ones(3)\n"
        "    for i in range(20):\n        m[1] += x\n        if x < i:\n            continue\n"
        "        k = m\n    return np.sum(k)"
    ),
    "one_of_several_objects_by_a_number": (
        "class Body:\n    def __init__(self, m):\n        self.m = m\n"
        "def f(x):\n    bodies = [Body(x), Body(2.0 * x)]\n    return bodies[int(x)].m * x"
    ),
    "operand_that_is_one_of_two_and_written_to": (
        "import numpy as np\ndef put(w):\n    w[0] = 2.0\n    return 1.0\n"
        "def f(x):\n    w = np.ones(3) * x\n"
        "    return np.sum((0.5 if x > 0.3 else w) * put(w))"
    ),
    "item_taken_by_a_loop_and_written_to": (
        "import numpy as np\ndef f(x):\n    rows = []\n    while len(rows) < 2 * x + 1:\n"
        "        rows.append(np.ones(3) * x)\n    v, k = rows[0], 0\n    while k < x - 4:\n"
        "        v, k = rows[k], k + 1\n    v[0] = 9.0\n    return np.sum(v * v + rows[0])"
    ),
    "array_in_a_tuple_written_later": (
        "import numpy as np\ndef f(x):\n    y, z, total = np.ones(3), np.ones(3), 0.0\n"
        "    last = (z, 0)\n    for i in range(20):\n        y[i % 3] = x * i\n"
        "        total += np.sum(last[0])\n        last = (y, i)\n    return total"
    ),
    "array_in_a_tuple_after_a_loop": (
        "import numpy as np\ndef f(x):\n    y, z = np.ones(3), np.ones(3)\n    last = (z, 0)\n"
        "    for i in range(3):\n        y = y * x\n        last = (y, i)\n    y[0] = 5.0\n"
        "    return np.sum(last[0])"
    ),
    "array_in_a_dict_of_a_loop": (
        "import numpy as np\ndef f(x):\n    w = np.ones(3) * x\n    for i in range(3):\n"
        "        v = w * x\n        w = v\n        d = {'a': w}\n    d['a'][0] = 3.0\n"
        "    return np.sum(w)"
    ),
    "printed_where_it_may_be_none": (
        "def f(v):\n    best = None\n    for x in v:\n        if x > 9.0:\n"
        "            best = (x, 1)\n    print(best)\n    return v.sum()"
    ),
    "list_or_none": (
        "def f(v):\n    past = None\n    for x in v:\n        if past is None:\n"
        "            past = [x]\n        else:\n            past.append(x)\n    return sum(past)"
    ),
    "pair_or_none_in_a_list": (
        "def f(v):\n    found = [(x, x) if x > 0.0 else None for x in v]\n    return v.sum()"
    ),
    "function_carried_by_a_loop": (
        "import numpy as np\ndef f(v):\n    g, total = np.sin, 0.0\n    for x in v:\n"
        "        total += g(x)\n        g = np.cos if x > 0.0 else np.sin\n    return total"
    ),
    "function_or_none": (
        "import numpy as np\ndef f(x):\n    g = None\n    if x > 0.0:\n        g = np.sin\n"
        "    return x if g is None else g(x)"
    ),
    "function_as_a_number": (
        "import numpy as np\ndef f(x):\n    g = np.sin if x > 0.0 else np.cos\n    return g * x"
    ),
    "class_that_reads_a_variable": (
        "def f(x):\n    class P:\n        def g(self):\n            return x * x\n"
        "    return P().g()"
    ),
    "class_with_a_list": "def f(x):\n    class P:\n        seen = []\n    return x * x",
    "class_inside_written_to": (
        "def f(x):\n    class P:\n        n = 0\n    P.n += 1\n    return x * P.n"
    ),
    "class_inside_with_a_metaclass": (
        "import abc\ndef f(x):\n    class P(metaclass=abc.ABCMeta):\n        n = 0\n"
        "    return x * x"
    ),
    "class_inside_decorated": (
        "def f(x):\n    @print\n    class P:\n        n = 0\n    return x * x"
    ),
    "del_of_an_element": "def f(v):\n    del v[0]\n    return v.sum()",
    "float_keys_read_back": (
        "def f(v):\n    d = {}\n    for x in v:\n        d[x] = 2.0\n"
        "    return sum(k * w for k, w in d.items())"
    ),
    "operator_of_a_counter": (
        "from collections import Counter\ndef f(v):\n    a, b = Counter(), Counter()\n"
        "    for i, x in enumerate(v):\n        a[i] += x\n    return (a | b)[0]"
    ),
    "counter_handed_to_a_recursion": (
        "from collections import Counter\ndef g(c, n):\n    if n == 0:\n        return c[7]\n"
        "    return c[n] * g(c, n - 1)\ndef f(v):\n    c = Counter()\n"
        "    for i, x in enumerate(v):\n        c[i] += x\n    return g(c, len(v))"
    ),
    "row_with_a_name_appended_to": (
        "def f(v):\n    rows = [[], []]\n    last = rows[-1]\n    for i, x in enumerate(v):\n"
        "        rows[i % 2].append(x)\n    return sum(last)"
    ),
    "kind_never_known": (
        "def f(v):\n    xs = []\n    t = 0.0\n    while len(xs) > len(v):\n"
        "        t = t + xs[0]\n    return t * v[0]"
    ),
    "list_times_a_value_of_unknown_kind": (
        "import numpy as np\ndef f(v):\n    u = np.reshape(v, tuple(n for n in [2] if v[0] > n))\n"
        "    return np.sum([v[0], 2.0] * u)"
    ),
    "list_made_an_array_in_a_loop": (
        "def f(v):\n    t = [0.0, 0.0]\n    for _ in range(int(v[0])):\n        t += v\n"
        "    return t[0]"
    ),
    "write_into_zeros_like_ints": (
        "import numpy as np\ndef f(v):\n    y = np.zeros_like([1, 2, 3])\n    y[0] = v[0]\n"
        "    return 1.0 * y.sum()"
    ),
    "list_of_texts_beside_an_array": "def f(v):\n    return (v * ['a']).sum()",
    "differences_with_several_elements_at_an_end": (
        "import numpy as np\ndef f(v):\n    return np.sum(np.diff(v, append=[1, 2]) ** 2)"
    ),
    "recursion_that_writes_to_what_it_reads_around": (
        "def f(x, n=3):\n    a = [x]\n    def g(k, z):\n        z[0] = z[0] * 1.5\n"
        "        return z[0] * a[0] + (g(k - 1, z) if k > 0 else 0.0)\n    return g(n, a)"
    ),
    "recursion_that_writes_by_two_names": (
        "def g(k, p, q):\n    p[0] = p[0] * 2.0\n"
        "    return q[0] + (g(k - 1, p, q) if k > 0 else 0.0)\n"
        "def f(x, n=3):\n    a = [x]\n    return g(n, a, a)"
    ),
    "recursion_that_writes_and_raises": (
        "def f(x, n=3):\n    s = [0.0]\n    def g(k, t):\n        s[0] += t\n"
        "        if k == 0:\n            raise ValueError\n        g(k - 1, t * x)\n"
        "    try:\n        g(n, x)\n    except ValueError:\n        pass\n    return s[0]"
    ),
    "recursion_that_remembers_arrays": (
        "import numpy as np\ndef f(v, n=4):\n    memo = {}\n    def g(k):\n        if k < 2:\n"
        "            return v * k\n        if k not in memo:\n"
        "            memo[k] = g(k - 1) * 0.5 + g(k - 2)\n        return memo[k]\n"
        "    return np.sum(g(n) ** 2)"
    ),
    "recursion_that_binds_a_list_around": (
        "def f(x, n=3):\n    best = [0.0]\n    def g(k, t):\n        nonlocal best\n"
        "        if t > best[0]:\n            best = [t, t * x]\n        if k > 0:\n"
        "            g(k - 1, t * x)\n    g(n, x)\n    return best[0]"
    ),
    "group_that_is_written_to_after": (
        "def f(v):\n    out, cur = [], []\n    for x in v:\n        cur.append(x)\n"
        "        if x > 0.5:\n            out.append(cur)\n            if x > 0.7:\n"
        "                cur = []\n    return sum(sum(g) ** 2 for g in out)"
    ),
    "group_with_another_name": (
        "def f(v):\n    out, cur = [], []\n    keep = cur\n    for x in v:\n"
        "        if x > 0.5:\n            out.append(cur)\n            cur = []\n"
        "        keep.append(x)\n    return sum(sum(g) ** 2 for g in out)"
    ),
    "group_that_every_round_appends": (
        "def f(v):\n    out, cur = [], []\n    for x in v:\n        cur.append(x)\n"
        "        out.append(cur)\n    return sum(sum(g) ** 2 for g in out)"
    ),
    "variable_of_a_later_loop_of_a_comprehension": (
        "def f(v):\n    q = 2.0\n    return sum([p * q for p in v for q in (q, p)])"
    ),
    "recursion_that_reads_a_view_of_what_it_writes": (
        "def f(v, n=3):\n    a = v * 1.0\n    b = a[1:]\n    def g(k, z):\n"
        "        if k == 0:\n            return 0.0\n        z[k] = z[k - 1] * 2\n"
        "        return b[0] + g(k - 1, z)\n    return g(n, a)"
    ),
    "group_held_by_another_name": (
        "def f(v):\n    out, cur = [], []\n    for x in v:\n        keep = cur\n"
        "        if x > 0.5:\n            out.append(cur)\n            cur = []\n"
        "        out.append(keep)\n        del keep\n        cur.append(x)\n"
        "    return sum(sum(g) ** 2 for g in out)"
    ),
    "group_held_by_a_function": (
        "def f(v):\n    out, cur = [], []\n    for x in v:\n"
        "        def late(part=cur):\n            out.append(part)\n"
        "        if x > 0.5:\n            out.append(cur)\n            cur = []\n"
        "        late()\n        cur.append(x)\n    return sum(sum(g) ** 2 for g in out)"
    ),
    "in_place_on_an_array_of_two_ranks": (
        "import numpy as np\ndef f(x):\n    a = np.ones((2, 3)) * x\n"
        "    v = a if x > 0.2 else a[0]\n    v *= x\n    return np.sum(a)"
    ),
    "in_place_on_what_a_view_shows_of_unknown_kind": (
        "import numpy as np\ndef f(x):\n    a = np.ones((2, 3)) * x\n"
        "    v = a * x if x > 0.2 else a[0] * x\n    w = v.T\n    v *= x\n    return np.sum(w)"
    ),
    "in_place_on_what_a_number_became_and_a_list_holds": (
        "import numpy as np\ndef f(x):\n    s, h = 0.0, []\n    for k in range(20):\n"
        "        s += np.ones(2) * x\n        h.append(s)\n    return np.sum(h[0])"
    ),
}
