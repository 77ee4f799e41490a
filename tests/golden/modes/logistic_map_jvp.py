def logistic_map_jvp(r, x0, *, r_dot, x0_dot):
    x = x0
    x_dot = x0_dot
    for _ in range(100):
        x_in = r * x
        x_in2 = 1.0 - x
        x_dot = x_in2 * (x * r_dot + r * x_dot) - x_in * x_dot
        x = x_in * x_in2
    return x, x_dot
