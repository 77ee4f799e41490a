def leaky_grad(x, a):
    # forward
    if x > 0.0:
        y = x * x
    else:
        y = a * x
    # backward
    # z = x * y
    dy = x
    dx = y
    if x > 0.0:
        # y = x * x
        dx = dx + 2.0 * x * dy
        da = 0.0
    else:
        # y = a * x
        da = x * dy
        dx = dx + a * dy
    return dx, da
