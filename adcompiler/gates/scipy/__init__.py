"""The rules of SciPy: each module is loaded when a function of its namesake is first met."""
