def block(v, w):
    return np.sin(v * w) + v


def block_backward(v, w, dvalue):
    # backward
    # return np.sin(v * w) + v
    dmul_value = np.cos(v * w) * dvalue
    dw = v * dmul_value
    dv = dvalue + w * dmul_value
    return dv, dw


def checkpointed_closure_grad(w, x):
    # forward
    x_at = []
    for _ in range(3):
        x_at.append(x)
        x = block(x, w)
    # backward
    dx = 0.0
    dw = 0.0
    for x_prev in reversed(x_at):
        # s = s + x
        dx = dx + 1.0
        # x = checkpoint(lambda v: np.sin(v*w) + v)(x)
        dx, d_w = block_backward(x_prev, w, dx)
        dw = dw + d_w
    return float(dw), float(dx)
