"""`checkpoint`: the arguments are kept, the rest is computed again."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from adcompiler import CompileError, check_grads, checkpoint, custom_vjp, grad


def layer(w, h):
    a = np.tanh(w @ h)
    b = np.sin(a) * a
    return b + h


computed_again = checkpoint(layer)


def network(ws, x):
    h = x
    for w in ws:
        h = layer(w, h)
    return np.sum(h * h)


def checkpointed_network(ws, x):
    h = x
    for w in ws:
        h = computed_again(w, h)
    return np.sum(h * h)


WS = np.random.default_rng(0).normal(size=(4, 3, 3))
X = np.array([0.3, -0.2, 0.5])


def kept(source):
    """Return the names that the forward loops append to lists."""
    gradient = ast.parse(source).body[-1]
    appended = [
        n.args[0]
        for n in ast.walk(gradient)
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr == "append"
        and (n.func.value.id == "residuals" or n.func.value.id.endswith("_at"))
    ]
    return {name.id for a in appended for name in ast.walk(a) if isinstance(name, ast.Name)}


def test_called_plainly_it_is_the_function():
    np.testing.assert_array_equal(computed_again(WS[0], X), layer(WS[0], X))
    assert computed_again.__name__ == "layer"
    np.testing.assert_array_equal(grad(lambda x: np.sum(computed_again(WS[0], x)))(X),
                                  grad(lambda x: np.sum(layer(WS[0], x)))(X))  # fmt: skip


def test_the_same_bits_with_less_kept(golden):
    plain, again = grad(network, argnums=(0, 1)), grad(checkpointed_network, argnums=(0, 1))
    for want, have in zip(plain(WS, X), again(WS, X), strict=True):
        assert have.tobytes() == want.tobytes()
    assert kept(plain.source) == {"h", "a", "b_in"}
    assert kept(again.source) == {"h"}
    golden("checkpoint/checkpointed_network.py", again.source)


def test_second_order_and_forward_mode():
    check_grads(checkpointed_network, (WS, X), order=2, modes=("fwd", "rev"))
    first, again = grad(network), grad(checkpointed_network)
    want, have = (grad(lambda ws: np.sum(g(ws, X) ** 2))(WS) for g in (first, again))
    np.testing.assert_allclose(have, want, rtol=1e-11)


def test_functions_inside_and_the_variables_around_them():
    def f(w, x):
        s = 0.0
        for _ in range(3):
            x = checkpoint(lambda v: np.sin(v * w) + v)(x)
            s = s + x
        return s

    def plain(w, x):
        s = 0.0
        for _ in range(3):
            x = np.sin(x * w) + x
            s = s + x
        return s

    have, want = (grad(g, argnums=(0, 1))(0.5, 0.3) for g in (f, plain))
    assert have == want


@checkpoint
def stretched(p, n=2, *, shift=0.0):
    for _ in range(n):
        p = {"x": np.sin(p["x"]) * p["w"] + shift, "w": p["w"]}
    return p["x"], {"sum": np.sum(p["x"]), "n": n}


def test_containers_defaults_and_keywords():
    def f(p, s):
        x, more = stretched(p, shift=s)
        y, _ = stretched(p, 3)
        return np.sum(x) * more["sum"] * more["n"] + np.sum(y)

    check_grads(f, ({"x": X, "w": 1.2}, 0.3), order=2, modes=("fwd", "rev"))


@checkpoint
def power(x, n):
    return x if n == 0 else np.sin(power(x, n - 1))


def test_one_routine_serves_all_calls_of_a_kind():
    compiled = grad(lambda x: computed_again(WS[0], x) @ computed_again(WS[1], x))
    compiled(X)
    assert compiled.source.count("def layer_backward") == 1
    assert grad(lambda x: power(x, 2))(0.5) == pytest.approx(np.cos(np.sin(0.5)) * np.cos(0.5))


RNG = np.random.default_rng(0)


@checkpoint
def noisy(x):
    return x * RNG.normal()


@checkpoint
def talking(x):
    print(x)
    return x * 2.0


@checkpoint
def writing(x):
    x[0] = 1.0
    return np.sum(x)


@checkpoint
def identity(x):
    return x


def written_later(x):
    y = identity(x)
    y[0] = 3.0
    return np.sum(y * x)


@pytest.mark.parametrize(
    ("program", "says"),
    [
        (lambda x: np.sum(noisy(x)), "'noisy' draws, prints or writes: it would do so twice"),
        (lambda x: np.sum(talking(x)), "'talking' draws, prints or writes"),
        (lambda x: writing(x * 2.0), "'writing' writes to its arguments or around it"),
        (written_later, "'x' may be one of several arrays"),
        (lambda x: checkpoint(identity, 2)(x), "checkpoint takes one function"),
    ],
)
def test_what_cannot_be_computed_again_is_refused(program, says):
    with pytest.raises(CompileError) as caught:
        grad(program)(np.ones(2))
    assert says in str(caught.value)


def test_what_raises_raises_in_the_forward_part():
    @checkpoint
    def positive(x):
        if x < 0:
            raise ValueError("negative")
        assert x < 10.0
        return np.sqrt(x)

    compiled = grad(lambda x: positive(x) * 2.0)
    assert compiled(4.0) == 0.5
    with pytest.raises(ValueError, match="negative"):
        compiled(-1.0)
    with pytest.raises(AssertionError):
        compiled(11.0)


def test_rules_of_what_is_checkpointed_count():
    rounded = custom_vjp(lambda x: np.floor(x))
    rounded.defvjp(lambda x: (np.floor(x), None), lambda kept, g: (g,))
    again = checkpoint(rounded)
    assert again(2.5) == 2.0
    assert grad(lambda x: again(x) * x)(2.5) == 4.5


def test_checkpoint_needs_a_function():
    with pytest.raises(CompileError, match="checkpoint needs a function"):
        checkpoint(3.0)


class Block:
    """A layer whose method is computed again."""

    def __init__(self, w):
        self.w = w

    @checkpoint
    def forward(self, x, scale=1.0):
        """Return what the layer makes of `x`."""
        a = np.tanh(self.w * x)
        return np.sin(a) * a * scale


BLOCK = Block(0.7)


def test_methods():
    assert BLOCK.forward(0.5) == Block.forward(BLOCK, 0.5)
    assert Block.forward.__doc__ == "Return what the layer makes of `x`."

    def outside(x):
        return BLOCK.forward(BLOCK.forward(x), scale=2.0) * x

    def inside(w, x):
        return Block(w).forward(x) + w * x

    check_grads(outside, (0.5,), order=2, modes=("fwd", "rev"))
    check_grads(inside, (0.7, 0.5), order=2, modes=("fwd", "rev"))
    assert "def forward_backward" in (compiled := grad(outside), compiled(0.5))[0].source
