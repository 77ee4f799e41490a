def logistic_map_grad(r, x0):
    # forward
    x = x0
    x_at = []
    for _ in range(6):
        x_at.append(x)
        x = r * x * (1 - x)
    # backward
    dx = 1.0
    dr = 0.0
    for x_prev in reversed(x_at):
        # x = r * x * (1 - x)
        dx_in = (1 - x_prev) * dx
        dx = r * dx_in - r * x_prev * dx
        dr = dr + x_prev * dx_in
    # for _ in range(6):
    dx0 = dx
    return dr, dx0
