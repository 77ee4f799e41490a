def names_that_clash_grad(x, dx, d_x, x_at):
    # forward
    d_x2 = x * dx
    # backward
    # return d_x2 * d_x + x_at * math.sin(x)
    dx_at = math.sin(x)
    dd_x = d_x2
    dd_x2 = d_x
    # d_x2 = x * dx
    ddx = x * dd_x2
    dx = math.cos(x) * x_at + dx * dd_x2
    return dx, ddx, dd_x, dx_at
