def helpers_grad(x):
    # forward
    t = x * x
    # backward
    # return y * y
    dt = 1.0 + 2.0 * t
    dx = 2.0 * x * dt
    return dx,
