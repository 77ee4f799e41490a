def logistic_map_grad(r, x):
    # forward
    x_at = []
    for _ in range(10):
        x_at.append(x)
        x = r * x * (1.0 - x)
    # backward
    dx = 1.0
    dr = 0.0
    for x_prev in reversed(x_at):
        # x = r * x * (1.0 - x)
        x_mul = x_prev * dx
        dx = r * (dx - 2.0 * x_mul)
        dr = dr - x_mul * (x_prev - 1.0)
    return dr, dx
