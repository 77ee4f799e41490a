def break_first_grad(x):
    # forward
    y = x * x
    steps = 0
    for _ in range(10):
        if y > 20.0:
            break
        y = y * 2.0
        steps = steps + 1
    # backward
    dy = 1.0
    for _ in range(steps):
        # y = y * 2.0
        dy = 2.0 * dy
    # y = x * x
    dx = 2.0 * x * dy
    return dx,
