def rosenbrock_grad(x):
    # forward
    s_sub_at = []
    for i in range(len(x) - 1):
        s_sub_at.append(x[i + 1] - x[i] ** 2)
    # backward
    # s += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    dx = np.zeros_like(x)
    for i, s_sub in zip(range(len(x) - 2, -1, -1), reversed(s_sub_at)):
        x_part = x[i]
        # s += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
        ds_sub = 200.0 * s_sub
        dx_part = 2.0 * x_part * -ds_sub - 2.0 * (1.0 - x_part)
        dx[i] += dx_part
        dx[i + 1] += ds_sub
    return dx,
