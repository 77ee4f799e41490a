"""`ravel`: a container as one vector and back, outside and inside of differentiated functions."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest

import adcompiler
from adcompiler import CompileError, check_grads, grad, hessian, ravel


@dataclass(frozen=True)
class Layer:
    w: np.ndarray
    scale: float
    steps: int = 3
    mask: Any = None


class Net(NamedTuple):
    gain: float
    layer: Layer


NET = Net(1.5, Layer(np.arange(1.0, 5.0).reshape(2, 2), 2.0, mask=np.array([True, False])))
TREES = [
    {"w": np.ones((2, 3)), "b": [0.5, np.zeros(2)], "name": "relu", "none": None},
    [(1.0,), {"a": {"b": np.array(2.0)}}, np.zeros((0, 3))],
    NET,
    3.0,
    {1: 2, "z": np.array([1 + 2j]), "s": np.ones(2, dtype="float32")},
]


def flat(tree: Any) -> list[Any]:
    return ravel(tree)[0].tolist()


@pytest.mark.parametrize("k", range(len(TREES)))
def test_there_and_back(k):
    vector, unravel = ravel(TREES[k])
    assert vector.ndim == 1
    back = unravel(vector)
    assert type(back) is type(TREES[k]) or isinstance(TREES[k], float)
    assert flat(back) == vector.tolist()
    again, same = ravel(back)
    assert same is unravel
    assert again.dtype == vector.dtype


def test_what_is_no_number_stays():
    back = ravel(NET)[1](np.zeros(6))
    assert back.layer.steps == 3
    assert back.layer.mask is NET.layer.mask
    assert ravel(TREES[0])[1](np.zeros(9))["name"] == "relu"


def test_types_of_the_parts():
    tree = {"s": np.ones(2, dtype="float32"), "x": 1.0, "z": 1j}
    vector, unravel = ravel(tree)
    back = unravel(vector)
    assert vector.dtype == np.complex128
    assert back["s"].dtype == np.float32
    assert back["x"].dtype == np.float64
    assert ravel({"s": np.ones(2, dtype="float32")})[0].dtype == np.float32


def test_the_text_can_be_read():
    assert "vector[0:6].reshape((2, 3))" in inspect.getsource(ravel(TREES[0])[1])


def loss(net):
    return np.sum(net.layer.w**2) * net.gain * net.layer.scale**net.layer.steps


def test_gradient_through_unravel():
    vector, unravel = ravel(NET)
    found = grad(lambda v: loss(unravel(v)))(vector)
    assert found.tolist() == flat(grad(loss)(NET))
    check_grads(lambda v: loss(unravel(v)), (vector,), order=2)


def decay(p):
    return np.sum(ravel(p)[0] ** 2)


def test_ravel_inside():
    found = grad(decay)(TREES[0])
    assert flat(found) == [2.0 * x for x in flat(TREES[0])]
    assert found["name"] == "relu"
    dnet = grad(decay)(NET)
    assert dnet.layer.steps == 3
    assert flat(dnet) == [2.0 * x for x in flat(NET)]
    assert hessian(decay)(np.ones(2)).tolist() == [[2.0, 0.0], [0.0, 2.0]]


def sums(rows):
    total = 0.0
    for row in rows:
        total += np.sum(ravel(row)[0] ** 2)
    return total


def test_ravel_in_a_loop():
    assert grad(sums)([(1.0, np.ones(1)), (2.0, np.ones(1))]) == [(2.0, [2.0]), (4.0, [2.0])]


def made_and_undone_inside(p):
    vector, unravel = ravel(p)
    return unravel(vector)["w"] + vector[0]


def test_refusals():
    with pytest.raises(CompileError, match="call it outside"):
        grad(made_and_undone_inside)({"w": 1.0})
    with pytest.raises(CompileError, match="array of int64"):
        ravel({"a": np.array([1, 2])})
    with pytest.raises(CompileError, match="holds no numbers"):
        ravel({"a": "name"})
    with pytest.raises(ValueError, match="takes 9 numbers, not the shape"):
        ravel(TREES[0])[1](np.zeros(8))
    vector, unravel = ravel(TREES[0])
    gradient = grad(lambda v: np.sum(unravel(v)["w"]))
    with pytest.raises(ValueError, match="takes 9 numbers, not the shape"):
        gradient(vector[1:])


def test_all_names_are_there():
    space: dict[str, Any] = {}
    exec("from adcompiler import *", space)
    assert {"grad", "ravel", "hvp", "CompileError"} <= set(space)
    assert all(hasattr(adcompiler, name) for name in adcompiler.__all__)
