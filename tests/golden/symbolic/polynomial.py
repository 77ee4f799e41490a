def polynomial_grad(x):
    # backward
    # return 3.0 * x**4 - 2.0 * x**3 + 0.1 * x**2 - x + 7.0
    dx = x * (x * (12.0 * x - 6.0) + 0.2) - 1.0
    return dx,
