"""Functions through which nothing flows: their results are constants, for a reason in words.

Those with a type of their own are blocked beside their kin; here is the rest of NumPy.
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import blocked
from adcompiler.gates.table import CREATED, TABLE, attribute, method, rule

INTEGERS = "integers"
TRUTH = "a truth value"
DTYPES = "the machinery of dtypes"
TEXT = "a text"
DATES = "dates, not numbers"
SETTINGS = "settings and information, not numbers"
MEMORY = "how an array lies in memory"
SMALL = "piecewise constant"
REASONS: dict[str, str] = {}
_TABLE = (
    (INTEGERS, "argpartition argwhere nonzero lexsort unravel_index ravel_multi_index "
     "diag_indices diag_indices_from tril_indices triu_indices tril_indices_from "
     "triu_indices_from mask_indices ix_ nanargmax nanargmin gcd lcm left_shift right_shift "
     "bitwise_left_shift bitwise_right_shift bitwise_count broadcast_shapes linalg.matrix_rank "
     "frexp unique unique_counts unique_inverse unique_all choose"),
    (TRUTH, "array_equiv isin isneginf isposinf isnat isfortran isscalar iterable "
     "may_share_memory shares_memory iscomplexobj isrealobj"),
    (DTYPES, "can_cast issubdtype isdtype result_type promote_types min_scalar_type mintypecode "
     "common_type typename finfo iinfo"),
    (TEXT, "array2string array_repr array_str base_repr binary_repr format_float_positional "
     "format_float_scientific datetime_as_string datetime_data einsum_path"),
    (DATES, "busday_count busday_offset is_busday busdaycalendar"),
    (SETTINGS, "errstate geterr geterrcall getbufsize get_printoptions get_include show_config "
     "show_runtime info"),
    (CREATED, "bartlett blackman hamming hanning"),
)
_CALLS = {
    "unravel_index": "indices, shape, *, order='C'",
    "ravel_multi_index": "multi_index, *, dims, mode='raise', order='C'",
    "argpartition": "x, *, kth, axis=-1, kind='introselect'",
}
_BY_VALUES = ("argwhere", "nonzero", "unique", "unique_counts", "unique_inverse", "unique_all")
_ATTRIBUTES = (
    (MEMORY, "base flags strides nbytes itemsize device to_device"),
    (INTEGERS, "argpartition nonzero searchsorted"),
)


def _call(function: Any) -> str:
    """Return the parameters of a function, those with a default as options known beforehand."""
    try:
        given = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return "*parts"
    words, options = [], []
    for p in given:
        if p.kind is p.VAR_POSITIONAL:
            words.append(f"*{p.name}")
        elif p.default is p.empty and p.kind is not p.VAR_KEYWORD:
            words.append(p.name)
        elif isinstance(p.default, bool | int | float | str | None):
            options.append(f"{p.name}={p.default!r}")
    star = [] if not options or any(w.startswith("*") for w in words) else ["*"]
    return ", ".join([*words, *star, *options])


for _reason, _names in _TABLE:
    for _name in _names.split():
        REASONS[f"np.{_name}"] = _reason
        _home, _, _last = _name.rpartition(".")
        _function = getattr(np.linalg if _home else np, _last, None)
        if callable(_function) and _function not in TABLE and not isinstance(_function, type):
            if isinstance(_function, np.ufunc) and _function.nout == 1:
                rule(_function, blocked(_reason))
            else:
                _shape = shapes.by_values if _last in _BY_VALUES else shapes.asked
                _infer = shapes.unraveled if _last == "unravel_index" else _shape(_function)
                rule(_function, blocked(_reason), call=_CALLS.get(_last) or _call(_function),
                     shape=_infer)
for _reason, _names in _ATTRIBUTES:
    REASONS.update({f"ndarray.{_name}": _reason for _name in _names.split()})
method("choose", np.choose)
method("nonzero", np.nonzero)
method("searchsorted", np.searchsorted)
method("argpartition", np.argpartition)
if hasattr(np.ndarray, "mT"):
    attribute("mT", np.matrix_transpose)
