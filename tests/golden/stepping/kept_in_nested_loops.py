def kept_in_nested_loops_grad(x, y):
    # forward
    s = x
    residuals = []
    for i in range(3):
        t = math.sin(s)
        residuals2 = []
        for _ in range(i + 1):
            u = math.cos(s * y)
            t_in = math.exp(-u * s)
            residuals2.append((t, u, t_in))
            t = t * u + t_in
        residuals.append((s, t, residuals2))
        s = s + t * y
    # backward
    ds = 1.0
    dy = 0.0
    for s_prev, t, residuals2 in reversed(residuals):
        # s = s + t * y
        dt = y * ds
        # u = math.cos(s * y)
        dy = dy + t * ds
        for t_prev, u, t_in in reversed(residuals2):
            # t = t * u + math.exp(-u * s)
            dt_mul = t_in * dt
            d_t = u * dt
            du = t_prev * dt - s_prev * dt_mul
            # u = math.cos(s * y)
            du_in = -math.sin(s_prev * y) * du
            ds = ds - u * dt_mul + y * du_in
            dy = dy + s_prev * du_in
            dt = d_t
        # t = math.sin(s)
        ds = ds + math.cos(s_prev) * dt
    # for i in range(3):
    dx = ds
    return dx, dy
