def searched_grad(x, step):
    # forward
    start = x / step
    t = 0.0
    steps = 0
    while t < x:
        t = t + abs(step)
        steps = steps + 1
    # backward
    # return start + t * x
    dt = x
    dstep = 0.0
    for _ in range(steps):
        # t = t + abs(step)
        dstep = dstep + (1.0 if step > 0.0 else -1.0 if step < 0.0 else 0.0) * dt
    # start = x / step
    dx = 1.0 / step
    d_x = t + dx
    dstep = dstep - start * dx
    return d_x, dstep
