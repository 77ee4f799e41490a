def branch_needs_inner_value_grad(x):
    # forward
    if x > 0.0:
        e = math.exp(x)
        y_in = e * e
        y_in2 = math.sin(e)
        y = y_in * y_in2
    else:
        y = x
    # backward
    # return y * x
    dy = x
    dx = y
    if x > 0.0:
        # y = e * e * math.sin(e)
        de = 2.0 * e * (y_in2 * dy)
        de = math.cos(e) * (y_in * dy) + de
        # e = math.exp(x)
        dx = dx + e * de
    else:
        # e = math.exp(x)
        dx = dx + dy
    return dx,
