def logistic_map_grad(r, x):
    # forward
    x_at = []
    for _ in range(20):
        x_at.append(x)
        x = r * x * (1.0 - x)
    # backward
    dx = 1.0
    dr = 0.0
    for x_prev in reversed(x_at):
        # x = r * x * (1.0 - x)
        dx_in = (1.0 - x_prev) * dx
        dx = r * dx_in - r * x_prev * dx
        dr = dr + x_prev * dx_in
    return dr, dx
