def cube_root_grad(a, x0):
    # forward
    x = x0
    x_at = []
    while True:
        x_at.append(x)
        step = (x * x * x - a) / (3.0 * x * x)
        x = x - step
        if abs(step) < 1e-12:
            break
    # backward
    dx = 1.0
    da = 0.0
    for x_prev in reversed(x_at):
        step_mul = x_prev * x_prev
        step_mul2 = 3.0 * x_prev
        step_in = step_mul2 * x_prev
        step = (step_mul * x_prev - a) / step_in
        # x = x - step
        dstep = -dx
        # step = (x * x * x - a) / (3.0 * x * x)
        dstep_in = dstep / step_in
        dx_in = dx + 2.0 * step_mul2 * -(step * dstep_in)
        dx = dx_in + 3.0 * step_mul * dstep_in
        da = da - dstep_in
    # while True:
    dx0 = dx
    return da, dx0
