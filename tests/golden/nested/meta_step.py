def meta_step_grad(x):
    # forward
    w = 1.0
    dw_at = []
    for _ in range(3):
        # return (w - 3.0) ** 2
        dw = 2.0 * (w - 3.0)
        dw_at.append(dw)
        w = w - x * dw
    # backward of the backward
    # return (w - 3.0) ** 2
    dw = 2.0 * (w - 3.0)
    dx = 0.0
    for d_w in reversed(dw_at):
        # w = w - x * grad(lambda w: (w - 3.0) ** 2)(w)
        ddw = x * -dw
        # return (w - 3.0) ** 2
        d_w2 = dw + 2.0 * ddw
        # w = w - x * grad(lambda w: (w - 3.0) ** 2)(w)
        dx = dx - d_w * dw
        dw = d_w2
    return dx
