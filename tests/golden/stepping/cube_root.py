def cube_root_grad(a, x0):
    # forward
    x = x0
    residuals = []
    while True:
        step = (x * x * x - a) / (3.0 * x * x)
        residuals.append((x, step))
        x = x - step
        if abs(step) < 1e-12:
            break
    # backward
    dx = 1.0
    da = 0.0
    for x_prev, step in reversed(residuals):
        step_mul = 3.0 * x_prev
        # x = x - step
        dstep = -dx
        # step = (x * x * x - a) / (3.0 * x * x)
        dstep_in = dstep / (step_mul * x_prev)
        dx_in = dx - 2.0 * step_mul * (step * dstep_in)
        dx = dx_in + 3.0 * (x_prev * x_prev) * dstep_in
        da = da - dstep_in
    # while True:
    dx0 = dx
    return da, dx0
