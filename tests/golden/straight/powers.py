def powers_grad(x, y):
    # backward
    # return x**3 + x**0.5 + x**y + 2.0**x + x**-2 + x**1 + x**0
    dy = power_dy(x, y, x ** y)
    add_value = 1.0 + -2.0 * x ** -3
    add_value = add_value + 2.0 ** x * math.log(2.0) + power_dx(x, y)
    dx_in = add_value + (0.5 * x ** -0.5 if x != 0.0 else np.inf)
    dx = dx_in + 3.0 * (x * x)
    return float(dx), float(dy)
