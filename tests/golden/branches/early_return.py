def early_return_grad(x):
    # forward
    if not x > 2.0:
        y = math.sin(x)
        lt_value = y < 0.0
    # backward
    if x > 2.0:
        # return x * x
        dx = 2.0 * x
    else:
        if lt_value:
            # return y * x
            dy = x
            dx = y
        else:
            dy = 1.0
            dx = 0.0
        # y = math.sin(x)
        dx = dx + math.cos(x) * dy
    return dx,
