def numbered_grad(x, xs):
    # forward
    s = 0.0
    s_at = []
    for i, v in enumerate(xs):
        s_at.append(s)
        s = s * x + v * i
    # backward
    ds = 1.0
    dx = 0.0
    dxs = []
    for i, s_prev in zip(range(len(s_at) - 1, -1, -1), reversed(s_at)):
        # s = s * x + v * i
        dv = i * ds
        dxs.append(dv)
        d_s = x * ds
        dx = dx + s_prev * ds
        ds = d_s
    return dx, dxs[::-1]
