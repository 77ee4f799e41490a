def overwritten_grad(x):
    # forward
    y = x * x
    x = 2.0 * x
    # backward
    # return x * y
    dx = y
    dy = x
    # y = x * x
    dx = 2.0 * dx + x * dy
    return dx,
