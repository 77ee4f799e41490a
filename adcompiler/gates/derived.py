"""Local derivatives of the elementwise gates, derived by sympy; generated, do not edit.

`python -m adcompiler.gates.symbolic` writes this file from the formulas of the rule tables.
"""

DERIVED: dict[str, dict[str, str]] = {
    "1 / x": {"x": "-out ** 2"},
    "acos(x)": {"x": "-1 / sqrt(1 - x ** 2)"},
    "acosh(x)": {"x": "1 / (sqrt(x - 1) * sqrt(x + 1))"},
    "asin(x)": {"x": "1 / sqrt(1 - x ** 2)"},
    "asinh(x)": {"x": "1 / sqrt(x ** 2 + 1)"},
    "atan(x)": {"x": "1 / (x ** 2 + 1)"},
    "atanh(x)": {"x": "1 / (1 - x ** 2)"},
    "cos(x)": {"x": "-sin(x)"},
    "cosh(x)": {"x": "sinh(x)"},
    "exp(x)": {"x": "out"},
    "exp(x) - 1": {"x": "out + 1"},
    "log(1 + x)": {"x": "1 / (x + 1)"},
    "log(x)": {"x": "1 / x"},
    "sin(x)": {"x": "cos(x)"},
    "sinh(x)": {"x": "cosh(x)"},
    "tan(x)": {"x": "out ** 2 + 1"},
    "tanh(x)": {"x": "1 - out ** 2"},
    "x ** 2": {"x": "2 * x"},
    "x / y": {"x": "1 / y", "y": "-out / y"},
}
